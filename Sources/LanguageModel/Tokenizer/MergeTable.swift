/// Which two neighbouring tokens merge into which, and how early: an open-addressing hash table.
struct MergeTable: Sendable {
    /// Slots of two words: the pair's key (`empty` where free) and its merge.
    private var slots: [UInt64]
    private let mask: UInt64
    private static let empty = UInt64.max

    /// A merge as one word, the rank above the resulting id, so that smaller is earlier.
    typealias Merge = UInt64
    /// What `find` returns for neighbours that do not merge: later than every merge.
    static let none = Merge.max

    static func rank(_ merge: Merge) -> UInt32 { UInt32(truncatingIfNeeded: merge >> 32) }
    static func result(_ merge: Merge) -> UInt32 { UInt32(truncatingIfNeeded: merge) }

    /// Makes room for a known number of merges.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: Self.empty, count: size * 2)
        mask = UInt64(size - 1)
    }

    /// Adds a merge.
    ///
    /// - Returns: false when the pair is there already.
    mutating func insert(_ left: UInt32, _ right: UInt32, rank: UInt32, result: UInt32) -> Bool {
        let key = UInt64(left) << 32 | UInt64(right)
        var slot = start(key)
        while slots[slot] != Self.empty {
            if slots[slot] == key { return false }
            slot = after(slot)
        }
        slots[slot] = key
        slots[slot + 1] = UInt64(rank) << 32 | UInt64(result)
        return true
    }

    /// The merge of two neighbours, or `none`.
    func find(_ left: UInt32, _ right: UInt32) -> Merge {
        let key = UInt64(left) << 32 | UInt64(right)
        var slot = start(key)
        while true {
            let found = slots[slot]
            if found == key { return slots[slot + 1] }
            if found == Self.empty { return Self.none }
            slot = after(slot)
        }
    }

    private func start(_ key: UInt64) -> Int {
        let mixed = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
        return Int((mixed >> 32) & mask) * 2
    }

    private func after(_ slot: Int) -> Int { (slot + 2) & Int(mask * 2 + 1) }
}
