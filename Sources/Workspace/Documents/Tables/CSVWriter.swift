/// Writes rows as CSV (RFC 4180): CR LF between rows, quotes only where needed.
///
/// Cells are written as they are. A spreadsheet may take a cell that begins with `=`, `+`, `-` or
/// `@` for a formula; `isFormulaLike` tells, and whoever writes for spreadsheets decides openly
/// whether to refuse, to mark or to warn. Nothing is changed in silence.
package enum CSVWriter {
    /// One row with its line end.
    package static func row(_ cells: [String], separator: Character = ",") -> String {
        cells.map { cell($0, separator: separator, isAlone: cells.count == 1) }
            .joined(separator: String(separator)) + "\r\n"
    }

    /// Whether a spreadsheet would take the cell for a formula.
    package static func isFormulaLike(_ cell: String) -> Bool {
        guard let first = cell.unicodeScalars.first else { return false }
        return "=+-@\t\r".unicodeScalars.contains(first) && Double(cell) == nil
    }

    private static func cell(_ text: String, separator: Character, isAlone: Bool) -> String {
        let separators = Array(String(separator).unicodeScalars)
        // An empty row and an empty only cell would look the same.
        var needsQuotes = isAlone && text.isEmpty
        if let first = text.unicodeScalars.first, let last = text.unicodeScalars.last {
            needsQuotes = first == " " || last == " " || first == "\u{FEFF}"
        }
        for scalar in text.unicodeScalars
        where scalar == "\"" || scalar == "\n" || scalar == "\r" || separators.contains(scalar) {
            needsQuotes = true
        }
        guard needsQuotes else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
