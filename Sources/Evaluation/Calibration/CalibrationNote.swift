import LanguageModel
package import Workspace

/// What a run's report says about a judge's total: its correction by people, or that there is none.
package struct CalibrationNote: Codable, Sendable, Hashable {
    /// The judge's name as a scorer.
    package var scorer: String
    /// The corrected rate over the whole run; nil where people have not judged a random sample of
    /// it.
    package var corrected: SummaryEstimate?
    /// The judge's own total on the samples that people did not judge.
    package var judgeOnly: Double?
    /// How many more the judge passes than people, on the labelled samples.
    package var bias: SummaryEstimate?
    /// How many samples people judged.
    package var labelled: Int
    /// The run on which the judge was calibrated; nil where it never was.
    package var calibratedOn: String?

    package enum CodingKeys: String, CodingKey {
        case scorer, corrected, bias, labelled
        case judgeOnly = "judge_only"
        case calibratedOn = "calibrated_on"
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
            if let record = own.last(where: { $0.body["scorer"]?.string == scorer }) {
                notes.append(Self.note(record.body, scorer, on: run.id.description))
                continue
            }
            let others = try await reader.records(.calibration, named: scorer)
                .filter { $0.body["step"]?.string == "result" }
            var note = CalibrationNote(scorer: scorer, labelled: 0)
            if let last = others.last, let other = last.body["run"]?.string {
                note = Self.note(last.body, scorer, on: other)
                // Another run's correction is no estimate of this one's total.
                (note.corrected, note.judgeOnly) = (nil, nil)
            }
            notes.append(note)
        }
        return notes
    }

    private static func note(_ body: JSONValue, _ scorer: String, on run: String)
        -> CalibrationNote
    {
        func estimate(_ json: JSONValue?) -> SummaryEstimate? {
            guard let json, let value = json["value"]?.double else { return nil }
            return SummaryEstimate(
                value: value, low: json["low"]?.double, high: json["high"]?.double,
                level: json["level"]?.double ?? 0.95,
                standardError: json["standard_error"]?.double,
                degreesOfFreedom: json["degrees_of_freedom"]?.double,
                cases: json["n"]?.int ?? 0, method: json["method"]?.string ?? "",
                note: json["no_interval_because"]?.string)
        }
        return CalibrationNote(
            scorer: scorer, corrected: estimate(body["corrected"]),
            judgeOnly: body["judge_only"]?["value"]?.double, bias: estimate(body["bias"]),
            labelled: body["labelled"]?.int ?? 0, calibratedOn: run)
    }
}
