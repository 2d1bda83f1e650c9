import LanguageModel
import Workspace

/// promptfoo's results (evaluator schema versions 2 and 3): each result is a sample; the parts of
/// its grading result are scores under the assertion's metric or type, beside `promptfoo`, the
/// verdict on the whole.
///
/// Two results of the same variables, prompt and provider are epochs: so does `--repeat` write
/// them. Facts: promptfoo's TypeScript types `EvaluateResult` and `GradingResult`.
struct PromptfooImport {
    let source: ImportSource

    /// The results, and what the file says of itself.
    func rows() throws(DocumentError) -> (
        records: [ImportSource.Record], suite: String?, origin: [String: JSONValue]
    ) {
        guard case .whole(let root) = source.content, root.array == nil else {
            return (try source.records(), nil, [:])
        }
        guard let results = root["results"]?["results"]?.array ?? root["results"]?.array else {
            throw source.error(
                root["results"]?["table"] != nil
                    ? "this file has promptfoo's table alone, without the results"
                    : "promptfoo's results.results is missing",
                "export the evaluation with promptfoo export, or -o results.json")
        }
        var origin: [String: JSONValue] = [:]
        origin["eval_id"] = root["evalId"].flatMap { $0.string == nil ? nil : $0 }
        origin["version"] = root["results"]?["version"]
        origin["made"] = root["results"]?["timestamp"] ?? root["createdAt"]
        origin["tool"] = root["metadata"]?["promptfooVersion"]
        return (
            results.enumerated().map {
                ImportSource.Record(line: 0, place: "results.results[\($0)]", value: $1)
            }, root["config"]?["description"]?.string, origin
        )
    }

    /// One result.
    func sample(_ record: ImportSource.Record, passMark: Double?) throws(DocumentError)
        -> ImportedSample
    {
        let row = record.value
        guard row.object != nil else {
            throw source.error("a result is an object", at: record, .wrongKind)
        }
        let vars = try object(row["vars"], "vars", record)
        let test = row["testCase"] ?? .null
        let prompt = row["prompt"]?["raw"]?.string ?? row["prompt"]?.string
        guard let prompt else {
            throw source.error(
                "the result has no prompt.raw", "export the evaluation again", at: record,
                .missingKey)
        }
        guard
            let provider = row["provider"]?["label"]?.string.flatMap({ $0.isEmpty ? nil : $0 })
                ?? row["provider"]?["id"]?.string ?? row["provider"]?.string,
            ImportedText.isName(provider)
        else {
            throw source.error("the result has no provider", at: record, .missingKey)
        }
        let messages = Self.messages(prompt)
        var sample = ImportedSample(
            model: provider, transcript: messages, promptCount: messages.count, output: "")
        sample.caseKey = .object(vars)
        sample.content = ["vars": .object(vars)]
        sample.content["assert"] = test["assert"].flatMap { $0.array?.isEmpty == false ? $0 : nil }
        sample.content["note"] = test["description"]?.string.map(JSONValue.string)
        sample.tags = ImportedText.tags(test["metadata"])
        let label = row["prompt"]?["label"]?.string
        sample.promptLabel = label.flatMap { $0.utf8.count <= 48 ? $0 : nil } ?? "prompt"
        sample.promptContent = try template(label, prompt, vars)
        sample.isSimulated = row["provider"]?["id"]?.string == "echo" || provider == "echo"
        read(response: row, into: &sample)
        sample.scores = scores(row, passMark: passMark)
        return sample
    }

    /// promptfoo's label is the template's text unless the user gave one; the text itself is in no
    /// result, so the label stands for it.
    private func template(_ label: String?, _ prompt: String, _ vars: [String: JSONValue])
        throws(DocumentError) -> JSONValue
    {
        [["role": "user", "content": .string(label ?? (vars.isEmpty ? prompt : "unknown"))]]
    }

    private func object(
        _ value: JSONValue?, _ name: String, _ record: ImportSource.Record
    ) throws(DocumentError) -> [String: JSONValue] {
        guard let value, !value.isNull else { return [:] }
        guard let object = value.object else {
            throw source.error("\(name) is to be an object", at: record, .wrongKind)
        }
        return object
    }

    /// A prompt that is a JSON list of messages is one; any other text is the user's message.
    private static func messages(_ prompt: String) -> [Message] {
        if let list = (try? JSONValue(parsing: prompt))?.array, !list.isEmpty {
            let messages = list.compactMap { try? Message(json: $0) }
            if messages.count == list.count { return messages }
        }
        return [Message(.user, prompt)]
    }

    private func read(response row: JSONValue, into sample: inout ImportedSample) {
        let response = row["response"] ?? .null
        let output = response["output"] ?? row["output"] ?? .null
        let complaint = row["error"]?.string ?? response["error"]?.string
        if !output.isNull {
            sample.output = ImportedText.text(output)
            sample.transcript.append(Message(.assistant, sample.output))
        }
        // An assertion's reason stands in `error` too; only reason 2 is a call that failed.
        if row["failureReason"]?.int == 2 || output.isNull {
            sample.failure = SampleFailure(
                code: "imported", message: complaint ?? "promptfoo recorded no output")
        }
        let tokens = response["tokenUsage"] ?? .null
        sample.usage = ImportedNumber.usage(
            input: tokens["prompt"], output: tokens["completion"])
        sample.latency = ImportedNumber.scaled(row["latencyMs"], by: 1_000)
        sample.cost = ImportedNumber.scaled(response["cost"] ?? row["cost"], by: 1e9)
        sample.isCached = response["cached"]?.bool ?? false
        sample.finishReason = response["finishReason"]?.string.map {
            FinishReason(rawValue: $0) ?? .other
        }
    }

    private func scores(_ row: JSONValue, passMark: Double?) -> [ImportedScore] {
        let grading = row["gradingResult"] ?? .null
        // What promptfoo writes where a grader failed is no verdict.
        func verdict(_ part: JSONValue) -> Verdict {
            if let failed = part["metadata"]?["graderError"], failed != false, !failed.isNull {
                return .unscored
            }
            return part["pass"]?.bool.map { $0 ? .pass : .fail } ?? .unscored
        }
        func number(_ value: JSONValue?) -> Double? {
            value?.double.flatMap { $0.isFinite ? $0 : nil }
        }
        var scores: [ImportedScore] = []
        if row["failureReason"]?.int != 2 {
            scores.append(
                ImportedScore(
                    "promptfoo",
                    row["success"]?.bool.map { $0 ? .pass : .fail } ?? verdict(grading),
                    value: number(row["score"]) ?? number(grading["score"]),
                    reason: grading["reason"]?.string ?? ""))
        }
        for part in grading["componentResults"]?.array ?? [] {
            let assertion = part["assertion"] ?? .null
            let name =
                [assertion["metric"]?.string, assertion["type"]?.string].compactMap { $0 }
                .first { ImportedText.isName($0) } ?? "assertion"
            scores.append(
                ImportedScore(
                    name, verdict(part), value: number(part["score"]),
                    reason: part["reason"]?.string ?? "",
                    detail: assertion.isNull ? nil : ["assertion": assertion]))
        }
        return scores
    }
}
