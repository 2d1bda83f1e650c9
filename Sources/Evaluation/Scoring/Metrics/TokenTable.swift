/// Numbers for tokens, so that n-grams compare as integers.
///
/// Tokens are told apart by their bytes: Swift's `String` would call "é" and "e\u{301}" equal.
struct TokenTable {
    private var numbers: [[UInt8]: Int32] = [:]

    /// The number of a token, the same for the same bytes.
    mutating func number(_ token: some Sequence<UInt8>) -> Int32 {
        let key = Array(token)
        if let known = numbers[key] { return known }
        let next = Int32(numbers.count + 1)
        numbers[key] = next
        return next
    }
}

/// How often each n-gram of tokens occurs, for n of 1 to 4.
struct NGrams {
    /// The counts, by n-gram; unused places hold 0, which is no token's number.
    private(set) var counts: [SIMD4<Int32>: Int] = [:]
    /// How many n-grams there are in all.
    let total: Int

    init(_ tokens: [Int32], order: Int) {
        total = max(0, tokens.count - order + 1)
        counts.reserveCapacity(total)
        for start in 0..<total {
            var key = SIMD4<Int32>(repeating: 0)
            for offset in 0..<order { key[offset] = tokens[start + offset] }
            counts[key, default: 0] += 1
        }
    }

    /// How many n-grams are shared with another text, each at most as often as there.
    func overlap(with other: [SIMD4<Int32>: Int]) -> Int {
        var shared = 0
        for (gram, count) in counts { shared += min(count, other[gram] ?? 0) }
        return shared
    }
}
