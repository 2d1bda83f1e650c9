import RealModule

/// An anytime-valid test of a probability that is watched while results arrive.
///
/// Definition: after W successes of n, the e-value is the likelihood ratio of a Beta(a, b) mixture
/// of probabilities to the null, M = B(a+W, b+n−W)/(B(a, b) p₀^W (1−p₀)^{n−W}); for a = b = 1 and
/// p₀ = ½ it is 2ⁿ/((n+1) C(n, W)). Under the null M exceeds 1/α at any time ever with probability
/// at most α, so one may look after each result and stop when M ≥ 1/α. Range: e-values above 0; the
/// anytime p-value min(1, 1/max M) within 0...1. Assumes that each result, given those before,
/// succeeds with probability p₀ under the null; choosing pairs adaptively is fine. Ties are not
/// results. Edge cases: without results the e-value is 1; one beyond 1e308 is infinite and its
/// logarithm is not; a null probability of 0 or 1 is refused. Robbins 1970,
/// doi:10.1214/aoms/1177696786; Ramdas and others 2023, doi:10.1214/23-STS894. Worked number: 18 of
/// 20 gives 262.80, p 0.0038.
///
/// - Complexity: O(1) for each result.
public struct MixtureEValue: Sendable, Hashable {
    /// The null probability.
    public let null: Double
    private let a: Double
    private let b: Double
    /// The successes so far.
    public private(set) var successes = 0
    /// The results so far.
    public private(set) var results = 0
    private var largestLog = 0.0

    /// A test of the null probability with a Beta(a, b) mixture over alternatives.
    public init(null: Double = 0.5, a: Double = 1, b: Double = 1) throws(Undefined) {
        try Check.probability(null, "the null probability")
        try Check.positive(a, "the mixture's first shape")
        try Check.positive(b, "the mixture's second shape")
        (self.null, self.a, self.b) = (null, a, b)
    }

    /// Takes in one result.
    public mutating func add(_ success: Bool) {
        results += 1
        if success { successes += 1 }
        largestLog = max(largestLog, logEValue)
    }

    /// The logarithm of the e-value now.
    public var logEValue: Double {
        let (w, l) = (Double(successes), Double(results - successes))
        return GammaFunctions.logBeta(a + w, b + l) - GammaFunctions.logBeta(a, b)
            - w * Double.log(null) - l * Double.log(onePlus: -null)
    }

    /// The e-value now; infinite beyond 1e308.
    public var eValue: Double { Double.exp(logEValue) }

    /// The p-value that holds at any time of looking: 1 over the largest e-value so far.
    public var anytimePValue: Double { min(1, Double.exp(-largestLog)) }

    /// The p-value 1/M of a single look after `successes` of `results`.
    public static func singleLook(
        successes: Int, results: Int, null: Double = 0.5
    ) throws(Undefined) -> (eValue: Double, pValue: Double) {
        try Check.counts(successes: successes, trials: results)
        var test = try MixtureEValue(null: null)
        (test.successes, test.results) = (successes, results)
        return (test.eValue, min(1, Double.exp(-test.logEValue)))
    }
}
