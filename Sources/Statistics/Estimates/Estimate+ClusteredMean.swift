/// The forms of the clustered standard error.
public enum ClusteredError: String, Sendable, Hashable, CaseIterable {
    /// √(C/(C−1) · Σ_c(Σ_i d_ic)²)/n with C − 1 degrees of freedom: better with few clusters.
    case inflated
    /// Miller's 2024 form, the independent error plus the products within clusters, with the
    /// normal quantile: for comparison with published numbers.
    case miller
}

extension Estimate {
    /// The mean of observations that come in clusters, such as several questions on one document.
    ///
    /// Definition: the mean over observations with the standard error of `error`, d being the
    /// deviations from the mean; the interval uses t with C − 1 degrees of freedom (or the normal
    /// for `.miller`). Assumes that clusters are independent of one another; observations within
    /// one may depend in any way. Range: within the observations; the interval may reach beyond.
    /// Edge cases: one cluster has no interval; a Miller bracket below 0, which strong negative
    /// dependence can give, leaves no interval. Liang and Zeger 1986, doi:10.1093/biomet/73.1.13;
    /// Miller 2024, doi:10.48550/arXiv.2411.00640. Worked number: [1,1,0|0,0,1|1,1,1|0,0] gives
    /// 0.545455 ± 0.198806 (inflated), ± 0.178597 (Miller).
    ///
    /// - Complexity: O(n).
    public static func mean(
        of values: [Double], clusters: Grouping, error: ClusteredError = .inflated,
        level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.data(values)
        try Check.level(level)
        try Check.lengths(values.count, clusters.codes.count)
        let n = Double(values.count)
        let mean = Moments.mean(values)
        let name = error == .inflated ? "mean, clustered t" : "mean, clustered (Miller)"
        var estimate = Estimate(
            value: mean, count: values.count, clusters: clusters.count, method: name)
        guard clusters.count > 1 else {
            estimate.whyNoInterval = .tooFew(things: "clusters", needed: 2, found: clusters.count)
            return estimate
        }
        let deviations = values.map { $0 - mean }
        let sums = clusters.sums(of: deviations)
        let between = sums.map { $0 * $0 }.compensatedSum
        let groups = Double(clusters.count)
        switch error {
        case .inflated:
            return try symmetric(
                value: mean, standardError: (groups / (groups - 1) * between).squareRoot() / n,
                degreesOfFreedom: groups - 1, count: values.count, clusters: clusters.count,
                level: level, method: name)
        case .miller:
            let within = deviations.map { $0 * $0 }.compensatedSum
            let bracket = within / (n * (n - 1)) + (between - within) / (n * n)
            guard bracket >= 0 else {
                estimate.whyNoInterval = .outOfRange(
                    what: "the variance, negative for these clusters,", allowed: "at least 0")
                return estimate
            }
            return try symmetric(
                value: mean, standardError: bracket.squareRoot(), degreesOfFreedom: nil,
                count: values.count, clusters: clusters.count, level: level, method: name)
        }
    }
}
