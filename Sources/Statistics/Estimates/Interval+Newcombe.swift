extension Interval {
    /// Newcombe's hybrid score interval for the difference of two rates from separate samples.
    ///
    /// Definition: with Wilson intervals l₁...u₁ and l₂...u₂ of the rates,
    /// d − √((p₁−l₁)² + (u₂−p₂)²) ... d + √((u₁−p₁)² + (p₂−l₂)²). Range: within −1...1. Assumes
    /// independent 0/1 outcomes. Edge cases: an empty sample is undefined; rates of 0 and 1 have
    /// proper intervals. Newcombe 1998, method 10,
    /// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I. Worked number: 56 of
    /// 70 less 48 of 80 gives 0.2 with 0.0524...0.3339.
    ///
    /// - Complexity: O(1).
    public static func newcombe(
        first: (successes: Int, trials: Int), second: (successes: Int, trials: Int),
        level: Double = 0.95
    ) throws(Undefined) -> Interval {
        let one = try wilson(successes: first.successes, trials: first.trials, level: level)
        let two = try wilson(successes: second.successes, trials: second.trials, level: level)
        let p = Double(first.successes) / Double(first.trials)
        let q = Double(second.successes) / Double(second.trials)
        let below = ((p - one.lower) * (p - one.lower) + (two.upper - q) * (two.upper - q))
        let above = ((one.upper - p) * (one.upper - p) + (q - two.lower) * (q - two.lower))
        return Interval(
            lower: p - q - below.squareRoot(), upper: p - q + above.squareRoot(), level: level,
            method: "Newcombe")
    }

    /// Newcombe's interval for the difference of two rates on the same cases.
    ///
    /// Definition: the score interval of the unpaired form with the correlation φ of the paired
    /// 2×2 table in its cross terms, φ's numerator reduced by n/2 towards 0. `both` pass with both
    /// systems, `onlyFirst` with the first alone, `onlySecond` with the second alone, `neither`
    /// with none. Range: within −1...1. Assumes independent cases. Edge cases: an empty margin
    /// makes φ 0; no cases are undefined. Newcombe 1998, method 10,
    /// doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C. Worked number: 36,
    /// 12, 2 and 0 give 0.2 with 0.0569...0.3404.
    ///
    /// - Complexity: O(1).
    public static func newcombePaired(
        both: Int, onlyFirst: Int, onlySecond: Int, neither: Int, level: Double = 0.95
    ) throws(Undefined) -> Interval {
        guard min(both, onlyFirst, onlySecond, neither) >= 0 else {
            throw .outOfRange(what: "a count of cases", allowed: "at least 0")
        }
        let n = both + onlyFirst + onlySecond + neither
        let one = try wilson(successes: both + onlyFirst, trials: n, level: level)
        let two = try wilson(successes: both + onlySecond, trials: n, level: level)
        let (a, b) = (Double(both), Double(onlyFirst))
        let (c, d) = (Double(onlySecond), Double(neither))
        let margins = (a + b) * (c + d) * (a + c) * (b + d)
        var phi = 0.0
        if margins > 0 {
            var numerator = a * d - b * c
            if numerator > 0 { numerator = max(0, numerator - Double(n) / 2) }
            phi = numerator / margins.squareRoot()
        }
        let p = (a + b) / Double(n)
        let q = (a + c) / Double(n)
        let (below1, above1) = (p - one.lower, one.upper - p)
        let (below2, above2) = (q - two.lower, two.upper - q)
        let below = below1 * below1 - 2 * phi * below1 * above2 + above2 * above2
        let above = above1 * above1 - 2 * phi * above1 * below2 + below2 * below2
        let difference = (b - c) / Double(n)
        return Interval(
            lower: difference - max(0, below).squareRoot(),
            upper: difference + max(0, above).squareRoot(), level: level,
            method: "Newcombe, paired")
    }
}
