import LanguageModel

/// Reads cases from the files that suites name: JSONL and CSV.
struct CaseFile {
    /// Names of variables by the record's own fields; nil where the file has a case's keys.
    var fields: [String: String]?
    let vocabulary: ScorerVocabulary

    /// Reads every case of a file, in order.
    ///
    /// - Parameters:
    ///   - file: where it lies.
    ///   - path: its name in errors; `.csv` and `.tsv` are tables, anything else JSONL.
    func cases(
        file: String, path: String, into errors: inout DocumentErrorCollector
    ) throws(DocumentError) -> [Case] {
        path.hasSuffix(".csv") || path.hasSuffix(".tsv")
            ? try table(file, path, into: &errors) : try lines(file, path, into: &errors)
    }

    private func lines(_ file: String, _ path: String, into errors: inout DocumentErrorCollector)
        throws(DocumentError) -> [Case]
    {
        let reader = try JSONLinesReader(file: file, path: path)
        var cases: [Case] = []
        while !errors.isFull {
            do {
                guard let node = try reader.next() else { break }
                if let node = mapped(node, into: &errors),
                    let one = Case.read(node, vocabulary, into: &errors)
                {
                    cases.append(one)
                }
            } catch {
                // A file that cannot be read stays so; a wrong line does not spoil the next.
                guard error.code != .file else { throw error }
                errors.add(error)
                if error.code == .limit, error.column == 0 { break }
            }
        }
        return cases
    }

    /// A record of other keys as a case of variables.
    private func mapped(_ node: DocumentNode, into errors: inout DocumentErrorCollector)
        -> DocumentNode?
    {
        guard let fields else { return node }
        var entries: [DocumentNode.Entry] = []
        for (name, field) in fields.sorted(by: { $0.key < $1.key }) {
            guard let entry = node.entry(field) else {
                errors.add(
                    node.error(
                        .missingKey, "the record has no field '\(field)'",
                        suggestion: Spelling.suggestion(
                            for: field, among: node.entries.map(\.key), naming: "its fields")))
                return nil
            }
            entries.append(
                DocumentNode.Entry(key: name, location: entry.location, value: entry.value))
        }
        let vars = DocumentNode(.mapping(entries), at: node.location, in: node.source)
        return DocumentNode(
            .mapping([DocumentNode.Entry(key: "vars", location: node.location, value: vars)]),
            at: node.location, in: node.source)
    }

    private func table(_ file: String, _ path: String, into errors: inout DocumentErrorCollector)
        throws(DocumentError) -> [Case]
    {
        let reader = try CSVReader(file: file, path: path)
        let source = DocumentSource(path: path, text: "", format: .csv)
        let columns = try CaseColumns(reader.header, fields: fields, source: source)
        var cases: [Case] = []
        while !errors.isFull {
            do {
                guard let row = try reader.next() else { break }
                let node = columns.node(row, source, vocabulary)
                if let one = Case.read(node, vocabulary, into: &errors) { cases.append(one) }
            } catch {
                guard error.code != .file else { throw error }
                errors.add(error)
                // A quote that is not closed swallows the rest; the next row cannot be found.
                if error.message.contains("never closed") { break }
            }
        }
        return cases
    }
}

/// What the columns of a table of cases are.
struct CaseColumns {
    private enum Meaning {
        case id, clauses, weight, note, expected
        case tag(String)
        case variable(String)
        case nothing
    }

    private var meanings: [Meaning] = []

    /// Takes `id`, `clauses` (separated by blanks), `weight`, `note`, `expected` (a scorer in
    /// short), `tags.NAME`, `vars.NAME`; any other column is a variable of its name.
    init(_ header: [String], fields: [String: String]?, source: DocumentSource)
        throws(DocumentError)
    {
        for (index, name) in header.enumerated() {
            if let fields {
                meanings.append(
                    fields.first { $0.value == name }.map { .variable($0.key) } ?? .nothing)
                continue
            }
            switch name {
            case "id": meanings.append(.id)
            case "clauses": meanings.append(.clauses)
            case "weight": meanings.append(.weight)
            case "note": meanings.append(.note)
            case "expected": meanings.append(.expected)
            case _ where name.hasPrefix("expected-") && Int(name.dropFirst(9)) != nil:
                meanings.append(.expected)
            case _ where name.hasPrefix("tags.") && name.utf8.count > 5:
                meanings.append(.tag(String(name.dropFirst(5))))
            case _ where name.hasPrefix("vars.") && name.utf8.count > 5:
                meanings.append(.variable(String(name.dropFirst(5))))
            case _ where name.hasPrefix("__"):
                throw DocumentError(
                    .unknownKey, file: source.path, line: 1, column: 0,
                    "column \(index + 1), '\(name)', is a promptfoo column",
                    suggestion:
                        "use 'expected' and 'tags.NAME', or conduct import the promptfoo config")
            default: meanings.append(.variable(name))
            }
        }
        for (name, field) in fields ?? [:] where !header.contains(field) {
            throw DocumentError(
                .missingKey, file: source.path, line: 1,
                "there is no column '\(field)' for the variable '\(name)'",
                suggestion: Spelling.suggestion(for: field, among: header, naming: "its columns"))
        }
    }

    /// A row as a case's node.
    func node(_ row: CSVReader.Row, _ source: DocumentSource, _ vocabulary: ScorerVocabulary)
        -> DocumentNode
    {
        let start = SourceLocation(line: row.line, column: 1)
        var top: [DocumentNode.Entry] = []
        var vars: [DocumentNode.Entry] = []
        var tags: [DocumentNode.Entry] = []
        var scorers: [DocumentNode] = []
        for (meaning, cell) in zip(meanings, row.cells) {
            func text(_ text: String) -> DocumentNode {
                DocumentNode(.text(text), at: cell.location, in: source)
            }
            func entry(_ key: String, _ value: DocumentNode) -> DocumentNode.Entry {
                DocumentNode.Entry(key: key, location: cell.location, value: value)
            }
            let isEmpty = cell.text.isEmpty && !cell.isQuoted
            let trimmed = cell.text.trimmingASCIIWhitespace()
            switch meaning {
            case .nothing: break
            case .variable(let name): vars.append(entry(name, text(cell.text)))
            case .tag(let name): if !isEmpty { tags.append(entry(name, text(trimmed))) }
            case .id: if !trimmed.isEmpty { top.append(entry("id", text(trimmed))) }
            case .note: if !isEmpty { top.append(entry("note", text(cell.text))) }
            case .weight:
                if !trimmed.isEmpty {
                    let (value, literal) = CoreSchema.resolve(trimmed)
                    top.append(
                        entry(
                            "weight",
                            DocumentNode(value, literal: literal, at: cell.location, in: source)))
                }
            case .clauses:
                let words = trimmed.split { $0 == " " || $0 == "," || $0 == ";" }.map(String.init)
                if !words.isEmpty {
                    top.append(
                        entry(
                            "clauses",
                            DocumentNode(
                                .sequence(words.map(text)), at: cell.location, in: source)))
                }
            case .expected:
                if !isEmpty { scorers.append(scorer(cell, source, vocabulary)) }
            }
        }
        func group(_ key: String, _ value: DocumentNode.Value) -> DocumentNode.Entry {
            DocumentNode.Entry(
                key: key, location: start, value: DocumentNode(value, at: start, in: source))
        }
        top.append(group("vars", .mapping(vars)))
        if !tags.isEmpty { top.append(group("tags", .mapping(tags))) }
        if !scorers.isEmpty { top.append(group("scorers", .sequence(scorers))) }
        return DocumentNode(.mapping(top), at: start, in: source)
    }

    /// `kind: value`, or a text that the answer equals.
    private func scorer(
        _ cell: CSVReader.Cell, _ source: DocumentSource, _ vocabulary: ScorerVocabulary
    ) -> DocumentNode {
        var kind = "equals"
        var value = cell.text
        if let colon = cell.text.firstIndex(of: ":") {
            let word = String(cell.text[..<colon]).trimmingASCIIWhitespace()
            if !vocabulary.isOpen, vocabulary.parse(word) != nil {
                kind = word
                value = String(cell.text[cell.text.index(after: colon)...])
                    .trimmingASCIIWhitespace()
            }
        } else if !vocabulary.isOpen, let parsed = vocabulary.parse(cell.text),
            vocabulary.kind(parsed.kind)?.standsAlone == true
        {
            return DocumentNode(.text(cell.text), at: cell.location, in: source)
        }
        let argument = DocumentNode(.text(value), at: cell.location, in: source)
        return DocumentNode(
            .mapping([DocumentNode.Entry(key: kind, location: cell.location, value: argument)]),
            at: cell.location, in: source)
    }
}
