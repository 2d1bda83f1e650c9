/// Quantiles of a sample.
public enum SampleQuantile {
    /// The quantile of values already in increasing order, interpolated (type 7).
    ///
    /// Definition: with h = (n−1)p, the value at position h, linear between neighbours; what R and
    /// NumPy do by default. Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566. Range: within
    /// the values. Worked number: the 0.25 quantile of 1, 2, 3, 4 is 1.75.
    ///
    /// - Complexity: O(1).
    public static func ofSorted(_ sorted: [Double], _ probability: Double) -> Double? {
        guard !sorted.isEmpty, probability >= 0, probability <= 1 else { return nil }
        let position = Double(sorted.count - 1) * probability
        let below = min(Int(position), sorted.count - 1)
        let above = min(below + 1, sorted.count - 1)
        let fraction = position - Double(below)
        if fraction == 0 || sorted[below] == sorted[above] { return sorted[below] }
        return sorted[below] + fraction * (sorted[above] - sorted[below])
    }
}

extension Estimate {
    /// A quantile, such as the median, with an interval from order statistics.
    ///
    /// Definition: the type-7 quantile; the interval's ends are the order statistics x₍l₎ and x₍u₎
    /// with P(l ≤ B < u) ≥ level for B binomial(n, p), each tail at most half the error. Range:
    /// within the data. Assumes independent observations; needs no distribution. Its coverage is
    /// at least the level. Edge cases: too few observations for the level have no interval
    /// (the median needs 6 for 0.95). Hahn and Meeker 1991, doi:10.1002/9780470316771. Worked
    /// number: the median of 1...10 is 5.5 with interval 2...9.
    ///
    /// - Complexity: O(n log n).
    public static func quantile(
        _ probability: Double, of values: [Double], level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.data(values)
        try Check.level(level)
        guard probability >= 0, probability <= 1 else {
            throw .outOfRange(what: "the quantile's share", allowed: "within 0...1")
        }
        let sorted = values.sorted()
        let n = sorted.count
        guard let value = SampleQuantile.ofSorted(sorted, probability) else { throw .noData }
        var estimate = Estimate(value: value, count: n, method: "quantile, order statistics")
        let tail = (1 - level) / 2
        let binomial = Binomial(trials: n, probability: probability)
        // P(B < l) ≤ tail and P(B ≥ u) ≤ tail, with l as large and u as small as can be.
        let lower = binomial.quantile(tail * (1 + 1e-12))
        var upper = binomial.quantile(1 - tail) + 1
        while upper > 1, binomial.survival(upper - 2) <= tail { upper -= 1 }
        guard lower >= 1, upper <= n else {
            estimate.whyNoInterval = .outOfRange(
                what: "the number of observations, \(n),",
                allowed: "large enough for this quantile and level")
            return estimate
        }
        estimate.interval = Interval(
            lower: sorted[lower - 1], upper: sorted[upper - 1], level: level,
            method: "order statistics")
        return estimate
    }
}
