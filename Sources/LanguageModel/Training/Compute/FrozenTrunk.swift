/// What the frozen blocks below the lowest trained one make of some groups: the residual stream
/// that enters that block.
///
/// It is the same for the policy, for the reference and in every epoch, so it is computed once.
///
/// A class because it owns memory. It belongs to one thread at a time.
final class FrozenTrunk {
    private let width: Int
    private let memory: FloatBuffer
    private var places: [TrainingGroup: Range<Int>] = [:]
    private var count = 0

    /// Room for `rows` rows of `width` floats.
    init(rows: Int, width: Int) {
        self.width = width
        memory = FloatBuffer(count: rows * width)
    }

    /// Keeps the rows of a batch.
    func keep(_ layout: BatchLayout, from stream: MatrixView) {
        for (index, group) in layout.sources.enumerated() where places[group] == nil {
            let rows = layout.rows(ofGroup: index)
            (memory.start + count * width).update(
                from: stream.row(rows.lowerBound), count: rows.count * width)
            places[group] = count..<count + rows.count
            count += rows.count
        }
    }

    /// Gives the rows of a batch.
    ///
    /// - Returns: false, with nothing written, unless all of the batch's rows are kept.
    func fill(_ stream: MatrixView, for layout: BatchLayout) -> Bool {
        var kept: [Range<Int>] = []
        for (index, group) in layout.sources.enumerated() {
            // Where heads are read decides how many rows a group has.
            guard let place = places[group], place.count == layout.rows(ofGroup: index).count
            else { return false }
            kept.append(place)
        }
        for (index, place) in kept.enumerated() {
            stream.row(layout.rows(ofGroup: index).lowerBound).update(
                from: memory.start + place.lowerBound * width, count: place.count * width)
        }
        return true
    }
}
