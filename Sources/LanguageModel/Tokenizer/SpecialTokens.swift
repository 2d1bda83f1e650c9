/// Finds special tokens' names in text.
struct SpecialTokens: Sendable {
    /// By first byte: names and ids, the longest name first.
    private var byFirstByte: [[(name: [UInt8], id: Int32)]] = Array(repeating: [], count: 256)
    /// The special tokens' ids.
    private(set) var ids: Set<Int32> = []

    mutating func insert(_ name: [UInt8], id: Int32) {
        ids.insert(id)
        guard let first = name.first else { return }
        let list = byFirstByte[Int(first)]
        let place = list.firstIndex { $0.name.count < name.count } ?? list.endIndex
        byFirstByte[Int(first)].insert((name, id), at: place)
    }

    /// The id of a special token's exact name.
    func id(named name: [UInt8]) -> Int32? {
        name.first.flatMap { first in byFirstByte[Int(first)].first { $0.name == name }?.id }
    }

    /// The leftmost special token from an index on, the longest of those that begin there.
    func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int)
        -> (range: Range<Int>, id: Int32)?
    {
        for index in start..<bytes.count {
            for (name, id) in byFirstByte[Int(bytes[index])]
            where name.count <= bytes.count - index
                && name.indices.allSatisfy({ name[$0] == bytes[index + $0] })
            { return (index..<index + name.count, id) }
        }
        return nil
    }
}
