extension Estimate {
    /// The mean of independent observations with Student's t interval.
    ///
    /// Definition: x̄ ± t(n−1) · √(Σ(x−x̄)²/(n(n−1))). Assumes independent observations from one
    /// distribution; by the central limit theorem normality matters little from some tens on.
    /// Range: within the observations; the interval may reach beyond. Edge cases: one observation,
    /// or observations that are all equal, have a mean without an interval (`whyNoInterval` says
    /// which); none is undefined. Student 1908, doi:10.1093/biomet/6.1.1; for evaluations Miller
    /// 2024, doi:10.48550/arXiv.2411.00640. Worked number: 1,1,0,0,0,1,1,1,1,0,0 gives 0.545455
    /// with standard error 0.157459.
    ///
    /// - Complexity: O(n).
    public static func mean(
        of values: [Double], level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.data(values)
        try Check.level(level)
        let count = values.count
        let mean = Moments.mean(values)
        guard count > 1 else {
            return Estimate(
                value: mean, count: count, method: "mean",
                whyNoInterval: .tooFew(things: "observations", needed: 2, found: 1))
        }
        let error = (Moments.variance(values) / Double(count)).squareRoot()
        return try symmetric(
            value: mean, standardError: error, degreesOfFreedom: Double(count - 1), count: count,
            level: level, method: "mean, t")
    }
}
