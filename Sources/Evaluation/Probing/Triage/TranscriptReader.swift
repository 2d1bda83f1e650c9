import LanguageModel
import Workspace

/// Reads transcripts of a product's log, one JSON object a line.
///
/// Known shapes: `{"messages": […]}` whose last assistant message is the answer; a service's
/// stored call, `{"request": {"messages", "model"}, "response": {"choices": […]}}`; and plain
/// `{"prompt", "output"}`. `id`, `model`, `tags`, `metadata`, `latency_ms` and `usage` are taken
/// where they are there.
struct TranscriptReader {
    let source: ImportSource
    /// The model's name where a line names none.
    let model: String

    /// One line.
    func sample(_ record: ImportSource.Record) throws(DocumentError) -> ImportedSample {
        let row = record.value
        guard row.object != nil else {
            throw source.error("expected an object", at: record, .wrongKind)
        }
        if row["messages"] == nil, row["request"] == nil {
            return try PlainImport(source: source).sample(record, model: model, passMark: nil)
        }
        let request = row["request"] ?? row
        guard let items = request["messages"]?.array, !items.isEmpty else {
            throw source.error(
                "the record has no messages",
                "give {\"messages\": [{\"role\": \"user\", \"content\": …}, …]} or "
                    + "{\"prompt\", \"output\"}", at: record, .missingKey)
        }
        var messages: [Message] = []
        for (index, item) in items.enumerated() {
            do { messages.append(try Message(json: item)) } catch {
                throw source.error("message \(index + 1): \(error)", at: record)
            }
        }
        let response = row["response"] ?? row["output"]
        if let answer = response?["choices"]?[0]?["message"] {
            do { messages.append(try Message(json: answer)) } catch {
                throw source.error("the response's message: \(error)", at: record)
            }
        } else if let text = response?.string {
            messages.append(Message(.assistant, text))
        }
        let last = messages.lastIndex { $0.role == .assistant }
        let name = (row["model"] ?? request["model"] ?? response?["model"])?.string ?? model
        guard ImportedText.isName(name) else {
            throw source.error("model is to be one line of 1 to 200 bytes", at: record)
        }
        let prompt = Array(messages[..<(last ?? messages.count)])
        guard prompt.contains(where: { $0.role != .system }) else {
            throw source.error("nobody asks anything before the answer", at: record)
        }
        var sample = ImportedSample(
            model: name, transcript: last.map { Array(messages[...$0]) } ?? messages,
            promptCount: prompt.count, output: last.map { messages[$0].text } ?? "")
        sample.caseID = row["id"].flatMap { $0.isNull ? nil : ImportedText.text($0) }
        sample.caseKey = .array(prompt.map(\.json))
        sample.content = ["messages": .array(prompt.map(\.json))]
        sample.tags = ImportedText.tags(row["metadata"]).merging(
            ImportedText.tags(row["tags"]), uniquingKeysWith: { $1 })
        sample.latency = ImportedNumber.scaled(row["latency_ms"], by: 1_000)
        let usage = response?["usage"] ?? row["usage"]
        sample.usage = ImportedNumber.usage(
            input: usage?["prompt_tokens"] ?? usage?["input_tokens"],
            output: usage?["completion_tokens"] ?? usage?["output_tokens"])
        if last == nil {
            sample.failure = SampleFailure(
                code: "imported", message: "the transcript ends without an answer")
        }
        return sample
    }

    /// Reads a line's texts for names of people; a field that is called a person's name is one.
    static func learn(_ value: JSONValue, _ people: inout NameFinder, key: String = "") {
        switch value {
        case .string(let text):
            if nameKeys.contains(key.lowercased().filter { $0 != "_" && $0 != "-" }) {
                people.add(text)
            } else {
                people.read(text)
            }
        case .array(let items): for item in items { learn(item, &people, key: key) }
        case .object(let members):
            // What is called a name in a tool's message is the tool's.
            let isTool = ["tool", "function"].contains(members["role"]?.string ?? "")
            for (key, member) in members.sorted(by: { $0.key < $1.key })
            where !skipped.contains(key) && !(isTool && key == "name") {
                let isPerson = key == "name" && members["role"] != nil
                learn(member, &people, key: isPerson ? "username" : key)
            }
        default: break
        }
    }

    private static let nameKeys: Set<String> = [
        "firstname", "lastname", "fullname", "surname", "familyname", "givenname", "username",
        "displayname", "customername", "agentname", "contactname", "clientname", "authorname",
    ]
    private static let skipped: Set<String> = [
        "role", "model", "type", "tools", "tool_calls", "function",
    ]

    /// All texts of a line but roles, models and types, masked.
    static func masked(_ value: JSONValue, _ masking: inout TextMasking) -> JSONValue {
        switch value {
        case .string(let text): return .string(masking.mask(text))
        case .array(let items):
            var result: [JSONValue] = []
            for item in items { result.append(masked(item, &masking)) }
            return .array(result)
        case .object(let members):
            var result: [String: JSONValue] = [:]
            // In order, so that placeholders have the same numbers each time.
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                let isFixed = ["role", "model", "type"].contains(key)
                result[key] = isFixed ? member : masked(member, &masking)
            }
            return .object(result)
        default: return value
        }
    }
}
