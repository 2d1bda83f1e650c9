package import LanguageModel
package import Workspace

/// An item as it is handed to an annotator: nothing in it tells which model or prompt it came
/// from, what others said, or that it was shown before.
package struct Presentation: Sendable, Hashable {
    /// `ann_…`: the id that the judgment will have. Submitting it twice stores it once.
    package var ticket: RecordID
    /// Names the item together with the ticket; the same item has another handle every time.
    package var handle: String
    /// What is shown besides the answers.
    package var fields: [LabelItem.Field]
    /// The answers' texts, in the order to be shown: left first.
    package var answers: [String]
    /// What is asked.
    package var questions: [LabelQuestion]
    /// Suggested answers by question, in the form's words; empty where hidden.
    package var suggestions: [String: JSONValue]
    /// SHA-256 of the guideline in force.
    package var guideline: String
    /// The person's own judgment that submitting takes back; nil for a new one.
    package var replaces: RecordID?
    /// The answers of that judgment, in the form's words.
    package var previous: [String: JSONValue]
    /// How many items the person has judged, and how many are left, this one included.
    package var judged: Int
    package var remaining: Int

    /// The presentation for pages and scripts.
    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "ticket": .string(ticket.description), "handle": .string(handle),
            "fields": .array(fields.map { ["name": .string($0.name), "value": $0.value] }),
            "answers": .array(answers.map(JSONValue.string)),
            "questions": .array(questions.map(\.form)), "guideline_sha256": .string(guideline),
            "judged": .integer(judged), "remaining": .integer(remaining),
        ]
        if !suggestions.isEmpty { object["suggestions"] = .object(suggestions) }
        if let replaces {
            object["replaces"] = .string(replaces.description)
            object["previous"] = .object(previous)
        }
        return .object(object)
    }

    /// The handle of an item under a ticket.
    static func handle(ticket: RecordID, item: RecordID) -> String {
        String(SHA256.hex("\(ticket)\u{1F}\(item)").prefix(24))
    }
}

/// A judgment as a page or a script sends it.
package struct Submission: Sendable, Hashable {
    /// The presentation's ticket, or for scripts any fresh id of the same form.
    package var ticket: RecordID
    /// The presentation's handle.
    package var handle: String
    /// Who judges.
    package var annotator: String
    /// Answers by question, in the form's words.
    package var answers: [String: JSONValue]
    /// Questions that the annotator can't tell.
    package var cantTell: [String]
    /// Why the item is skipped; nil where it is not.
    package var skip: String?
    package var note: String?
    /// Milliseconds that the item was looked at.
    package var elapsed: Int?
    /// Questions whose suggestion was changed or confirmed by hand.
    package var touched: [String]
    /// The own judgment that this one takes back.
    package var replaces: RecordID?

    package init(
        ticket: RecordID, handle: String, annotator: String, answers: [String: JSONValue] = [:],
        cantTell: [String] = [], skip: String? = nil, note: String? = nil, elapsed: Int? = nil,
        touched: [String] = [], replaces: RecordID? = nil
    ) {
        self.ticket = ticket
        self.handle = handle
        self.annotator = annotator
        self.answers = answers
        self.cantTell = cantTell
        self.skip = skip
        self.note = note
        self.elapsed = elapsed
        self.touched = touched
        self.replaces = replaces
    }

    /// A submission that answers a presentation.
    package init(_ presentation: Presentation, annotator: String) {
        self.init(
            ticket: presentation.ticket, handle: presentation.handle, annotator: annotator,
            replaces: presentation.replaces)
    }

    /// Reads what a page or a script posts.
    ///
    /// - Throws: `invalid` that names the member.
    package init(json: JSONValue, annotator: String) throws(AnnotationError) {
        func fail(_ message: String) -> AnnotationError {
            AnnotationError(
                .invalid, message,
                advice: "send {\"ticket\", \"handle\", \"answers\": {question: answer}, "
                    + "\"cant_tell\"?, \"skip\"?, \"note\"?, \"elapsed_ms\"?, \"touched\"?, "
                    + "\"replaces\"?}")
        }
        func texts(_ name: String) throws(AnnotationError) -> [String] {
            guard let value = json[name], !value.isNull else { return [] }
            guard let list = value.array, list.allSatisfy({ $0.string != nil }) else {
                throw fail("'\(name)' is no list of texts")
            }
            return list.compactMap(\.string)
        }
        guard let object = json.object else { throw fail("a submission is an object") }
        let known = [
            "ticket", "handle", "answers", "cant_tell", "skip", "note", "elapsed_ms", "touched",
            "replaces",
        ]
        for key in object.keys.sorted() where !known.contains(key) {
            throw fail("a submission has no '\(key)'")
        }
        guard let ticket = json["ticket"]?.string.flatMap({ RecordID($0) }),
            ticket.kind == .annotation
        else { throw fail("'ticket' is no annotation's id") }
        guard let handle = json["handle"]?.string else { throw fail("'handle' is missing") }
        for name in ["skip", "note"] {
            guard let value = json[name], !value.isNull, value.string == nil else { continue }
            throw fail("'\(name)' is no text")
        }
        var replaced: RecordID?
        if let value = json["replaces"], !value.isNull {
            guard let id = value.string.flatMap({ RecordID($0) }), id.kind == .annotation else {
                throw fail("'replaces' is no annotation's id")
            }
            replaced = id
        }
        if let answers = json["answers"], !answers.isNull, answers.object == nil {
            throw fail("'answers' is no object")
        }
        if let elapsed = json["elapsed_ms"], !elapsed.isNull, elapsed.double == nil {
            throw fail("'elapsed_ms' is no number")
        }
        self.init(
            ticket: ticket, handle: handle, annotator: annotator,
            answers: json["answers"]?.object ?? [:], cantTell: try texts("cant_tell"),
            skip: json["skip"]?.string, note: json["note"]?.string,
            elapsed: json["elapsed_ms"]?.double.flatMap { Int(exactly: $0.rounded()) },
            touched: try texts("touched"), replaces: replaced)
    }
}

extension Presentation {
    /// Whether an item is the one that is presented: for programs that know the items.
    package func isAbout(_ item: LabelItem) -> Bool {
        Self.handle(ticket: ticket, item: item.id) == handle
    }
}
