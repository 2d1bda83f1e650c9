package import LanguageModel
import Statistics

/// Everything that is said about the agreement of raters on one question.
package struct AgreementAnalysis: Sendable {
    /// How intervals are found.
    package enum Method: String, Sendable, CaseIterable {
        /// Units, or clusters of units, resampled.
        case bootstrap
        /// Units, or clusters, left out in turn.
        case jackknife
        /// No intervals.
        case none
    }

    /// What the user can choose.
    package struct Options: Sendable {
        package var method = Method.bootstrap
        package var resamples = 1_000
        package var seed: UInt64 = 0
        package var level = 0.95

        package init() {}
    }

    package let sheet: RatingSheet
    /// The coefficients, in the order in which they are shown.
    package let figures: [StatisticFigure]
    /// Each category against the rest; empty for more than `mostShown` categories.
    package let categories: [(category: String, share: Double, figures: [StatisticFigure])]
    /// Each pair of raters; empty for fewer than three and more than `mostShown` raters.
    package let pairs: [(first: Int, second: Int, figures: [StatisticFigure])]
    /// Each rater with themselves, where units were rated repeatedly.
    package let intraRater: [(rater: String, figure: StatisticFigure)]

    /// The most categories or raters for which each is listed.
    package static let mostShown = 30

    /// Computes the agreement of a sheet.
    package init(_ sheet: RatingSheet, _ options: Options = Options()) {
        self.sheet = sheet
        figures = Self.coefficients(sheet).map { key, coefficient in
            StatisticFigure(key, coefficient.name) { () throws(Undefined) in
                try Self.estimate(coefficient, sheet, options)
            }
        }
        categories = Self.byCategory(sheet)
        pairs = Self.byPair(sheet)
        intraRater = Self.intraRater(sheet)
    }

    private static func coefficients(_ sheet: RatingSheet) -> [(String, AgreementCoefficient)] {
        var list: [(String, AgreementCoefficient)] = [("percent", .percent())]
        let metrics: [AlphaMetric] = sheet.isNumeric ? AlphaMetric.allCases : [.nominal]
        list += metrics.map { ("alpha.\($0.rawValue)", .krippendorff($0)) }
        let weights: [AgreementWeights] = sheet.isNumeric ? [.linear, .quadratic, .ordinal] : []
        if sheet.raters.count == 2 {
            list += [("cohen.unweighted", .cohen()), ("scott", .scott)]
            if sheet.isNumeric {
                list += [
                    ("cohen.linear", .cohen(.linear)), ("cohen.quadratic", .cohen(.quadratic)),
                ]
            }
        }
        list += [("fleiss", .fleiss()), ("conger", .conger()), ("gwet_ac1", .gwet())]
        list += weights.map { ("gwet_ac2.\($0.rawValue)", .gwet($0)) }
        list.append(("brennan_prediger", .brennanPrediger()))
        return list
    }

    private static func estimate(
        _ coefficient: AgreementCoefficient, _ sheet: RatingSheet, _ options: Options
    ) throws(Undefined) -> Estimate {
        let interval: AgreementInterval
        switch options.method {
        case .none:
            return Estimate(
                value: try sheet.table.agreement(coefficient), count: sheet.pairableUnits,
                method: coefficient.name)
        case .bootstrap:
            interval = .unitBootstrap(resamples: options.resamples, seed: options.seed)
        case .jackknife: interval = .jackknife
        }
        return try sheet.table.agreement(
            coefficient, interval: interval, clusters: sheet.clusters, level: options.level)
    }

    private static func value(
        _ key: String, _ name: String, _ outcome: Result<Double, Undefined>, count: Int
    ) -> StatisticFigure {
        StatisticFigure(key, name) { () throws(Undefined) in
            Estimate(value: try outcome.get(), count: count, method: name)
        }
    }

    private static func byCategory(_ sheet: RatingSheet)
        -> [(category: String, share: Double, figures: [StatisticFigure])]
    {
        guard sheet.categories.count <= mostShown, sheet.categories.count > 1 else { return [] }
        let kinds: [(String, AgreementCoefficient)] = [
            ("alpha", .krippendorff()), ("fleiss", .fleiss()), ("gwet_ac1", .gwet()),
        ]
        let columns = kinds.map { sheet.table.agreementByCategory($0.1) }
        var counts = [Int](repeating: 0, count: sheet.categories.count)
        for code in sheet.all.category { counts[code] += 1 }
        return sheet.categories.indices.map { category in
            let figures = zip(kinds, columns).map { kind, column in
                value(kind.0, kind.1.name, column[category], count: counts[category])
            }
            let share = Double(counts[category]) / Double(max(1, sheet.all.category.count))
            return (sheet.categories[category], share, figures)
        }
    }

    private static func byPair(_ sheet: RatingSheet)
        -> [(first: Int, second: Int, figures: [StatisticFigure])]
    {
        guard (3...mostShown).contains(sheet.raters.count) else { return [] }
        let kinds: [(String, AgreementCoefficient)] = [
            ("percent", .percent()), ("alpha", .krippendorff()), ("cohen", .cohen()),
        ]
        let columns = kinds.map { sheet.table.agreementByPair($0.1) }
        return columns[0].indices.map { pair in
            let figures = zip(kinds, columns).map { kind, column in
                value(kind.0, kind.1.name, column[pair].value, count: 2)
            }
            return (columns[0][pair].first, columns[0][pair].second, figures)
        }
    }

    private static func intraRater(_ sheet: RatingSheet)
        -> [(rater: String, figure: StatisticFigure)]
    {
        guard sheet.hasRepeats else { return [] }
        let (unit, rater, category) = sheet.all
        return sheet.raters.indices.map { wanted in
            let figure = StatisticFigure("alpha", "Krippendorff alpha, nominal") {
                () throws(Undefined) in
                let table = try IntraRater.table(
                    of: wanted, unit: unit, rater: rater, category: category,
                    categories: sheet.categories.count)
                return Estimate(
                    value: try table.agreement(.krippendorff()), count: table.units,
                    method: "test and retest")
            }
            return (sheet.raters[wanted], figure)
        }
    }
}

extension AgreementAnalysis {
    /// The analysis as `--json` prints it; coefficients with six decimals.
    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "read_as": .array(sheet.reading.map { .string($0) }),
            "units": .integer(sheet.units.count),
            "pairable_units": .integer(sheet.pairableUnits),
            "raters": .array(sheet.raters.prefix(1_000).map { .string($0) }),
            "number_of_raters": .integer(sheet.raters.count),
            "ratings": .integer(sheet.table.count), "pairable": .integer(sheet.pairable),
            "categories": .array(sheet.categories.prefix(1_000).map { .string($0) }),
            "number_of_categories": .integer(sheet.categories.count),
            "coefficients": .array(figures.map { $0.json(decimals: 6) }),
        ]
        for figure in figures { object.place(figure) }
        if !categories.isEmpty {
            object["by_category"] = .array(
                categories.map { item in
                    var row: [String: JSONValue] = [
                        "category": .string(item.category), "share": .number(item.share),
                    ]
                    for figure in item.figures { row.place(figure) }
                    return .object(row)
                })
        }
        if !pairs.isEmpty {
            object["by_pair"] = .array(
                pairs.map { pair in
                    var row: [String: JSONValue] = [
                        "first": .string(sheet.raters[pair.first]),
                        "second": .string(sheet.raters[pair.second]),
                    ]
                    for figure in pair.figures { row.place(figure) }
                    return .object(row)
                })
        }
        if !intraRater.isEmpty {
            object["intra_rater"] = .array(
                intraRater.map { item in
                    var row: [String: JSONValue] = ["rater": .string(item.rater)]
                    row.place(item.figure)
                    return .object(row)
                })
        }
        return .object(object)
    }
}

extension [String: JSONValue] {
    /// Puts a figure's number, with six decimals, under its key; `a.b` is a member of `a`. What is
    /// undefined is null.
    fileprivate mutating func place(_ figure: StatisticFigure) {
        let number: JSONValue =
            figure.estimate.map { .number(($0.value * 1e6).rounded() / 1e6) } ?? .null
        let parts = figure.key.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return self[figure.key] = number }
        var inner = self[parts[0]]?.object ?? [:]
        inner[parts[1]] = number
        self[parts[0]] = .object(inner)
    }
}
