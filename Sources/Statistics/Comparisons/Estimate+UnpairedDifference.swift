extension Estimate {
    /// The difference of two means from separate samples, first minus second, by Welch's method.
    ///
    /// Definition: x̄ − ȳ ± t(ν) · √(s²_x/n + s²_y/m) with the Welch–Satterthwaite degrees of
    /// freedom ν = (u+v)²/(u²/(n−1) + v²/(m−1)), u = s²_x/n, v = s²_y/m. Assumes independent
    /// observations; variances may differ. When both samples share their cases, the paired
    /// difference is right and sharper. Range: within the differences of scores. Edge cases: fewer
    /// than two observations in a sample, or none varying, leave no interval. Welch 1947,
    /// doi:10.1093/biomet/34.1-2.28. Worked number: 1110101101 against 1010100101 gives 0.2 with
    /// standard error 0.226078.
    ///
    /// - Complexity: O(n + m).
    public static func unpairedDifference(
        _ first: [Double], _ second: [Double], level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.data(first)
        try Check.data(second)
        try Check.level(level)
        let value = Moments.mean(first) - Moments.mean(second)
        let count = first.count + second.count
        let smaller = min(first.count, second.count)
        guard smaller > 1 else {
            return Estimate(
                value: value, count: count, method: "unpaired difference",
                whyNoInterval: .tooFew(
                    things: "observations in each sample", needed: 2, found: smaller))
        }
        let (n, m) = (Double(first.count), Double(second.count))
        let (u, v) = (Moments.variance(first) / n, Moments.variance(second) / m)
        let freedom =
            u + v > 0 ? (u + v) * (u + v) / (u * u / (n - 1) + v * v / (m - 1)) : n + m - 2
        return try symmetric(
            value: value, standardError: (u + v).squareRoot(), degreesOfFreedom: freedom,
            count: count, level: level, method: "unpaired difference, Welch t")
    }
}
