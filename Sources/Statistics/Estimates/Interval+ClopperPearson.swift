extension Interval {
    /// The exact interval of Clopper and Pearson for a probability of success.
    ///
    /// Definition: the ends are the beta quantiles B(α/2; x, n−x+1) and B(1−α/2; x+1, n−x). Range:
    /// within 0...1. Its coverage is never below the level and often above it: use it where a
    /// guarantee is needed, Wilson otherwise. Assumes one 0/1 outcome per independent case. Edge
    /// cases: 0 and n successes give an end of exactly 0 or 1; no trials are undefined.
    /// Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404. Worked number: 0 of 20 gives
    /// 0...0.1684.
    ///
    /// - Complexity: O(√n) for each step of the beta quantile.
    public static func clopperPearson(
        successes: Int, trials: Int, level: Double = 0.95
    ) throws(Undefined) -> Interval {
        try Check.counts(successes: successes, trials: trials)
        try Check.level(level)
        let tail = (1 - level) / 2
        let (x, y) = (Double(successes), Double(trials - successes))
        let lower = successes == 0 ? 0 : BetaDistribution(x, y + 1).quantile(tail)
        let upper = successes == trials ? 1 : BetaDistribution(x + 1, y).upperQuantile(tail)
        return Interval(lower: lower, upper: upper, level: level, method: "Clopper–Pearson")
    }
}
