/// A total of a judge's scores, corrected by a random sample that humans also scored.
///
/// Definition: θ̂ = λ·mean_N(f) + mean_n(y − λf), with f the judge's score and y the human's; the
/// variance is λ²σ²_f/N + σ²_{y−λf}/n. λ = 1 is prediction-powered inference, λ = 0 the human
/// sample alone; PPI++ takes λ̂ = Cov_n(y, f)/((1 + n/N) Var f), cut to 0...1, so that a useless
/// judge does little harm. Assumes that the labelled units are a random sample of the same
/// population and disjoint from the N; with unequal inclusion probabilities their inverses weight
/// them (Hájek). With clusters (cases asked several times) the parts of each cluster are summed
/// before they are squared, labelled and unlabelled ones together, each with its k/(k − 1) for k
/// clusters, and t takes Satterthwaite's degrees of freedom. Range: that of the scores; the
/// interval may reach beyond. Edge cases: fewer than two labelled or unlabelled units are `tooFew`;
/// a judge that never varies has λ = 0. Angelopoulos and others 2023, doi:10.1126/science.adi6000;
/// PPI++ 2023, doi:10.48550/arXiv.2311.01453. Worked number: n = 10 with mean 0.6, N = 200 with
/// judge mean 0.71 and bias 0.2 gives 0.51 ± 0.1372 for λ = 1; humans alone 0.60 ± 0.1633.
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
    ///   - clusters: What is independent, of the labelled units and then of the others; each unit
    ///     by default.
    ///   - lambda: A fixed power; nil chooses it from the data.
    public init(
        human: [Double], judge: [Double], unlabelled: [Double], inclusion: [Double]? = nil,
        clusters: Grouping? = nil, lambda fixed: Double? = nil, level: Double = 0.95
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
        let errors = zip(human, judge).map { $0 - power * $1 }
        let judged = Moments.mean(unlabelled)
        let parts = try Parts(clusters, labelled: human.count, unlabelled: unlabelled.count)
        let center = Self.mean(errors, weights)
        let labelledPart = parts.labelled(
            zip(errors, weights).map { $1 * ($0 - center) })
        let judgedPart = parts.unlabelled(unlabelled.map { power * ($0 - judged) / size })
        let variance = parts.variance(labelledPart, judgedPart)
        let freedom =
            clusters == nil ? nil : parts.freedom(labelledPart, judgedPart, of: variance)
        lambda = power
        estimate = try .symmetric(
            value: power * judged + center, standardError: variance.squareRoot(),
            degreesOfFreedom: freedom, count: human.count + unlabelled.count,
            clusters: clusters?.count, level: level,
            method: fixed == nil ? "PPI++" : "PPI, lambda \(power)")
        func weighted(_ values: [Double], _ method: String) throws(Undefined) -> Estimate {
            let mean = Self.mean(values, weights)
            let part = parts.labelled(zip(values, weights).map { $1 * ($0 - mean) })
            return try .symmetric(
                value: mean, standardError: parts.variance(part, [:]).squareRoot(),
                degreesOfFreedom: Double(parts.labelledCount - 1), count: human.count,
                clusters: clusters == nil ? nil : parts.labelledCount, level: level,
                method: method)
        }
        humanOnly = try weighted(human, "human labels, t")
        bias = try weighted(zip(judge, human).map(-), "judge bias, t")
        if let clusters {
            judgeOnly = try .mean(
                of: unlabelled, clusters: Grouping(clusters.codes.dropFirst(human.count)),
                level: level)
        } else {
            judgeOnly = try .mean(of: unlabelled, level: level)
        }
    }

    private static func mean(_ values: [Double], _ weights: [Double]) -> Double {
        zip(values, weights).map(*).compensatedSum
    }

    /// The parts of an estimate's error by cluster.
    private struct Parts {
        let labelledCodes: [Int]
        let unlabelledCodes: [Int]
        let labelledCount: Int
        let unlabelledCount: Int

        init(_ clusters: Grouping?, labelled: Int, unlabelled: Int) throws(Undefined) {
            let codes = clusters?.codes ?? Array(0..<labelled + unlabelled)
            try Check.lengths(codes.count, labelled + unlabelled)
            labelledCodes = Array(codes[..<labelled])
            unlabelledCodes = Array(codes[labelled...])
            labelledCount = Set(labelledCodes).count
            unlabelledCount = Set(unlabelledCodes).count
            try Check.atLeast(2, "clusters of labelled units", found: labelledCount)
            try Check.atLeast(2, "clusters of unlabelled units", found: unlabelledCount)
        }

        private func sums(_ values: [Double], _ codes: [Int], _ count: Int) -> [Int: Double] {
            let factor = (Double(count) / Double(count - 1)).squareRoot()
            return zip(codes, values).reduce(into: [:]) { $0[$1.0, default: 0] += factor * $1.1 }
        }

        func labelled(_ values: [Double]) -> [Int: Double] {
            sums(values, labelledCodes, labelledCount)
        }

        func unlabelled(_ values: [Double]) -> [Int: Double] {
            sums(values, unlabelledCodes, unlabelledCount)
        }

        func variance(_ first: [Int: Double], _ second: [Int: Double]) -> Double {
            let all = first.merging(second) { $0 + $1 }
            // In the order of clusters: sums must not depend on hashing.
            return all.keys.sorted().map { (all[$0] ?? 0) * (all[$0] ?? 0) }.compensatedSum
        }

        /// Satterthwaite's degrees of freedom of the two parts' variances.
        func freedom(_ first: [Int: Double], _ second: [Int: Double], of total: Double) -> Double {
            let (a, b) = (variance(first, [:]), variance(second, [:]))
            let square =
                a * a / Double(labelledCount - 1) + b * b / Double(unlabelledCount - 1)
            let most = Double(labelledCount + unlabelledCount - 2)
            return square > 0 ? min(most, max(1, (a + b) * (a + b) / square)) : most
        }
    }
}
