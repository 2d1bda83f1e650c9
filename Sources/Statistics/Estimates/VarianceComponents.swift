/// One score with what it was measured on.
public struct FacetedScore: Sendable, Hashable {
    /// The case.
    public var caseID: Int
    /// The wording of the prompt; 0 when there is one.
    public var prompt: Int
    /// The sample within case and prompt.
    public var sample: Int
    /// The judge or rater; 0 when there is one.
    public var judge: Int
    /// The score.
    public var value: Double

    /// A score on a case, prompt wording, sample and judge.
    public init(caseID: Int, prompt: Int = 0, sample: Int = 0, judge: Int = 0, value: Double) {
        self.caseID = caseID
        self.prompt = prompt
        self.sample = sample
        self.judge = judge
        self.value = value
    }
}

/// Where the spread of scores comes from.
public enum VarianceSource: String, Sendable, Hashable, CaseIterable {
    /// Cases differ in difficulty.
    case cases = "case"
    /// Wordings of the prompt are better or worse throughout.
    case prompts = "prompt"
    /// A wording suits some cases better than others.
    case casesByPrompts = "case × prompt"
    /// The model answers differently each time.
    case sampling
    /// Judges are stricter or more lenient throughout.
    case judges = "judge"
    /// A judge sees some cases differently.
    case casesByJudges = "case × judge"
    /// What is left: a judge's own noise, or sampling where a sample is judged once.
    case residual
}

/// The variance of scores, split over case, prompt wording, sampling and judge.
///
/// Definition: a score is a sum of independent effects; half the mean squared difference of two
/// scores that share exactly the facets T estimates the sum of the variances of effects that T does
/// not fix. The components solve these moment equations by least squares, weighted by the number of
/// pairs; on balanced data that is the analysis-of-variance estimate. Range: the raw solution can
/// be negative and is then reported as 0 (`raw` keeps it). Assumes effects independent of each
/// other and of the design. Any pattern of missing cells is handled. Edge cases: an effect that
/// the design cannot tell from another (one judge, one sample) is listed in `notSeparable` and is
/// part of the residual. Searle, Casella and McCulloch 1992, doi:10.1002/9780470316856, sections
/// 4 and 5; Koch 1967, Technometrics 9. Worked number: cases {1,1}, {0,0}, {1,0} of two
/// samples have residual 1/6 and case variance 1/6.
///
/// - Complexity: O(n) hash operations for each of at most ten sharing patterns.
public struct VarianceComponents: Sendable, Hashable {
    /// The variance of each separable source, not below 0.
    public let variances: [VarianceSource: Double]
    /// The unconstrained solution.
    public let raw: [VarianceSource: Double]
    /// The sources that this design cannot separate.
    public let notSeparable: [VarianceSource]
    /// How many cases, wordings, samples of each cell and judges of each sample there are, on
    /// average.
    public let design: FacetDesign

    /// The components of these scores.
    public init(_ scores: [FacetedScore]) throws(Undefined) {
        try Check.data(scores.map(\.value))
        try Check.atLeast(2, "scores", found: scores.count)
        let moments = PairMoments(scores)
        let solution = try moments.solve()
        raw = solution.components
        variances = raw.mapValues { max(0, $0) }
        notSeparable = solution.dropped
        design = FacetDesign(scores)
    }

    /// The share of one source in the whole, nil when all are 0.
    public func share(_ source: VarianceSource) -> Double? {
        let total = VarianceSource.allCases.compactMap { variances[$0] }.compensatedSum
        guard total > 0, let variance = variances[source] else { return nil }
        return variance / total
    }

    /// The standard error of the grand mean under a design with these components.
    public func standardError(of design: FacetDesign) -> Double {
        var variance = 0.0
        for source in VarianceSource.allCases {
            variance += (variances[source] ?? 0) / design.replication(of: source)
        }
        return variance.squareRoot()
    }

    /// What doubling each facet does to the standard error and to the cost, best value first.
    ///
    /// Cost counts model calls, cases × prompts × samples, and adds `judgeCost` of a model call for
    /// each judgment.
    public func advice(judgeCost: Double = 0) -> [BudgetAdvice] {
        let now = standardError(of: design)
        let cost = design.cost(judgeCost: judgeCost)
        return Facet.allCases.map { facet in
            let bigger = design.doubling(facet)
            let error = standardError(of: bigger)
            let ratio = bigger.cost(judgeCost: judgeCost) / cost
            return BudgetAdvice(
                facet: facet, standardError: error,
                reduction: now > 0 ? 1 - error / now : 0, costRatio: ratio)
        }.sorted { ($1.valueForMoney, $0.facet.rawValue) < ($0.valueForMoney, $1.facet.rawValue) }
    }
}
