/// Finds tokens by their bytes: an open-addressing hash table over a flat store.
///
/// Keys are bytes, never `String`s, whose equality is canonical equivalence.
struct TokenTable: Sendable {
    /// The bytes of all tokens, one after another.
    private(set) var bytes: [UInt8] = []
    /// Where each token's bytes begin, and where the last one's end.
    private(set) var offsets: [UInt32] = [0]
    /// The id in each slot, or −1.
    private var slots: [Int32]
    private let mask: Int

    /// Makes room for a known number of tokens.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        mask = size - 1
        offsets.reserveCapacity(capacity + 1)
    }

    /// How many tokens there are.
    var count: Int { offsets.count - 1 }

    /// The place of a token's bytes in `bytes`.
    func range(of id: Int) -> Range<Int> { Int(offsets[id])..<Int(offsets[id + 1]) }

    /// Adds the next token; its id is its place in the order of adding.
    ///
    /// - Parameter isFindable: whether `find` may return it.
    /// - Returns: the earlier findable token of the same bytes, if there is one.
    mutating func append(_ token: [UInt8], isFindable: Bool) -> Int32? {
        let id = Int32(count)
        let twin = isFindable ? token.withUnsafeBufferPointer { find($0) } : nil
        bytes += token
        offsets.append(UInt32(bytes.count))
        guard isFindable, twin == nil else { return twin }
        var slot = token.withUnsafeBufferPointer { Self.hash($0) } & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = id
        return nil
    }

    /// The findable token of these bytes.
    func find(_ token: UnsafeBufferPointer<UInt8>) -> Int32? {
        var slot = Self.hash(token) & mask
        while slots[slot] >= 0 {
            let id = slots[slot]
            let range = range(of: Int(id))
            if range.count == token.count, bytes[range].elementsEqual(token) { return id }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// FNV-1a, finished so that the low bits depend on all.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) >> 1)
    }
}
