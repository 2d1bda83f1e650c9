package import Workspace

/// Items or ratings in a CSV or JSONL file.
package enum RatingFile {
    /// One row.
    package struct Row: Sendable, Hashable {
        package var line: Int
        package var id: String?
        package var text: String?
        package var label: String?
    }

    /// Reads the rows: columns or keys `id`, `text`, and `label` (or `rating`).
    ///
    /// - Parameter path: where the file lies, as the user wrote it.
    /// - Throws: the first row that is none, with its line.
    package static func read(_ path: String) throws(DocumentError) -> [Row] {
        path.hasSuffix(".csv") || path.hasSuffix(".tsv") ? try csv(path) : try jsonl(path)
    }

    private static func csv(_ path: String) throws(DocumentError) -> [Row] {
        let reader = try CSVReader(file: path, path: path)
        func column(_ names: [String]) -> Int? {
            reader.header.firstIndex { names.contains($0.lowercased()) }
        }
        let (id, text, label) = (column(["id"]), column(["text"]), column(["label", "rating"]))
        guard id != nil || text != nil else {
            throw DocumentError(
                .missingKey, file: path, line: 1, "there is no column 'id' and none 'text'",
                suggestion: "name the columns id, text and label")
        }
        var rows: [Row] = []
        while let row = try reader.next() {
            func cell(_ column: Int?) -> String? {
                column.map { row.cells[$0].text }.flatMap { $0.isEmpty ? nil : $0 }
            }
            rows.append(
                Row(line: row.line, id: cell(id), text: cell(text), label: cell(label)))
        }
        return rows
    }

    private static func jsonl(_ path: String) throws(DocumentError) -> [Row] {
        let reader = try JSONLinesReader(file: path, path: path)
        var rows: [Row] = []
        while let node = try reader.next() {
            guard node.mapping != nil else {
                throw node.error(
                    .wrongKind,
                    "expected an object with id, text or label, found "
                        + node.kindDescription)
            }
            rows.append(
                Row(
                    line: node.line, id: node["id"]?.label, text: node["text"]?.label,
                    label: (node["label"] ?? node["rating"])?.label))
        }
        return rows
    }

    /// The rows as items to rate; a row without an id is called by its number.
    package static func items(
        _ rows: [Row], path: String
    ) throws(DocumentError) -> [ReratingSession.Item] {
        var items: [ReratingSession.Item] = []
        var seen: Set<String> = []
        for (index, row) in rows.enumerated() {
            guard let text = row.text else {
                throw DocumentError(
                    .missingKey, file: path, line: row.line, "the row has no text to rate",
                    suggestion: "give it a text")
            }
            let id = row.id ?? "\(index + 1)"
            guard seen.insert(id).inserted else {
                throw DocumentError(
                    .duplicate, file: path, line: row.line, "two items are called '\(id)'",
                    suggestion: "ids must differ")
            }
            items.append(ReratingSession.Item(id: id, text: text))
        }
        guard items.count >= 2 else {
            throw DocumentError(
                .missingKey, file: path, "the file has \(items.count) items; agreement needs two",
                suggestion: "twenty to thirty are a good beginning")
        }
        return items
    }

    /// The rows as ratings of a session's items.
    ///
    /// - Throws: a row with an unknown item or label, with its line.
    package static func ratings(
        _ rows: [Row], of session: ReratingSession, rater: String, pass: Int, on day: CalendarDate,
        path: String
    ) throws(DocumentError) -> [ReratingSession.Rating] {
        let ids = session.items.map(\.id)
        let known = Set(ids)
        var seen: Set<String> = []
        var ratings: [ReratingSession.Rating] = []
        for (index, row) in rows.enumerated() {
            guard let label = row.label else { continue }
            let id = row.id ?? (row.text == nil ? "" : "\(index + 1)")
            guard known.contains(id) else {
                throw DocumentError(
                    .invalidValue, file: path, line: row.line, "no item is called '\(id)'",
                    suggestion: Spelling.suggestion(for: id, among: ids, naming: "items"))
            }
            guard session.labels.contains(label) else {
                throw DocumentError(
                    .invalidValue, file: path, line: row.line,
                    "'\(label)' is none of the labels \(session.labels.joined(separator: ", "))",
                    suggestion: Spelling.suggestion(for: label, among: session.labels))
            }
            guard seen.insert(id).inserted else {
                throw DocumentError(
                    .duplicate, file: path, line: row.line, "the item '\(id)' is rated twice",
                    suggestion: "keep one of the rows")
            }
            ratings.append(
                ReratingSession.Rating(item: id, label: label, pass: pass, rater: rater, on: day))
        }
        return ratings
    }
}
