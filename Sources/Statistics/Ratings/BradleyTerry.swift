import RealModule

/// The unit of strengths and their differences.
public enum StrengthScale: String, Sendable, Hashable, CaseIterable {
    /// Log odds of winning.
    case logit
    /// 400/ln 10 of a log odd, so that 400 points are odds of ten to one.
    case elo

    /// Points for one log odd.
    public var factor: Double { self == .logit ? 1 : 400 / Double.log(10) }
}

/// Strengths of players from votes between pairs, by maximum likelihood.
///
/// Definition: logit P(first beats second) = θ_first − θ_second + covariates · γ, ties by
/// `TieModel`; strengths have mean 0. The likelihood is concave and is climbed by Newton's method.
/// The covariance is the sandwich H⁻¹BH⁻¹, B summed over votes or over clusters (annotators or
/// prompts, with G/(G−1)). Assumes independent clusters and that strengths add on the logit scale.
/// Range: strengths any number, mean 0.
///
/// A strength alone has no meaning and its interval depends on the zero point: report differences,
/// probabilities of being better, and rank intervals. Edge cases: players whom wins do not connect
/// both ways are `disconnected` or `separated` and named, unless an explicit normal prior is given,
/// which `prior` discloses; no ties is `noVariation` for the tie models. Bradley and Terry 1952,
/// doi:10.2307/2334029; Hunter 2004, doi:10.1214/aos/1079120141; Chiang and others 2024,
/// doi:10.48550/arXiv.2403.04132. Worked number: A–B 2–3, A–D 1–4, B–C 5–3, C–D 1–3 have Elo
/// 922.43, 1007.37, 927.77, 1142.44 around 1000.
///
/// - Complexity: O(rows + players³) for each of about six steps; rows are the distinct
///   (pair, outcome) without covariates, the votes with them.
public struct BradleyTerry: Sendable {
    /// The players' names.
    public let players: [String]
    /// The strengths in log odds, mean 0.
    public let strengths: [Double]
    /// The effects of the covariates in log odds for one unit of each.
    public let covariateEffects: [Double]
    /// The covariates' names.
    public let covariateNames: [String]
    /// The tie model.
    public let ties: TieModel
    /// ln ν (Davidson) or η (Rao–Kupper); nil for half-wins.
    public let tieParameter: Double?
    /// The log-likelihood, less the prior's part where there is one.
    public let logLikelihood: Double
    /// The precision of the normal prior on strengths; 0 is none.
    public let prior: Double
    /// Which players the votes connect.
    public let connectivity: Connectivity
    /// The number of votes of each player.
    public let votes: [Int]
    /// The number of clusters, nil for independent votes.
    public let clusters: Int?
    /// The sandwich covariance of all parameters: strengths, covariates, tie parameter.
    let covariance: Matrix
    /// The covariance from the information alone, which trusts the model.
    let modelCovariance: Matrix
    /// The inverse information, for influence.
    let inverse: Matrix
    let parameters: [Double]

    /// Fits votes.
    ///
    /// - Parameter prior: The precision of a normal prior on strengths, 0 by default. With it
    ///   unconnected players can be placed, at the price of an assumption that must be shown.
    public init(
        _ votes: PairVotes, ties: TieModel = .halfWin, prior: Double = 0
    ) throws(Undefined) {
        try Check.notNegative(prior, "the prior's precision")
        try Check.atLeast(2, "players", found: votes.players.count)
        let connectivity = Connectivity(votes)
        if prior == 0, let obstacle = connectivity.obstacle(votes.players) { throw obstacle }
        if ties.hasParameter {
            guard votes.outcomes.contains(.tie) else {
                throw .noVariation("there are no ties to estimate their rate from")
            }
            guard votes.outcomes.contains(where: { $0 != .tie }) else {
                throw .noVariation("all votes are ties")
            }
        }
        let likelihood = VoteLikelihood(votes, ties: ties, prior: prior)
        let names = votes.players + votes.covariates.map(\.name) + ["the tie parameter"]
        let n = votes.players.count
        var start = [Double](repeating: 0, count: likelihood.size)
        if ties == .raoKupper { start[likelihood.size - 1] = 0.5 }
        var fitted = try Newton.maximize(start: start, names: names, likelihood.point)
        let center = Moments.mean(Array(fitted[..<n]))
        for player in 0..<n { fitted[player] -= center }
        let point = likelihood.point(fitted, true)
        let inverse = try Cholesky(point.information, names: names).inverse
        let meat: Matrix
        if let clusters = votes.clusters {
            meat = try Self.clusteredMeat(votes, clusters, ties: ties, parameters: fitted)
        } else {
            meat = likelihood.meat(fitted)
        }
        covariance = inverse * meat * inverse
        modelCovariance = likelihood.modelCovariance(point.information, inverse: inverse)
        (self.inverse, parameters) = (inverse, fitted)
        (players, self.ties, self.prior) = (votes.players, ties, prior)
        self.connectivity = connectivity
        strengths = Array(fitted[..<n])
        covariateEffects = Array(fitted[n..<n + votes.covariates.count])
        covariateNames = votes.covariates.map(\.name)
        tieParameter = ties.hasParameter ? fitted[likelihood.size - 1] : nil
        logLikelihood = point.value
        clusters = votes.clusters?.count
        var counts = [Int](repeating: 0, count: n)
        for vote in votes.first.indices {
            counts[votes.first[vote]] += 1
            counts[votes.second[vote]] += 1
        }
        self.votes = counts
    }

    /// A player's strength on the Elo scale around a centre, without an interval.
    public func elo(of player: Int, center: Double = 1_000) -> Double {
        center + StrengthScale.elo.factor * strengths[player]
    }

    /// The standard error of a mean-zero strength; it belongs to that zero point.
    ///
    /// - Parameter trustingModel: Whether to use the information alone instead of the sandwich.
    public func standardError(
        of player: Int, scale: StrengthScale = .elo, trustingModel: Bool = false
    ) -> Double {
        let matrix = trustingModel ? modelCovariance : covariance
        return scale.factor * max(0, matrix[player, player]).squareRoot()
    }

    /// The difference of two strengths with its interval: the number to report.
    public func difference(
        _ first: Int, minus second: Int, scale: StrengthScale = .elo, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try .symmetric(
            value: scale.factor * (strengths[first] - strengths[second]),
            standardError: scale.factor * differenceError(first, second),
            degreesOfFreedom: clusters.map { Double($0 - 1) },
            count: votes[first] + votes[second], clusters: clusters, level: level,
            method: "Bradley–Terry \(ties.rawValue), sandwich")
    }

    func differenceError(_ first: Int, _ second: Int) -> Double {
        let variance =
            covariance[first, first] + covariance[second, second]
            - 2 * covariance[first, second]
        return max(0, variance).squareRoot()
    }

    /// The probability that the first player is the stronger one, given a normal estimate.
    public func probabilityBetter(_ first: Int, than second: Int) -> Double {
        let error = differenceError(first, second)
        let gap = strengths[first] - strengths[second]
        return error > 0 ? Normal.cdf(gap / error) : (gap > 0 ? 1 : gap < 0 ? 0 : 0.5)
    }

    /// The probability that the first beats the second in a vote that is no tie, covariates at 0.
    public func winProbability(_ first: Int, over second: Int) -> Double {
        LogisticModel.logistic(strengths[first] - strengths[second])
    }

    /// The effect of a covariate in log odds, with its interval.
    public func covariateEffect(
        _ index: Int, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        let position = players.count + index
        return try .symmetric(
            value: covariateEffects[index],
            standardError: max(0, covariance[position, position]).squareRoot(),
            degreesOfFreedom: clusters.map { Double($0 - 1) },
            count: votes.reduce(0, +) / 2, clusters: clusters, level: level,
            method: "covariate \(covariateNames[index]), sandwich")
    }
}
