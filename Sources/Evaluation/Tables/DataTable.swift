package import Workspace

/// A table of data as it was read: named columns, and for each row the line it stands on.
///
/// Cells are texts; nil is a missing value. Numbers are read on demand, so that a column that
/// nobody asks for may hold anything.
package struct DataTable: Sendable {
    /// The file as the user knows it.
    package let path: String
    /// The names of the columns, in the file's order.
    package let columns: [String]
    /// The line of each row.
    package let lines: [Int]
    /// The texts of each column.
    private let cells: [[String?]]

    /// A table of columns of one length.
    package init(path: String, columns: [String], lines: [Int], cells: [[String?]]) {
        (self.path, self.columns, self.lines, self.cells) = (path, columns, lines, cells)
    }

    /// The number of rows.
    package var rows: Int { lines.count }

    /// The position of a column.
    ///
    /// - Throws: `unknownKey` with the nearest name, or all names.
    package func column(_ name: String) throws(DocumentError) -> Int {
        if let position = columns.firstIndex(of: name) { return position }
        throw DocumentError(
            .unknownKey, file: path, line: 1, "there is no column '\(name)'",
            suggestion: Spelling.suggestion(for: name, among: columns, naming: "the columns are"))
    }

    /// The texts of a column; nil is missing.
    package func texts(_ column: Int) -> [String?] { cells[column] }

    /// The texts of a column in which every row must have one.
    package func fullTexts(_ column: Int) throws(DocumentError) -> [String] {
        try checkNotEmpty(column)
        var texts: [String] = []
        texts.reserveCapacity(rows)
        for (row, text) in cells[column].enumerated() {
            guard let text else { throw missing(row, column) }
            texts.append(text)
        }
        return texts
    }

    /// The numbers of a column; nil is missing.
    ///
    /// - Throws: `wrongKind` at the first text that is no number; an error for a column without
    ///   any value.
    package func numbers(_ column: Int) throws(DocumentError) -> [Double?] {
        try checkNotEmpty(column)
        var numbers: [Double?] = []
        numbers.reserveCapacity(rows)
        for (row, text) in cells[column].enumerated() {
            guard let text else {
                numbers.append(nil)
                continue
            }
            guard let number = Self.number(text) else { throw notANumber(row, column, text) }
            numbers.append(number)
        }
        return numbers
    }

    /// The numbers of a column in which every row must have one.
    package func fullNumbers(_ column: Int) throws(DocumentError) -> [Double] {
        var full: [Double] = []
        full.reserveCapacity(rows)
        for (row, number) in try numbers(column).enumerated() {
            guard let number else { throw missing(row, column) }
            full.append(number)
        }
        return full
    }

    /// Whether every value of the column is a number, and there is one.
    package func isNumeric(_ column: Int) -> Bool {
        var found = false
        for case let text? in cells[column] {
            guard Self.number(text) != nil else { return false }
            found = true
        }
        return found
    }

    /// A finite decimal number, in the forms that CSV files and JSON have.
    package static func number(_ text: String) -> Double? {
        // Double(_:) would also take "nan", "inf" and hexadecimal.
        let isPlain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e")
                || byte == UInt8(ascii: "E")
        }
        guard isPlain, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// An error about one cell.
    package func error(
        _ code: DocumentError.Code, row: Int, column: Int, _ message: String,
        suggestion: String? = nil
    ) -> DocumentError {
        DocumentError(
            code, file: path, line: lines[row], "column '\(columns[column])': \(message)",
            suggestion: suggestion)
    }

    /// The error for a value that must be there.
    package func missing(_ row: Int, _ column: Int) -> DocumentError {
        error(
            .missingKey, row: row, column: column, "the value is missing",
            suggestion: "fill it in, or leave the row out")
    }

    private func notANumber(_ row: Int, _ column: Int, _ text: String) -> DocumentError {
        error(
            .wrongKind, row: row, column: column,
            "expected a number, found '\(text.prefix(40))'",
            suggestion: "a word that stands for a missing value is declared with --missing")
    }

    /// Refuses a column in which every value is missing.
    package func checkNotEmpty(_ column: Int) throws(DocumentError) {
        guard cells[column].contains(where: { $0 != nil }) else {
            throw DocumentError(
                .missingKey, file: path, line: 1, "the column '\(columns[column])' is empty",
                suggestion: "name another column, or leave it out of the file")
        }
    }
}
