import Evaluation

extension CompareReport {
    /// The comparison for the terminal or as plain text, the next commands last.
    package func text(_ style: TerminalStyle = TerminalStyle(), nextCommands: [String] = [])
        -> String
    {
        func wrapped(_ text: String) -> String {
            TextWidth.wrapped(style.plain(SafeText.line(text)), to: style.columns ?? 100)
                .joined(separator: "\n")
        }
        var parts = [wrapped(asked)]
        if !cautions.isEmpty {
            parts.append(style.painted(cautions.map(wrapped).joined(separator: "\n"), .warning))
        }
        if !comparison.differences.isEmpty {
            parts.append(differencesTable(isCompact: true).terminalText(style))
            parts.append(TerminalReport.text(of: findings(), style: style))
        }
        for (direction, title) in [(Flip.Direction.broken, "Broken"), (.fixed, "Fixed")] {
            var table = flipsTable(direction)
            table.title = "\(title): \(count(direction))"
            if !table.rows.isEmpty { parts.append(table.terminalText(style)) }
        }
        if !nextCommands.isEmpty {
            parts.append(
                ([style.painted("Next", .strong)]
                    + nextCommands.map { "  " + SafeText.line($0) }).joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    /// The comparison in Markdown.
    package func markdown() -> String {
        var parts = [
            "# \(SafeText.markdown("\(comparison.second.suite): two runs compared"))",
            SafeText.markdown(asked),
        ]
        if !cautions.isEmpty {
            parts.append(cautions.map { "- \(SafeText.markdown($0))" }.joined(separator: "\n"))
        }
        if !comparison.differences.isEmpty {
            parts += ["## Differences", differencesTable().markdown()]
            parts.append(
                findings().map { finding in
                    let lines = finding.lines.map { "  \(SafeText.markdown($0))" }
                    return
                        (["- **\(SafeText.markdown("\(finding.sign) \(finding.title)"))**"] + lines)
                        .joined(separator: "  \n")
                }.joined(separator: "\n"))
        }
        for (direction, title) in [(Flip.Direction.broken, "Broken"), (.fixed, "Fixed")] {
            let table = flipsTable(direction)
            if !table.rows.isEmpty { parts += ["## \(title)", table.markdown()] }
        }
        parts += ["## Method", SafeText.markdown(method)]
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The comparison as one HTML file that needs nothing else.
    package func html() -> String {
        let title = "\(comparison.second.suite): two runs compared"
        var body: Markup = """
            <header><div class="over">Conduct comparison</div>
            <h1>\(title)</h1>
            \(opening())</header>
            \(statistics(id: "differences"))
            """
        for (direction, name) in [(Flip.Direction.broken, "Broken"), (.fixed, "Fixed")] {
            let table = flipsTable(direction)
            guard !table.rows.isEmpty else { continue }
            body += "<section><h2>\(name): \(count(direction))</h2>\n\(table.html())</section>\n"
        }
        body += "<section class=\"method\"><h2>Method</h2><p>\(method)</p></section>\n"
        return HTMLPage(title: title, body: body).html()
    }

    /// What was compared and what must be known about the pairing.
    package func opening() -> Markup {
        var output: Markup = "<p class=\"lead\">\(asked)</p>\n"
        if !cautions.isEmpty {
            let lines = cautions.map { "<p>\($0)</p>" as Markup }.joined()
            output += "<div class=\"banner\" role=\"note\">\(lines)</div>\n"
        }
        return output
    }

    /// The paired differences: picture, verdicts and table.
    ///
    /// - Parameter id: unique in the page.
    package func statistics(id: String) -> Markup {
        guard !comparison.differences.isEmpty else { return "" }
        var body: Markup = "<div class=\"first\"><div>\(chart().figure(id: id, wide: 660))</div>"
        body += "<ul class=\"findings\">\n"
        for finding in findings().prefix(8) { body += item(finding) }
        body += "</ul></div>\n"
        return body + "<section><h2>Differences</h2>\n\(differencesTable().html())</section>\n"
    }

    private func item(_ finding: Finding) -> Markup {
        let tone: String =
            switch finding.mark {
            case .rise: "good"
            case .fall: "bad"
            default: "muted"
            }
        let lines = finding.lines.map { "<p>\($0)</p>" as Markup }.joined()
        return """
            <li><span class="sign \(tone)" aria-hidden="true">\(finding.sign)</span>\
            <div><b>\(finding.title)</b>\(lines)</div></li>

            """
    }

    private func count(_ direction: Flip.Direction) -> String {
        NumberText.counted(comparison.flips.count { $0.direction == direction }, "flip")
    }

    private func chart() -> DifferencePlot {
        let scorers = comparison.differences.map(\.contrast.scorer).grouped { $0 }.map(\.key)
        let rows = comparison.differences.map { difference in
            let contrast = difference.contrast
            return DifferencePlot.Row(
                "\(difference.lane.model), \(difference.lane.prompt)", group: contrast.scorer,
                series: scorers.firstIndex(of: contrast.scorer) ?? 0,
                difference: contrast.difference.value, low: contrast.difference.low,
                high: contrast.difference.high, isFound: contrast.isFound,
                detectable: contrast.minimumDetectable,
                note: "p \(NumberText.probability(contrast.adjustedPValue))")
        }
        let found = rows.count(where: \.isFound)
        return DifferencePlot(
            title: "Second run minus first",
            summary: "\(found) of \(rows.count) differences were found.", rows: rows,
            axisLabel: "percentage points; hollow: not found, grey: not detectable")
    }
}
