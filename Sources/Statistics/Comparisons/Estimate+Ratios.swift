import RealModule

extension Estimate {
    /// The ratio of two rates from separate samples, first over second.
    ///
    /// Definition: p₁/p₂ with the log interval of Katz,
    /// exp(ln RR ± z √(1/x₁ − 1/n₁ + 1/x₂ − 1/n₂)). Range: above 0. Assumes independent outcomes.
    /// Edge cases: a rate of 0 on either side is undefined; take the difference instead. Katz and
    /// others 1978, doi:10.2307/2530610. Worked number: 56 of 70 over 48 of 80 gives 1.3333 with
    /// 1.0766...1.6512.
    ///
    /// - Complexity: O(1).
    public static func rateRatio(
        first: (successes: Int, trials: Int), second: (successes: Int, trials: Int),
        level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.counts(successes: first.successes, trials: first.trials)
        try Check.counts(successes: second.successes, trials: second.trials)
        try Check.level(level)
        guard first.successes > 0, second.successes > 0 else {
            throw .noVariation("a rate is 0, so its ratio is 0 or infinite")
        }
        let (x, n) = (Double(first.successes), Double(first.trials))
        let (y, m) = (Double(second.successes), Double(second.trials))
        let error = (1 / x - 1 / n + 1 / y - 1 / m).squareRoot()
        return logScale(
            ratio: (x / n) / (y / m), error: error, count: first.trials + second.trials,
            level: level, method: "rate ratio, Katz")
    }

    /// The odds ratio of two rates from separate samples, first over second.
    ///
    /// Definition: x₁(n₂−x₂)/(x₂(n₁−x₁)) with Woolf's log interval; with a zero cell, ½ is added
    /// to all four (Haldane and Anscombe) and `method` says so. Range: above 0. Assumes independent
    /// outcomes. Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x. Worked number: 56 of 70
    /// against 48 of 80 gives 2.6667 with 1.2762...5.5720.
    ///
    /// - Complexity: O(1).
    public static func oddsRatio(
        first: (successes: Int, trials: Int), second: (successes: Int, trials: Int),
        level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.counts(successes: first.successes, trials: first.trials)
        try Check.counts(successes: second.successes, trials: second.trials)
        try Check.level(level)
        var cells = [
            first.successes, first.trials - first.successes, second.successes,
            second.trials - second.successes,
        ].map(Double.init)
        let corrected = cells.contains(0)
        if corrected { cells = cells.map { $0 + 0.5 } }
        let error = cells.map { 1 / $0 }.compensatedSum.squareRoot()
        return logScale(
            ratio: cells[0] * cells[3] / (cells[1] * cells[2]), error: error,
            count: first.trials + second.trials, level: level,
            method: corrected ? "odds ratio, Woolf with ½ added" : "odds ratio, Woolf")
    }

    /// The conditional odds ratio of two systems on the same cases, b/c, with an exact interval.
    ///
    /// Definition: the ratio of cases that only the first passes to those that only the second
    /// passes; the interval transforms Clopper–Pearson for b of b + c by p/(1−p). Range: 0 to
    /// infinity, both included. Assumes independent cases. Edge cases: no discordant cases are
    /// undefined. Breslow and Day 1980, IARC Scientific Publication 32, section 5. Worked number:
    /// 10 against 3 gives 3.3333 with 0.8583...18.8487.
    ///
    /// - Complexity: O(√(b+c)).
    public static func pairedOddsRatio(
        onlyFirst: Int, onlySecond: Int, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        guard onlyFirst >= 0, onlySecond >= 0 else {
            throw .outOfRange(what: "a count of discordant cases", allowed: "at least 0")
        }
        guard onlyFirst + onlySecond > 0 else {
            throw .noVariation("no case is passed by one system alone")
        }
        let share = try Interval.clopperPearson(
            successes: onlyFirst, trials: onlyFirst + onlySecond, level: level)
        let odds = { (p: Double) in p < 1 ? p / (1 - p) : Double.infinity }
        return Estimate(
            value: onlySecond == 0 ? .infinity : Double(onlyFirst) / Double(onlySecond),
            interval: Interval(
                lower: odds(share.lower), upper: odds(share.upper), level: level,
                method: "exact conditional"),
            count: onlyFirst + onlySecond, method: "paired odds ratio")
    }

    /// Cohen's h of two rates, 2 asin √p₁ − 2 asin √p₂, from separate samples.
    ///
    /// Definition: the difference on the arcsine scale, where the variance is 1/n₁ + 1/n₂. Range:
    /// −π...π. Assumes independent outcomes. Cohen 1988, chapter 6. Worked number: 0.8 of 70
    /// against 0.6 of 80 gives 0.442143.
    ///
    /// - Complexity: O(1).
    public static func cohensH(
        first: (successes: Int, trials: Int), second: (successes: Int, trials: Int),
        level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.counts(successes: first.successes, trials: first.trials)
        try Check.counts(successes: second.successes, trials: second.trials)
        let (n, m) = (Double(first.trials), Double(second.trials))
        let arc = { (share: Double) in 2 * Double.asin(share.squareRoot()) }
        return try symmetric(
            value: arc(Double(first.successes) / n) - arc(Double(second.successes) / m),
            standardError: (1 / n + 1 / m).squareRoot(), degreesOfFreedom: nil,
            count: first.trials + second.trials, level: level, method: "Cohen h")
    }

    private static func logScale(
        ratio: Double, error: Double, count: Int, level: Double, method: String
    ) -> Estimate {
        var estimate = Estimate(value: ratio, count: count, method: method)
        guard error > 0 else {
            estimate.whyNoInterval = .noVariation("the standard error is 0")
            return estimate
        }
        let reach = Double.exp(Normal.upperQuantile((1 - level) / 2) * error)
        estimate.interval = Interval(
            lower: ratio / reach, upper: ratio * reach, level: level, method: method)
        return estimate
    }
}
