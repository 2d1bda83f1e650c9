package import LanguageModel
package import Workspace

/// What one person said about one item, once; it never changes.
package struct Judgment: Sendable, Hashable, Identifiable {
    /// Whether it is one of the independent judgments, or decides between them.
    package enum Role: String, Sendable, Hashable {
        case annotator, adjudicator
    }

    /// `ann_…`; the ticket under which the item was handed out.
    package var id: RecordID
    package var project: String
    package var item: RecordID
    /// Who judged.
    package var annotator: String
    package var role: Role
    /// Answers as stored, by question.
    package var answers: [String: JSONValue]
    /// Questions of which the annotator said that they can't tell.
    package var cantTell: [String]
    /// Why the item was skipped; nil where it was not. An empty reason is none given.
    package var skip: String?
    /// A remark of the annotator's; nil for none.
    package var note: String?
    /// SHA-256 of the guideline in force.
    package var guideline: String
    /// The keys of the item's answers as they were shown, first (left) to last.
    package var order: [String]
    /// Whether the annotator had judged the item before and did not know.
    package var isRepeat: Bool
    /// Milliseconds on the item as the page counted them; nil where not counted.
    package var elapsed: Int?
    /// Milliseconds from handing the item out to taking the judgment; nil for imports.
    package var served: Int?
    /// Questions whose suggestion was visible.
    package var suggestionsVisible: [String]
    /// Questions whose suggestion was visible and that the annotator changed or confirmed by hand.
    package var suggestionsTouched: [String]
    /// The judgment of the same person that this one takes back.
    package var replaces: RecordID?
    /// The judgments between which an adjudicator decides.
    package var decides: [RecordID]
    /// The file that it was imported from; nil for our own.
    package var source: String?
    /// The annotation as it came from elsewhere, whole; nil for our own.
    package var external: JSONValue?
    package var created: Timestamp

    package init(
        id: RecordID, project: String, item: RecordID, annotator: String, role: Role = .annotator,
        answers: [String: JSONValue] = [:], cantTell: [String] = [], skip: String? = nil,
        note: String? = nil, guideline: String, order: [String] = [], isRepeat: Bool = false,
        elapsed: Int? = nil, served: Int? = nil, suggestionsVisible: [String] = [],
        suggestionsTouched: [String] = [], replaces: RecordID? = nil, decides: [RecordID] = [],
        source: String? = nil, external: JSONValue? = nil, created: Timestamp = .now
    ) {
        self.id = id
        self.project = project
        self.item = item
        self.annotator = annotator
        self.role = role
        self.answers = answers
        self.cantTell = cantTell
        self.skip = skip
        self.note = note
        self.guideline = guideline
        self.order = order
        self.isRepeat = isRepeat
        self.elapsed = elapsed
        self.served = served
        self.suggestionsVisible = suggestionsVisible
        self.suggestionsTouched = suggestionsTouched
        self.replaces = replaces
        self.decides = decides
        self.source = source
        self.external = external
        self.created = created
    }

    /// Whether it says nothing about the item.
    package var isSkip: Bool { skip != nil }
}

extension Judgment {
    /// The judgment as it is stored and journaled.
    package var record: StoredRecord {
        var body: [String: JSONValue] = [
            "project": .string(project), "role": .string(role.rawValue),
            "answers": .object(answers), "guideline": .string(guideline),
            "repeat": .bool(isRepeat),
        ]
        func set(_ name: String, _ texts: [String]) {
            if !texts.isEmpty { body[name] = .array(texts.map(JSONValue.string)) }
        }
        set("cant_tell", cantTell)
        set("order", order)
        set("suggestions_visible", suggestionsVisible)
        set("suggestions_touched", suggestionsTouched)
        if let skip { body["skip"] = .string(skip) }
        if let note { body["note"] = .string(note) }
        if let elapsed { body["elapsed_ms"] = .integer(elapsed) }
        if let served { body["served_ms"] = .integer(served) }
        if let source { body["source"] = .string(source) }
        if let external { body["external"] = external }
        var links = [
            RecordLink("judges", item),
            RecordLink("under", RecordID.derived(.guideline, from: [project, guideline])),
        ]
        if let replaces { links.append(RecordLink("replaces", replaces)) }
        links += decides.map { RecordLink("decides", $0) }
        return StoredRecord(
            id: id, name: project, author: annotator, created: created, links: links,
            body: .object(body))
    }

    /// Reads a stored annotation; nil where the record is none.
    package init?(_ record: StoredRecord) {
        func target(_ relation: String) -> [RecordID] {
            record.links.filter { $0.relation == relation }.compactMap { RecordID($0.target) }
        }
        let body = record.body
        func texts(_ name: String) -> [String] { (body[name]?.array ?? []).compactMap(\.string) }
        guard record.id.kind == .annotation, let item = target("judges").first,
            let answers = body["answers"]?.object
        else { return nil }
        self.init(
            id: record.id, project: record.name, item: item, annotator: record.author,
            answers: answers, guideline: body["guideline"]?.string ?? "",
            created: record.created)
        role = body["role"]?.string.flatMap(Role.init) ?? .annotator
        cantTell = texts("cant_tell")
        skip = body["skip"]?.string
        note = body["note"]?.string
        order = texts("order")
        isRepeat = body["repeat"]?.bool ?? false
        elapsed = body["elapsed_ms"]?.int
        served = body["served_ms"]?.int
        suggestionsVisible = texts("suggestions_visible")
        suggestionsTouched = texts("suggestions_touched")
        replaces = target("replaces").first
        decides = target("decides")
        source = body["source"]?.string
        external = body["external"]
    }
}
