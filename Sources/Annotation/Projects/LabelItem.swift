package import LanguageModel
package import Workspace

/// One thing to be judged: what is shown, and the answers that it is about.
///
/// The same content in the same project is the same item, whenever it is drawn: its id is derived.
package struct LabelItem: Sendable, Hashable, Identifiable {
    /// `itm_…`, from the project's name and the content.
    package var id: RecordID
    /// The project.
    package var project: String
    /// One answer, a pair, or more of them to be ranked.
    package var form: Form
    /// What is shown besides the answers, in order.
    package var fields: [Field]
    /// What is judged; empty where the fields are.
    package var answers: [Answer]
    /// Which items belong together for intervals (a case, a prompt); nil where each stands alone.
    package var cluster: String?
    /// Answers that a program suggests, by question, as stored.
    package var suggestions: [String: Suggestion]
    /// Where it came from: a record's id or place, for people; never shown to annotators.
    package var source: String
    /// The task as it came from elsewhere, whole; nil for our own.
    package var external: JSONValue?

    /// How many answers an item is about.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        case single, pair, group
    }

    /// Something that is shown.
    package struct Field: Sendable, Hashable {
        package var name: String
        /// A text, or a conversation as a list of messages.
        package var value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// One of the answers that an item is about.
    package struct Answer: Sendable, Hashable {
        /// `a`, `b` …: names it in stored judgments, whatever the order it was shown in.
        package var key: String
        package var text: String
        /// The sample that it is the output of; nil for a file's.
        package var sample: RecordID?

        package init(key: String, text: String, sample: RecordID? = nil) {
            self.key = key
            self.text = text
            self.sample = sample
        }
    }

    /// What a program suggests as an answer to a question.
    package struct Suggestion: Sendable, Hashable {
        package var value: JSONValue
        /// Which program or model; nil where unknown.
        package var agent: String?
        /// How sure it is, from 0 to 1; nil where unknown.
        package var score: Double?

        package init(value: JSONValue, agent: String? = nil, score: Double? = nil) {
            self.value = value
            self.agent = agent
            self.score = score
        }
    }

    /// The name under which questions mean the item's answer rather than a field.
    package static let answerField = "answer"

    package init(
        project: String, form: Form, fields: [Field], answers: [Answer], cluster: String? = nil,
        suggestions: [String: Suggestion] = [:], source: String
    ) {
        self.project = project
        self.form = form
        self.fields = fields
        self.answers = answers
        self.cluster = cluster
        self.suggestions = suggestions
        self.source = source
        id = RecordID(kind: .item, high: 0, low: 0)
        id = RecordID.derived(.item, from: [project, ContentHash.of(content)])
    }

    /// The keys of the answers, as stored.
    package var keys: [String] { answers.map(\.key) }

    /// A shown text by its field's name; nil is the answer, or the only field where there is none.
    package func text(field: String?) -> String? {
        let name = field ?? Self.answerField
        if let field = fields.first(where: { $0.name == name }) { return field.value.string }
        if name == Self.answerField { return answers.first?.text ?? fields.last?.value.string }
        return nil
    }

    /// What makes the item what it is.
    private var content: JSONValue {
        [
            "form": .string(form.rawValue),
            "fields": .array(
                fields.map { ["name": .string($0.name), "value": $0.value] }),
            "answers": .array(
                answers.map { answer in
                    var object: [String: JSONValue] = [
                        "key": .string(answer.key), "text": .string(answer.text),
                    ]
                    if let sample = answer.sample { object["sample"] = .string("\(sample)") }
                    return .object(object)
                }),
        ]
    }

    /// The item as it is stored.
    package func record(created: Timestamp = .now) -> StoredRecord {
        var body = content.object ?? [:]
        body["project"] = .string(project)
        body["source"] = .string(source)
        if let cluster { body["cluster"] = .string(cluster) }
        if let external { body["external"] = external }
        if !suggestions.isEmpty {
            body["suggestions"] = .object(
                suggestions.mapValues { suggestion in
                    var object: [String: JSONValue] = ["value": suggestion.value]
                    if let agent = suggestion.agent { object["agent"] = .string(agent) }
                    if let score = suggestion.score { object["score"] = .number(score) }
                    return .object(object)
                })
        }
        return StoredRecord(
            id: id, name: project, created: created,
            links: answers.compactMap { $0.sample.map { RecordLink("shows", $0) } },
            body: .object(body))
    }

    /// Reads a stored item; nil where the record is none.
    package init?(_ record: StoredRecord) {
        let body = record.body
        guard record.id.kind == .item, let form = body["form"]?.string.flatMap(Form.init)
        else { return nil }
        self.init(
            project: record.name, form: form,
            fields: (body["fields"]?.array ?? []).map {
                Field($0["name"]?.string ?? "", $0["value"] ?? .null)
            },
            answers: (body["answers"]?.array ?? []).map {
                Answer(
                    key: $0["key"]?.string ?? "", text: $0["text"]?.string ?? "",
                    sample: $0["sample"]?.string.flatMap { RecordID($0) })
            }, cluster: body["cluster"]?.string,
            suggestions: (body["suggestions"]?.object ?? [:]).mapValues {
                Suggestion(
                    value: $0["value"] ?? .null, agent: $0["agent"]?.string,
                    score: $0["score"]?.double)
            }, source: body["source"]?.string ?? "")
        id = record.id
        external = body["external"]
    }
}
