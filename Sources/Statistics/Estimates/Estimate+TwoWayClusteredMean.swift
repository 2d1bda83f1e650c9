extension Estimate {
    /// The mean of observations clustered in two ways at once, such as by case and by rater.
    ///
    /// Definition: variance V = V_a + V_b − V_ab, each the inflated one-way form and V_ab that of
    /// the intersections; t with min(A, B) − 1 degrees of freedom. Assumes that observations that
    /// share neither cluster are independent. Range: within the observations; the interval may
    /// reach beyond. Edge cases: a single cluster either way has no interval; a variance of at most
    /// 0, possible with few clusters, has none either, and the wider one-way form should be used.
    /// Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136. Worked number:
    /// 1,1,0,0,0,1,1,1,1,0,0 clustered 0,0,0,1,1,1,2,2,2,3,3 and 0,1,2,0,1,2,0,1,2,0,1 gives
    /// 0.545455 ± 0.131107.
    ///
    /// - Complexity: O(n).
    public static func mean(
        of values: [Double], clusters first: Grouping, and second: Grouping, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.data(values)
        try Check.level(level)
        try Check.lengths(values.count, first.codes.count)
        try Check.lengths(values.count, second.codes.count)
        let mean = Moments.mean(values)
        let fewer = min(first.count, second.count)
        var estimate = Estimate(
            value: mean, count: values.count, clusters: fewer, method: "mean, two-way clustered t")
        guard fewer > 1 else {
            estimate.whyNoInterval = .tooFew(things: "clusters", needed: 2, found: fewer)
            return estimate
        }
        let deviations = values.map { $0 - mean }
        let cells = Grouping(zip(first.codes, second.codes).map { $0 * second.count + $1 })
        var variance = 0.0
        for (groups, sign) in [(first, 1.0), (second, 1.0), (cells, -1.0)] {
            let squares = groups.sums(of: deviations).map { $0 * $0 }.compensatedSum
            let count = Double(groups.count)
            variance += sign * count / (count - 1) * squares
        }
        let n = Double(values.count)
        guard variance > 0 else {
            estimate.whyNoInterval = .outOfRange(
                what: "the two-way variance of so few clusters", allowed: "above 0")
            return estimate
        }
        return try symmetric(
            value: mean, standardError: variance.squareRoot() / n,
            degreesOfFreedom: Double(fewer - 1), count: values.count, clusters: fewer,
            level: level, method: estimate.method)
    }
}
