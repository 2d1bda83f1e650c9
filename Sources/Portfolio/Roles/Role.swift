import LanguageModel
package import Workspace

/// A job description: `roles/NAME.md`.
package struct Role: Sendable, Hashable {
    /// Its name: the file's name without its ending.
    package var name: String
    package var employer: String
    package var title: String
    /// Where it was read: addresses or file names; several where mirrors carry the same text.
    package var sources: [String]
    /// The day on which it was read.
    package var date: CalendarDate
    /// Whether the user aims at it.
    package var isTarget: Bool
    /// Whether a public portfolio may quote it: a text of one's own, or with leave.
    package var isQuotable: Bool
    /// The text under the front matter.
    package var text: String

    package init(
        name: String, employer: String, title: String, sources: [String], date: CalendarDate,
        isTarget: Bool = false, isQuotable: Bool = false, text: String
    ) {
        self.name = name
        self.employer = employer
        self.title = title
        self.sources = sources
        self.date = date
        self.isTarget = isTarget
        self.isQuotable = isQuotable
        self.text = text
    }

    /// Its path in the workspace.
    package var path: String { "roles/\(name).md" }

    /// The role as the file that holds it.
    package var file: String {
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
        return """
            ---
            employer: \(quoted(employer))
            title: \(quoted(title))
            sources: [\(sources.map(quoted).joined(separator: ", "))]
            date: \(date)
            target: \(isTarget)\(isQuotable ? "\nquotable: true" : "")
            ---
            \(text)

            """
    }

    /// Reads a role's file.
    ///
    /// - Throws: everything wrong with its front matter, with lines.
    package init(file text: String, path: String) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        let source = DocumentSource(path: path, text: text, format: .markdown)
        let front = try FrontMatter(of: source)
        guard !front.node.isNull else {
            throw DocumentErrors(
                DocumentError(
                    .missingKey, file: path, line: 1, "the role has no front matter",
                    suggestion: "add one with employer, title and date, or add the text with: "
                        + "conduct role add \(path)"))
        }
        RoleShape.frontMatter.check(front.node, into: &errors)
        let written = front.node["date"]?.label ?? ""
        let date = CalendarDate(written)
        if date == nil, let node = front.node["date"] {
            errors.add(node.error("'\(written)' is no date", suggestion: "write it as YYYY-MM-DD"))
        }
        try errors.check()
        let file = path.split(separator: "/").last.map(String.init) ?? path
        self.init(
            name: file.hasSuffix(".md") ? String(file.dropLast(3)) : file,
            employer: front.node["employer"]?.label ?? "",
            title: front.node["title"]?.label ?? "",
            sources: (front.node["sources"]?.items ?? []).compactMap(\.label),
            date: date ?? CalendarDate(days: 0), isTarget: front.node["target"]?.bool ?? false,
            isQuotable: front.node["quotable"]?.bool ?? false,
            text: RoleText.trimmed(front.body.joined(separator: "\n")))
    }
}
