import Evaluation

extension ExperimentReport {
    /// The report's answer, tables and deviations for a terminal.
    package func text(_ style: TerminalStyle) -> String {
        var parts = [
            style.plain(SafeText.line("\(analysis.experiment): \(analysis.question)")),
            style.plain(SafeText.line(standing)), style.plain(SafeText.line(summary)),
        ]
        parts.append(
            findings.map { finding in
                ([" \(finding.sign) \(finding.title)"] + finding.lines.map { "   \($0)" })
                    .map { style.plain(SafeText.line($0)) }.joined(separator: "\n")
            }.joined(separator: "\n"))
        var levels = levelTable
        levels.title = "By level"
        parts.append(levels.terminalText(style))
        var declared = testTable(analysis.declaredTests)
        declared.title = testHeading
        parts.append(declared.terminalText(style))
        if !analysis.exploredTests.isEmpty {
            var table = testTable(analysis.exploredTests)
            table.title = "Explored, not planned"
            parts.append(table.terminalText(style))
        }
        var cases = caseTable
        cases.title = "Case by case"
        parts.append(cases.terminalText(style))
        if !analysis.deviations.isEmpty {
            parts.append(
                (["Deviations from the lock:"]
                    + analysis.deviations.map { "  " + style.plain(SafeText.line($0.sentence)) })
                    .joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }
}
