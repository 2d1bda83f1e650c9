/// The effects of several factors on a score, with their two-way interactions.
///
/// Definition: a linear or logistic model of the score in sum-to-zero coded factors, so that a main
/// effect averages over the levels of the other factors with equal weight. Cases are ignored, fixed
/// (within-case or conditional likelihood) or random; the covariance is a cluster-robust sandwich
/// with t and F references of C − 1 degrees of freedom. Logit effects are log odds ratios; those of
/// a fixed or random case effect are within a case and larger than averaged ones. Assumes
/// independent clusters (by default the cases), at least some tens of them for the sandwich, and
/// that effects add on the chosen scale. Edge cases: a factor whose levels follow from others is
/// `singular` and named; perfect prediction on the logit scale is `separated`; a score outside
/// 0...1 on the logit scale is out of range. Wu and Hamada 2021, doi:10.1002/9781119470007; Liang
/// and Zeger 1986, doi:10.1093/biomet/73.1.13. Worked number: in a balanced 2×2 with means 0.2,
/// 0.4, 0.6, 0.8 the effects are the differences of row and column means, 0.4 and 0.2.
///
/// - Complexity: O(n p²), p parameters; see the models for the logit scale.
public struct FactorialAnalysis: Sendable {
    /// A test that a whole main effect or interaction is 0.
    public struct Term: Sendable, Hashable {
        /// The factor's name, or "a × b".
        public let name: String
        /// The positions of its factors.
        public let factors: [Int]
        /// The number of coefficients tested together.
        public let numeratorDegreesOfFreedom: Int
        /// Wald's F test.
        public let test: HypothesisTest
    }

    /// The scale of effects.
    public let scale: EffectScale
    /// How cases entered.
    public let caseEffect: CaseEffect
    /// The factors.
    public let factors: [Factor]
    /// The tests of main effects, then interactions, in the order given.
    public let terms: [Term]
    /// The names of the coefficients, the intercept first.
    public let coefficientNames: [String]
    /// The coefficients; with fixed cases the intercept is not estimated and 0.
    public let coefficients: [Double]
    /// The standard errors of the coefficients.
    public let standardErrors: [Double]
    /// The observations that carry information.
    public let informative: Int
    /// The clusters among them.
    public let clusters: Int
    /// The standard deviation of the random case effect on the scale, where there is one.
    public let caseDeviation: Double?
    /// The confidence level of estimates.
    public let level: Double
    private let covariance: Matrix
    private let coding: EffectCoding

    /// Fits the model.
    ///
    /// - Parameters:
    ///   - outcome: The score of each observation.
    ///   - factors: What was varied.
    ///   - interactions: Pairs of positions in `factors`; see `allPairs(_:)`.
    ///   - cases: The case of each observation; needed for a fixed or random case effect.
    ///   - clusters: What is independent; the cases by default, else the observations. A cluster
    ///     holds whole cases.
    public init(
        outcome: [Double], factors: [Factor], interactions: [[Int]] = [], cases: Grouping? = nil,
        caseEffect: CaseEffect = .none, clusters: Grouping? = nil, scale: EffectScale = .linear,
        level: Double = 0.95
    ) throws(Undefined) {
        try Check.data(outcome)
        try Check.level(level)
        try Self.check(outcome, factors, interactions, cases, caseEffect, clusters, scale)
        let coding = EffectCoding(factors: factors, interactions: interactions)
        let rows = coding.rows(count: outcome.count)
        let groups = clusters ?? cases ?? Grouping(outcome.indices)
        var fit: ModelFit
        switch (scale, caseEffect, cases) {
        case (.linear, _, _):
            fit = try LinearModel.fit(
                rows: rows, outcome: outcome, cases: cases, effect: caseEffect, clusters: groups,
                names: coding.names)
        case (.logit, .fixed, .some(let cases)):
            fit = try ConditionalLogit.fit(
                rows: rows.map { Array($0.dropFirst()) }, outcome: outcome, cases: cases,
                clusters: groups, names: Array(coding.names.dropFirst()))
            fit.prependEmptyIntercept()
        case (.logit, .random, .some(let cases)):
            fit = try RandomInterceptLogit.fit(
                rows: rows, outcome: outcome, cases: cases, clusters: groups, names: coding.names)
        case (.logit, _, _):
            fit = try LogisticModel.fit(
                rows: rows, outcome: outcome, clusters: groups, names: coding.names)
        }
        (self.scale, self.caseEffect, self.factors, self.level) =
            (scale, caseEffect, factors, level)
        self.coding = coding
        coefficientNames = coding.names
        coefficients = fit.coefficients
        covariance = fit.covariance
        standardErrors = coding.names.indices.map { max(0, fit.covariance[$0, $0]).squareRoot() }
        (informative, self.clusters, caseDeviation) =
            (fit.informative, fit.clusters, fit.randomDeviation)
        let freedom = Double(fit.clusters - 1)
        var terms: [Term] = []
        for term in coding.terms {
            terms.append(try Self.test(term, fit, freedom: freedom))
        }
        self.terms = terms
    }

    /// All pairs of that many factors, for `interactions`.
    public static func allPairs(_ count: Int) -> [[Int]] {
        (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { [first, $0] } }
    }

    /// The difference between two levels of a factor, averaged over the others.
    public func difference(
        factor: Int, level first: Int, minus second: Int
    ) throws(Undefined) -> Estimate {
        try contrast(row([factor: first]), minus: row([factor: second]), "level difference")
    }

    /// The effect of one level against the mean of all the factor's levels.
    public func effect(factor: Int, level: Int) throws(Undefined) -> Estimate {
        try contrast(row([factor: level]), minus: row([:]), "level effect")
    }

    /// The mean at given levels of some factors, averaged over the others, on the scale.
    ///
    /// Undefined with fixed cases, whose levels are swept out.
    public func mean(at levels: [Int: Int]) throws(Undefined) -> Estimate {
        guard caseEffect != .fixed else {
            throw .singular("the fixed case effects take up the level")
        }
        return try contrast(row(levels), minus: nil, "marginal mean")
    }

    /// How a difference between two levels of one factor changes between two levels of another.
    public func interaction(
        _ factor: Int, _ first: Int, _ second: Int, by other: Int, _ third: Int, _ fourth: Int
    ) throws(Undefined) -> Estimate {
        let upper = zip(row([factor: first, other: third]), row([factor: second, other: third]))
            .map(-)
        let lower = zip(row([factor: first, other: fourth]), row([factor: second, other: fourth]))
            .map(-)
        return try contrast(upper, minus: lower, "difference of differences")
    }

    private func row(_ levels: [Int: Int]) -> [Double] {
        coding.row(factors.indices.map { levels[$0] })
    }

    private func contrast(
        _ weights: [Double], minus other: [Double]?, _ name: String
    ) throws(Undefined) -> Estimate {
        let weights = other.map { zip(weights, $0).map(-) } ?? weights
        let value = zip(weights, coefficients).map(*).compensatedSum
        let error = max(0, covariance.quadratic(weights)).squareRoot()
        return try Estimate.symmetric(
            value: value, standardError: error, degreesOfFreedom: Double(clusters - 1),
            count: informative, clusters: clusters, level: level,
            method: "\(name), \(scale.rawValue), cluster-robust t")
    }
}
