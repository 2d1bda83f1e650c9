extension Table {
    /// The table as lines for a terminal.
    ///
    /// Columns are aligned and set apart by two spaces under one rule. Where the whole is wider
    /// than the terminal, flexible columns are cut, widest first, and a note says how many cells
    /// were; what still does not fit is shown as one block per row, so that nothing is lost.
    package func terminalText(_ style: TerminalStyle) -> String {
        var lines: [String] = []
        if let title { lines.append(style.painted(style.plain(SafeText.line(title)), .strong)) }
        let cells = rows.map { row in row.map { style.plain(SafeText.line($0.text)) } }
        let titles = columns.map { style.plain(SafeText.line($0.title)) }
        let natural = columns.indices.map { column in
            cells.reduce(TextWidth.columns(titles[column])) { width, row in
                row.indices.contains(column) ? max(width, TextWidth.columns(row[column])) : width
            }
        }
        var cut = 0
        if let widths = fitted(natural, titles: titles, into: style.columns) {
            lines.append(
                style.painted(
                    line(titles, tones: nil, widths: widths, style: style, cut: &cut), .muted))
            let rule = style.usesUnicode ? "─" : "-"
            let total = widths.reduce(0, +) + Self.gap.count * (widths.count - 1)
            lines.append(style.painted(String(repeating: rule, count: total), .muted))
            for (index, row) in cells.enumerated() {
                if index > 0, groupStarts.contains(index) { lines.append("") }
                let tones = rows[index].map(\.tone)
                lines.append(line(row, tones: tones, widths: widths, style: style, cut: &cut))
            }
        } else {
            lines += blocks(cells, titles: titles, style: style, cut: &cut)
        }
        var notes = notes
        if cut > 0 {
            notes.append(
                "\(NumberText.counted(cut, "cell")) cut at \(style.usesUnicode ? "…" : "~") to fit "
                    + "\(style.columns ?? 0) columns; a wider terminal, a pipe or --json "
                    + "shows the whole text.")
        }
        for note in notes {
            for piece in TextWidth.wrapped(
                style.plain(SafeText.line(note)), to: style.columns ?? 100)
            {
                lines.append(style.painted(piece, .muted))
            }
        }
        return lines.joined(separator: "\n")
    }

    /// How many columns the table takes when nothing is cut.
    package var terminalWidth: Int {
        let widths = columns.indices.map { column in
            rows.reduce(TextWidth.columns(columns[column].title)) { width, row in
                row.indices.contains(column)
                    ? max(width, TextWidth.columns(SafeText.line(row[column].text))) : width
            }
        }
        return widths.reduce(0, +) + Self.gap.count * max(columns.count - 1, 0)
    }

    private static let gap = "  "

    /// Column widths that fit, or nil when even the narrowest do not.
    private func fitted(_ natural: [Int], titles: [String], into limit: Int?) -> [Int]? {
        guard let limit else { return natural }
        let available = limit - Self.gap.count * (columns.count - 1)
        var widths = natural
        let floors = columns.indices.map { column in
            columns[column].isFlexible ? min(natural[column], 10) : natural[column]
        }
        var excess = widths.reduce(0, +) - available
        while excess > 0 {
            guard
                let widest = widths.indices.filter({ widths[$0] > floors[$0] })
                    .max(by: { widths[$0] < widths[$1] })
            else { return nil }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(
        _ texts: [String], tones: [Tone]?, widths: [Int], style: TerminalStyle, cut: inout Int
    ) -> String {
        var output = ""
        for column in columns.indices {
            if column > 0 { output += Self.gap }
            let whole = texts.indices.contains(column) ? texts[column] : ""
            let (text, wasCut) = TextWidth.truncated(whole, to: widths[column])
            if wasCut, tones != nil { cut += 1 }
            let shown = wasCut && !style.usesUnicode ? text.dropLast() + "~" : text
            let padded = TextWidth.padded(
                shown, to: widths[column], alignment: columns[column].alignment)
            let tone = tones.flatMap { $0.indices.contains(column) ? $0[column] : nil } ?? .plain
            output += style.painted(padded, tone)
        }
        while output.last == " " { output.removeLast() }
        return output
    }

    /// Each row as lines `title: value`, for a terminal too narrow for columns.
    private func blocks(
        _ cells: [[String]], titles: [String], style: TerminalStyle, cut: inout Int
    ) -> [String] {
        let limit = style.columns ?? 80
        let labelWidth = min(titles.map(TextWidth.columns).max() ?? 0, max(limit / 2 - 2, 1))
        var lines: [String] = []
        for (index, row) in cells.enumerated() {
            if index > 0 { lines.append("") }
            for column in columns.indices where row.indices.contains(column) {
                guard !row[column].isEmpty else { continue }
                let label = TextWidth.truncated(titles[column], to: labelWidth).text
                let room = max(limit - labelWidth - Self.gap.count, 1)
                let (text, wasCut) = TextWidth.truncated(row[column], to: room)
                if wasCut { cut += 1 }
                let padded = TextWidth.padded(label, to: labelWidth, alignment: .leading)
                lines.append(
                    style.painted(padded, .muted) + Self.gap
                        + style.painted(text, rows[index][column].tone))
            }
        }
        return lines
    }
}
