package import LanguageModel
import Providers
package import Workspace

extension JudgeCompetence {
    /// The result as the body of a stored record; `init(body:)` reads it back.
    package var json: JSONValue {
        [
            "job": .string(job.rawValue), "judge_sha256": .string(judgeHash),
            "check_sha256": .string(checkHash), "items": .integer(items),
            "right": .integer(right), "unreadable": .integer(unreadable),
            "flipped": .integer(flipped), "position_bias": .number(positionBias),
            "lower": .number(lower), "upper": .number(upper), "chance": .number(chance),
            "accuracy": .number(accuracy), "passed": .bool(isPassed),
        ]
    }

    /// Reads a stored body; nil for a check of another kind, or with a field missing.
    package init?(body: JSONValue) {
        guard let job = Job(rawValue: body["job"]?.string ?? ""),
            let judgeHash = body["judge_sha256"]?.string,
            let checkHash = body["check_sha256"]?.string, let items = body["items"]?.int,
            let right = body["right"]?.int, let unreadable = body["unreadable"]?.int,
            let flipped = body["flipped"]?.int, let bias = body["position_bias"]?.double,
            let lower = body["lower"]?.double, let upper = body["upper"]?.double,
            let chance = body["chance"]?.double
        else { return nil }
        self.init(
            job: job, judgeHash: judgeHash, checkHash: checkHash, items: items, right: right,
            unreadable: unreadable, flipped: flipped, positionBias: bias, lower: lower,
            upper: upper, chance: chance)
    }
}

extension JudgeSeat {
    /// The stored checks of a judge, oldest first: found by what the judge is (its identity,
    /// parameters and the wording of the questions), whatever alias it goes by.
    package static func checks(of judgeHash: String, in reader: StoreReader) async throws
        -> [JudgeCompetence]
    {
        try await reader.records(.check, named: judgeHash).compactMap {
            JudgeCompetence(body: $0.body)
        }
    }
}

extension JudgeCompetenceCheck.Result {
    /// The record to be stored: named by the judge's hash, linked to its alias, with what was
    /// found item by item.
    ///
    /// - Parameters:
    ///   - id: a new `chk_…` id.
    ///   - seat: the judge that was checked.
    ///   - toolVersion: the program's version.
    package func record(_ id: RecordID, of seat: JudgeSeat, toolVersion: String) -> StoredRecord {
        var body = competence.json.object ?? [:]
        body["alias"] = .string(seat.alias)
        body["judge"] = JudgeSeat.json(seat.model.identity, seat.parameters)
        body["is_simulated"] = .bool(seat.model.identity.isSimulated)
        body["tool_version"] = .string(toolVersion)
        body["item_results"] = .array(
            items.map { item in
                [
                    "id": .string(item.id), "right": .bool(item.isRight),
                    "flipped": .bool(item.isFlipped),
                    "unreadable": item.unreadable.map(JSONValue.string) ?? .null,
                ]
            })
        return StoredRecord(
            id: id, name: competence.judgeHash,
            links: [RecordLink("checks", "model:\(seat.alias)")], body: .object(body))
    }
}
