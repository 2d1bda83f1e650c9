/// ROUGE (Lin 2004, https://aclanthology.org/W04-1013) as Google's `rouge-score` 0.1.2 computes it:
/// overlap of n-grams, the longest common subsequence (L), and its union over lines (Lsum).
///
/// All three numbers lie in 0 to 1; each is 0 where its divisor is 0.
package struct ROUGE: Sendable, Hashable {
    /// The share of the output's units that the reference has.
    package let precision: Double
    /// The share of the reference's units that the output has.
    package let recall: Double
    /// The harmonic mean of precision and recall.
    package var fMeasure: Double {
        precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }

    /// What is compared.
    package enum Kind: Sendable, Hashable {
        /// N-grams of an order from 1 to 4.
        case grams(Int)
        /// The longest common subsequence of all tokens.
        case subsequence
        /// Line by line, the union of the longest common subsequences.
        case subsequenceOfLines
    }

    /// The most cells of a subsequence table that are worked through.
    package static let maximumCells = 1 << 26

    private init(hits: Int, outputCount: Int, referenceCount: Int) {
        precision = outputCount > 0 ? Double(hits) / Double(outputCount) : 0
        recall = referenceCount > 0 ? Double(hits) / Double(referenceCount) : 0
    }

    /// Compares an output with one reference; nil where both are too long for `maximumCells`.
    package init?(_ kind: Kind, output: String, reference: String, words: ROUGEWords) {
        var table = TokenTable()
        switch kind {
        case .grams(let order):
            let own = NGrams(words.tokens(output).map { table.number($0) }, order: order)
            let other = NGrams(words.tokens(reference).map { table.number($0) }, order: order)
            self.init(
                hits: own.overlap(with: other.counts), outputCount: own.total,
                referenceCount: other.total)
        case .subsequence:
            let own = words.tokens(output).map { table.number($0) }
            let other = words.tokens(reference).map { table.number($0) }
            guard Self.fits(own.count, other.count) else { return nil }
            self.init(
                hits: CommonSubsequence.length(other, own), outputCount: own.count,
                referenceCount: other.count)
        case .subsequenceOfLines:
            func lines(_ text: String) -> [[Int32]] {
                text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
                    words.tokens(String(decoding: line, as: UTF8.self)).map { table.number($0) }
                }
            }
            let own = lines(output)
            let other = lines(reference)
            let outputCount = own.reduce(0) { $0 + $1.count }
            let referenceCount = other.reduce(0) { $0 + $1.count }
            guard Self.fits(outputCount, referenceCount) else { return nil }
            self.init(
                hits: Self.unionHits(own, other), outputCount: outputCount,
                referenceCount: referenceCount)
        }
    }

    private static func fits(_ a: Int, _ b: Int) -> Bool {
        let (cells, overflow) = a.multipliedReportingOverflow(by: b)
        return !overflow && cells <= maximumCells
    }

    /// Tokens of the reference in the union of its lines' common subsequences with each line of
    /// the output, none counted more often than it occurs on either side (as ROUGE 1.5.5 does).
    private static func unionHits(_ output: [[Int32]], _ reference: [[Int32]]) -> Int {
        var left: [Int32: Int] = [:]
        var right: [Int32: Int] = [:]
        for token in reference.joined() { left[token, default: 0] += 1 }
        for token in output.joined() { right[token, default: 0] += 1 }
        var hits = 0
        for line in reference {
            var inUnion = [Bool](repeating: false, count: line.count)
            for other in output {
                for index in CommonSubsequence.indices(line, other) { inUnion[index] = true }
            }
            for (index, token) in line.enumerated() where inUnion[index] {
                guard let a = left[token], a > 0, let b = right[token], b > 0 else { continue }
                hits += 1
                left[token] = a - 1
                right[token] = b - 1
            }
        }
        return hits
    }
}
