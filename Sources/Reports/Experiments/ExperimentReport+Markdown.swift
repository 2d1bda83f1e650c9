import Evaluation

extension ExperimentReport {
    /// The report in Markdown, every text of documents and models escaped.
    ///
    /// - Parameter chartFile: the path of a chart's SVG beside the report, by the chart's name; nil
    ///   leaves charts out.
    package func markdown(chartFile: ((String) -> String)? = nil) -> String {
        var parts = [
            "# \(SafeText.markdown(analysis.question))",
            SafeText.markdown(
                "Experiment \(analysis.experiment). \(standing) "
                    + "\(NumberText.time(milliseconds: analysis.evidence.runMilliseconds))."),
        ]
        func show(_ names: [String]) {
            guard let chartFile else { return }
            for named in charts where names.contains(where: { named.name.hasPrefix($0) }) {
                parts.append(
                    "![\(SafeText.markdown(named.chart.title))](\(chartFile(named.name)))")
            }
        }
        parts += ["## Answer", SafeText.markdown(summary)]
        parts.append(
            findings.map { finding in
                let lines = finding.lines.map { "  \(SafeText.markdown($0))" }
                return (["- **\(SafeText.markdown("\(finding.sign) \(finding.title)"))**"] + lines)
                    .joined(separator: "  \n")
            }.joined(separator: "\n"))
        show(["effects"])
        if !analysis.hypotheses.isEmpty {
            parts += ["### Hypotheses written beforehand", list(analysis.hypotheses)]
        }
        parts += ["## Method", SafeText.markdown(methodText)]
        parts += ["## Results", "### By level", levelTable.markdown()]
        show(["levels"])
        parts += ["### \(testHeading)", testTable(analysis.declaredTests).markdown()]
        let wordings = wordingTable
        if !wordings.rows.isEmpty { parts += ["### Over wordings", wordings.markdown()] }
        show(["interaction"])
        if !analysis.exploredTests.isEmpty {
            parts += [
                "### Explored, not planned", testTable(analysis.exploredTests).markdown(),
            ]
        }
        parts += ["## Case by case", caseTable.markdown()]
        show(["cases"])
        let flips = flipTable
        if !flips.rows.isEmpty { parts += ["### The clearest flips", flips.markdown()] }
        let variance = varianceTable
        if !variance.rows.isEmpty {
            parts += ["### Where the spread comes from", variance.markdown()]
        }
        parts.append("## Deviations from the lock")
        parts.append(
            analysis.deviations.isEmpty
                ? "None: what was done is what was locked."
                : list(analysis.deviations.map(\.sentence)))
        parts += ["## Limits", list(limits)]
        parts.append("## Evidence")
        parts.append(
            provenance.map { "- \(SafeText.markdown($0.name)): `\($0.value)`" }
                .joined(separator: "\n"))
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func list(_ lines: [String]) -> String {
        lines.map { "- " + SafeText.markdown($0) }.joined(separator: "\n")
    }
}
