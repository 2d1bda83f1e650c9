extension Table {
    /// The table in GitHub's Markdown, every cell escaped so that none of it is markup.
    package func markdown() -> String {
        var lines: [String] = []
        if let title { lines += ["**\(SafeText.markdown(title))**", ""] }
        lines.append(Self.row(columns.map { SafeText.markdown($0.title) }))
        lines.append(Self.row(columns.map { $0.alignment == .leading ? "---" : "---:" }))
        for row in rows {
            lines.append(
                Self.row(
                    columns.indices.map { column in
                        guard row.indices.contains(column) else { return "" }
                        let text = SafeText.markdown(row[column].text)
                        return row[column].tone == .strong && !text.isEmpty ? "**\(text)**" : text
                    }))
        }
        if !notes.isEmpty { lines += [""] + notes.map(SafeText.markdown) }
        return lines.joined(separator: "\n")
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }
}
