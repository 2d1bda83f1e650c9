import RealModule

/// Strengths from votes of raters of unequal care: each has a skill and a leaning to the left.
///
/// Definition: with probability s the rater compares, and the first wins with probability
/// logistic(θ_first − θ_second); otherwise the rater picks the left side with probability b. EM:
/// each vote's share of having been a comparison weights a Bradley–Terry fit (ties as half-wins),
/// until strengths move by less than 1e-5;
/// s has a Beta(2, 1) and b a Beta(2, 2) prior, θ a normal prior of the given precision. Assumes
/// that votes are independent given these. Its intervals are the sandwich clustered by rater with
/// skills taken as known, so they are slightly narrow; bootstrap raters for the last digit. Edge
/// cases: a rater's skill and leaning cannot be told from strengths with a handful of votes, and
/// the priors then speak. Chen and others 2013, doi:10.1145/2433396.2433420; Bugakova and others
/// 2019, crowd-kit's noisy Bradley–Terry. Worked number: see the recovery test.
///
/// - Complexity: O(iterations · (votes + players³)).
public struct NoisyBradleyTerry: Sendable {
    /// The strengths in log odds, mean 0.
    public let strengths: [Double]
    /// The probability that each rater compares at all.
    public let skills: [Double]
    /// The probability that each rater, when not comparing, picks the left side.
    public let leftBias: [Double]
    /// The log-likelihood.
    public let logLikelihood: Double
    /// The iterations taken.
    public let iterations: Int
    private let covariance: Matrix
    private let raters: Int
    private let count: Int

    /// Fits votes, with the rater of each and whether the first was shown on the left.
    public init(
        _ votes: PairVotes, raters: Grouping, firstOnLeft: [Bool], prior: Double = 0.1,
        iterations limit: Int = 500
    ) throws(Undefined) {
        try Check.lengths(votes.count, raters.codes.count)
        try Check.lengths(votes.count, firstOnLeft.count)
        try Check.positive(prior, "the prior's precision")
        try Check.atLeast(2, "raters", found: raters.count)
        let n = votes.players.count
        var theta = [Double](repeating: 0, count: n)
        var skills = [Double](repeating: 0.8, count: raters.count)
        var lefts = [Double](repeating: 0.5, count: raters.count)
        var shares = [Double](repeating: 1, count: votes.count)
        var previous = -Double.infinity
        var (settled, taken) = (false, 0)
        for iteration in 1...max(limit, 1) {
            taken = iteration
            var likelihood = Neumaier()
            var comparing = [Double](repeating: 1, count: raters.count)
            var all = [Double](repeating: 1, count: raters.count)
            var leftVotes = [Double](repeating: 1, count: raters.count)
            var idleVotes = [Double](repeating: 2, count: raters.count)
            for vote in 0..<votes.count {
                let rater = raters.codes[vote]
                let p = LogisticModel.logistic(
                    theta[votes.first[vote]] - theta[votes.second[vote]])
                let left = firstOnLeft[vote] ? lefts[rater] : 1 - lefts[rater]
                let y = votes.outcomes[vote].score
                let careful = skills[rater] * (y * p + (1 - y) * (1 - p))
                let idle = (1 - skills[rater]) * (y * left + (1 - y) * (1 - left))
                likelihood.add(Double.log(careful + idle))
                shares[vote] = careful / (careful + idle)
                comparing[rater] += shares[vote]
                all[rater] += 1
                idleVotes[rater] += 1 - shares[vote]
                leftVotes[rater] += (1 - shares[vote]) * (firstOnLeft[vote] ? y : 1 - y)
            }
            for rater in 0..<raters.count {
                skills[rater] = min(1 - 1e-9, comparing[rater] / all[rater])
                lefts[rater] = leftVotes[rater] / idleVotes[rater]
            }
            let weights = shares.map { max($0, 1e-12) }
            let fit = try BradleyTerry(votes.weighted(weights), prior: prior)
            let moved = zip(theta, fit.strengths).map { abs($0 - $1) }.max() ?? 0
            theta = fit.strengths
            let gain = likelihood.sum - previous
            previous = likelihood.sum
            if iteration > 1, moved < 1e-5, abs(gain) < 1e-8 * (1 + abs(previous)) {
                settled = true
                break
            }
        }
        guard settled else { throw .notConverged(iterations: limit) }
        covariance = try Self.covariance(votes, raters, theta, shares, prior)
        (strengths, self.skills, leftBias) = (theta, skills, lefts)
        (logLikelihood, iterations) = (previous, taken)
        (self.raters, count) = (raters.count, votes.count)
    }

    /// Louis' information and the scores of raters.
    private static func covariance(
        _ votes: PairVotes, _ raters: Grouping, _ theta: [Double], _ shares: [Double],
        _ prior: Double
    ) throws(Undefined) -> Matrix {
        let n = theta.count
        var information = Matrix(rows: n, columns: n)
        var scores = [[Double]](
            repeating: [Double](repeating: 0, count: n), count: raters.count)
        for vote in 0..<votes.count {
            let (a, b) = (votes.first[vote], votes.second[vote])
            let p = LogisticModel.logistic(theta[a] - theta[b])
            let residual = votes.outcomes[vote].score - p
            let share = shares[vote]
            let spread = share * p * (1 - p) - share * (1 - share) * residual * residual
            information[a, a] += spread
            information[b, b] += spread
            information[a, b] -= spread
            information[b, a] -= spread
            scores[raters.codes[vote]][a] += share * residual
            scores[raters.codes[vote]][b] -= share * residual
        }
        for i in 0..<n {
            information[i, i] += prior
            for j in 0..<n { information[i, j] += 1 / Double(n) }
        }
        let inverse = try Cholesky(information, names: votes.players).inverse
        var meat = Matrix(rows: n, columns: n)
        for score in scores { meat.addOuter(score) }
        let groups = Double(raters.count)
        return (inverse * meat * inverse).scaled(by: groups / (groups - 1))
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
