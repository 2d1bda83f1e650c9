/// BLEU (Papineni et al. 2002, doi:10.3115/1073083.1073135) as sacrebleu 2 computes it: tokenizer
/// `13a`, case kept, up to 4-grams, the closest reference length; for one sentence with effective
/// order and exponential smoothing (Chen and Cherry 2014, method 3).
///
/// Range 0 to 1; sacrebleu prints the same number times 100.
package struct BLEU: Sendable, Hashable {
    /// N-grams of orders 1 to 4 that the hypothesis shares with a reference, clipped.
    package private(set) var matches = [0, 0, 0, 0]
    /// N-grams of orders 1 to 4 in the hypothesis.
    package private(set) var totals = [0, 0, 0, 0]
    /// Tokens of the hypothesis.
    package private(set) var length = 0
    /// Tokens of the reference whose length is closest; of the shorter where two are.
    package private(set) var referenceLength = 0

    /// Counts one hypothesis against its references.
    package init(hypothesis: String, references: [String]) {
        var table = TokenTable()
        let tokens = TokenizerThirteenA.tokens(hypothesis).map { table.number($0) }
        let references = references.map { reference in
            TokenizerThirteenA.tokens(reference).map { table.number($0) }
        }
        length = tokens.count
        let own = length
        referenceLength =
            references.map(\.count).min { (abs($0 - own), $0) < (abs($1 - own), $1) } ?? 0
        for order in 1...4 {
            var most: [SIMD4<Int32>: Int] = [:]
            for reference in references {
                most.merge(NGrams(reference, order: order).counts, uniquingKeysWith: max)
            }
            let grams = NGrams(tokens, order: order)
            totals[order - 1] = grams.total
            matches[order - 1] = grams.overlap(with: most)
        }
    }

    /// Adds another sentence's counts, for BLEU over a corpus.
    package mutating func add(_ other: BLEU) {
        for order in 0..<4 {
            matches[order] += other.matches[order]
            totals[order] += other.totals[order]
        }
        length += other.length
        referenceLength += other.referenceLength
    }

    /// BLEU of these counts, 0 to 1.
    ///
    /// - Parameter effectiveOrder: whether orders without an n-gram in the hypothesis are left
    ///   out: right for single sentences, wrong for corpora.
    package func score(effectiveOrder: Bool) -> Double {
        guard length > 0, matches.contains(where: { $0 > 0 }) else { return 0 }
        var smoothing = 1.0
        var sum = 0.0
        var orders = 0.0
        for order in 0..<4 {
            guard totals[order] > 0 else {
                if effectiveOrder { break }
                return 0
            }
            if matches[order] == 0 {
                smoothing *= 2
                sum += logarithm(1 / (smoothing * Double(totals[order])))
            } else {
                sum += logarithm(Double(matches[order]) / Double(totals[order]))
            }
            orders += 1
        }
        let shortage = Double(referenceLength) / Double(length)
        let brevity = length < referenceLength ? exponential(1 - shortage) : 1
        return brevity * exponential(sum / orders)
    }
}
