import LanguageModel
import Workspace

/// The lines of a clause by the part that they belong to, with their places in the file.
struct ClauseBody {
    /// A piece of a line.
    struct Piece {
        /// The label's words, `Why` or `Example (good)`; empty for the rule's statement.
        var part: String
        var text: String
        var line: Int
        /// The column of its first scalar, from 1.
        var column: Int
    }

    var pieces: [Piece] = []

    /// The bodies of all clauses of a specification's text, by the line of their heading.
    static func all(_ text: String, path: String) -> [Int: ClauseBody] {
        let source = DocumentSource(path: path, text: text, format: .markdown)
        guard let front = try? FrontMatter(source) else { return [:] }
        var bodies: [Int: ClauseBody] = [:]
        for section in HeadingScanner.sections(front.body, firstLine: front.bodyLine) {
            bodies[section.line] = ClauseBody(section)
        }
        return bodies
    }

    init(_ section: MarkdownSection) {
        var part = ""
        var fence = MarkdownFence()
        for (offset, line) in section.body.enumerated() {
            let number = section.bodyLine + offset
            if fence.isOpen(after: line) { continue }
            var rest = line
            while let open = rest.firstRange(of: "**"),
                let close = rest[open.upperBound...].firstRange(of: "**")
            {
                let words = rest[open.upperBound..<close.lowerBound]
                guard words.hasSuffix("."), Self.labels.contains(String(words.dropLast())) else {
                    append(rest[..<close.upperBound], of: line, part, number)
                    rest = rest[close.upperBound...]
                    continue
                }
                append(rest[..<open.lowerBound], of: line, part, number)
                part = String(words.dropLast())
                rest = rest[close.upperBound...]
            }
            append(rest, of: line, part, number)
        }
    }

    private mutating func append(
        _ text: Substring, of line: Substring, _ part: String, _ number: Int
    ) {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        let before = line[line.startIndex..<text.startIndex].unicodeScalars.count
        pieces.append(Piece(part: part, text: String(text), line: number, column: before + 1))
    }

    private static let labels: Set<String> = [
        "Why", "Permitted", "Prohibited", "Ambiguous", "Reasoning", "Exceptions", "Conflicts",
        "Example (good)", "Example (ok)", "Example (bad)",
    ]
}
