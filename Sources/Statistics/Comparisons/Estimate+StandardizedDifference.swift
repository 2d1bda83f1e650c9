import RealModule

extension Estimate {
    /// Cohen's d of two separate samples, first minus second, with Hedges' correction on request.
    ///
    /// Definition: the difference of means over the pooled standard deviation; the interval inverts
    /// the noncentral t distribution of the t statistic. Hedges' g multiplies all by Γ(ν/2)/(√(ν/2)
    /// Γ((ν−1)/2)), ν = n + m − 2. Assumes independent normal observations of equal variance.
    /// Range: any number; 0 without a difference. Edge cases: fewer than two observations in a
    /// sample or no spread are undefined. Cohen 1988; Hedges 1981, doi:10.3102/10769986006002107;
    /// Steiger 2004, doi:10.1037/1082-989X.9.2.164. Worked number: 1, 2, 3, 4, 5 against 3, 4, 5,
    /// 6, 7 gives −1.264911.
    ///
    /// - Complexity: O(n + m).
    public static func standardizedDifference(
        _ first: [Double], _ second: [Double], hedges: Bool = false, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.data(first)
        try Check.data(second)
        let fewer = min(first.count, second.count)
        try Check.atLeast(2, "observations in each sample", found: fewer)
        let (n, m) = (Double(first.count), Double(second.count))
        let freedom = n + m - 2
        let pooled =
            (Moments.variance(first) * (n - 1) + Moments.variance(second) * (m - 1)) / freedom
        guard pooled > 0 else { throw .noVariation("each sample is constant") }
        let d = (Moments.mean(first) - Moments.mean(second)) / pooled.squareRoot()
        let correction = hedges ? hedgesFactor(freedom) : 1
        return try noncentral(
            effect: d, scale: (n * m / (n + m)).squareRoot(), freedom: freedom,
            correction: correction, count: first.count + second.count, level: level,
            method: hedges ? "Hedges g, noncentral t" : "Cohen d, noncentral t")
    }

    /// The standardised mean of paired differences, d_z, with its interval.
    ///
    /// Definition: d̄ over the standard deviation of the differences; the interval inverts the
    /// noncentral t. Not comparable with the d of separate samples. Assumes independent normal
    /// differences. Edge cases: fewer than two differences or no spread are undefined. Range: any
    /// number. Cohen 1988, ISBN 978-0805802832. Worked number: differences 1, 2, 3 give 2.
    ///
    /// - Complexity: O(n).
    public static func standardizedPairedDifference(
        _ differences: [Double], hedges: Bool = false, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.data(differences)
        try Check.atLeast(2, "differences", found: differences.count)
        let variance = Moments.variance(differences)
        guard variance > 0 else { throw .noVariation("all differences are equal") }
        let n = Double(differences.count)
        return try noncentral(
            effect: Moments.mean(differences) / variance.squareRoot(), scale: n.squareRoot(),
            freedom: n - 1, correction: hedges ? hedgesFactor(n - 1) : 1,
            count: differences.count, level: level,
            method: hedges ? "Hedges g_z, noncentral t" : "Cohen d_z, noncentral t")
    }

    private static func hedgesFactor(_ freedom: Double) -> Double {
        guard freedom > 1 else { return 1 }
        return Double.exp(
            GammaFunctions.logGamma(freedom / 2) - GammaFunctions.logGamma((freedom - 1) / 2))
            / (freedom / 2).squareRoot()
    }

    private static func noncentral(
        effect: Double, scale: Double, freedom: Double, correction: Double, count: Int,
        level: Double, method: String
    ) throws(Undefined) -> Estimate {
        try Check.level(level)
        let t = effect * scale
        let tail = (1 - level) / 2
        // The noncentrality for which the observed t has this probability below it.
        func bound(_ share: Double) -> Double {
            let reach = 12 + 2 * abs(t)
            return Root.bracketed(t - reach, t + reach) { delta in
                share - NoncentralT(degreesOfFreedom: freedom, noncentrality: delta).cdf(t)
            }
        }
        let interval = Interval(
            lower: correction * bound(1 - tail) / scale, upper: correction * bound(tail) / scale,
            level: level, method: method)
        return Estimate(
            value: correction * effect, interval: interval, degreesOfFreedom: freedom,
            count: count, method: method)
    }
}
