extension Table {
    /// The table as HTML, in a box that scrolls sideways by itself where the page is narrow.
    ///
    /// - Parameter rowHeaders: how many leading columns name the row.
    package func html(rowHeaders: Int = 1) -> Markup {
        var output: Markup = "<div class=\"table-box\"><table>"
        if let title { output += "<caption>\(title)</caption>" }
        output += "<thead><tr>"
        for column in columns {
            output += "<th scope=\"col\"\(Self.attribute(column, .plain))>\(column.title)</th>"
        }
        output += "</tr></thead><tbody>\n"
        for (index, row) in rows.enumerated() {
            output += groupStarts.contains(index) && index > 0 ? "<tr class=\"group\">" : "<tr>"
            for (place, pair) in zip(columns, row).enumerated() {
                let (column, cell) = pair
                let attribute = Self.attribute(column, cell.tone)
                let words = column.alignment == .trailing ? Self.unbroken(cell.text) : cell.text
                let text: Markup = cell.href.map { "<a href=\"\($0)\">\(words)</a>" } ?? "\(words)"
                output +=
                    place < rowHeaders
                    ? "<th scope=\"row\"\(attribute)>\(text)</th>"
                    : "<td\(attribute)>\(text)</td>"
            }
            output += "</tr>\n"
        }
        output += "</tbody></table></div>\n"
        for note in notes { output += "<p class=\"note\">\(note)</p>\n" }
        return output
    }

    /// An interval whose ends stay on one line.
    private static func unbroken(_ text: String) -> String {
        text.split(separator: ", ", omittingEmptySubsequences: false).joined(separator: ",\u{A0}")
    }

    private static func attribute(_ column: Column, _ tone: Tone) -> Markup {
        var classes: [String] = []
        if column.alignment == .trailing { classes.append("num") }
        switch tone {
        case .plain: break
        case .strong: classes.append("strong")
        case .muted: classes.append("muted")
        case .good: classes.append("good")
        case .bad: classes.append("bad")
        case .warning: classes.append("warning")
        }
        return classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    }
}
