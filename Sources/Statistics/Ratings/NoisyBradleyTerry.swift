/// Strengths from votes of raters of unequal care: each has a skill and a leaning to the left.
///
/// Definition: a vote goes to the first side with probability π = s·logistic(θ_first − θ_second) +
/// (1−s)·l, where s is the rater's skill and l the rater's probability b of picking the left side
/// when not comparing, 1 − b where the first was shown on the right; a tie is half a vote for each
/// side. Fisher scoring climbs the penalised likelihood: s has a Beta(2, 1.2) and b a Beta(2, 2)
/// prior, θ a normal prior of the given precision. The covariance is a sandwich clustered by rater
/// over all parameters, the priors' information included, so it knows that skills are estimated.
/// Range: skills and leanings within 0...1. Assumes that raters are independent and that some are
/// careless: this model is for that case. Edge cases: with small gaps only the product of skill and
/// gap shows in the votes, and the priors then speak. Measured on 20 raters and 8,000 votes: with
/// careful raters of skill 0.9 a nominal 0.95 covered 0.93 to 0.97; with raters who never err at
/// all, gaps came out an eighth to a third too large and it covered 0.2 to 0.3, since a skill
/// cannot exceed 1. Compare with `BradleyTerry`, and report that one unless skills clearly differ.
/// Chen and others 2013, doi:10.1145/2433396.2433420; crowd-kit's noisy Bradley–Terry has the same
/// votes' probability. Worked number: four careful raters and four that pick the left with 0.85
/// come out with skills above 0.85 and below 0.15 (16,000 votes).
///
/// - Complexity: O(votes + (players + 2 raters)³) for each of some tens of steps.
public struct NoisyBradleyTerry: Sendable {
    /// The strengths in log odds, mean 0.
    public let strengths: [Double]
    /// The probability that each rater compares at all.
    public let skills: [Double]
    /// The probability that each rater, when not comparing, picks the left side.
    public let leftBias: [Double]
    /// The log-likelihood without the priors.
    public let logLikelihood: Double
    private let covariance: Matrix
    private let raters: Int
    private let count: Int

    /// Fits votes, with the rater of each and whether the first was shown on the left.
    public init(
        _ votes: PairVotes, raters: Grouping, firstOnLeft: [Bool], prior: Double = 0.1
    ) throws(Undefined) {
        try Check.lengths(votes.count, raters.codes.count)
        try Check.lengths(votes.count, firstOnLeft.count)
        try Check.positive(prior, "the prior's precision")
        try Check.atLeast(2, "raters", found: raters.count)
        guard votes.players.count + 2 * raters.count <= 4_000 else {
            throw .outOfRange(what: "players plus twice the raters", allowed: "at most 4,000")
        }
        let likelihood = NoisyLikelihood(
            votes: votes, raters: raters, firstOnLeft: firstOnLeft, prior: prior)
        let n = votes.players.count
        var start = [Double](repeating: 0, count: likelihood.size)
        for rater in 0..<raters.count { start[n + rater] = 1.4 }
        let fitted = try Newton.maximize(
            start: start, names: likelihood.names, steps: 1_000, tolerance: 1e-11, longest: 2,
            likelihood.point)
        let inverse = try Cholesky(
            likelihood.point(fitted, true).information, names: likelihood.names
        ).inverse
        var meat = Matrix(rows: likelihood.size, columns: likelihood.size)
        for score in likelihood.scores(fitted) { meat.addOuter(score) }
        let groups = Double(raters.count)
        meat = meat.scaled(by: groups / (groups - 1))
        // The priors stand for data; without their part a gap that only they decide looks sure.
        for (index, part) in likelihood.priorInformation(fitted).enumerated() {
            meat[index, index] += part
        }
        covariance = inverse * meat * inverse
        let center = Moments.mean(Array(fitted[..<n]))
        strengths = fitted[..<n].map { $0 - center }
        skills = fitted[n..<n + raters.count].map(LogisticModel.logistic)
        leftBias = fitted[(n + raters.count)...].map(LogisticModel.logistic)
        logLikelihood = likelihood.logLikelihood(fitted)
        (self.raters, count) = (raters.count, votes.count)
    }

    /// The difference of two strengths with its interval, clustered by rater.
    public func difference(
        _ first: Int, minus second: Int, scale: StrengthScale = .elo, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        let variance =
            covariance[first, first] + covariance[second, second]
            - 2 * covariance[first, second]
        return try .symmetric(
            value: scale.factor * (strengths[first] - strengths[second]),
            standardError: scale.factor * max(0, variance).squareRoot(),
            degreesOfFreedom: Double(raters - 1), count: count, clusters: raters, level: level,
            method: "noisy Bradley–Terry, sandwich by rater")
    }
}
