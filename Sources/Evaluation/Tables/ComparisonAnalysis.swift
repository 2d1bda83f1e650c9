package import LanguageModel
package import Statistics

/// Two systems compared: the difference with its intervals, tests, effect sizes, and what a null
/// result could have found.
package struct ComparisonAnalysis: Sendable {
    /// What the user can choose.
    package struct Options: Sendable {
        package var level = 0.95
        package var seed: UInt64 = 0
        package var resamples = 9_999
        /// The margin within which the systems count as equal.
        package var equivalence: Double?

        package init() {}
    }

    package let data: ComparedColumns
    /// The means of the two systems.
    package let means: [StatisticFigure]
    /// The difference, second minus first, by several methods; the one to report first.
    package let differences: [StatisticFigure]
    package let effects: [StatisticFigure]
    package let tests: [(key: String, test: Result<HypothesisTest, Undefined>)]
    /// The smallest true difference that these data would have found with a power of 0.8.
    package let minimumDetectable: Result<Double, Undefined>
    /// The test of equivalence, where a margin was given.
    package let equivalence: Result<Equivalence, Undefined>?
    /// Whether all outcomes are 0 or 1.
    package let isBinary: Bool

    /// Compares two systems.
    package init(_ data: ComparedColumns, _ options: Options = Options()) {
        self.data = data
        isBinary = (data.first + data.second).allSatisfy { $0 == 0 || $0 == 1 }
        let level = options.level
        means = [("first", data.firstName, data.first), ("second", data.secondName, data.second)]
            .map { key, name, values in
                StatisticFigure(key, name) { () throws(Undefined) in
                    if data.isPaired, let clusters = data.clusters {
                        return try .mean(of: values, clusters: clusters, level: level)
                    }
                    return try .mean(of: values, level: level)
                }
            }
        let parts =
            data.isPaired
            ? Self.paired(data, isBinary, options) : Self.unpaired(data, isBinary, options)
        (differences, effects, tests) = (parts.differences, parts.effects, parts.tests)
        let difference = differences[0].outcome
        minimumDetectable = difference.flatMap { estimate in
            Self.attempt { () throws(Undefined) in
                try MinimumDetectableEffect.from(
                    standardError: estimate.standardError ?? 0,
                    degreesOfFreedom: estimate.degreesOfFreedom, alpha: 1 - level)
            }
        }
        equivalence = options.equivalence.map { margin in
            difference.flatMap { estimate in
                Self.attempt { () throws(Undefined) in
                    try Equivalence(estimate, margin: margin)
                }
            }
        }
    }

    private typealias Parts = (
        differences: [StatisticFigure], effects: [StatisticFigure],
        tests: [(key: String, test: Result<HypothesisTest, Undefined>)]
    )

    /// What a method says, as a value.
    package static func attempt<Value>(_ make: () throws(Undefined) -> Value)
        -> Result<Value, Undefined>
    {
        do throws(Undefined) { return .success(try make()) } catch { return .failure(error) }
    }

    private static func paired(_ data: ComparedColumns, _ isBinary: Bool, _ options: Options)
        -> Parts
    {
        let (a, b, clusters) = (data.first, data.second, data.clusters)
        let gaps = zip(b, a).map { $0 - $1 }
        let level = options.level
        let counts = PairCounts(a, b)
        var differences = [
            StatisticFigure("paired", clusters == nil ? "paired t" : "paired t, clustered") {
                () throws(Undefined) in
                try .pairedDifference(b, a, clusters: clusters, level: level)
            },
            StatisticFigure("bootstrap", "bootstrap, BCa") { () throws(Undefined) in
                try Bootstrap(meanOf: gaps, clusters: clusters, seed: options.seed)
                    .estimate(replicates: 2_000, interval: .bca, level: level)
            },
        ]
        var effects = [
            StatisticFigure("hedges_gz", "Hedges g of differences") { () throws(Undefined) in
                try .standardizedPairedDifference(gaps, hedges: true, level: level)
            }
        ]
        var tests: [(key: String, test: Result<HypothesisTest, Undefined>)] = [
            (
                "t",
                differences[0].outcome.flatMap { estimate in
                    attempt { () throws(Undefined) in try .t(estimate) }
                }
            ),
            (
                "sign_flip",
                attempt { () throws(Undefined) in
                    try .signFlip(
                        gaps, clusters: clusters, seed: options.seed, resamples: options.resamples)
                }
            ),
        ]
        if isBinary, clusters == nil {
            differences.append(
                StatisticFigure("newcombe", "Newcombe, paired") { () throws(Undefined) in
                    let interval = try Interval.newcombePaired(
                        both: counts.both, onlyFirst: counts.onlySecond,
                        onlySecond: counts.onlyFirst, neither: counts.neither, level: level)
                    return Estimate(
                        value: gaps.reduce(0, +) / Double(gaps.count), interval: interval,
                        count: gaps.count, method: interval.method)
                })
            effects.append(
                StatisticFigure("odds_ratio", "odds ratio of discordant cases, second : first") {
                    () throws(Undefined) in
                    try .pairedOddsRatio(
                        onlyFirst: counts.onlySecond, onlySecond: counts.onlyFirst, level: level)
                })
            for method in [McNemarMethod.midP, .exact] {
                tests.append(
                    (
                        method == .midP ? "mcnemar_mid_p" : "mcnemar_exact",
                        attempt { () throws(Undefined) in
                            try .mcNemar(
                                onlyFirst: counts.onlyFirst, onlySecond: counts.onlySecond,
                                method: method)
                        }
                    ))
            }
        } else if clusters == nil {
            tests.append(
                (
                    "wilcoxon",
                    attempt { () throws(Undefined) in try .wilcoxonSignedRank(gaps) }
                ))
        }
        return (differences, effects, tests)
    }

    private static func unpaired(_ data: ComparedColumns, _ isBinary: Bool, _ options: Options)
        -> Parts
    {
        let (a, b) = (data.first, data.second)
        let level = options.level
        var differences = [
            StatisticFigure("welch", "Welch t") { () throws(Undefined) in
                try .unpairedDifference(b, a, level: level)
            }
        ]
        var effects = [
            StatisticFigure("hedges_g", "Hedges g") { () throws(Undefined) in
                try .standardizedDifference(b, a, hedges: true, level: level)
            },
            StatisticFigure("cliffs_delta", "Cliff delta") { () throws(Undefined) in
                try .cliffsDelta(b, a, level: level)
            },
        ]
        let tests: [(key: String, test: Result<HypothesisTest, Undefined>)] = [
            (
                "welch_t",
                differences[0].outcome.flatMap { estimate in
                    attempt { () throws(Undefined) in try .t(estimate) }
                }
            ),
            (
                "rank_sum", attempt { () throws(Undefined) in try .wilcoxonRankSum(b, a) }
            ),
        ]
        if isBinary {
            let one = (successes: a.count { $0 == 1 }, trials: a.count)
            let two = (successes: b.count { $0 == 1 }, trials: b.count)
            differences.append(
                StatisticFigure("newcombe", "Newcombe") { () throws(Undefined) in
                    let interval = try Interval.newcombe(first: two, second: one, level: level)
                    let share = Double(two.successes) / Double(max(two.trials, 1))
                    let other = Double(one.successes) / Double(max(one.trials, 1))
                    return Estimate(
                        value: share - other, interval: interval, count: one.trials + two.trials,
                        method: interval.method)
                })
            effects += [
                StatisticFigure("odds_ratio", "odds ratio, second : first") {
                    () throws(Undefined) in
                    try .oddsRatio(first: two, second: one, level: level)
                },
                StatisticFigure("rate_ratio", "rate ratio, second : first") {
                    () throws(Undefined) in
                    try .rateRatio(first: two, second: one, level: level)
                },
            ]
        }
        return (differences, effects, tests)
    }
}

/// The counts of a pair of 0/1 columns.
struct PairCounts {
    var both = 0
    var onlyFirst = 0
    var onlySecond = 0
    var neither = 0

    init(_ first: [Double], _ second: [Double]) {
        for (a, b) in zip(first, second) {
            switch (a == 1, b == 1) {
            case (true, true): both += 1
            case (true, false): onlyFirst += 1
            case (false, true): onlySecond += 1
            case (false, false): neither += 1
            }
        }
    }
}

extension ComparisonAnalysis {
    /// The analysis as `--json` prints it.
    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "read_as": .array(data.reading.map { .string($0) }),
            "first": .string(data.firstName), "second": .string(data.secondName),
            "paired": .bool(data.isPaired), "left_out": .integer(data.leftOut),
            "means": .array(means.map { $0.json() }),
            "differences": .array(differences.map { $0.json() }),
            "effects": .array(effects.map { $0.json() }),
        ]
        if let clusters = data.clusters { object["clusters"] = .integer(clusters.count) }
        if data.isPaired {
            object["cases"] = .integer(data.first.count)
        } else {
            object["first_count"] = .integer(data.first.count)
            object["second_count"] = .integer(data.second.count)
        }
        if isBinary, data.isPaired {
            let counts = PairCounts(data.first, data.second)
            object["table"] = [
                "both": .integer(counts.both), "only_first": .integer(counts.onlyFirst),
                "only_second": .integer(counts.onlySecond), "neither": .integer(counts.neither),
            ]
        }
        object["tests"] = .object(
            Dictionary(
                tests.map { item in
                    switch item.test {
                    case .success(let test): return (item.key, test.json)
                    case .failure(let reason):
                        return (item.key, ["undefined_because": .string(reason.cause)])
                    }
                }, uniquingKeysWith: { first, _ in first }))
        object["minimum_detectable_effect"] = (try? minimumDetectable.get()).map { .number($0) }
        switch equivalence {
        case .success(let test):
            object["equivalence"] = [
                "p_value": .number(test.pValue), "above_lower": test.aboveLower.json,
                "below_upper": test.belowUpper.json,
            ]
        case .failure(let reason):
            object["equivalence"] = ["undefined_because": .string(reason.cause)]
        case nil: break
        }
        return .object(object)
    }
}
