package import LanguageModel

/// A record of any kind that has no table of its own: a JSON object that never changes, with the
/// links that make the evidence chain.
package struct StoredRecord: Sendable, Hashable {
    /// The record's id; its kind says what the body holds.
    package var id: RecordID
    /// What people call it: an alias, a project's or a file's name; may be empty.
    package var name: String
    /// Who judged, wrote or started it; empty where the program did.
    package var author: String
    /// When it was made.
    package var created: Timestamp
    /// What it came from, in order.
    package var links: [RecordLink]
    /// What it says, an object.
    package var body: JSONValue

    package init(
        id: RecordID, name: String = "", author: String = "", created: Timestamp = .now,
        links: [RecordLink] = [], body: JSONValue
    ) {
        self.id = id
        self.name = name
        self.author = author
        self.created = created
        self.links = links
        self.body = body
    }

    /// SHA-256 of everything that the record says, its links included (64 hexadecimal digits).
    package var hash: String { ContentHash.of(json) }

    /// The record as a line of a journal or an export.
    package var json: JSONValue {
        [
            "record": .string(id.kind.word), "id": .string(id.description),
            "name": .string(name), "author": .string(author),
            "created": .integer(Int(created.milliseconds)),
            "links": .array(
                links.map { ["relation": .string($0.relation), "target": .string($0.target)] }),
            "body": body,
        ]
    }

    /// Reads a line; nil where a field is missing or wrong, or the kind has a table of its own.
    package init?(json: JSONValue) {
        guard let id = RecordID(json["id"]?.string ?? ""), id.kind.isStoredRecord,
            let created = json["created"]?.int, let body = json["body"], body.object != nil
        else { return nil }
        var links: [RecordLink] = []
        for link in json["links"]?.array ?? [] {
            guard let relation = link["relation"]?.string, !relation.isEmpty,
                let target = link["target"]?.string, !target.isEmpty
            else { return nil }
            links.append(RecordLink(relation, target))
        }
        self.init(
            id: id, name: json["name"]?.string ?? "", author: json["author"]?.string ?? "",
            created: Timestamp(milliseconds: Int64(created)), links: links, body: body)
    }
}

/// A link from a record to what it came from.
package struct RecordLink: Sendable, Hashable {
    /// What the target is to the record: `judges`, `about`, `trained on`, `replaces` …
    package var relation: String
    /// A record's id, or a name with its kind before a colon: `clause:no-flattery`,
    /// `case:flat-earth-01`, `document:specs/honesty.md`, `model:smollm2`.
    package var target: String

    package init(_ relation: String, _ target: String) {
        self.relation = relation
        self.target = target
    }

    package init(_ relation: String, _ target: RecordID) {
        self.init(relation, target.description)
    }
}

extension RecordKind {
    /// Whether its records are stored as `StoredRecord`; the others have tables of their own.
    package var isStoredRecord: Bool {
        switch self {
        case .run, .sample, .score, .scoring, .override, .pin: false
        default: true
        }
    }
}
