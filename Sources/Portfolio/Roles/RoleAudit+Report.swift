package import Reports
import Workspace

extension RoleAudit {
    private static func tone(_ state: State) -> Table.Tone {
        switch state {
        case .gap: .bad
        case .unmapped: .warning
        case .partly: .warning
        case .shown: .good
        }
    }

    /// The requirements with what shows each, gaps first.
    package var table: Table {
        var table = Table(columns: [
            .init("stands"), .init("requirement"), .init("skills"), .init("shown by"),
            .init("what would close it"),
        ])
        for row in rows {
            let shown = row.evidence.flatMap { $0.artifacts + $0.records.suffix(2) }
            let close =
                row.state == .unmapped
                ? ["say which skills it names: conduct role annotate \(role.name)"]
                : row.evidence.filter { $0.state != .shown }.flatMap(\.close)
            table.rows.append([
                .init(row.state.rawValue, Self.tone(row.state)),
                .init(row.requirement.text),
                .init(row.requirement.skills.joined(separator: ", ")),
                .init(Self.unique(shown).joined(separator: ", ")),
                .init(Self.unique(close).joined(separator: "; ")),
            ])
        }
        table.notes = [summary]
        return table
    }

    private static func unique(_ texts: [String]) -> [String] {
        texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The counts in one sentence.
    package var summary: String {
        let left = daysLeft.map { " \(NumberText.counted($0, "day")) of the plan are left." } ?? ""
        return "\(rows.count) requirements: \(count(.shown)) shown, \(count(.partly)) partly, "
            + "\(count(.unmapped)) unmapped, "
            + "\(count(.gap) == 1 ? "1 gap" : "\(count(.gap)) gaps").\(left)"
    }

    private var heading: String { "\(role.employer): \(role.title)" }

    private static let method = """
        A requirement names skills by the phrases of the lexicon, or as you corrected it. A skill is \
        shown by a record of a kind that demonstrates it together with an artifact that tells of it; \
        a record alone, or a document where no record can exist, is partly. A word in a document \
        without a record is a gap. The weakest skill of a requirement decides.
        """

    /// The audit in Markdown.
    package func markdown() -> String {
        [
            "# Audit: \(SafeText.markdown(heading))", SafeText.markdown("\(date). \(summary)"),
            table.markdown(), "## Method", SafeText.markdown(Self.method),
        ].joined(separator: "\n\n") + "\n"
    }

    /// The audit as one HTML file that needs nothing else.
    package func html() -> String {
        var body: Markup = """
            <header><div class="over">Conduct role audit</div>
            <h1>\(heading)</h1>
            <p class="lead">\(date.description): \(summary)</p></header>

            """
        let bars = State.allCases.map {
            BarChart.Bar($0.rawValue, value: Double(count($0)))
        }
        let chart = BarChart(
            title: "How the requirements stand", summary: summary, bars: bars, unit: .count)
        body += chart.figure(id: "standing", wide: 660)
        body += "<section><h2>Requirements</h2>\n\(table.html())</section>\n"
        body += "<section class=\"method\"><h2>Method</h2><p>\(Self.method)</p></section>\n"
        return HTMLPage(title: "Audit: \(heading)", body: body).html()
    }
}
