package import Workspace

extension DataTable {
    /// The words that mean pass and fail in a column of outcomes.
    private static let words: [String: Double] = [
        "true": 1, "pass": 1, "passed": 1, "yes": 1, "correct": 1, "success": 1,
        "false": 0, "fail": 0, "failed": 0, "no": 0, "incorrect": 0, "failure": 0,
    ]

    /// The outcomes of a column as numbers: numbers as they are, or pass and fail in words.
    ///
    /// - Throws: the place of a text that is neither, or that mixes the two.
    package func outcomes(_ column: Int) throws(DocumentError) -> [Double?] {
        try checkNotEmpty(column)
        let texts = texts(column)
        guard let first = texts.firstIndex(where: { $0 != nil }),
            Self.words[texts[first]?.lowercased() ?? ""] != nil
        else { return try numbers(column) }
        var values: [Double?] = []
        values.reserveCapacity(rows)
        for (row, text) in texts.enumerated() {
            guard let text else {
                values.append(nil)
                continue
            }
            guard let value = Self.words[text.lowercased()] else {
                throw error(
                    .wrongKind, row: row, column: column,
                    "expected pass or fail in words as above, found '\(text.prefix(40))'",
                    suggestion: "use numbers throughout, or true/false, pass/fail or yes/no")
            }
            values.append(value)
        }
        return values
    }

    /// The column with a name, else the first that has one of the usual names; what was guessed is
    /// added to `reading`.
    func find(
        _ name: String?, _ usual: [String], _ what: String, _ option: String, but taken: Set<Int>,
        reading: inout [String]
    ) throws(DocumentError) -> Int {
        if let name { return try column(name) }
        guard let found = ColumnNames.find(usual, in: columns, but: taken) else {
            throw DocumentError(
                .missingKey, file: path, line: 1, "no column looks like the \(what)",
                suggestion: "name it with \(option); the columns are: "
                    + columns.prefix(24).joined(separator: ", "))
        }
        reading.append("\(what) = '\(columns[found])' (guessed)")
        return found
    }
}
