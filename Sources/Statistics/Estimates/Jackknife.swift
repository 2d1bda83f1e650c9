/// The delete-one jackknife of a statistic over independent units.
///
/// Definition: with θ₍₋ᵢ₎ the statistic without unit i, the standard error is √((n−1)/n · Σ(θ₍₋ᵢ₎ −
/// θ̄)²), the bias (n−1)(θ̄ − θ̂), the interval θ̂ ± t(n−1)·SE. Assumes a smooth statistic: it
/// fails for the median. Units may be whole clusters. Range: that of the statistic; the interval
/// may reach beyond. Edge cases: fewer than two units, or a statistic undefined without some unit,
/// leave no interval. Efron and Stein 1981, doi:10.1214/aos/1176345462. Worked number: for a mean
/// it is exactly the mean's standard error.
public enum Jackknife {
    /// The statistic without each unit in turn; nil where it is then undefined.
    ///
    /// - Complexity: n evaluations of the statistic on n − 1 units.
    public static func leaveOneOut(
        units: Int, statistic: ([Int]) -> Double?
    ) -> [Double?] {
        guard units > 1 else { return [] }
        var kept = Array(1..<units)
        return (0..<units).map { unit in
            if unit > 0 { kept[unit - 1] = unit - 1 }
            return statistic(kept)
        }
    }

    /// The estimate, its standard error and t interval from a statistic of unit positions.
    public static func estimate(
        units: Int, level: Double = 0.95, statistic: ([Int]) -> Double?
    ) throws(Undefined) -> Estimate {
        guard units > 0 else { throw .noData }
        guard let value = statistic(Array(0..<units)) else {
            throw .noVariation("the statistic is undefined on all the data")
        }
        return try estimate(
            value: value, leaveOneOut: leaveOneOut(units: units, statistic: statistic),
            level: level)
    }

    /// The same from values that are already at hand.
    public static func estimate(
        value: Double, leaveOneOut: [Double?], level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.level(level)
        let units = leaveOneOut.count
        var estimate = Estimate(value: value, count: units, method: "jackknife")
        guard units > 1 else {
            estimate.whyNoInterval = .tooFew(things: "units", needed: 2, found: units)
            return estimate
        }
        let values = leaveOneOut.compactMap { $0 }
        guard values.count == units else {
            estimate.whyNoInterval = .noVariation("the statistic rests on a single unit")
            return estimate
        }
        let squares = Moments.squaredDeviations(values, from: Moments.mean(values))
        let error = (Double(units - 1) / Double(units) * squares).squareRoot()
        return try Estimate.symmetric(
            value: value, standardError: error, degreesOfFreedom: Double(units - 1), count: units,
            level: level, method: "jackknife, t")
    }

    /// The jackknife's estimate of bias, (n−1)(θ̄ − θ̂); nil when a value is missing.
    public static func bias(value: Double, leaveOneOut: [Double?]) -> Double? {
        let values = leaveOneOut.compactMap { $0 }
        guard values.count == leaveOneOut.count, !values.isEmpty else { return nil }
        return Double(values.count - 1) * (Moments.mean(values) - value)
    }
}
