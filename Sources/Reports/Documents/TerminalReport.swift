package import Evaluation
import Workspace

/// A run's summary for the terminal: what `conduct eval` leaves on the screen.
package struct TerminalReport: Sendable {
    package var summary: RunResults
    package var style: TerminalStyle
    /// Commands to try next, shown as the last lines.
    package var nextCommands: [String]

    package init(_ summary: RunResults, style: TerminalStyle, nextCommands: [String] = []) {
        self.summary = summary
        self.style = style
        self.nextCommands = nextCommands
    }

    /// The whole text, without a last line break.
    package func text() -> String {
        var parts = [heading(), summary.resultsTable().terminalText(style)]
        if let condition = summary.condition {
            for scorer in summary.scorers {
                var table = summary.levelsTable(condition, scorer: scorer)
                if let columns = style.columns, table.terminalWidth > columns {
                    table = summary.levelsTable(condition, scorer: scorer, intervals: false)
                    table.notes.append("A wider terminal, --json and the report show intervals.")
                }
                table.title = "By \(condition.key), \(scorer)"
                if !table.rows.isEmpty { parts.append(table.terminalText(style)) }
            }
        }
        let findings = summary.findings()
        if !findings.isEmpty { parts.append(Self.text(of: findings, style: style)) }
        if let usage = usageLine() {
            let lines = TextWidth.wrapped(style.plain(usage), to: style.columns ?? 100)
            parts.append(lines.map { style.painted($0, .muted) }.joined(separator: "\n"))
        }
        if !nextCommands.isEmpty {
            parts.append(
                ([style.painted("Next", .strong)]
                    + nextCommands.map { "  " + SafeText.line($0) }).joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    private func heading() -> String {
        let counts = summary.counts
        var facts = [
            NumberText.counted(counts.samples, "sample"), NumberText.counted(counts.cases, "case"),
        ]
        if let clusters = counts.clusters { facts.append(NumberText.counted(clusters, "cluster")) }
        if summary.models.count == 1, let model = summary.models.first {
            facts.append("model \(summary.label(model))")
        } else {
            facts.append(NumberText.counted(summary.models.count, "model"))
        }
        if counts.reused > 0 { facts.append("\(NumberText.count(counts.reused)) reused") }
        let width = style.columns ?? 100
        func wrapped(_ text: String, _ tone: Table.Tone) -> [String] {
            TextWidth.wrapped(style.plain(SafeText.line(text)), to: width)
                .map { style.painted($0, tone) }
        }
        let lines =
            wrapped(summary.run.suite, .strong)
            + wrapped("\(summary.run.id.description) · \(summary.run.status.rawValue)", .muted)
            + wrapped(facts.joined(separator: " · "), .muted)
        return lines.joined(separator: "\n")
    }

    private func usageLine() -> String? {
        let fresh = summary.usage.filter { $0.reused < $0.samples }
        guard !fresh.isEmpty else { return nil }
        var parts: [String] = []
        let input = fresh.compactMap(\.inputTokens).reduce(0, +)
        let output = fresh.compactMap(\.outputTokens).reduce(0, +)
        if input + output > 0 {
            parts.append(
                "\(NumberText.count(input)) tokens in, \(NumberText.count(output)) out")
        }
        let medians = fresh.compactMap(\.latencyP50Microseconds)
        if let low = medians.min(), let high = medians.max() {
            let from = NumberText.duration(microseconds: low)
            let to = NumberText.duration(microseconds: high)
            parts.append("median latency " + (from == to ? from : "\(from) to \(to)"))
        }
        parts.append(
            "cost "
                + Wording.cost(
                    known: fresh.reduce(0) { $0 + $1.knownCostUSD } + summary.judgeCostUSD,
                    unknownCalls: fresh.reduce(0) { $0 + $1.callsOfUnknownCost }
                        + summary.judgeCallsOfUnknownCost))
        return parts.joined(separator: " · ")
    }

    /// Findings as indented paragraphs, one sign in the margin.
    static func text(of findings: [Finding], style: TerminalStyle) -> String {
        var lines: [String] = []
        for finding in findings {
            let sign = style.usesUnicode ? finding.sign : asciiSign(finding.mark)
            let width = max((style.columns ?? 100) - 2, 10)
            let title = TextWidth.wrapped(style.plain(SafeText.line(finding.title)), to: width)
            for (index, piece) in title.enumerated() {
                lines.append(
                    (index == 0 ? style.painted(sign, tone(finding.mark)) : " ") + " "
                        + style.painted(piece, .strong))
            }
            for line in finding.lines {
                for piece in TextWidth.wrapped(style.plain(SafeText.line(line)), to: width) {
                    lines.append("  " + piece)
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func tone(_ mark: Finding.Mark) -> Table.Tone {
        switch mark {
        case .rise: .good
        case .fall: .bad
        case .mixed, .conflict, .caution: .warning
        case .absent: .muted
        }
    }

    private static func asciiSign(_ mark: Finding.Mark) -> String {
        switch mark {
        case .rise: "+"
        case .fall: "-"
        case .mixed: "~"
        case .absent: "="
        case .conflict: "#"
        case .caution: "!"
        }
    }
}
