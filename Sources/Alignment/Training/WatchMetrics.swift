package import LanguageModel

/// What samples of a model in training show: whether it leaves the reference, and whether it
/// collapses.
package struct WatchMetrics: Sendable, Hashable {
    /// The exact KL(trained ‖ reference) of a sampled answer in nats, its mean over answers.
    package var klPerSequence: Double
    /// The same per token.
    package var klPerToken: Double
    /// The mean entropy of the distributions that tokens were drawn from, in nats.
    package var entropy: Double
    /// Mean tokens of an answer.
    package var length: Double
    /// The share of answers that ended of themselves.
    package var ended: Double
    /// The share of 4-grams of an answer that occurred in it before.
    package var repetition: Double
    /// Distinct bigrams over all answers, as a share of all bigrams.
    package var distinct2: Double
    /// The first answer, as text.
    package var example: String

    package var json: JSONValue {
        [
            "kl_sequence": .number(klPerSequence), "kl_token": .number(klPerToken),
            "entropy": .number(entropy), "length": .number(length), "ended": .number(ended),
            "repetition": .number(repetition), "distinct_2": .number(distinct2),
            "example": .string(example),
        ]
    }

    /// Measures answers.
    ///
    /// - Parameters:
    ///   - samples: prompts with the tokens of one answer or more.
    ///   - ended: for each answer, in order, whether it ended of itself.
    init(_ samples: [TrainingGroup], ended: [Bool], trained: TrainingModel) {
        let compared = trained.compare(samples, entropies: true)
        let answers = samples.flatMap(\.completions).map(\.ids)
        let count = Double(max(1, answers.count))
        let tokens = Double(max(1, answers.reduce(0) { $0 + $1.count }))
        let total = compared.divergences.joined().reduce(0) { $0 + $1.reduce(0, +) }
        klPerSequence = total / count
        klPerToken = total / tokens
        entropy = compared.policy.joined().reduce(0) { $0 + $1.entropies.reduce(0, +) } / tokens
        length = tokens / count
        self.ended = Double(ended.count(where: \.self)) / count
        repetition = answers.reduce(0) { $0 + Self.repetition($1) } / count
        distinct2 = Self.distinct(answers, length: 2)
        example = answers.first.map { trained.model.tokenizer.decode($0) } ?? ""
    }

    /// The share of an answer's 4-grams that occurred in it before.
    static func repetition(_ ids: [Int32]) -> Double {
        guard ids.count >= 4 else { return 0 }
        var seen: Set<[Int32]> = []
        let grams = (0...(ids.count - 4)).map { Array(ids[$0..<$0 + 4]) }
        return Double(grams.count { !seen.insert($0).inserted }) / Double(grams.count)
    }

    /// Distinct n-grams over all answers, as a share of all of them; 1 where there are none.
    static func distinct(_ answers: [[Int32]], length: Int) -> Double {
        var seen: Set<[Int32]> = []
        var count = 0
        for ids in answers where ids.count >= length {
            for start in 0...(ids.count - length) {
                seen.insert(Array(ids[start..<start + length]))
                count += 1
            }
        }
        return count == 0 ? 1 : Double(seen.count) / Double(count)
    }
}
