import Evaluation
import LanguageModel
import Workspace

/// Runs as verbs load them.
enum RunLoading {
    /// The results of a run, by what the user calls it.
    static func results(_ name: String, scoring: String? = nil, reader: StoreReader) async throws
        -> RunResults
    {
        let evidence = try await evidence(name, scoring: scoring, reader: reader)
        return try await results(evidence, reader: reader)
    }

    /// The results of evidence, with what people's labels say about its judges.
    static func results(_ evidence: RunEvidence, reader: StoreReader) async throws -> RunResults {
        var results = RunResults(
            evidence, reducing: EpochReductions.named(evidence.run.reducer))
        let notes = try await evidence.calibrationNotes(from: reader)
        results.calibrations = notes.isEmpty ? nil : notes
        return results
    }

    /// The evidence of a run, by what the user calls it.
    static func evidence(_ name: String, scoring: String? = nil, reader: StoreReader) async throws
        -> RunEvidence
    {
        let id = try await reader.resolve(name, as: .run)
        var chosen: RecordID?
        if let scoring { chosen = try await reader.resolve(scoring, as: .scoring) }
        return try await RunEvidence.read(run: id, scoring: chosen, from: reader)
    }
}

/// The API's shapes that verbs print.
enum RunJSON {
    static func summary(_ item: RunSummary) -> JSONValue {
        var object = item.run.json.object ?? [:]
        object["manifest"] = nil
        object["status"] = .string(item.status.rawValue)
        object["manifest_sha256"] = .string(item.run.manifestHash)
        object["samples"] = .integer(item.samples)
        object["failures"] = .integer(item.failures)
        object["reused"] = .integer(item.reused)
        object["input_tokens"] = .integer(item.tokensIn)
        object["output_tokens"] = .integer(item.tokensOut)
        object["cost_usd"] = .number(Double(item.cost) / 1e9)
        object["samples_of_unknown_cost"] = .integer(item.costUnknown)
        object["verdicts"] = .array(
            item.verdicts.map { count in
                [
                    "scorer": .string(count.scorer), "pass": .integer(count.pass),
                    "fail": .integer(count.fail), "unscored": .integer(count.unscored),
                ]
            })
        return .object(object)
    }
}

extension Sequence {
    /// Maps one element after the other.
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result]
    {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
