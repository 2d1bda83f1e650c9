import LanguageModel
package import Workspace

/// The file formats of tables.
package enum TableFormat: String, Sendable, CaseIterable {
    /// Comma-separated values with a header; `.tsv` is separated by tabs.
    case csv
    /// One JSON object a line.
    case jsonl
}

extension DataTable {
    /// Reads a table from a file.
    ///
    /// - Parameters:
    ///   - path: the file, also in errors.
    ///   - format: what it is; nil takes it from the name's ending.
    ///   - missing: texts that stand for a missing value, besides empty cells and JSON's null.
    /// - Throws: the place of what is wrong: a row of another length, a line that is no object, a
    ///   file without rows.
    ///
    /// - Complexity: O(cells).
    package init(path: String, format: TableFormat? = nil, missing: Set<String> = [])
        throws(DocumentError)
    {
        var known = format
        if known == nil { known = try Self.format(of: path) }
        if known == .jsonl {
            try self.init(jsonl: path, missing: missing)
        } else {
            try self.init(csv: path, missing: missing)
        }
        guard rows > 0 else {
            throw DocumentError(
                .missingKey, file: path, "the table has no rows",
                suggestion: "put one observation on each line")
        }
    }

    private static func format(of path: String) throws(DocumentError) -> TableFormat {
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        switch ending {
        case "csv", "tsv": return .csv
        case "jsonl", "ndjson": return .jsonl
        default:
            throw DocumentError(
                .invalidValue, file: path, "the name ends in neither .csv, .tsv nor .jsonl",
                suggestion: "say what it is with --format csv or --format jsonl")
        }
    }

    private init(csv path: String, missing: Set<String>) throws(DocumentError) {
        let reader = try CSVReader(file: path, path: path)
        var cells = [[String?]](repeating: [], count: reader.header.count)
        var lines: [Int] = []
        while let row = try reader.next() {
            lines.append(row.line)
            for (column, cell) in row.cells.enumerated() {
                let text = cell.isQuoted ? cell.text : Self.trimmed(cell.text)
                cells[column].append(text.isEmpty || missing.contains(text) ? nil : text)
            }
        }
        self.init(path: path, columns: reader.header, lines: lines, cells: cells)
    }

    private init(jsonl path: String, missing: Set<String>) throws(DocumentError) {
        let reader = try JSONLinesReader(file: path, path: path)
        var columns: [String] = []
        var positions: [String: Int] = [:]
        var cells: [[String?]] = []
        var lines: [Int] = []
        while let (line, value) = try reader.nextValue() {
            guard case .object(let members) = value else {
                throw DocumentError(
                    .wrongKind, file: path, line: line, "expected an object with named values")
            }
            var row: [(String, String?)] = []
            Self.flatten(members, prefix: "", into: &row)
            for (name, text) in row {
                let position = positions[name] ?? columns.count
                if position == columns.count {
                    positions[name] = position
                    columns.append(name)
                    cells.append([String?](repeating: nil, count: lines.count))
                }
                let isMissing = text.map { $0.isEmpty || missing.contains($0) } ?? true
                cells[position].append(isMissing ? nil : text)
            }
            lines.append(line)
            for position in cells.indices where cells[position].count < lines.count {
                cells[position].append(nil)
            }
        }
        self.init(path: path, columns: columns, lines: lines, cells: cells)
    }

    /// The values of an object with dotted names, sorted by name, because objects have no order.
    private static func flatten(
        _ members: [String: JSONValue], prefix: String, into row: inout [(String, String?)]
    ) {
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            let whole = prefix.isEmpty ? name : prefix + "." + name
            switch value {
            case .object(let inner): flatten(inner, prefix: whole, into: &row)
            case .null: row.append((whole, nil))
            case .string(let text): row.append((whole, text))
            default: row.append((whole, value.serialized()))
            }
        }
    }

    private static func trimmed(_ text: String) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first = text.utf8.first, let last = text.utf8.last,
            isBlank(first) || isBlank(last)
        else { return text }
        var bytes = Substring(text).utf8
        while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
