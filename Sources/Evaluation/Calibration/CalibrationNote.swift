import LanguageModel
package import Workspace

/// What a run's report says about a judge's totals: their correction by people, or that there is
/// none.
package struct CalibrationNote: Codable, Sendable, Hashable {
    /// One total, over the whole run or of one model and prompt.
    package struct Total: Codable, Sendable, Hashable {
        /// `pass` for the share that passes, `grade` for the mean grade as a share of the scale.
        package var measure: String
        package var model: String?
        package var prompt: String?
        /// By people's labels and the judge's verdicts (PPI++).
        package var corrected: SummaryEstimate
        /// The judge's own total on the samples that people did not judge.
        package var judgeOnly: Double
        /// How much higher the judge is than people, on the labelled samples.
        package var bias: SummaryEstimate
        /// How many samples people judged.
        package var labelled: Int

        package enum CodingKeys: String, CodingKey {
            case measure, model, prompt, corrected, bias, labelled
            case judgeOnly = "judge_only"
        }

        package init(
            measure: String, model: String? = nil, prompt: String? = nil,
            corrected: SummaryEstimate, judgeOnly: Double, bias: SummaryEstimate, labelled: Int
        ) {
            (self.measure, self.model, self.prompt) = (measure, model, prompt)
            (self.corrected, self.judgeOnly, self.bias) = (corrected, judgeOnly, bias)
            self.labelled = labelled
        }
    }

    /// The judge's name as a scorer.
    package var scorer: String
    /// How many samples people judged.
    package var labelled: Int
    /// Where people judged: this run, another run or another scoring; nil where they never did.
    package var calibratedOn: String?
    /// Whether that was these very scores: only then are the totals corrected ones of this run.
    package var isOwn: Bool
    /// The corrected totals, those of the whole run first.
    package var totals: [Total]
    /// The ends of the judge's scale, worst and best, where people gave grades.
    package var scale: [Double]?

    package enum CodingKeys: String, CodingKey {
        case scorer, labelled, totals, scale
        case calibratedOn = "calibrated_on"
        case isOwn = "is_own"
    }

    package init(
        scorer: String, labelled: Int = 0, calibratedOn: String? = nil, isOwn: Bool = false,
        totals: [Total] = [], scale: [Double]? = nil
    ) {
        (self.scorer, self.labelled, self.calibratedOn) = (scorer, labelled, calibratedOn)
        (self.isOwn, self.totals, self.scale) = (isOwn, totals, scale)
    }

    /// Reads a stored calibration.
    init(_ body: JSONValue, _ scorer: String, on place: String, isOwn: Bool) {
        let scale = CalibrationScale(json: body["scale"]).map { [$0.worst, $0.best] }
        // Records of earlier versions have one total, of the share that passes.
        let parts = body["totals"]?.array ?? [body]
        self.init(
            scorer: scorer, labelled: body["labelled"]?.int ?? 0, calibratedOn: place,
            isOwn: isOwn, totals: parts.compactMap(Self.total), scale: scale)
    }

    private static func total(_ json: JSONValue) -> Total? {
        guard let corrected = estimate(json["corrected"]), let bias = estimate(json["bias"]),
            let judge = json["judge_only"]?["value"]?.double
        else { return nil }
        return Total(
            measure: json["measure"]?.string ?? CalibrationTotal.Measure.pass.rawValue,
            model: json["model"]?.string, prompt: json["prompt"]?.string, corrected: corrected,
            judgeOnly: judge, bias: bias, labelled: json["labelled"]?.int ?? 0)
    }

    private static func estimate(_ json: JSONValue?) -> SummaryEstimate? {
        guard let json, let value = json["value"]?.double else { return nil }
        return SummaryEstimate(
            value: value, low: json["low"]?.double, high: json["high"]?.double,
            level: json["level"]?.double ?? 0.95,
            standardError: json["standard_error"]?.double,
            degreesOfFreedom: json["degrees_of_freedom"]?.double,
            cases: json["n"]?.int ?? 0, clusters: json["clusters"]?.int,
            method: json["method"]?.string ?? "",
            note: json["no_interval_because"]?.string)
    }
}

extension RunEvidence {
    /// The scorers of the run that are judges.
    package var judges: [String] {
        (scoring?.scorers.array ?? []).compactMap { scorer in
            let isJudge = scorer["configuration"]?["kind"]?.string == "judge"
            return isJudge ? scorer["name"]?.string : nil
        }
    }

    /// What is to be said about each judge of the run.
    package func calibrationNotes(from reader: StoreReader) async throws -> [CalibrationNote] {
        var notes: [CalibrationNote] = []
        let own = try await reader.records(
            linkingTo: run.id.description, kind: .calibration
        ).filter { $0.body["step"]?.string == "result" }
        let calibrated = own.compactMap { $0.body["scorer"]?.string }
        let names = judges + Set(calibrated).subtracting(judges).sorted()
        for scorer in names {
            let list = own.filter { $0.body["scorer"]?.string == scorer }
            let scoring = scoring?.id.description
            if let record = list.last(where: { $0.body["scoring"]?.string == scoring }) {
                notes.append(
                    CalibrationNote(record.body, scorer, on: run.id.description, isOwn: true))
                continue
            }
            var other = list.last
            if other == nil {
                other = try await reader.records(.calibration, named: scorer)
                    .last { $0.body["step"]?.string == "result" }
            }
            guard let other, let place = other.body["run"]?.string else {
                notes.append(CalibrationNote(scorer: scorer))
                continue
            }
            let isSameRun = place == run.id.description
            notes.append(
                CalibrationNote(
                    other.body, scorer,
                    on: isSameRun ? "another scoring of \(place)" : place, isOwn: false))
        }
        return notes
    }
}
