package import LanguageModel
package import Workspace

/// What a person said about a role, newest word last: clusters of verbs, highlights, requirements
/// corrected, and how a Tuesday goes.
package struct RoleNotebook: Sendable, Hashable {
    /// One statement.
    package enum Note: Sendable, Hashable {
        /// A verb belongs to a cluster; nil: it is no verb of the work here.
        case verb(String, VerbCluster?)
        /// A passage with a remark.
        case highlight(SpanAnchor, remark: String)
        /// A passage is a requirement, or is none.
        case requirement(SpanAnchor, isOne: Bool, kind: Requirement.Kind, skills: [String])
        /// What the person in this role does on a Tuesday afternoon.
        case tuesday(String)
    }

    /// The cluster that the user gave each verb.
    package private(set) var verbs: [String: VerbCluster?] = [:]
    package private(set) var highlights: [(anchor: SpanAnchor, remark: String)] = []
    package private(set) var corrections:
        [(anchor: SpanAnchor, isOne: Bool, kind: Requirement.Kind, skills: [String])] = []
    package private(set) var tuesday: String?

    package init(_ notes: [Note]) {
        for note in notes {
            switch note {
            case .verb(let verb, let cluster): verbs[verb] = .some(cluster)
            case .highlight(let anchor, let remark):
                highlights.removeAll { $0.anchor.exact == anchor.exact }
                highlights.append((anchor, remark))
            case .requirement(let anchor, let isOne, let kind, let skills):
                corrections.removeAll { $0.anchor.exact == anchor.exact }
                corrections.append((anchor, isOne, kind, skills))
            case .tuesday(let text): tuesday = text
            }
        }
    }

    package static func == (left: RoleNotebook, right: RoleNotebook) -> Bool {
        left.verbs == right.verbs && left.tuesday == right.tuesday
            && left.highlights.elementsEqual(right.highlights, by: ==)
            && left.corrections.elementsEqual(right.corrections) {
                $0.anchor == $1.anchor && $0.isOne == $1.isOne && $0.kind == $1.kind
                    && $0.skills == $1.skills
            }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(verbs)
        hasher.combine(tuesday)
    }

    /// The notebook of a role, from the store.
    package static func read(_ role: String, _ reader: StoreReader) async throws -> RoleNotebook {
        RoleNotebook(
            try await reader.records(.roleNote, named: role).compactMap { Note(json: $0.body) })
    }

    /// Keeps notes, in the store and in the person's file under `judgments/`.
    package static func keep(
        _ notes: [Note], role: String, author: String, store: Store, journal: JudgmentJournal
    ) async throws {
        let records = notes.map { note in
            StoredRecord(
                id: store.ids.next(.roleNote), name: role, author: author,
                links: [RecordLink("about", "document:roles/\(role).md")], body: note.json)
        }
        try await store.append(records, journal: journal)
    }

    /// The requirements of a text as the user corrected them.
    package func corrected(_ found: [Requirement], text: String) -> [Requirement] {
        var result = found
        for correction in corrections {
            let range: Range<Int>
            switch correction.anchor.place(in: text) {
            case .exact(let place), .changed(let place): range = place
            case .lost: continue
            }
            let index = result.firstIndex { $0.range.overlaps(range) }
            switch (correction.isOne, index) {
            case (false, let index?): result.remove(at: index)
            case (false, nil): break
            case (true, let index?):
                result[index].kind = correction.kind
                if !correction.skills.isEmpty { result[index].skills = correction.skills }
            case (true, nil):
                result.append(
                    Requirement(
                        text: correction.anchor.exact, kind: correction.kind, section: "",
                        range: range, skills: correction.skills))
            }
        }
        return result.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

extension RoleNotebook.Note {
    /// The note as a record's body.
    package var json: JSONValue {
        switch self {
        case .verb(let verb, let cluster):
            [
                "kind": "verb", "verb": .string(verb),
                "cluster": cluster.map { .string($0.rawValue) } ?? .null,
            ]
        case .highlight(let anchor, let remark):
            ["kind": "highlight", "anchor": anchor.json, "remark": .string(remark)]
        case .requirement(let anchor, let isOne, let kind, let skills):
            [
                "kind": "requirement", "anchor": anchor.json, "is_one": .bool(isOne),
                "requirement_kind": .string(kind.rawValue),
                "skills": .array(skills.map(JSONValue.string)),
            ]
        case .tuesday(let text): ["kind": "tuesday", "text": .string(text)]
        }
    }

    /// Reads a record's body; nil for what a newer version may have written.
    package init?(json: JSONValue) {
        switch json["kind"]?.string {
        case "verb":
            guard let verb = json["verb"]?.string else { return nil }
            self = .verb(verb, json["cluster"]?.string.flatMap(VerbCluster.init(rawValue:)))
        case "highlight":
            guard let anchor = json["anchor"].flatMap(SpanAnchor.init(json:)) else { return nil }
            self = .highlight(anchor, remark: json["remark"]?.string ?? "")
        case "requirement":
            guard let anchor = json["anchor"].flatMap(SpanAnchor.init(json:)),
                let isOne = json["is_one"]?.bool
            else { return nil }
            let kind = json["requirement_kind"]?.string.flatMap(Requirement.Kind.init(rawValue:))
            self = .requirement(
                anchor, isOne: isOne, kind: kind ?? .qualification,
                skills: (json["skills"]?.array ?? []).compactMap(\.string))
        case "tuesday":
            guard let text = json["text"]?.string else { return nil }
            self = .tuesday(text)
        default: return nil
        }
    }
}
