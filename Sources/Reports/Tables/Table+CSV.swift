extension Table {
    /// The table as CSV (RFC 4180): a heading row, CRLF line ends, fields quoted where needed.
    ///
    /// Text that a spreadsheet would run as a formula (it starts with `=`, `+`, `-`, `@`, a tab or
    /// a carriage return) gets an apostrophe before it; numbers keep their signs. Minus is the
    /// ASCII hyphen, so that programs can read the numbers. Notes are left out.
    package func csv() -> String {
        var output = columns.map { Self.field($0.title) }.joined(separator: ",") + "\r\n"
        for row in rows {
            let fields = columns.indices.map { column in
                row.indices.contains(column) ? Self.field(row[column].text) : ""
            }
            output += fields.joined(separator: ",") + "\r\n"
        }
        return output
    }

    private static func field(_ text: String) -> String {
        var text = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\u{2212}" ? "-" : $0 }))
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
            !isNumber(text)
        {
            text = "'" + text
        }
        let needsQuotes = text.unicodeScalars.contains { scalar in
            scalar == "," || scalar == "\"" || scalar == "\n" || scalar == "\r"
        }
        guard needsQuotes else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    private static func isNumber(_ text: String) -> Bool {
        let body = text.unicodeScalars.dropFirst()
        return !body.isEmpty
            && body.allSatisfy { ("0"..."9").contains($0) || "., %".unicodeScalars.contains($0) }
    }
}
