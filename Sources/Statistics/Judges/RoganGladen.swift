/// A pass rate corrected for a judge's known errors.
///
/// Definition: θ̂ = (q̂ + Sp − 1)/(Se + Sp − 1), q̂ the judge's pass rate on N units, sensitivity
/// Se and specificity Sp from units that humans passed and failed. The variance is the delta
/// method's: [q̂q̂′/N + θ̂² Se Se′/n₁ + (1−θ̂)² Sp Sp′/n₀]/(Se+Sp−1)², x′ = 1 − x. Range: the value
/// is cut to 0...1; `raw` keeps it. Assumes that errors depend on the truth alone, so that Se and
/// Sp carry over. Edge cases: Se + Sp near 1 tells nothing and is undefined; near it the estimate
/// is unstable, and `PredictionPowered` is steadier. Rogan and Gladen 1978,
/// doi:10.1093/oxfordjournals.aje.a112510; Lang and Reiczigel 2014,
/// doi:10.1016/j.prevetmed.2013.09.015. Worked number: q̂ 0.71, Se 0.9, Sp 0.7 gives 0.683333.
///
/// - Complexity: O(1).
public struct RoganGladen: Sendable, Hashable {
    /// The corrected rate with its interval.
    public let estimate: Estimate
    /// The corrected rate before it is cut to 0...1.
    public let raw: Double

    /// Corrects a pass rate.
    ///
    /// - Parameters:
    ///   - passes: What the judge passed of `trials` units.
    ///   - sensitivity: Of units that humans passed, how many the judge passed.
    ///   - specificity: Of units that humans failed, how many the judge failed.
    public init(
        passes: Int, trials: Int, sensitivity: (right: Int, trials: Int),
        specificity: (right: Int, trials: Int), level: Double = 0.95
    ) throws(Undefined) {
        try Check.counts(successes: passes, trials: trials)
        try Check.counts(successes: sensitivity.right, trials: sensitivity.trials)
        try Check.counts(successes: specificity.right, trials: specificity.trials)
        let q = Double(passes) / Double(trials)
        let se = Double(sensitivity.right) / Double(sensitivity.trials)
        let sp = Double(specificity.right) / Double(specificity.trials)
        let power = se + sp - 1
        guard power > 1e-9 else {
            throw .outOfRange(
                what: "sensitivity plus specificity", allowed: "above 1, better than a coin")
        }
        let value = (q + sp - 1) / power
        let variance =
            (q * (1 - q) / Double(trials)
                + value * value * se * (1 - se) / Double(sensitivity.trials)
                + (1 - value) * (1 - value) * sp * (1 - sp) / Double(specificity.trials))
            / (power * power)
        var estimate = try Estimate.symmetric(
            value: min(1, max(0, value)), standardError: variance.squareRoot(),
            degreesOfFreedom: nil, count: trials, level: level, method: "Rogan–Gladen")
        if let interval = estimate.interval {
            let half = interval.width / 2
            estimate.interval = Interval(
                lower: value - half, upper: value + half, level: level, method: "Rogan–Gladen"
            ).clamped(to: 0...1)
        }
        self.estimate = estimate
        raw = value
    }
}
