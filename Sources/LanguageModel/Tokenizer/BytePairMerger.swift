/// Merges the bytes of a piece into tokens: always the earliest learnt merge, the leftmost of
/// equals, until none applies.
struct BytePairMerger {
    private let merges: MergeTable
    private let byteIDs: [Int32]
    private var ids: [UInt32] = []
    private var links: [MergeTable.Merge] = []

    /// Longer pieces use the queue: looking through all neighbours for the earliest merge each
    /// time is quickest for a word and quadratic for a novel without spaces.
    private static let longestScanned = 40

    init(merges: MergeTable, byteIDs: [Int32]) {
        self.merges = merges
        self.byteIDs = byteIDs
    }

    /// Appends the tokens of a piece.
    ///
    /// Bytes that the vocabulary lacks are left out before merging, as Hugging Face does.
    mutating func append(_ piece: UnsafeBufferPointer<UInt8>, to output: inout [Int32]) {
        ids.removeAll(keepingCapacity: true)
        for byte in piece where byteIDs[Int(byte)] >= 0 { ids.append(UInt32(byteIDs[Int(byte)])) }
        if ids.count > Self.longestScanned {
            mergeByQueue(to: &output)
        } else {
            mergeByScan(to: &output)
        }
    }

    private mutating func mergeByScan(to output: inout [Int32]) {
        links.removeAll(keepingCapacity: true)
        for index in ids.indices.dropFirst() {
            links.append(merges.find(ids[index - 1], ids[index]))
        }
        while !links.isEmpty {
            var (best, place) = (MergeTable.none, 0)
            for (index, link) in links.enumerated() where link < best {
                (best, place) = (link, index)
            }
            if best == MergeTable.none { break }
            ids[place] = MergeTable.result(best)
            ids.remove(at: place + 1)
            links.remove(at: place)
            if place < links.count { links[place] = merges.find(ids[place], ids[place + 1]) }
            if place > 0 { links[place - 1] = merges.find(ids[place - 1], ids[place]) }
        }
        for id in ids { output.append(Int32(bitPattern: id)) }
    }

    private mutating func mergeByQueue(to output: inout [Int32]) {
        let count = ids.count
        // Neighbours as a linked list over places; a place that was merged away has no link.
        var next = (1...count).map(Int32.init)
        var previous = (-1..<count - 1).map(Int32.init)
        links = Array(repeating: MergeTable.none, count: count)
        var queue = MergeQueue()
        for place in 0..<count - 1 {
            links[place] = merges.find(ids[place], ids[place + 1])
            if links[place] != MergeTable.none { queue.append(links[place], at: place) }
        }
        queue.order()
        while let (rank, place) = queue.removeFirst() {
            // Entries whose neighbours have changed since are out of date.
            let link = links[place]
            guard link != MergeTable.none, MergeTable.rank(link) == rank else { continue }
            let right = Int(next[place])
            ids[place] = MergeTable.result(link)
            links[right] = MergeTable.none
            next[place] = next[right]
            if Int(next[place]) < count { previous[Int(next[place])] = Int32(place) }
            for left in [Int(previous[place]), place] where left >= 0 {
                let neighbour = Int(next[left])
                links[left] =
                    neighbour < count ? merges.find(ids[left], ids[neighbour]) : MergeTable.none
                if links[left] != MergeTable.none { queue.insert(links[left], at: left) }
            }
        }
        var place = 0
        while place < count {
            output.append(Int32(bitPattern: ids[place]))
            place = Int(next[place])
        }
    }
}

/// A binary heap of merges by rank, then place.
private struct MergeQueue {
    /// Rank above place, so that the smallest word is the next merge.
    private var heap: [UInt64] = []

    private static func word(_ merge: MergeTable.Merge, _ place: Int) -> UInt64 {
        UInt64(MergeTable.rank(merge)) << 32 | UInt64(place)
    }

    /// Adds an entry without keeping the order; call `order()` after the last.
    mutating func append(_ merge: MergeTable.Merge, at place: Int) {
        heap.append(Self.word(merge, place))
    }

    mutating func order() {
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    mutating func insert(_ merge: MergeTable.Merge, at place: Int) {
        let word = Self.word(merge, place)
        var index = heap.count
        heap.append(word)
        while index > 0, heap[(index - 1) / 2] > word {
            heap[index] = heap[(index - 1) / 2]
            index = (index - 1) / 2
        }
        heap[index] = word
    }

    mutating func removeFirst() -> (rank: UInt32, place: Int)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink(0)
        }
        return (UInt32(truncatingIfNeeded: first >> 32), Int(first & 0xFFFF_FFFF))
    }

    private mutating func sink(_ start: Int) {
        var index = start
        let word = heap[index]
        while true {
            var child = index * 2 + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < word else { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = word
    }
}
