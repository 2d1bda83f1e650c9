/// The labelled parts of a clause's body: `**Why.** … **Example (good).** …`.
struct ClauseParts {
    enum Label: Hashable {
        case why, permitted, prohibited, ambiguous, reasoning, exceptions, conflicts
        case example(Clause.Example.Kind)

        /// Reads the bold words without their full stop; nil for anything else.
        init?(_ words: String) {
            switch words {
            case "Why": self = .why
            case "Permitted": self = .permitted
            case "Prohibited": self = .prohibited
            case "Ambiguous": self = .ambiguous
            case "Reasoning": self = .reasoning
            case "Exceptions": self = .exceptions
            case "Conflicts": self = .conflicts
            default:
                guard words.hasPrefix("Example ("), words.hasSuffix(")"),
                    let kind = Clause.Example.Kind(
                        rawValue: String(words.dropFirst(9).dropLast()))
                else { return nil }
                self = .example(kind)
            }
        }

        static let words = [
            "Why", "Permitted", "Prohibited", "Ambiguous", "Reasoning", "Exceptions", "Conflicts",
            "Example (good)", "Example (ok)", "Example (bad)",
        ]
    }

    struct Part {
        let label: Label
        var text: String
        let line: Int
    }

    /// What stands before the first label.
    private(set) var statement = ""
    private(set) var parts: [Part] = []

    init(_ section: MarkdownSection, _ source: DocumentSource) throws(DocumentError) {
        var fence = MarkdownFence()
        for (index, line) in section.body.enumerated() {
            let isCode = fence.isOpen(after: line)
            if index > 0 { append("\n") }
            if isCode {
                append(line)
            } else {
                try scan(line, number: section.bodyLine + index, source)
            }
        }
        statement = statement.trimmingASCIIWhitespace()
        for index in parts.indices {
            parts[index].text = parts[index].text.trimmingASCIIWhitespace()
        }
    }

    private mutating func append(_ text: some StringProtocol) {
        if parts.isEmpty { statement += text } else { parts[parts.count - 1].text += text }
    }

    private mutating func scan(_ line: Substring, number: Int, _ source: DocumentSource)
        throws(DocumentError)
    {
        var rest = line
        while let open = rest.firstRange(of: "**") {
            guard let close = rest[open.upperBound...].firstRange(of: "**") else { break }
            let words = rest[open.upperBound..<close.lowerBound]
            let before = line[..<open.lowerBound]
            guard words.hasSuffix(".") else {
                append(rest[..<close.upperBound])
                rest = rest[close.upperBound...]
                continue
            }
            let name = String(words.dropLast())
            if let label = Label(name) {
                append(rest[..<open.lowerBound])
                parts.append(Part(label: label, text: "", line: number))
            } else {
                try refuse(
                    name, atLineStart: before.allSatisfy { $0 == " " }, before, number, source)
                append(rest[..<close.upperBound])
            }
            rest = rest[close.upperBound...]
        }
        append(rest)
    }

    /// A word that nearly is a label, where a label would stand, is a slip; other bold text is text.
    private func refuse(
        _ name: String, atLineStart: Bool, _ before: Substring, _ line: Int,
        _ source: DocumentSource
    ) throws(DocumentError) {
        let isExample = name.hasPrefix("Example")
        guard atLineStart || isExample,
            let meant = Spelling.nearest(to: name, among: Label.words)
                ?? (isExample ? "Example (good)" : nil)
        else { return }
        throw DocumentError(
            .invalidValue,
            at: SourceLocation(line: line, column: before.unicodeScalars.count + 3), in: source,
            "'\(name)' is no part of a clause",
            suggestion: "did you mean '**\(meant).**'?")
    }
}
