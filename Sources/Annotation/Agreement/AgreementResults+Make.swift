import Statistics
import Workspace

extension AgreementResults {
    /// Computes agreement from a project's judgments.
    ///
    /// Undefined figures say why; nothing is filled in. Repeats and adjudications take no part in
    /// agreement between raters.
    ///
    /// - Parameters:
    ///   - queue: the project's state.
    ///   - resamples: how often items or their clusters are resampled for intervals.
    ///   - seed: decides the resampling.
    package init(_ queue: LabelQueue, resamples: Int = 2_000, seed: UInt64 = 0) {
        let maker = ColumnMaker(queue: queue, resamples: resamples, seed: seed)
        var columns: [Column] = []
        var omitted: [String: String] = [:]
        for question in queue.project.questions {
            let found = RatingColumn.columns(of: question, in: queue)
            if found.isEmpty { omitted[question.id] = "free text has no categories to agree on" }
            for column in found {
                // Marks on long texts can be many; beyond this the wait is no longer an answer.
                if column.rows.count > 5_000_000 {
                    omitted[column.name] =
                        "it has \(column.rows.count) marked places; at most 5,000,000 are compared"
                    continue
                }
                columns.append(maker.column(column))
            }
        }
        let current = queue.current
        self.init(
            project: queue.project, progress: LabelProgress(queue), columns: columns,
            splits: Disagreement.all(in: queue).compactMap { disagreement in
                guard let item = queue.item(disagreement.item),
                    let question = queue.project.question(disagreement.question)
                else { return nil }
                return Split(disagreement: disagreement, item: item, question: question)
            }, omitted: omitted, judgments: current.map(\.id).sorted(),
            guidelines: current.reduce(into: []) { versions, judgment in
                if !versions.contains(judgment.guideline) { versions.append(judgment.guideline) }
            })
    }
}

/// Makes one column of the results.
private struct ColumnMaker {
    let queue: LabelQueue
    let resamples: Int
    let seed: UInt64

    func column(_ column: RatingColumn) -> AgreementResults.Column {
        let rows = column.rows.filter { !$0.isRepeat }
        let made = Self.attempt { () throws(Undefined) in try column.table() }
        let raters = Set(rows.map(\.rater)).sorted()
        let figures = coefficients(column, raters: raters.count).map { coefficient in
            figure(coefficient, made)
        }
        let consensus = aggregations(column, made)
        return AgreementResults.Column(
            name: column.name, question: column.question, isMain: column.isMain,
            ratings: rows.count, raters: raters.count, paired: Self.paired(rows), figures: figures,
            categories: categories(column, rows, made), pairs: pairs(column, rows, raters),
            selves: selves(column), stretches: stretches(column, rows),
            versions: versions(column, rows),
            byRater: raters.enumerated().map { index, name in
                rater(name, column, rows, consensus.accuracy[name])
            }, aggregations: consensus.list, itemsNeeded: needed(figures, rows))
    }

    /// Percent, alpha with the scale's metric, AC1 (and AC2 on ordered scales), and the kappas.
    private func coefficients(_ column: RatingColumn, raters: Int) -> [AgreementCoefficient] {
        var list: [AgreementCoefficient] = [.percent(), .krippendorff(column.metric), .gwet()]
        let isOrdered = column.values != nil && column.metric != .nominal
        if isOrdered { list.append(.gwet(.quadratic)) }
        if raters == 2 {
            list.append(.cohen())
            if isOrdered { list.append(.cohen(.quadratic)) }
        } else {
            list.append(.conger())
        }
        list.append(.fleiss())
        return list
    }

    private typealias Made = (table: RatingTable, units: [Int], raters: [String])

    private static func attempt<Value>(
        _ body: () throws(Undefined) -> Value
    ) -> Result<Value, Undefined> {
        do throws(Undefined) { return .success(try body()) } catch { return .failure(error) }
    }

    private func figure(
        _ coefficient: AgreementCoefficient, _ made: Result<Made, Undefined>
    ) -> AgreementFigure {
        let value = Self.attempt { () throws(Undefined) in
            try made.get().table.agreement(coefficient)
        }
        guard case .success(let made) = made, case .success = value else {
            return AgreementFigure(coefficient.name, value: value)
        }
        let clusters = Grouping(made.units.map { cluster(of: $0) })
        let estimate = Self.attempt { () throws(Undefined) in
            try made.table.agreement(
                coefficient, interval: .unitBootstrap(resamples: resamples, seed: seed),
                clusters: clusters)
        }
        guard case .failure(let error) = estimate else {
            return AgreementFigure(coefficient.name, estimate)
        }
        // The value stands, the interval says why there is none.
        var figure = AgreementFigure(coefficient.name, value: value)
        figure.reason = "no interval: \(error.description)"
        return figure
    }

    private func cluster(of place: Int) -> String {
        let item = queue.items[place]
        return item.cluster ?? item.id.description
    }

    private func figure(
        _ coefficient: AgreementCoefficient, of rows: [RatingColumn.Row], _ column: RatingColumn
    ) -> AgreementFigure {
        AgreementFigure(
            coefficient.name,
            value: Self.attempt { () throws(Undefined) in
                try RatingColumn.table(
                    rows, categories: column.categories, values: column.values
                ).table.agreement(coefficient)
            })
    }

    private static func paired(_ rows: [RatingColumn.Row]) -> Int {
        var counts: [SIMD2<Int>: Int] = [:]
        for row in rows { counts[SIMD2(row.item, row.part), default: 0] += 1 }
        return counts.values.count { $0 > 1 }
    }

    private func categories(
        _ column: RatingColumn, _ rows: [RatingColumn.Row], _ made: Result<Made, Undefined>
    ) -> [AgreementResults.Category] {
        guard column.categories.count <= 50, case .success(let made) = made else { return [] }
        var counts = [Int](repeating: 0, count: column.categories.count)
        for row in rows { counts[row.category] += 1 }
        let kappas = made.table.agreementByCategory(.fleiss())
        return column.categories.indices.map { index in
            AgreementResults.Category(
                name: column.categories[index], count: counts[index],
                kappa: AgreementFigure("Fleiss kappa", value: kappas[index]))
        }
    }

    private func pairs(
        _ column: RatingColumn, _ rows: [RatingColumn.Row], _ raters: [String]
    ) -> [AgreementResults.Pair] {
        guard column.isMain, raters.count <= 60 else { return [] }
        let byRater = Dictionary(grouping: rows, by: \.rater)
        var pairs: [AgreementResults.Pair] = []
        for (index, first) in raters.enumerated() {
            for second in raters[(index + 1)...] {
                let both = (byRater[first] ?? []) + (byRater[second] ?? [])
                let shared = Self.paired(both)
                guard shared > 0 else { continue }
                pairs.append(
                    AgreementResults.Pair(
                        first: first, second: second, units: shared,
                        percent: figure(.percent(), of: both, column),
                        alpha: figure(.krippendorff(column.metric), of: both, column)))
            }
        }
        return pairs
    }

    private func selves(_ column: RatingColumn) -> [AgreementResults.Repeat] {
        guard column.isMain else { return [] }
        let again = Set(column.rows.filter(\.isRepeat).map(\.rater)).sorted()
        return again.map { name in
            let own = column.rows.filter { $0.rater == name }
            let repeated = Set(own.filter(\.isRepeat).map { SIMD2($0.item, $0.part) })
            let rows = own.filter { repeated.contains(SIMD2($0.item, $0.part)) }
            let units = Grouping(rows.map { SIMD2($0.item, $0.part) })
            func figure(_ coefficient: AgreementCoefficient) -> AgreementFigure {
                AgreementFigure(
                    coefficient.name,
                    value: Self.attempt { () throws(Undefined) in
                        try IntraRater.table(
                            of: 0, unit: units.codes,
                            rater: [Int](repeating: 0, count: rows.count),
                            category: rows.map(\.category), categories: column.categories.count,
                            values: column.values
                        ).agreement(coefficient)
                    })
            }
            return AgreementResults.Repeat(
                rater: name, units: repeated.count, percent: figure(.percent()),
                alpha: figure(.krippendorff(column.metric)))
        }
    }

    /// Agreement in stretches of time: items in the order in which they got their last rating.
    private func stretches(
        _ column: RatingColumn, _ rows: [RatingColumn.Row]
    ) -> [AgreementResults.Stretch] {
        guard column.isMain else { return [] }
        let byItem = Dictionary(grouping: rows, by: \.item)
        let rated = byItem.filter { Set($0.value.map(\.rater)).count > 1 }
        let order = rated.sorted { first, second in
            let a = first.value.map(\.created).max() ?? .now
            let b = second.value.map(\.created).max() ?? .now
            return (a, first.key) < (b, second.key)
        }.map(\.key)
        // Ten items to a stretch at least: fewer say nothing.
        let count = min(4, order.count / 10)
        guard count > 1 else { return [] }
        return (0..<count).map { index in
            let part = order[order.count * index / count..<order.count * (index + 1) / count]
            let inside = part.flatMap { byItem[$0] ?? [] }
            return AgreementResults.Stretch(
                name:
                    "items \(order.count * index / count + 1)–\(order.count * (index + 1) / count)",
                units: part.count, percent: figure(.percent(), of: inside, column),
                alpha: figure(.krippendorff(column.metric), of: inside, column))
        }
    }

    /// Agreement under each version of the guideline, where there were several.
    private func versions(
        _ column: RatingColumn, _ rows: [RatingColumn.Row]
    ) -> [AgreementResults.Stretch] {
        guard column.isMain else { return [] }
        let byVersion = Dictionary(grouping: rows, by: \.guideline)
        guard byVersion.count > 1 else { return [] }
        return byVersion.sorted {
            ($0.value.map(\.created).min() ?? .now, $0.key)
                < ($1.value.map(\.created).min() ?? .now, $1.key)
        }.map { hash, rows in
            AgreementResults.Stretch(
                name: String(hash.prefix(12)), units: Self.paired(rows),
                percent: figure(.percent(), of: rows, column),
                alpha: figure(.krippendorff(column.metric), of: rows, column))
        }
    }

    private func rater(
        _ name: String, _ column: RatingColumn, _ rows: [RatingColumn.Row], _ accuracy: Double?
    ) -> AgreementResults.Rater {
        let own = rows.filter { $0.rater == name }.sorted { $0.created < $1.created }
        func mean(_ part: ArraySlice<RatingColumn.Row>) -> Double? {
            guard let values = column.values, !part.isEmpty else { return nil }
            return part.reduce(0) { $0 + values[$1.category] } / Double(part.count)
        }
        return AgreementResults.Rater(
            name: name, ratings: own.count, accuracy: accuracy,
            firstMean: mean(own.prefix(own.count / 2)),
            secondMean: mean(own.dropFirst(own.count / 2)))
    }

    private func aggregations(
        _ column: RatingColumn, _ made: Result<Made, Undefined>
    ) -> (list: [AgreementResults.Aggregation], accuracy: [String: Double]) {
        // Parts of an item have labels of their own, which say nothing of the item.
        guard column.isMain, column.metric != .interval, case .success(let made) = made,
            Set(made.units).count == made.units.count
        else { return ([], [:]) }
        let table = made.table
        let methods: [(String, () throws(Undefined) -> Consensus)] = [
            ("majority vote", { () throws(Undefined) in try .majority(table) }),
            ("one-coin", { () throws(Undefined) in try .oneCoin(table) }),
            ("Dawid–Skene", { () throws(Undefined) in try .dawidSkene(table, smoothing: 0.01) }),
            ("MACE", { () throws(Undefined) in try .mace(table, seed: seed) }),
        ]
        var majority: Consensus?
        var accuracy: [String: Double] = [:]
        let list = methods.map { name, method in
            switch Self.attempt(method) {
            case .failure(let error):
                return AgreementResults.Aggregation(
                    method: name, reason: error.description, labels: [:], differing: [])
            case .success(let consensus):
                if name == "majority vote" { majority = consensus }
                if name == "Dawid–Skene" {
                    for (rater, quality) in zip(made.raters, consensus.raters) {
                        accuracy[rater] = quality.accuracy
                    }
                }
                var labels: [RecordID: String] = [:]
                for (unit, label) in consensus.labels.enumerated() {
                    guard let label else { continue }
                    labels[queue.items[made.units[unit]].id] = column.categories[label]
                }
                let differing = majority.map { consensus.differences(from: $0) } ?? []
                return AgreementResults.Aggregation(
                    method: name, reason: nil, labels: labels,
                    differing: differing.map { queue.items[made.units[$0]].id })
            }
        }
        return (list, accuracy)
    }

    /// The interval's width falls with the root of the number of items.
    private func needed(_ figures: [AgreementFigure], _ rows: [RatingColumn.Row]) -> Int? {
        guard let alpha = figures.first(where: { $0.name.hasPrefix("Krippendorff") }),
            let low = alpha.low, let high = alpha.high, high > low
        else { return nil }
        let byItem = Dictionary(grouping: rows, by: \.item)
        let items = byItem.values.count { Set($0.map(\.rater)).count > 1 }
        let ratio = (high - low) / 2 / Self.wantedHalfWidth
        return Int((Double(items) * ratio * ratio).rounded(.up))
    }

    private static let wantedHalfWidth = 0.1
}
