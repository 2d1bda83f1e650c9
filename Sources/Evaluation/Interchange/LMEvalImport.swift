import LanguageModel
import Workspace

/// lm-evaluation-harness's samples (`--log_samples`): a line for each document and filter.
///
/// Lines of one document are one sample; a metric is a score, named `metric,filter` as the harness
/// does where a file has several filters. For multiple choice the output is the likeliest
/// continuation. Facts: `EvaluationTracker.save_results_samples` of lm_eval 0.4, which writes
/// responses as texts or numbers and arguments as lists or as `gen_args_0: {arg_0, …}`.
struct LMEvalImport {
    let source: ImportSource

    /// The task's name out of `samples_TASK_2024-05-01T….jsonl`.
    static func task(ofPath path: String) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard name.hasPrefix("samples_"), name.hasSuffix(".jsonl") else { return nil }
        var parts = name.dropFirst(8).dropLast(6).split(separator: "_")
        if parts.count > 1, let last = parts.last, last.first?.isNumber == true,
            last.contains("T")
        {
            parts.removeLast()
        }
        return parts.joined(separator: "_")
    }

    /// The model's name out of the folder that the harness makes for it: `org__model`.
    static func model(ofPath path: String) -> String? {
        let folders = path.split(separator: "/").dropLast()
        guard let folder = folders.last.map(String.init), folder.contains("__") else { return nil }
        return folder.replacing("__", with: "/")
    }

    /// The samples of a file, each with the record that began it.
    func samples(model: String, passMark: Double?) throws(DocumentError) -> [(
        ImportSource.Record, ImportedSample
    )] {
        let records = try source.records()
        let filters = Set(records.map { $0.value["filter"]?.string ?? "none" })
        var order: [String] = []
        var found: [String: (record: ImportSource.Record, sample: ImportedSample)] = [:]
        var seen: Set<[String]> = []
        for record in records {
            let row = record.value
            guard let id = row["doc_id"].map(ImportedText.text), row["doc_id"]?.isNull == false
            else { throw source.error("the line has no doc_id", at: record, .missingKey) }
            let filter = row["filter"]?.string ?? "none"
            guard seen.insert([id, filter]).inserted else {
                throw source.error(
                    "the document \(id) is there twice for the filter '\(filter)'",
                    "import the files of different tasks one by one", at: record, .duplicate)
            }
            let suffix = filters.count > 1 ? ",\(filter)" : ""
            let scores = scores(row, suffix: suffix, passMark: passMark)
            if found[id] != nil {
                found[id]?.sample.scores += scores
            } else {
                order.append(id)
                var sample = try sample(row, id, record, model: model)
                sample.scores = scores
                found[id] = (record, sample)
            }
        }
        return order.compactMap { found[$0].map { ($0.record, $0.sample) } }
    }

    private func sample(
        _ row: JSONValue, _ id: String, _ record: ImportSource.Record, model: String
    ) throws(DocumentError) -> ImportedSample {
        let calls = arguments(row["arguments"] ?? .null)
        guard let context = calls.first?.first else {
            throw source.error(
                "the line has no arguments, so the prompt is unknown",
                "write the samples again with --log_samples", at: record, .missingKey)
        }
        let answers = Self.answers(row["resps"] ?? row["filtered_resps"] ?? .null)
        let isChoice = answers.contains { $0.logprob != nil }
        let messages = Self.messages(context)
        var sample = ImportedSample(
            model: model, transcript: messages, promptCount: messages.count, output: "")
        sample.caseID = "doc-\(id)"
        var vars: [String: JSONValue] = ["target": row["target"] ?? .null]
        vars["doc"] = row["doc"]
        if isChoice {
            let choices = calls.map { .string($0.dropFirst().first ?? "") } as [JSONValue]
            vars["choices"] = .array(choices)
            let best = answers.indices.max {
                (answers[$0].logprob ?? -.infinity) < (answers[$1].logprob ?? -.infinity)
            }
            if let best, choices.indices.contains(best) {
                sample.output = choices[best].string ?? ""
            }
        } else {
            sample.output = answers.first?.text ?? ""
        }
        sample.content = ["vars": .object(vars.filter { !$0.value.isNull })]
        if answers.isEmpty {
            sample.failure = SampleFailure(
                code: "imported", message: "lm-eval recorded no response")
        } else {
            sample.transcript.append(Message(.assistant, sample.output))
        }
        return sample
    }

    /// The arguments of each request, as texts: first the context, then the continuation or the
    /// generation's settings.
    private func arguments(_ value: JSONValue) -> [[String]] {
        func texts(_ list: JSONValue) -> [String] {
            if let items = list.array { return items.map(ImportedText.text) }
            let members = list.object ?? [:]
            return (0..<members.count).compactMap { members["arg_\($0)"].map(ImportedText.text) }
        }
        if let items = value.array { return items.map(texts) }
        let members = value.object ?? [:]
        return (0..<members.count).compactMap { members["gen_args_\($0)"].map(texts) }
    }

    /// What a request was answered: a text, or a log-probability where a continuation was scored.
    private struct Answer {
        var text = ""
        var logprob: Double?
    }

    private static func answers(_ value: JSONValue) -> [Answer] {
        (value.array ?? []).compactMap { item in
            var item = item
            // One list for a request's repeats, and in it one for (log-probability, is greedy).
            while let list = item.array {
                if list.count == 2, let pair = pair(list) { return Answer(logprob: pair) }
                guard let first = list.first else { return nil }
                item = first
            }
            return Answer(text: ImportedText.text(item))
        }
    }

    private static func pair(_ list: [JSONValue]) -> Double? {
        guard list[1].bool != nil || ["True", "False"].contains(list[1].string ?? "") else {
            return nil
        }
        return list[0].double ?? list[0].string.flatMap(Double.init)
    }

    private static func messages(_ context: String) -> [Message] {
        // Chat templates are applied before; a context that is a JSON conversation is one.
        if let list = (try? JSONValue(parsing: context))?.array, !list.isEmpty {
            let messages = list.compactMap { try? Message(json: $0) }
            if messages.count == list.count { return messages }
        }
        return [Message(.user, context)]
    }

    private func scores(_ row: JSONValue, suffix: String, passMark: Double?) -> [ImportedScore] {
        let names =
            row["metrics"]?.array?.compactMap(\.string)
            ?? (row.object ?? [:]).keys.filter {
                !Self.known.contains($0) && row[$0]?.double != nil
            }
            .sorted()
        return names.flatMap { name -> [ImportedScore] in
            let detail: JSONValue? = row["filtered_resps"].map { ["filtered": $0] }
            guard let value = row[name], value.array == nil else {
                return [
                    ImportedScore(
                        name + suffix, .unscored,
                        reason: "lm-eval has no score of one sample for '\(name)': it is computed "
                            + "over all of them", detail: detail)
                ]
            }
            return ImportedScore.reading(
                value, named: name + suffix, reason: "", passMark: passMark, detail: detail)
        }
    }

    private static let known: Set<String> = [
        "doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics",
        "doc_hash", "prompt_hash", "target_hash",
    ]
}
