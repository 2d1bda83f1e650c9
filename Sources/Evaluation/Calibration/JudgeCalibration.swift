package import LanguageModel
package import Statistics
package import Workspace

/// A judge's totals corrected by people's labels of a random sample, and how far the two agree.
package struct JudgeCalibration: Sendable {
    /// One label of a person: 1 or 0 for pass and fail, or a grade on the judge's scale.
    package struct Label: Sendable, Hashable {
        package let sample: RecordID
        package let value: Double

        package init(sample: RecordID, value: Double) {
            (self.sample, self.value) = (sample, value)
        }
    }

    /// What the judge said of one sample.
    package struct Judged: Sendable, Hashable {
        package var sample: RecordID
        package var passed: Bool
        /// The grade as a share of the scale; nil where the scorer gives none.
        package var value: Double?
        package var model: String
        package var prompt: String
        /// What is independent: the case, or its group.
        package var cluster: String

        package init(
            sample: RecordID, passed: Bool, value: Double? = nil, model: String = "",
            prompt: String = "", cluster: String? = nil
        ) {
            (self.sample, self.passed, self.value) = (sample, passed, value)
            (self.model, self.prompt) = (model, prompt)
            self.cluster = cluster ?? sample.description
        }

        fileprivate func number(_ measure: CalibrationTotal.Measure) -> Double {
            measure == .pass ? (passed ? 1 : 0) : value ?? 0
        }
    }

    package let draw: CalibrationDraw
    /// Labels that were given, in the draw's order.
    package let labels: [Label]
    /// Drawn samples without a label.
    package let unlabelled: Int
    /// Totals over the whole run, the share that passes first; then by model and prompt where the
    /// run has several and people judged enough of each.
    package let totals: [CalibrationTotal]
    /// Agreement between people and judge on the labelled samples.
    package let agreement: [StatisticFigure]

    /// The share that passes over the whole run.
    package var corrected: Result<PredictionPowered, Undefined> {
        totals.first?.corrected ?? .failure(.noData)
    }

    /// Corrects a judge's totals.
    ///
    /// - Parameter judged: every judged sample of the run.
    package init(
        _ draw: CalibrationDraw, labels: [Label], judged: [Judged], level: Double = 0.95
    ) {
        let given = Dictionary(labels.map { ($0.sample, $0.value) }, uniquingKeysWith: { $1 })
        let known = Dictionary(judged.map { ($0.sample, $0) }, uniquingKeysWith: { $1 })
        var rows: [Row] = []
        for item in draw.items {
            guard let label = given[item.sample], let judged = known[item.sample] else { continue }
            rows.append(Row(judged: judged, label: label, probability: item.probability))
        }
        self.draw = draw
        self.labels = rows.map { Label(sample: $0.judged.sample, value: $0.label) }
        unlabelled = draw.items.count - rows.count
        let all = known.values.sorted { $0.sample < $1.sample }
        let measures: [CalibrationTotal.Measure] =
            draw.scale == nil ? [.pass] : [.pass, .grade]
        var totals = measures.map { Self.total(draw, $0, rows, all, level: level) }
        let cells = Set(all.map { [$0.model, $0.prompt] })
        if cells.count > 1 {
            for cell in cells.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                let own = rows.filter { [$0.judged.model, $0.judged.prompt] == cell }
                guard own.count >= CalibrationTotal.fewestLabels else { continue }
                let judged = all.filter { [$0.model, $0.prompt] == cell }
                totals += measures.map {
                    Self.total(draw, $0, own, judged, cell: cell, level: level)
                }
            }
        }
        self.totals = totals
        agreement = Self.agreement(draw, rows, level: level)
    }

    /// A labelled sample.
    private struct Row {
        var judged: Judged
        var label: Double
        var probability: Double

        /// The label as a number of the judge's kind.
        func human(_ measure: CalibrationTotal.Measure, _ scale: CalibrationScale?) -> Double {
            guard let scale else { return label }
            return measure == .pass ? (scale.passes(label) ? 1 : 0) : scale.share(label)
        }
    }

    private static func total(
        _ draw: CalibrationDraw, _ measure: CalibrationTotal.Measure, _ rows: [Row],
        _ judged: [Judged], cell: [String]? = nil, level: Double
    ) -> CalibrationTotal {
        let isEqual = draw.method == .simple
        // An equal draw leaves a random rest; one by verdict does not, and there the judge's mean
        // is that of all.
        let labelled = Set(rows.map(\.judged.sample))
        let rest = isEqual ? judged.filter { !labelled.contains($0.sample) } : judged
        let corrected = ComparisonAnalysis.attempt { () throws(Undefined) in
            try PredictionPowered(
                human: rows.map { $0.human(measure, draw.scale) },
                judge: rows.map { $0.judged.number(measure) },
                unlabelled: rest.map { $0.number(measure) },
                inclusion: isEqual ? nil : rows.map(\.probability),
                clusters: Grouping(rows.map(\.judged.cluster) + rest.map(\.cluster)),
                level: level)
        }
        return CalibrationTotal(
            measure: measure, model: cell?[0], prompt: cell?[1], labelled: rows.count,
            corrected: corrected)
    }

    private static func agreement(
        _ draw: CalibrationDraw, _ rows: [Row], level: Double
    ) -> [StatisticFigure] {
        func figures(
            _ measure: CalibrationTotal.Measure, _ kinds: [(String, AgreementCoefficient)]
        ) -> [StatisticFigure] {
            let human = rows.map { $0.human(measure, draw.scale) }
            let judge = rows.map { $0.judged.number(measure) }
            let clusters = Grouping(rows.map(\.judged.cluster))
            return kinds.map { key, coefficient in
                StatisticFigure(key, coefficient.name) { () throws(Undefined) in
                    let table = try RatingTable(columns: [human, judge])
                    return try table.agreement(
                        coefficient, interval: .unitBootstrap(resamples: 2_000),
                        clusters: clusters, level: level)
                }
            }
        }
        let passes = figures(
            .pass,
            [("percent", .percent()), ("alpha.nominal", .krippendorff()), ("gwet_ac1", .gwet())])
        guard draw.scale != nil else { return passes }
        return passes
            + figures(
                .grade,
                [
                    ("alpha.ordinal", .krippendorff(.ordinal)),
                    ("alpha.interval", .krippendorff(.interval)),
                ])
    }
}

extension JudgeCalibration {
    /// The calibration as `--json` prints it and as it is stored.
    package var json: JSONValue {
        var body: [String: JSONValue] = totals.first?.json ?? [:]
        (body["measure"], body["model"], body["prompt"]) = (nil, nil, nil)
        body.merge([
            "step": "result", "run": .string(draw.run.description),
            "scoring": .string(draw.scoring.description), "scorer": .string(draw.scorer),
            "draw": .string(draw.id.description), "method": .string(draw.method.rawValue),
            "population": .integer(draw.population), "labelled": .integer(labels.count),
            "unlabelled": .integer(unlabelled),
            "totals": .array(totals.map { .object($0.json) }),
            "agreement": .array(agreement.map { $0.json(decimals: 6) }),
            "labels": .array(
                labels.map {
                    ["sample": .string($0.sample.description), "value": .number($0.value)]
                }),
        ]) { $1 }
        body["scale"] = draw.scale?.json
        return .object(body)
    }

    /// The calibration as a record.
    package func record(_ id: RecordID, author: String) -> StoredRecord {
        StoredRecord(
            id: id, name: draw.scorer, author: author,
            links: [RecordLink("calibrates", draw.run), RecordLink("labels", draw.id)],
            body: json)
    }
}
