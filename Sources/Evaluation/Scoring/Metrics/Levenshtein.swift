/// The Levenshtein distance between two texts: the fewest insertions, deletions and replacements
/// of one Unicode scalar that turn one into the other.
///
/// Computed with Myers' bit-parallel algorithm in blocks of 64 rows (Myers 1999,
/// doi:10.1145/316542.316550; blocks as in Hyyrö 2003), so that time is the product of both lengths
/// over 64.
package enum Levenshtein {
    /// The most cells of the dynamic-programming table that are worked through: about a third of
    /// a second on one core.
    package static let maximumCells = 1 << 34

    /// The distance, or nil where the texts are too long for `maximumCells`.
    package static func distance(_ a: String, _ b: String) -> Int? {
        distance(a.unicodeScalars.map(\.value), b.unicodeScalars.map(\.value))
    }

    /// 1 − distance ÷ the longer text's length in scalars: 1 for equal texts (two empty ones
    /// included), 0 where nothing is shared. Equal to rapidfuzz's `normalized_similarity`.
    package static func similarity(distance: Int, lengths: (Int, Int)) -> Double {
        let longest = max(lengths.0, lengths.1)
        return longest == 0 ? 1 : 1 - Double(distance) / Double(longest)
    }

    /// The distance between two sequences of scalars.
    package static func distance(_ first: [UInt32], _ second: [UInt32]) -> Int? {
        var (a, b) = (first[...], second[...])
        while let x = a.first, x == b.first { (a, b) = (a.dropFirst(), b.dropFirst()) }
        while let x = a.last, x == b.last { (a, b) = (a.dropLast(), b.dropLast()) }
        // The shorter one makes the rows: fewer blocks, and the table of masks stays small.
        if a.count > b.count { swap(&a, &b) }
        guard !a.isEmpty else { return b.count }
        let (cells, overflow) = a.count.multipliedReportingOverflow(by: b.count)
        guard !overflow, cells <= maximumCells else { return nil }
        return blocks(Array(a), b)
    }

    private static func blocks(_ rows: [UInt32], _ columns: ArraySlice<UInt32>) -> Int {
        let blockCount = (rows.count + 63) / 64
        // Where each scalar stands among the rows, as bits; absent scalars share the zero mask.
        var slot: [UInt32: Int] = [:]
        var masks = [UInt64](repeating: 0, count: blockCount)
        for (row, scalar) in rows.enumerated() {
            let index: Int
            if let known = slot[scalar] {
                index = known
            } else {
                index = masks.count
                slot[scalar] = index
                masks.append(contentsOf: repeatElement(0, count: blockCount))
            }
            masks[index + row / 64] |= 1 << UInt64(row % 64)
        }
        var positive = [UInt64](repeating: ~0, count: blockCount)
        var negative = [UInt64](repeating: 0, count: blockCount)
        let lastBit = UInt64(1) << UInt64((rows.count - 1) % 64)
        var score = rows.count
        for scalar in columns {
            let mask = slot[scalar] ?? 0
            // The row above the first grows by one with each column.
            var carryPositive: UInt64 = 1
            var carryNegative: UInt64 = 0
            for block in 0..<blockCount {
                let pv = positive[block]
                let nv = negative[block]
                let eq = masks[mask + block]
                let xv = eq | nv
                let eqIn = eq | carryNegative
                let xh = (((eqIn & pv) &+ pv) ^ pv) | eqIn
                var ph = nv | ~(xh | pv)
                var nh = pv & xh
                if block == blockCount - 1 {
                    if ph & lastBit != 0 { score += 1 }
                    if nh & lastBit != 0 { score -= 1 }
                }
                let nextPositive = ph >> 63
                let nextNegative = nh >> 63
                ph = ph << 1 | carryPositive
                nh = nh << 1 | carryNegative
                positive[block] = nh | ~(xv | ph)
                negative[block] = ph & xv
                carryPositive = nextPositive
                carryNegative = nextNegative
            }
        }
        return score
    }
}
