import LanguageModel
import Workspace

/// Lines of `{"prompt", "output"}`: what any script can write.
///
/// `prompt` is a text or a list of messages. `id`, `model`, `epoch` (from 1), `tags`, `vars`,
/// `scores`, `latency_ms`, `input_tokens`, `output_tokens`, `cost_usd`, `finish_reason` and
/// `error` are taken where they are there; every other key becomes a variable of the case, so that
/// scorers may name it.
struct PlainImport {
    let source: ImportSource

    /// The names under which an output is looked for, in this order.
    static let outputKeys = ["output", "response", "completion"]

    private static let known: Set<String> = [
        "prompt", "messages", "id", "model", "epoch", "tags", "vars", "scores", "latency_ms",
        "input_tokens", "output_tokens", "cost_usd", "finish_reason", "error",
    ]

    /// One line.
    func sample(_ record: ImportSource.Record, model: String, passMark: Double?)
        throws(DocumentError) -> ImportedSample
    {
        let row = record.value
        guard let members = row.object else {
            throw source.error("expected an object with prompt and output", at: record, .wrongKind)
        }
        let messages = try messages(row, record)
        let outputKey = Self.outputKeys.first { row[$0] != nil }
        let complaint = row["error"]?.string
        guard outputKey != nil || complaint != nil else {
            throw source.error("the record has no output", nil, at: record, .missingKey)
        }
        let name = try text("model", row, record) ?? model
        guard ImportedText.isName(name) else {
            throw source.error("model is to be one line of 1 to 200 bytes", at: record)
        }
        var sample = ImportedSample(
            model: name, transcript: messages, promptCount: messages.count, output: "")
        sample.caseID = row["id"].flatMap { $0.isNull ? nil : ImportedText.text($0) }
        sample.caseKey = .array(messages.map(\.json))
        var vars = members.filter {
            !Self.known.contains($0.key) && !Self.outputKeys.contains($0.key)
        }
        for (name, value) in try object("vars", row, record) { vars[name] = value }
        sample.content = ["messages": .array(messages.map(\.json)), "vars": .object(vars)]
        sample.tags = ImportedText.tags(row["tags"])
        if let epoch = row["epoch"], !epoch.isNull {
            guard let number = epoch.int, number >= 1 else {
                throw source.error("epoch is to be a whole number from 1", at: record)
            }
            sample.epoch = number - 1
        }
        if let output = outputKey.flatMap({ row[$0] }), !output.isNull {
            sample.output = ImportedText.text(output)
            sample.transcript.append(Message(.assistant, sample.output))
        }
        if let complaint { sample.failure = SampleFailure(code: "imported", message: complaint) }
        if outputKey.flatMap({ row[$0] })?.isNull ?? true, complaint == nil {
            sample.failure = SampleFailure(code: "imported", message: "the output is null")
        }
        sample.latency = ImportedNumber.scaled(row["latency_ms"], by: 1_000)
        sample.usage = ImportedNumber.usage(
            input: row["input_tokens"], output: row["output_tokens"])
        sample.cost = ImportedNumber.scaled(row["cost_usd"], by: 1e9)
        sample.finishReason = row["finish_reason"]?.string.map {
            FinishReason(rawValue: $0) ?? .other
        }
        for (name, value) in try object("scores", row, record).sorted(by: { $0.key < $1.key }) {
            let isFull = value["value"] != nil
            sample.scores += ImportedScore.reading(
                isFull ? value["value"] ?? .null : value, named: name,
                reason: value["reason"]?.string ?? "", passMark: passMark)
        }
        return sample
    }

    private func messages(_ row: JSONValue, _ record: ImportSource.Record) throws(DocumentError)
        -> [Message]
    {
        let given = row["messages"] ?? row["prompt"] ?? .null
        if let text = given.string { return [Message(.user, text)] }
        guard let items = given.array, !items.isEmpty else {
            throw source.error(
                "prompt is to be a text or a list of messages", nil, at: record,
                given.isNull ? .missingKey : .wrongKind)
        }
        var messages: [Message] = []
        for (index, item) in items.enumerated() {
            do { messages.append(try Message(json: item)) } catch {
                throw source.error("message \(index + 1): \(error)", at: record)
            }
        }
        return messages
    }

    private func text(_ key: String, _ row: JSONValue, _ record: ImportSource.Record)
        throws(DocumentError) -> String?
    {
        guard let value = row[key], !value.isNull else { return nil }
        guard let text = value.string else {
            throw source.error("\(key) is to be a text", at: record, .wrongKind)
        }
        return text
    }

    private func object(_ key: String, _ row: JSONValue, _ record: ImportSource.Record)
        throws(DocumentError) -> [String: JSONValue]
    {
        guard let value = row[key], !value.isNull else { return [:] }
        guard let object = value.object else {
            throw source.error("\(key) is to be an object", at: record, .wrongKind)
        }
        return object
    }
}
