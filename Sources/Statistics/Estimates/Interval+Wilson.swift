extension Interval {
    /// Wilson's score interval for a probability of success.
    ///
    /// Definition: all p whose score test keeps the observed share,
    /// (p̂ + z²/2n ± z √(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n). Range: within 0...1, never of width 0.
    /// Assumes one 0/1 outcome per independent case. Edge cases: 0 and n successes give an end of
    /// exactly 0 or 1; no trials are undefined. Wilson 1927, doi:10.1080/01621459.1927.10502953.
    /// Worked number: 81 of 263 gives 0.2553...0.3662.
    ///
    /// - Complexity: O(1).
    public static func wilson(
        successes: Int, trials: Int, level: Double = 0.95
    ) throws(Undefined) -> Interval {
        try Check.counts(successes: successes, trials: trials)
        try Check.level(level)
        let z = Normal.upperQuantile((1 - level) / 2)
        let n = Double(trials)
        let share = Double(successes) / n
        let square = z * z / n
        let middle = share + square / 2
        let half = z * (share * (1 - share) / n + square / (4 * n)).squareRoot()
        return Interval(
            lower: successes == 0 ? 0 : max(0, (middle - half) / (1 + square)),
            upper: successes == trials ? 1 : min(1, (middle + half) / (1 + square)),
            level: level, method: "Wilson")
    }
}
