/// A total of a judge's scores, corrected by a random sample that humans also scored.
///
/// Definition: θ̂ = λ·mean_N(f) + mean_n(y − λf), with f the judge's score and y the human's; the
/// variance is λ²σ²_f/N + σ²_{y−λf}/n. λ = 1 is prediction-powered inference, λ = 0 the human sample
/// alone; PPI++ takes λ̂ = Cov_n(y, f)/((1 + n/N) Var f), cut to 0...1, so that a useless judge does
/// little harm. Assumes that the labelled units are a random sample of the same population and
/// disjoint from the N; with unequal inclusion probabilities their inverses weight them (Hájek).
/// Edge cases: fewer than two labelled or unlabelled units are `tooFew`; a judge that never varies
/// has λ = 0. Angelopoulos and others 2023, doi:10.1126/science.adi6000; PPI++ 2023,
/// doi:10.48550/arXiv.2311.01453. Worked number: n = 10 with mean 0.6, N = 200 with judge mean 0.71
/// and bias 0.2 gives 0.51 ± 0.1372 for λ = 1; humans alone 0.60 ± 0.1633.
///
/// - Complexity: O(n + N).
public struct PredictionPowered: Sendable, Hashable {
    /// The corrected estimate.
    public let estimate: Estimate
    /// The human sample alone.
    public let humanOnly: Estimate
    /// The judge's total alone, which is biased.
    public let judgeOnly: Estimate
    /// The judge's bias on the labelled sample, f − y.
    public let bias: Estimate
    /// The power of the judge's scores in the estimate, 0...1.
    public let lambda: Double
    /// How many human labels the judge's scores are worth on top: (SE_human/SE)² n − n.
    public var labelsSaved: Double? {
        guard let human = humanOnly.standardError, let own = estimate.standardError, own > 0
        else { return nil }
        let n = Double(humanOnly.count)
        return n * (human / own) * (human / own) - n
    }

    /// Combines a labelled sample with the judge's scores of unlabelled units.
    ///
    /// - Parameters:
    ///   - human: The human score of each labelled unit.
    ///   - judge: The judge's score of each labelled unit.
    ///   - unlabelled: The judge's score of each other unit.
    ///   - inclusion: The probability with which each labelled unit was drawn; equal by default.
    ///   - lambda: A fixed power; nil chooses it from the data.
    public init(
        human: [Double], judge: [Double], unlabelled: [Double], inclusion: [Double]? = nil,
        lambda fixed: Double? = nil, level: Double = 0.95
    ) throws(Undefined) {
        try Check.lengths(human.count, judge.count)
        try Check.data(human)
        try Check.finite(judge)
        try Check.data(unlabelled)
        try Check.atLeast(2, "labelled units", found: human.count)
        try Check.atLeast(2, "unlabelled units", found: unlabelled.count)
        let (n, size) = (Double(human.count), Double(unlabelled.count))
        var weights = [Double](repeating: 1 / n, count: human.count)
        if let inclusion {
            try Check.lengths(human.count, inclusion.count)
            for share in inclusion where !(share > 0 && share <= 1) {
                throw .outOfRange(
                    what: "an inclusion probability", allowed: "above 0 and at most 1")
            }
            let inverse = inclusion.map { 1 / $0 }
            let sum = inverse.compensatedSum
            weights = inverse.map { $0 / sum }
        }
        if let fixed, !(fixed >= 0 && fixed <= 1) {
            throw .outOfRange(what: "lambda", allowed: "within 0...1")
        }
        let spread = Moments.variance(judge + unlabelled)
        let power =
            fixed
            ?? (spread > 0
                ? min(1, max(0, Moments.covariance(human, judge) / ((1 + n / size) * spread))) : 0)
        let rectifier = Self.hajek(zip(human, judge).map { $0 - power * $1 }, weights)
        let judged = Moments.mean(unlabelled)
        let judgedVariance = Moments.variance(unlabelled) / size
        let value = power * judged + rectifier.mean
        let variance = power * power * judgedVariance + rectifier.variance
        lambda = power
        estimate = try .symmetric(
            value: value, standardError: variance.squareRoot(), degreesOfFreedom: nil,
            count: human.count + unlabelled.count, level: level,
            method: fixed == nil ? "PPI++" : "PPI, lambda \(power)")
        let alone = Self.hajek(human, weights)
        humanOnly = try .symmetric(
            value: alone.mean, standardError: alone.variance.squareRoot(),
            degreesOfFreedom: n - 1, count: human.count, level: level, method: "human labels, t")
        judgeOnly = try .mean(of: unlabelled, level: level)
        let gap = Self.hajek(zip(judge, human).map(-), weights)
        bias = try .symmetric(
            value: gap.mean, standardError: gap.variance.squareRoot(), degreesOfFreedom: n - 1,
            count: human.count, level: level, method: "judge bias, t")
    }

    /// A weighted mean and its variance, n/(n−1) Σ w²(x − x̄)², which is s²/n for equal weights.
    private static func hajek(
        _ values: [Double], _ weights: [Double]
    ) -> (mean: Double, variance: Double) {
        let mean = zip(values, weights).map(*).compensatedSum
        let n = Double(values.count)
        let squares = zip(values, weights).map { value, weight in
            weight * weight * (value - mean) * (value - mean)
        }.compensatedSum
        return (mean, n / (n - 1) * squares)
    }
}
