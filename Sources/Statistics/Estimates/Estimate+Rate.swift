/// The interval methods for a rate.
public enum RateMethod: String, Sendable, Hashable, CaseIterable {
    /// The score interval, the default.
    case wilson
    /// The exact interval, never below its level.
    case clopperPearson = "clopper-pearson"
}

extension Estimate {
    /// The share of successes among independent 0/1 outcomes, with its interval.
    ///
    /// Definition: p̂ = x/n with the interval of `method`. Range: within 0...1. Assumes one 0/1
    /// outcome for each independent case. Edge cases: no trials are undefined; more successes than
    /// trials are refused; 0 and n successes have intervals all the same. Wilson 1927,
    /// doi:10.1080/01621459.1927.10502953. The standard error is √(p̂(1−p̂)/n); the interval does
    /// not use it. For outcomes that come in clusters, or several samples of a case, use
    /// `mean(of:clusters:)` instead. Worked number: 8 of 10 gives 0.8 with Wilson 0.4902...0.9433.
    ///
    /// - Complexity: O(1) for Wilson.
    public static func rate(
        successes: Int, trials: Int, method: RateMethod = .wilson, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        let interval: Interval
        switch method {
        case .wilson:
            interval = try .wilson(successes: successes, trials: trials, level: level)
        case .clopperPearson:
            interval = try .clopperPearson(successes: successes, trials: trials, level: level)
        }
        let share = Double(successes) / Double(trials)
        return Estimate(
            value: share, standardError: (share * (1 - share) / Double(trials)).squareRoot(),
            interval: interval, count: trials, method: "rate, \(interval.method)")
    }
}
