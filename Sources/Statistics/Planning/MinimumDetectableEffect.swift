import RealModule

/// The smallest true effect that a design finds with a given probability.
///
/// Definition: δ = (z_{1−α/2} + z_{power}) · standard error of the estimate. A null result without
/// it says nothing. Assumes a two-sided test at level α and a normal estimate; when degrees of
/// freedom are given, t quantiles stand for normal ones, which is slightly cautious. Range: above
/// 0, in the unit of the estimate. Edge cases: a standard error of 0 is undefined. Miller 2024,
/// doi:10.48550/arXiv.2411.00640; Bloom 1995, doi:10.1177/0193841X9501900504. Worked number:
/// variance 1/9 of paired differences, 198 cases, one sample of a case with variance 1/6 for each
/// system, gives 0.132733.
///
/// - Complexity: O(1).
public enum MinimumDetectableEffect {
    /// From the standard error that a finished analysis has: what it could have detected.
    public static func from(
        standardError: Double, degreesOfFreedom: Double? = nil, alpha: Double = 0.05,
        power: Double = 0.8
    ) throws(Undefined) -> Double {
        try Check.probability(alpha, "alpha")
        try Check.probability(power, "power")
        guard standardError > 0 else { throw .noVariation("the standard error is 0") }
        try Check.positive(standardError, "the standard error")
        if let degreesOfFreedom { try Check.positive(degreesOfFreedom, "degrees of freedom") }
        let multiplier: Double
        if let degreesOfFreedom {
            let t = StudentT(degreesOfFreedom: degreesOfFreedom)
            multiplier = t.upperQuantile(alpha / 2) + t.quantile(power)
        } else {
            multiplier = Normal.upperQuantile(alpha / 2) + Normal.quantile(power)
        }
        return multiplier * standardError
    }

    /// For the mean difference of n paired cases whose differences have this standard deviation.
    public static func paired(
        standardDeviation: Double, cases: Int, alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Double {
        try Check.atLeast(1, "cases", found: cases)
        return try from(
            standardError: standardDeviation / Double(cases).squareRoot(), alpha: alpha,
            power: power)
    }

    /// For the mean difference of paired cases with K samples of a case by each system.
    ///
    /// `betweenVariance` is Var(x_A − x_B) of the true case means, ω²; `firstVariance` and
    /// `secondVariance` are the variances of one sample around its case mean.
    public static func paired(
        betweenVariance: Double, firstVariance: Double, secondVariance: Double,
        firstSamples: Int = 1, secondSamples: Int = 1, cases: Int, alpha: Double = 0.05,
        power: Double = 0.8
    ) throws(Undefined) -> Double {
        try Check.atLeast(1, "cases", found: cases)
        try Check.atLeast(1, "samples of a case", found: min(firstSamples, secondSamples))
        let variance =
            betweenVariance + firstVariance / Double(firstSamples)
            + secondVariance / Double(secondSamples)
        return try from(
            standardError: (variance / Double(cases)).squareRoot(), alpha: alpha, power: power)
    }

    /// For the difference of two means from separate samples.
    public static func unpaired(
        firstDeviation: Double, firstCount: Int, secondDeviation: Double, secondCount: Int,
        alpha: Double = 0.05, power: Double = 0.8
    ) throws(Undefined) -> Double {
        try Check.atLeast(1, "observations in each sample", found: min(firstCount, secondCount))
        let variance =
            firstDeviation * firstDeviation / Double(firstCount)
            + secondDeviation * secondDeviation / Double(secondCount)
        return try from(standardError: variance.squareRoot(), alpha: alpha, power: power)
    }

    /// For a rate against a fixed baseline p₀: the smallest rise (or fall) that is found.
    ///
    /// Solves z_{1−α/2} √(p₀q₀/n) + z_{power} √(p₁q₁/n) = |p₁ − p₀| for p₁, the variance being that
    /// of each hypothesis. Undefined when even a rate of 1 (or 0) would be missed.
    public static func rate(
        baseline: Double, trials: Int, direction: Alternative = .greater, alpha: Double = 0.05,
        power: Double = 0.8
    ) throws(Undefined) -> Double {
        try Check.atLeast(1, "trials", found: trials)
        try Check.probability(baseline, "the baseline rate")
        return try solveRate(baseline, direction, alpha, power) { other in
            let n = Double(trials)
            return (
                (baseline * (1 - baseline) / n).squareRoot(), (other * (1 - other) / n).squareRoot()
            )
        }
    }

    /// For the difference of two rates from separate samples of `trials` each.
    ///
    /// Solves z_{1−α/2} √(2p̄q̄/n) + z_{power} √(p₁q₁/n + p₂q₂/n) = |p₂ − p₁|, p̄ the average:
    /// Fleiss 2003, doi:10.1002/0471445428, without continuity correction.
    public static func rateDifference(
        baseline: Double, trials: Int, direction: Alternative = .greater, alpha: Double = 0.05,
        power: Double = 0.8
    ) throws(Undefined) -> Double {
        try Check.atLeast(1, "trials", found: trials)
        guard baseline >= 0, baseline <= 1 else {
            throw .outOfRange(what: "the baseline rate", allowed: "within 0...1")
        }
        return try solveRate(baseline, direction, alpha, power) { other in
            let n = Double(trials)
            let middle = (baseline + other) / 2
            return (
                (2 * middle * (1 - middle) / n).squareRoot(),
                ((baseline * (1 - baseline) + other * (1 - other)) / n).squareRoot()
            )
        }
    }

    private static func solveRate(
        _ baseline: Double, _ direction: Alternative, _ alpha: Double, _ power: Double,
        _ errors: (Double) -> (null: Double, other: Double)
    ) throws(Undefined) -> Double {
        try Check.probability(alpha, "alpha")
        try Check.probability(power, "power")
        let (za, zb) = (Normal.upperQuantile(alpha / 2), Normal.quantile(power))
        let sign: Double = direction == .less ? -1 : 1
        let room = sign > 0 ? 1 - baseline : baseline
        func gain(_ effect: Double) -> Double {
            let error = errors(baseline + sign * effect)
            return effect - za * error.null - zb * error.other
        }
        guard room > 0, gain(room) >= 0 else {
            throw .outOfRange(
                what: "the number of trials",
                allowed: "large enough that any rate could be told from \(baseline)")
        }
        return Root.bracketed(0, room, gain)
    }
}
