package import LanguageModel
package import Workspace

extension RoleAudit {
    /// The audit as a record's body; the evidence block `role: aud_…` shows it.
    package var json: JSONValue {
        [
            "role": .string(role.name), "employer": .string(role.employer),
            "title": .string(role.title), "role_date": .string(role.date.description),
            "role_hash": .string(ContentHash.of(role.text)), "date": .string(date.description),
            "days_left": daysLeft.map(JSONValue.integer) ?? .null,
            "counts": .object(
                Dictionary(
                    uniqueKeysWithValues: State.allCases.map {
                        ($0.rawValue, .integer(count($0)))
                    })),
            "requirements": .array(rows.map(Self.row)),
            "verbs": .object(
                Dictionary(
                    uniqueKeysWithValues: verbs.map { ($0.key.rawValue, .integer($0.value)) })),
            "verbs_by": isGroupedByUser ? "user" : "lexicon",
        ]
    }

    private static func row(_ row: Row) -> JSONValue {
        var object = RoleJSON.requirement(row.requirement).object ?? [:]
        object["state"] = .string(row.state.rawValue)
        object["evidence"] = .array(
            row.evidence.map { one in
                [
                    "skill": .string(one.skill), "state": .string(one.state.rawValue),
                    "records": .array(one.records.map(JSONValue.string)),
                    "artifacts": .array(one.artifacts.map(JSONValue.string)),
                    "close": .array(one.close.map(JSONValue.string)),
                ]
            })
        return .object(object)
    }

    /// Keeps the audit as a record that links to the role and to all that it rests on.
    package func keep(in store: Store) async throws -> RecordID {
        let id = store.ids.next(.audit)
        let records = Set(rows.flatMap(\.evidence).flatMap(\.records)).sorted()
        let files = Set(rows.flatMap(\.evidence).flatMap(\.artifacts)).sorted()
        let links =
            [RecordLink("audits", "document:\(role.path)")]
            + records.filter { RecordID($0) != nil }.map { RecordLink("rests on", $0) }
            + files.map { RecordLink("rests on", "document:\($0)") }
        try await store.append(
            StoredRecord(id: id, name: role.name, links: links, body: json))
        return id
    }

    /// What changed since an earlier audit of the role, one sentence each.
    package func changes(since body: JSONValue) -> [String] {
        var earlier: [String: String] = [:]
        for row in body["requirements"]?.array ?? [] {
            if let text = row["text"]?.string { earlier[text] = row["state"]?.string }
        }
        let now = Dictionary(
            rows.map { ($0.requirement.text, $0.state.rawValue) }, uniquingKeysWith: { a, _ in a })
        var lines: [String] = []
        for row in rows {
            let text = row.requirement.text
            switch earlier[text] {
            case nil: lines.append("new: \(text)")
            case let state? where state != row.state.rawValue:
                lines.append("\(state) → \(row.state.rawValue): \(text)")
            default: break
            }
        }
        lines += earlier.keys.filter { now[$0] == nil }.sorted().map { "gone: \($0)" }
        return lines
    }
}
