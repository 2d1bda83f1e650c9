import LanguageModel

extension Spec {
    /// What the front matter of a specification may say.
    package static let frontMatterShape = Shape.object(
        ObjectShape(
            "a specification's front matter", "What a specification is called.",
            fields: [
                .optional("spec", .label, "Its name; the file's name without it."),
                .optional("version", .label, "Its version."),
                .optional(
                    "levels", .list(.label, minimum: 1), "The levels of authority, highest first.",
                    default: .array(standardLevels.map(JSONValue.string))),
                .optional("note", .text, "A note for people."),
                .optional(
                    "polarity", ClausePolarity.shape,
                    "Which tag of cases says whether they invite keeping a rule, tempt to break "
                        + "it, or only look as if."),
            ], examples: ["{spec: honesty, version: \"1.2\"}"]))

    /// Reads a specification.
    ///
    /// A heading with an anchor and at least one attribute is a clause:
    /// `### Do not flatter {#no-flattery must-not authority=developer overridable-by=none}`.
    ///
    /// - Throws: everything wrong with it.
    package init(markdown text: String, path: String) throws(DocumentErrors) {
        let source = DocumentSource(path: path, text: text, format: .markdown)
        var errors = DocumentErrorCollector()
        let front = try FrontMatter(of: source)
        if !front.node.isNull { Self.frontMatterShape.check(front.node, into: &errors) }
        let levels = front.node["levels"]?.items.compactMap(\.label) ?? Self.standardLevels
        let sections = HeadingScanner.sections(front.body, firstLine: front.bodyLine)
        var clauses: [Clause] = []
        var above: [MarkdownSection] = []
        for section in sections {
            above.removeAll { $0.level >= section.level }
            do throws(DocumentErrors) {
                if var clause = try Self.clause(section, levels, source) {
                    clause.path = above.map(\.title)
                    if let first = clauses.first(where: { $0.id == clause.id }) {
                        errors.add(
                            DocumentError(
                                .duplicate,
                                at: SourceLocation(
                                    line: section.line, column: section.attributesColumn),
                                in: source,
                                "the clause id '\(clause.id)' is already used on line \(first.line)",
                                suggestion: "give it another id"))
                    }
                    clauses.append(clause)
                }
            } catch {
                errors.add(error)
            }
            above.append(section)
        }
        let ids = clauses.map(\.id)
        for clause in clauses {
            for conflict in clause.conflicts where !ids.contains(conflict.clause) {
                errors.add(
                    DocumentError(
                        .undefined, at: SourceLocation(line: clause.line, column: 1), in: source,
                        "'\(clause.id)' names a conflict with '#\(conflict.clause)', "
                            + "which is no clause here",
                        suggestion: Spelling.suggestion(for: conflict.clause, among: ids)))
            }
        }
        try errors.check()
        self.init(
            name: front.node["spec"]?.label ?? PromptTemplate.stem(of: path),
            version: front.node["version"]?.label,
            title: sections.first { $0.level == 1 }?.title, levels: levels, clauses: clauses,
            file: path, polarity: ClausePolarity(front.node["polarity"]))
    }

    private static func clause(
        _ section: MarkdownSection, _ levels: [String], _ source: DocumentSource
    ) throws(DocumentErrors) -> Clause? {
        guard let attributes = try ClauseAttributes(section, levels, source) else { return nil }
        do throws(DocumentError) {
            let parts = try ClauseParts(section, source)
            var clause = Clause(
                id: attributes.id, title: section.title, modality: attributes.modality,
                authority: attributes.authority, overridableBy: attributes.overridableBy,
                statement: parts.statement, reasoning: [], conflicts: [], examples: [], path: [],
                level: section.level, line: section.line)
            for part in parts.parts { try fill(&clause, with: part, source) }
            return clause
        } catch {
            throw DocumentErrors(error)
        }
    }

    private static func fill(
        _ clause: inout Clause, with part: ClauseParts.Part, _ source: DocumentSource
    ) throws(DocumentError) {
        func set(_ path: WritableKeyPath<Clause, String?>, _ name: String) throws(DocumentError) {
            guard clause[keyPath: path] == nil else {
                throw DocumentError(
                    .duplicate, at: SourceLocation(line: part.line, column: 1), in: source,
                    "the clause '\(clause.id)' has '\(name)' twice", suggestion: "join the two")
            }
            clause[keyPath: path] = part.text
        }
        switch part.label {
        case .why: try set(\.rationale, "Why")
        case .permitted: try set(\.permitted, "Permitted")
        case .prohibited: try set(\.prohibited, "Prohibited")
        case .ambiguous: try set(\.ambiguous, "Ambiguous")
        case .exceptions: try set(\.exceptions, "Exceptions")
        case .example(let kind):
            clause.examples.append(Clause.Example(kind: kind, text: part.text, line: part.line))
        case .reasoning:
            for piece in pieces(part.text) {
                clause.reasoning.append(try reasoning(piece, part, source))
            }
        case .conflicts:
            for piece in pieces(part.text) {
                clause.conflicts.append(try conflict(piece, part, source))
            }
        }
    }

    /// Texts separated by middle dots, or the items of a list.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        for line in text.unicodeLines {
            let isItem = line.hasPrefix("- ") || line.hasPrefix("* ")
            let body = isItem ? line.dropFirst(2) : line
            let parts = body.split(separator: "·", omittingEmptySubsequences: false).map(
                String.init)
            for (index, part) in parts.enumerated() {
                if index == 0, !isItem, !pieces.isEmpty {
                    pieces[pieces.count - 1] += "\n" + part
                } else {
                    pieces.append(part)
                }
            }
        }
        return pieces.map { $0.trimmingASCIIWhitespace() }.filter { !$0.isEmpty }
    }

    private static func reasoning(
        _ piece: String, _ part: ClauseParts.Part, _ source: DocumentSource
    ) throws(DocumentError) -> Clause.Reasoning {
        guard let colon = piece.firstIndex(of: ":"),
            piece[..<colon].unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0 == "-" }),
            colon > piece.startIndex
        else {
            throw DocumentError(
                .syntax, at: SourceLocation(line: part.line, column: 1), in: source,
                "'\(piece.prefix(40))' names no ethical framework",
                suggestion:
                    "write consequentialist: … · deontological: … · virtue: … · contractualist: …"
            )
        }
        return Clause.Reasoning(
            framework: String(piece[..<colon]),
            text: String(piece[piece.index(after: colon)...]).trimmingASCIIWhitespace())
    }

    /// `#other wins: why`, `#other yields: why`, or `#other: what is at stake`.
    private static func conflict(
        _ piece: String, _ part: ClauseParts.Part, _ source: DocumentSource
    ) throws(DocumentError) -> Clause.Conflict {
        let id = piece.dropFirst().prefix {
            !$0.isWhitespace && $0 != ":" && $0 != "." && $0 != ","
        }
        var rest = String(piece.dropFirst(id.count + 1)).trimmingASCIIWhitespace()
        guard piece.hasPrefix("#"), !id.isEmpty else {
            throw DocumentError(
                .syntax, at: SourceLocation(line: part.line, column: 1), in: source,
                "'\(piece.prefix(40))' names no clause",
                suggestion: "write #other-clause wins: … or #other-clause yields: …")
        }
        var otherWins: Bool?
        for (word, wins) in [("wins", true), ("yields", false)] where rest.hasPrefix(word) {
            otherWins = wins
            rest = String(rest.dropFirst(word.count))
        }
        while let first = rest.first, first == ":" || first == " " || first == "." {
            rest.removeFirst()
        }
        return Clause.Conflict(clause: String(id), otherWins: otherWins, text: rest)
    }
}

/// What a clause's heading says in braces.
private struct ClauseAttributes {
    var id = ""
    var modality: Clause.Modality?
    var authority: String?
    var overridableBy: [String]?

    /// Reads the attributes; nil for a heading without any, or with an anchor alone.
    init?(_ section: MarkdownSection, _ levels: [String], _ source: DocumentSource)
        throws(DocumentErrors)
    {
        guard let text = section.attributes else { return nil }
        var errors = DocumentErrorCollector()
        let words = text.split { $0 == " " || $0 == "\t" }.map(String.init)
        let place = SourceLocation(line: section.line, column: section.attributesColumn)
        func fault(_ message: String, _ advice: String?) {
            errors.add(
                DocumentError(.invalidValue, at: place, in: source, message, suggestion: advice))
        }
        func level(_ word: String) -> String? {
            if levels.contains(word) { return word }
            fault(
                "'\(word)' is no level of authority",
                Spelling.suggestion(for: word, among: levels, naming: "the levels"))
            return nil
        }
        for word in words {
            if word.hasPrefix("#") {
                let name = String(word.dropFirst())
                if !id.isEmpty || name.isEmpty { fault("a clause has one id", "write {#one-id …}") }
                id = name
            } else if let equals = word.firstIndex(of: "=") {
                let key = String(word[..<equals])
                let value = String(word[word.index(after: equals)...])
                switch key {
                case "authority": authority = level(value)
                case "overridable-by":
                    overridableBy =
                        value == "none"
                        ? [] : value.split(separator: ",").compactMap { level(String($0)) }
                default:
                    fault(
                        "'\(key)' is no attribute of a clause",
                        Spelling.suggestion(
                            for: key, among: ["authority", "overridable-by"], naming: "they are"))
                }
            } else if let found = Clause.Modality(rawValue: word) {
                if modality != nil { fault("a clause has one modality", "keep one of the two") }
                modality = found
            } else {
                fault(
                    "'\(word)' is no modality",
                    Spelling.suggestion(
                        for: word, among: Clause.Modality.allCases.map(\.rawValue),
                        naming: "they are"))
            }
        }
        try errors.check()
        if id.isEmpty || words.count == 1 { return nil }
    }
}
