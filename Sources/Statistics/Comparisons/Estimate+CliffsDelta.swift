extension Estimate {
    /// Cliff's delta, P(first > second) − P(first < second), of two separate samples.
    ///
    /// Definition: the mean over all pairs of the sign of x − y; (δ+1)/2 is the area under the ROC
    /// curve. The interval is Cliff's consistent asymmetric one,
    /// (δ − δ³ ± z s √((1−δ²)² + z² s²))/(1 − δ² + z² s²) with s² the unbiased variance of δ.
    /// Range: −1...1. Assumes independent observations, only their order. Edge cases: fewer than
    /// two observations in a sample are undefined; complete separation has no spread to judge by,
    /// so its interval is undefined. Cliff 1993, doi:10.1037/0033-2909.114.3.494; Feng and Cliff
    /// 2004, doi:10.22237/jmasm/1099267560. Worked number: 1, 2, 3 against 2, 3, 4 gives −0.5556.
    ///
    /// - Complexity: O((n + m) log(n + m)).
    public static func cliffsDelta(
        _ first: [Double], _ second: [Double], level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.data(first)
        try Check.data(second)
        try Check.level(level)
        try Check.atLeast(
            2, "observations in each sample", found: min(first.count, second.count))
        let rows = dominances(of: first, over: second)
        let columns = dominances(of: second, over: first).map { -$0 }
        let (n, m) = (Double(first.count), Double(second.count))
        let delta = Moments.mean(rows)
        var estimate = Estimate(
            value: delta, count: first.count + second.count, method: "Cliff delta")
        guard abs(delta) < 1 else {
            estimate.whyNoInterval = .noVariation("the samples do not overlap")
            return estimate
        }
        let rowSquares = Moments.squaredDeviations(rows, from: delta)
        let columnSquares = Moments.squaredDeviations(columns, from: delta)
        // Σ over pairs of (sign − δ)² is #unequal pairs − nm δ².
        let unequal = unequalPairs(first, second)
        let pairSquares = unequal - n * m * delta * delta
        let unbiased =
            (m * m * rowSquares + n * n * columnSquares - pairSquares)
            / (n * m * (n - 1) * (m - 1))
        let variance = max(unbiased, (1 - delta * delta) / (n * m - 1))
        let z = Normal.upperQuantile((1 - level) / 2)
        let square = delta * delta
        let half =
            z * variance.squareRoot()
            * ((1 - square) * (1 - square) + z * z * variance).squareRoot()
        let bottom = 1 - square + z * z * variance
        estimate.standardError = variance.squareRoot()
        estimate.interval = Interval(
            lower: (delta - delta * square - half) / bottom,
            upper: (delta - delta * square + half) / bottom, level: level,
            method: "Cliff, asymmetric"
        ).clamped(to: -1...1)
        return estimate
    }

    /// The mean sign of each first value minus the second values.
    private static func dominances(of first: [Double], over second: [Double]) -> [Double] {
        let sorted = second.sorted()
        return first.map { value in
            let below = sorted.count(below: value)
            let above = sorted.count - sorted.count(atMost: value)
            return Double(below - above) / Double(sorted.count)
        }
    }

    private static func unequalPairs(_ first: [Double], _ second: [Double]) -> Double {
        let sorted = second.sorted()
        var equal = 0
        for value in first { equal += sorted.count(atMost: value) - sorted.count(below: value) }
        return Double(first.count) * Double(second.count) - Double(equal)
    }
}

extension [Double] {
    /// How many of these sorted values lie below one.
    fileprivate func count(below value: Double) -> Int { partition { $0 < value } }
    /// How many of these sorted values are at most one.
    fileprivate func count(atMost value: Double) -> Int { partition { $0 <= value } }

    private func partition(_ isLeft: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isLeft(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
