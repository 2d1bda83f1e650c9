package import Workspace

/// Notes about a role written in a YAML file.
package enum RoleNotesFile {
    /// The shape of the file.
    package static let shape = Shape.object(
        ObjectShape(
            "role notes", "What a person says about one role.",
            fields: [
                .optional(
                    "verbs",
                    .map(
                        .choice(
                            VerbCluster.allCases.map { .init($0.rawValue, "it is about that") }
                                + [.init("none", "it is no verb of the work here")])),
                    "The cluster of each verb."),
                .optional("tuesday", .nonEmptyText, "How a Tuesday afternoon in this role goes."),
                .optional(
                    "highlights", .list(passage("a highlight", "remark", "A remark.")),
                    "Passages with remarks."),
                .optional(
                    "requirements",
                    .list(
                        .object(
                            ObjectShape(
                                "a requirement", "A passage that asks for something.",
                                fields: [
                                    .required("text", .nonEmptyText, "Its words, as they stand."),
                                    .optional(
                                        "kind",
                                        .words(of: Requirement.Kind.self) { $0.rawValue },
                                        "Which sort."),
                                    .optional("skills", .list(.label), "The skills it names."),
                                ]))), "Passages that are requirements, whatever was found."),
                .optional(
                    "not-requirements", .list(.nonEmptyText),
                    "Passages that are none, whatever was found."),
            ]))

    private static func passage(_ name: String, _ key: String, _ summary: String) -> Shape {
        .object(
            ObjectShape(
                name, "A passage.",
                fields: [
                    .required("text", .nonEmptyText, "Its words, as they stand in the role."),
                    .optional(key, .text, summary),
                ]))
    }

    /// Reads a file of notes about a role's text.
    ///
    /// - Throws: everything wrong with it; a passage that the role does not have is named.
    package static func read(
        _ node: DocumentNode, text: String, lexicon: RoleLexicon
    ) throws(DocumentErrors) -> [RoleNotebook.Note] {
        var errors = DocumentErrorCollector()
        let node = withoutBlanks(node)
        shape.check(node, into: &errors)
        try errors.check()
        var notes: [RoleNotebook.Note] = []
        for entry in node["verbs"]?.entries ?? [] {
            notes.append(
                .verb(
                    entry.key.lowercased(),
                    entry.value.label.flatMap(VerbCluster.init(rawValue:))))
        }
        if let text = node["tuesday"]?.label { notes.append(.tuesday(text)) }
        func anchor(_ node: DocumentNode?) -> SpanAnchor? {
            guard let node, let words = node.label else { return nil }
            guard let anchor = passage(words, in: text) else {
                errors.add(
                    node.error(
                        "the role has no passage '\(words.prefix(60))'",
                        suggestion: "copy the words as conduct role show prints them"))
                return nil
            }
            return anchor
        }
        for item in node["highlights"]?.items ?? [] {
            guard let anchor = anchor(item["text"]) else { continue }
            notes.append(.highlight(anchor, remark: item["remark"]?.label ?? ""))
        }
        for item in node["requirements"]?.items ?? [] {
            for skill in item["skills"]?.items ?? [] where lexicon.skill(skill.label ?? "") == nil {
                errors.add(
                    skill.error(
                        "no skill is called '\(skill.label ?? "")'",
                        suggestion: Spelling.suggestion(
                            for: skill.label ?? "", among: lexicon.skills.map(\.id))))
            }
            guard let anchor = anchor(item["text"]) else { continue }
            let kind = item["kind"]?.label.flatMap(Requirement.Kind.init(rawValue:))
            notes.append(
                .requirement(
                    anchor, isOne: true, kind: kind ?? .qualification,
                    skills: (item["skills"]?.items ?? []).compactMap(\.label)))
        }
        for item in node["not-requirements"]?.items ?? [] {
            guard let anchor = anchor(item) else { continue }
            notes.append(
                .requirement(anchor, isOne: false, kind: .qualification, skills: []))
        }
        try errors.check()
        return notes
    }

    /// The notes without verbs that are still to be grouped.
    private static func withoutBlanks(_ node: DocumentNode) -> DocumentNode {
        guard let entries = node.mapping else { return node }
        let kept = entries.map { entry -> DocumentNode.Entry in
            guard entry.key == "verbs", let verbs = entry.value.mapping else { return entry }
            let given = verbs.filter { !$0.value.isNull }
            return DocumentNode.Entry(
                key: entry.key, location: entry.location,
                value: DocumentNode(
                    .mapping(given), at: entry.value.location, in: entry.value.source))
        }
        return DocumentNode(.mapping(kept), at: node.location, in: node.source)
    }

    /// The anchor of a passage given by its words.
    package static func passage(_ words: String, in text: String) -> SpanAnchor? {
        let wanted = Array(words.unicodeScalars)
        let scalars = Array(text.unicodeScalars)
        guard !wanted.isEmpty, wanted.count <= scalars.count else { return nil }
        for start in 0...(scalars.count - wanted.count)
        where scalars[start] == wanted[0] && scalars[start...].starts(with: wanted) {
            return SpanAnchor(start..<start + wanted.count, in: text)
        }
        return nil
    }
}
