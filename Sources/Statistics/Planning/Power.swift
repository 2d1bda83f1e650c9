import RealModule

/// The probability that a design finds a true effect of a given size.
///
/// Definition: the chance that a two-sided test at level α rejects. For means the t statistic
/// follows a noncentral t distribution, which is exact for normal data; for rates the normal
/// approximation of the score test. Range: α...1. Assumes the standard deviation or rates that it
/// is given; take them from a pilot, and plan for a larger one. Edge cases: designs too small to
/// test are `tooFew`. Cohen 1988, ISBN 978-0805802832; Miller 2024, doi:10.48550/arXiv.2411.00640.
/// Worked number: a paired effect of half a standard deviation on 34 cases has power 0.8078.
///
/// - Complexity: O(1).
public enum Power {
    /// For the mean difference of paired cases with this standard deviation of differences.
    public static func paired(
        effect: Double, standardDeviation: Double, cases: Int, alpha: Double = 0.05
    ) throws(Undefined) -> Double {
        try Check.positive(standardDeviation, "the standard deviation")
        try Check.atLeast(2, "cases", found: cases)
        let n = Double(cases)
        return try noncentral(
            effect / standardDeviation * n.squareRoot(), freedom: n - 1, alpha: alpha)
    }

    /// For a clustered paired difference: C clusters of m cases with intraclass correlation ρ.
    ///
    /// The variance grows by the design effect 1 + (m−1)ρ and the t has C − 1 degrees of freedom.
    public static func clusteredPaired(
        effect: Double, standardDeviation: Double, clusters: Int, casesPerCluster: Double,
        correlation: Double, alpha: Double = 0.05
    ) throws(Undefined) -> Double {
        try Check.positive(standardDeviation, "the standard deviation")
        try Check.atLeast(2, "clusters", found: clusters)
        let inflation = try designEffect(
            casesPerCluster: casesPerCluster, correlation: correlation)
        let n = Double(clusters) * casesPerCluster / inflation
        return try noncentral(
            effect / standardDeviation * n.squareRoot(), freedom: Double(clusters - 1),
            alpha: alpha)
    }

    /// For the difference of two means from separate samples of one standard deviation.
    public static func unpaired(
        effect: Double, standardDeviation: Double, firstCount: Int, secondCount: Int,
        alpha: Double = 0.05
    ) throws(Undefined) -> Double {
        try Check.positive(standardDeviation, "the standard deviation")
        try Check.atLeast(2, "observations in each sample", found: min(firstCount, secondCount))
        let (n, m) = (Double(firstCount), Double(secondCount))
        return try noncentral(
            effect / standardDeviation * (n * m / (n + m)).squareRoot(), freedom: n + m - 2,
            alpha: alpha)
    }

    /// For a rate against a fixed baseline, normal approximation.
    public static func rate(
        baseline: Double, rate: Double, trials: Int, alpha: Double = 0.05
    ) throws(Undefined) -> Double {
        try Check.probability(baseline, "the baseline rate")
        try Check.share(rate, "the rate")
        try Check.atLeast(1, "trials", found: trials)
        let n = Double(trials)
        return try normal(
            gap: rate - baseline, nullError: (baseline * (1 - baseline) / n).squareRoot(),
            error: (rate * (1 - rate) / n).squareRoot(), alpha: alpha)
    }

    /// For two rates from separate samples of `trials` each, normal approximation.
    public static func rateDifference(
        first: Double, second: Double, trials: Int, alpha: Double = 0.05
    ) throws(Undefined) -> Double {
        try Check.share(first, "the first rate")
        try Check.share(second, "the second rate")
        try Check.atLeast(1, "trials", found: trials)
        let n = Double(trials)
        let middle = (first + second) / 2
        return try normal(
            gap: first - second, nullError: (2 * middle * (1 - middle) / n).squareRoot(),
            error: ((first * (1 - first) + second * (1 - second)) / n).squareRoot(), alpha: alpha)
    }

    /// For McNemar's test of n cases, of which the first alone passes the share p₁₀ and the second
    /// alone p₀₁. Connor 1987, doi:10.2307/2531961.
    public static func mcNemar(
        onlyFirst: Double, onlySecond: Double, cases: Int, alpha: Double = 0.05
    ) throws(Undefined) -> Double {
        guard onlyFirst >= 0, onlySecond >= 0, onlyFirst + onlySecond <= 1,
            onlyFirst + onlySecond > 0
        else {
            throw .outOfRange(what: "the discordant shares", allowed: "above 0, at most 1 in all")
        }
        try Check.atLeast(1, "cases", found: cases)
        let n = Double(cases)
        let (sum, gap) = (onlyFirst + onlySecond, onlyFirst - onlySecond)
        return try normal(
            gap: gap, nullError: (sum / n).squareRoot(),
            error: ((sum - gap * gap) / n).squareRoot(), alpha: alpha)
    }

    /// For showing equivalence within ± margin when the true difference is `effect` (TOST), normal.
    public static func equivalence(
        effect: Double = 0, margin: Double, standardError: Double, alpha: Double = 0.05
    ) throws(Undefined) -> Double {
        try Check.positive(margin, "the margin")
        try Check.positive(standardError, "the standard error")
        try Check.probability(alpha, "alpha")
        let z = Normal.upperQuantile(alpha)
        let upper = (margin - effect) / standardError - z
        let lower = (margin + effect) / standardError - z
        return max(0, Normal.cdf(upper) + Normal.cdf(lower) - 1)
    }

    /// For any normal estimate with this standard error.
    public static func normal(
        effect: Double, standardError: Double, alpha: Double = 0.05
    ) throws(Undefined) -> Double {
        try Check.positive(standardError, "the standard error")
        return try normal(
            gap: effect, nullError: standardError, error: standardError, alpha: alpha)
    }

    /// 1 + (m − 1)ρ: how many times the variance of a mean is that of independent cases. Kish 1965.
    public static func designEffect(
        casesPerCluster: Double, correlation: Double
    ) throws(Undefined) -> Double {
        guard casesPerCluster >= 1, correlation >= 0, correlation <= 1 else {
            throw .outOfRange(
                what: "a cluster's size and correlation", allowed: "at least 1 and within 0...1")
        }
        return 1 + (casesPerCluster - 1) * correlation
    }

    private static func normal(
        gap: Double, nullError: Double, error: Double, alpha: Double
    ) throws(Undefined) -> Double {
        try Check.probability(alpha, "alpha")
        try Check.finite([gap])
        let z = Normal.upperQuantile(alpha / 2)
        guard error > 0 else { return abs(gap) > z * nullError ? 1 : 0 }
        return Normal.cdf((gap - z * nullError) / error)
            + Normal.cdf((-gap - z * nullError) / error)
    }

    private static func noncentral(
        _ delta: Double, freedom: Double, alpha: Double
    ) throws(Undefined) -> Double {
        try Check.probability(alpha, "alpha")
        try Check.finite([delta])
        let critical = StudentT(degreesOfFreedom: freedom).upperQuantile(alpha / 2)
        let t = NoncentralT(degreesOfFreedom: freedom, noncentrality: delta)
        return min(1, t.survival(critical) + t.cdf(-critical))
    }
}
