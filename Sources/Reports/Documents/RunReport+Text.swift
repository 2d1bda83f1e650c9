import Evaluation
import LanguageModel
import Workspace

extension RunReport {
    /// The report as plain text: the terminal's summary, then every table and the method.
    package func text(_ style: TerminalStyle = TerminalStyle()) -> String {
        var parts = [TerminalReport(results, style: style).text()]
        for family in results.families {
            var table = results.differencesTable(family)
            table.title = title(of: family)
            parts.append(table.terminalText(style))
        }
        for breakdown in results.breakdowns where !breakdown.isCondition {
            for scorer in results.scorers {
                var table = results.breakdownTable(breakdown, scorer: scorer)
                table.title = "By \(breakdown.key), \(scorer)"
                if !table.rows.isEmpty { parts.append(table.terminalText(style)) }
            }
        }
        if !results.disagreements.isEmpty {
            var table = results.disagreementTable()
            table.title = "Where scorers disagree"
            parts.append(table.terminalText(style))
        }
        var usage = results.usageTable()
        usage.title = "Tokens, time and cost"
        parts.append(usage.terminalText(style))
        parts.append(
            TextWidth.wrapped(style.plain(SafeText.line(method)), to: style.columns ?? 100)
                .joined(separator: "\n"))
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The report in Markdown, every text from models and files escaped or fenced.
    package func markdown() -> String {
        let run = results.run
        var parts = [
            "# \(SafeText.markdown(run.suite))",
            SafeText.markdown("\(asked) \(conditions)"),
            SafeText.markdown(
                "Run \(run.id), \(NumberText.time(milliseconds: run.createdMilliseconds)), "
                    + run.status.rawValue + "."),
        ]
        let findings = results.findings()
        if !findings.isEmpty {
            parts.append(
                findings.map { finding in
                    let lines = finding.lines.map { "  \(SafeText.markdown($0))" }
                    return
                        (["- **\(SafeText.markdown("\(finding.sign) \(finding.title)"))**"] + lines)
                        .joined(separator: "  \n")
                }.joined(separator: "\n"))
        }
        parts += ["## Results by prompt and scorer", results.resultsTable().markdown()]
        if !results.families.isEmpty { parts.append("## What changed, and what did not") }
        for family in results.families {
            parts += [
                "### \(SafeText.markdown(title(of: family)))",
                results.differencesTable(family).markdown(),
            ]
        }
        if !results.breakdowns.isEmpty { parts.append("## By tag and by clause") }
        for breakdown in results.breakdowns {
            for scorer in results.scorers {
                let table = results.breakdownTable(breakdown, scorer: scorer)
                guard !table.rows.isEmpty else { continue }
                parts += [
                    "### \(SafeText.markdown("By \(breakdown.key), \(scorer)"))", table.markdown(),
                ]
            }
        }
        if !results.disagreements.isEmpty {
            parts += ["## Where scorers disagree", results.disagreementTable().markdown()]
        }
        parts += ["## Tokens, time and cost", results.usageTable().markdown()]
        parts += markdownSamples()
        parts += ["## Method", SafeText.markdown(method)]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func markdownSamples() -> [String] {
        guard !samples.isEmpty else { return [] }
        var parts = ["## Samples"]
        if let omission { parts.append(SafeText.markdown(omission)) }
        for shown in samples {
            let sample = shown.sample
            let isSimulated = results.models.first { $0.name == sample.model }?.isSimulated ?? false
            let label = isSimulated ? " (simulated)" : ""
            parts.append(
                "### "
                    + SafeText.markdown(
                        "\(sample.caseID): \(sample.model)\(label), \(sample.promptID), "
                            + "epoch \(sample.epoch + 1)"))
            for (index, message) in sample.transcript.enumerated() {
                let isAnswer = index >= sample.promptCount && message.role == .assistant
                parts.append(
                    "\(isAnswer ? "answer" : message.role.rawValue)\n\n"
                        + SafeText.fenced(Self.cut(Self.text(of: message))))
            }
            if let failure = sample.failure {
                parts.append(SafeText.markdown("No answer (\(failure.code)): \(failure.message)"))
            }
            parts.append(
                shown.scores.map { score in
                    let verdict = shown.verdict(of: score)
                    let corrected = verdict == score.verdict ? "" : ", corrected by a person"
                    return
                        "- "
                        + SafeText.markdown(
                            "\(score.scorer): \(verdict.rawValue)\(corrected). "
                                + Self.cut(score.reason))
                }.joined(separator: "\n"))
        }
        return parts
    }
}
