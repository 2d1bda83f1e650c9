/// Choice of the next pair to vote on, with the probability that must be logged.
///
/// Definition: P(pair) ∝ √(v/n) − √(v/(n+1)), the fall of the standard error of the pair's win rate
/// by one more vote, v = p(1−p) with p = (wins + ½ties + ½)/(n + 1), mixed with a uniform share
/// `exploration` so that no probability is below exploration/pairs. A pair without votes counts as
/// half a vote. Votes are later weighted by 1/P: `inverseProbabilityWeights`. Assumes that the
/// probability is fixed before the vote is seen. Range: probabilities above 0 that add to 1. Edge
/// cases: fewer than two players are undefined. Chiang and others 2024,
/// doi:10.48550/arXiv.2403.04132, section 5. Worked number: with equal counts all pairs have equal
/// probabilities when their win rates are equal.
public struct ActivePairs: Sendable, Hashable {
    /// The pairs, lower player first.
    public let pairs: [SIMD2<Int>]
    /// The probability of drawing each pair next.
    public let probabilities: [Double]

    /// The probabilities after these votes.
    ///
    /// - Complexity: O(players² + votes).
    public init(
        players: Int, votes: PairVotes? = nil, exploration: Double = 0.1
    ) throws(Undefined) {
        try Check.atLeast(2, "players", found: players)
        guard exploration > 0, exploration <= 1 else {
            throw .outOfRange(what: "the exploring share", allowed: "above 0 and at most 1")
        }
        var counts = [Double](repeating: 0, count: players * players)
        var wins = counts
        if let votes {
            for vote in votes.first.indices {
                let (a, b) = (votes.first[vote], votes.second[vote])
                guard max(a, b) < players else {
                    throw .outOfRange(what: "a player", allowed: "below \(players)")
                }
                let score = votes.outcomes[vote].score
                counts[min(a, b) * players + max(a, b)] += 1
                wins[min(a, b) * players + max(a, b)] += a < b ? score : 1 - score
            }
        }
        var pairs: [SIMD2<Int>] = []
        var gains: [Double] = []
        for i in 0..<players {
            for j in (i + 1)..<max(players, i + 1) {
                let n = counts[i * players + j]
                let rate = (wins[i * players + j] + 0.5) / (n + 1)
                let variance = rate * (1 - rate)
                let seen = max(n, 0.5)
                pairs.append(SIMD2(i, j))
                gains.append(
                    (variance / seen).squareRoot() - (variance / (seen + 1)).squareRoot())
            }
        }
        let total = gains.compensatedSum
        let uniform = 1 / Double(pairs.count)
        self.pairs = pairs
        probabilities = gains.map { (1 - exploration) * $0 / total + exploration * uniform }
    }

    /// Draws a pair, which of the two is shown on the left, and the pair's probability.
    public func draw(
        _ generator: inout CounterGenerator
    ) -> (left: Int, right: Int, probability: Double) {
        var remaining = generator.uniform()
        var chosen = pairs.count - 1
        for (index, probability) in probabilities.enumerated() {
            if remaining < probability {
                chosen = index
                break
            }
            remaining -= probability
        }
        let pair = pairs[chosen]
        let swaps = generator.bernoulli(0.5)
        return swaps
            ? (pair[1], pair[0], probabilities[chosen]) : (pair[0], pair[1], probabilities[chosen])
    }

    /// Weights 1/P with mean 1, and the number of equal votes that they are worth,
    /// (Σw)²/Σw² (Kish).
    public static func inverseProbabilityWeights(
        _ probabilities: [Double]
    ) throws(Undefined) -> (weights: [Double], effectiveCount: Double) {
        guard !probabilities.isEmpty else { throw .noData }
        for probability in probabilities where !(probability > 0 && probability <= 1) {
            throw .outOfRange(what: "a logged probability", allowed: "above 0 and at most 1")
        }
        let raw = probabilities.map { 1 / $0 }
        let mean = Moments.mean(raw)
        let weights = raw.map { $0 / mean }
        let squares = weights.map { $0 * $0 }.compensatedSum
        let sum = weights.compensatedSum
        return (weights, sum * sum / squares)
    }
}
