/// The greatest of many logits, without sorting them all.
package enum TopTokens {
    /// A token and its logit.
    package struct Entry: Sendable, Hashable {
        package var id: Int32
        package var logit: Float
    }

    /// The `count` tokens of the greatest logits, greatest first; equal logits in the order of
    /// their ids.
    package static func select(_ count: Int, of logits: UnsafeBufferPointer<Float>) -> [Entry] {
        guard count > 0 else { return [] }
        guard count < logits.count else { return sorted(Array(logits.indices), logits) }
        // Count the logits by the upper bits of an integer that orders as they do; the bucket in
        // which the count is reached is the lowest one that matters.
        let shift = 20
        var buckets = [Int32](repeating: 0, count: 1 << (32 - shift))
        for logit in logits { buckets[Int(order(logit) >> shift)] += 1 }
        var left = count
        var lowest = buckets.count
        while left > 0, lowest > 0 {
            lowest -= 1
            left -= Int(buckets[lowest])
        }
        let bound = UInt32(lowest) << shift
        let candidates = logits.indices.filter { order(logits[$0]) >= bound }
        return Array(sorted(candidates, logits).prefix(count))
    }

    private static func sorted(_ ids: [Int], _ logits: UnsafeBufferPointer<Float>) -> [Entry] {
        ids.map { Entry(id: Int32($0), logit: logits[$0]) }.sorted {
            $0.logit != $1.logit ? $0.logit > $1.logit : $0.id < $1.id
        }
    }

    /// An unsigned integer that orders as the float does; NaN comes last.
    private static func order(_ value: Float) -> UInt32 {
        guard !value.isNaN else { return 0 }
        let bits = value.bitPattern
        return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    }
}
