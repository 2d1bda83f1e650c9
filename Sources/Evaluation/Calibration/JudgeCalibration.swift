package import LanguageModel
package import Statistics
package import Workspace

/// A judge's total corrected by people's labels of a random sample, and how far the two agree.
package struct JudgeCalibration: Sendable {
    /// One label of a person.
    package struct Label: Sendable, Hashable {
        package let sample: RecordID
        package let value: Double

        package init(sample: RecordID, value: Double) {
            (self.sample, self.value) = (sample, value)
        }
    }

    package let draw: CalibrationDraw
    /// Labels that were given, in the draw's order.
    package let labels: [Label]
    /// Drawn samples without a label.
    package let unlabelled: Int
    /// The total by PPI++ with people's labels and the judge's scores, and what led to it.
    package let corrected: Result<PredictionPowered, Undefined>
    /// Agreement between people and judge on the labelled samples.
    package let agreement: [StatisticFigure]

    /// Corrects a judge's total.
    ///
    /// - Parameters:
    ///   - labels: people's labels, on the judge's scale.
    ///   - judged: the judge's number of every judged sample of the run.
    package init(
        _ draw: CalibrationDraw, labels: [Label], judged: [RecordID: Double], level: Double = 0.95
    ) {
        let given = Dictionary(labels.map { ($0.sample, $0.value) }, uniquingKeysWith: { $1 })
        let kept = draw.items.filter { given[$0.sample] != nil && judged[$0.sample] != nil }
        self.draw = draw
        self.labels = kept.map { Label(sample: $0.sample, value: given[$0.sample] ?? 0) }
        unlabelled = draw.items.count - kept.count
        let human = kept.map { given[$0.sample] ?? 0 }
        let judge = kept.map { judged[$0.sample] ?? 0 }
        let isEqual = draw.method == .simple
        let labelled = Set(kept.map(\.sample))
        // An equal draw leaves a random rest; one by verdict does not, and there the judge's mean
        // is that of the whole run.
        let rest = judged.filter { !isEqual || !labelled.contains($0.key) }
            .sorted { $0.key < $1.key }.map(\.value)
        corrected = ComparisonAnalysis.attempt { () throws(Undefined) in
            try PredictionPowered(
                human: human, judge: judge, unlabelled: rest,
                inclusion: isEqual ? nil : kept.map(\.probability), level: level)
        }
        agreement = Self.agreement(human, judge, level: level)
    }

    private static func agreement(_ human: [Double], _ judge: [Double], level: Double)
        -> [StatisticFigure]
    {
        let isBinary = (human + judge).allSatisfy { $0 == 0 || $0 == 1 }
        let kinds: [(String, AgreementCoefficient)] =
            isBinary
            ? [("percent", .percent()), ("alpha.nominal", .krippendorff()), ("gwet_ac1", .gwet())]
            : [("percent", .percent()), ("alpha.interval", .krippendorff(.interval))]
        return kinds.map { key, coefficient in
            StatisticFigure(key, coefficient.name) { () throws(Undefined) in
                let table = try RatingTable(columns: [human, judge])
                return try table.agreement(
                    coefficient, interval: .unitBootstrap(resamples: 2_000), level: level)
            }
        }
    }
}

extension JudgeCalibration {
    /// The calibration as `--json` prints it and as it is stored.
    package var json: JSONValue {
        var body: [String: JSONValue] = [
            "step": "result", "run": .string(draw.run.description),
            "scoring": .string(draw.scoring.description), "scorer": .string(draw.scorer),
            "draw": .string(draw.id.description), "method": .string(draw.method.rawValue),
            "population": .integer(draw.population), "labelled": .integer(labels.count),
            "unlabelled": .integer(unlabelled),
            "agreement": .array(agreement.map { $0.json(decimals: 6) }),
            "labels": .array(
                labels.map {
                    ["sample": .string($0.sample.description), "value": .number($0.value)]
                }),
        ]
        switch corrected {
        case .success(let result):
            body["corrected"] = result.estimate.json()
            body["human_only"] = result.humanOnly.json()
            body["judge_only"] = result.judgeOnly.json()
            body["bias"] = result.bias.json()
            body["lambda"] = .number(result.lambda)
        case .failure(let reason): body["undefined_because"] = .string(reason.cause)
        }
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
