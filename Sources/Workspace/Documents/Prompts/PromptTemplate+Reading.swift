import LanguageModel

extension PromptTemplate {
    /// What the front matter of a prompt file may say.
    package static let frontMatterShape = Shape.object(
        ObjectShape(
            "a prompt's front matter", "What a prompt is called and which factors it stands for.",
            fields: commonFields,
            examples: ["{id: candid, factors: {length: short, persona: none}}"]))

    private static let commonFields: [Field] = [
        .optional("id", .label, "Its name, unique in a suite; the file's name without it."),
        .optional(
            "factors", .map(.either([.label, .text])),
            "The level of each factor that it stands for.",
            examples: [["length": "short", "persona": "none"]]),
        .optional("note", .text, "A note for people."),
    ]

    /// A prompt written in a suite.
    package static let inlineShape = Shape.object(
        ObjectShape(
            "a prompt", "A prompt written in place.",
            fields: commonFields + [
                .optional("system", .text, "A template for the system message."),
                .optional("user", .text, "A template for the user's message."),
                .optional(
                    "messages",
                    .list(
                        .object(
                            ObjectShape(
                                "a message", "One message of a prompt.",
                                fields: [
                                    .required("role", roleShape, "Who speaks."),
                                    .required("content", .text, "A template for the text."),
                                ])), minimum: 1), "Templates for several messages."),
            ],
            exactlyOne: [["user", "messages"]], atMostOne: [["system", "messages"]],
            examples: ["{id: plain, user: \"{{ question }}\"}"]))

    private static let roleShape = Shape.choice([
        .init("system", "sets the frame"), .init("user", "asks"),
        .init("assistant", "an answer that is given"),
    ])

    /// Reads a Markdown prompt: front matter, then a level-1 heading for each message's role.
    ///
    /// Without any role heading the whole text is one user message. A line that would be a role
    /// heading but is meant as text begins with a backslash: `\# user`.
    package init(markdown text: String, path: String) throws(DocumentErrors) {
        var errors = DocumentErrorCollector()
        do throws(DocumentError) {
            let source = DocumentSource(path: path, text: text, format: .markdown)
            let front = try FrontMatter(source)
            if !front.node.isNull { Self.frontMatterShape.check(front.node, into: &errors) }
            let sections = try PromptSections(front, source)
            var parts: [Part] = []
            for section in sections.sections {
                parts.append(
                    Part(
                        role: section.role,
                        template: try Template(
                            section.text, path: path,
                            at: SourceLocation(line: section.line, column: 1))))
            }
            id = front.node["id"]?.label ?? Self.stem(of: path)
            factors = Self.factors(front.node["factors"])
            note = front.node["note"]?.text
            file = path
            self.parts = parts
        } catch {
            errors.add(error)
            id = ""
            factors = [:]
            parts = []
        }
        try errors.check()
    }

    /// Reads a prompt that fits the shape of those written in place.
    ///
    /// - Parameter fallbackID: the id where none is given.
    package init(_ node: DocumentNode, fallbackID: String) throws(DocumentError) {
        id = node["id"]?.label ?? fallbackID
        factors = Self.factors(node["factors"])
        note = node["note"]?.text
        parts = []
        for (role, key) in [(MessageRole.system, "system"), (.user, "user")] {
            if let text = node[key] { parts.append(Part(role: role, template: try Template(text))) }
        }
        for message in node["messages"]?.items ?? [] {
            guard let role = message["role"]?.label.flatMap(MessageRole.init(rawValue:)),
                let text = message["content"]
            else { continue }
            parts.append(Part(role: role, template: try Template(text)))
        }
    }

    private static func factors(_ node: DocumentNode?) -> [String: JSONValue] {
        node?.json.object ?? [:]
    }

    /// A file's name without folders and extension.
    static func stem(of path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}

/// The messages of a prompt file as text.
private struct PromptSections {
    struct Section {
        let role: MessageRole
        var text: String
        /// The file's line on which the text begins.
        var line: Int
    }

    private(set) var sections: [Section] = []

    init(_ front: FrontMatter, _ source: DocumentSource) throws(DocumentError) {
        var role: MessageRole?
        var start = 0
        var fence: Substring?
        for (index, line) in front.body.enumerated() {
            let plain = line.withoutReturn
            if let open = fence {
                if plain.hasPrefix(open) { fence = nil }
                continue
            }
            if plain.hasPrefix("```") || plain.hasPrefix("~~~") {
                fence = plain.prefix(3)
                continue
            }
            guard let heading = try Self.role(plain, line: front.bodyLine + index, source) else {
                continue
            }
            try close(role, front, start..<index, source)
            role = heading
            start = index + 1
        }
        try close(role, front, start..<front.body.count, source, isLast: true)
    }

    private mutating func close(
        _ role: MessageRole?, _ front: FrontMatter, _ range: Range<Int>, _ source: DocumentSource,
        isLast: Bool = false
    ) throws(DocumentError) {
        var lines = front.body[range]
        while let first = lines.first, Self.isBlank(first) { lines.removeFirst() }
        while let last = lines.last, Self.isBlank(last) { lines.removeLast() }
        let line = front.bodyLine + lines.startIndex
        if lines.isEmpty {
            if role == nil, !isLast { return }
            let place = SourceLocation(
                line: max(1, front.bodyLine + range.lowerBound - 1), column: 1)
            throw DocumentError(
                .missingKey, at: place, in: source,
                role.map { "the \($0.rawValue) message has no text" } ?? "the prompt has no text",
                suggestion: "write a template below the heading")
        }
        guard let role = role ?? (isLast && sections.isEmpty ? .user : nil) else {
            throw DocumentError(
                .syntax, at: SourceLocation(line: line, column: 1), in: source,
                "this text stands before the first role heading",
                suggestion: "put it under '# system', '# user' or '# assistant'")
        }
        let text = lines.enumerated().map { offset, line in
            let text = offset == lines.count - 1 ? line.withoutReturn : line
            return text.hasPrefix("\\# ") ? String(text.dropFirst()) : String(text)
        }.joined(separator: "\n")
        sections.append(Section(role: role, text: text, line: line))
    }

    private static func isBlank(_ line: Substring) -> Bool {
        String(line).trimmingASCIIWhitespace().isEmpty
    }

    /// The role that a heading names; nil for any other line.
    private static func role(_ line: Substring, line number: Int, _ source: DocumentSource)
        throws(DocumentError) -> MessageRole?
    {
        guard line.hasPrefix("# ") else { return nil }
        let word = String(line.dropFirst(2)).trimmingASCIIWhitespace()
        let roles = ["system", "user", "assistant"]
        if roles.contains(word) { return MessageRole(rawValue: word) }
        guard !word.contains(" "), let meant = Spelling.nearest(to: word, among: roles),
            word.lowercased() == meant || word.unicodeScalars.count > 3
        else { return nil }
        throw DocumentError(
            .invalidValue, at: SourceLocation(line: number, column: 3), in: source,
            "'# \(word)' is no role",
            suggestion:
                "did you mean '# \(meant)'? A line of text begins with a backslash: \\# \(word)"
        )
    }
}
