package import LanguageModel
package import Statistics

/// What a study of queries found, as a document: accuracy by labels of two ways of asking.
package struct QueryReport: Sendable {
    /// A way of asking at one budget.
    package struct Row: Sendable {
        package var labels: Int
        package var chosen: Estimate
        package var random: Estimate
        /// Chosen less random, paired by seed.
        package var gain: Estimate
        /// The same at a level corrected for the number of budgets after the first.
        package var corrected: Interval?
        /// The share of labels that were wrong.
        package var wrongChosen: Double
        package var wrongRandom: Double

        package init(
            labels: Int, chosen: Estimate, random: Estimate, gain: Estimate,
            corrected: Interval?, wrongChosen: Double, wrongRandom: Double
        ) {
            self.labels = labels
            self.chosen = chosen
            self.random = random
            self.gain = gain
            self.corrected = corrected
            self.wrongChosen = wrongChosen
            self.wrongRandom = wrongRandom
        }
    }

    let title: String
    let rows: [Row]
    /// How the numbers came about, one paragraph.
    let method: String
    let json: JSONValue

    package init(title: String, rows: [Row], method: String, json: JSONValue) {
        self.title = title
        self.rows = rows
        self.method = method
        self.json = json
    }

    package var chart: LineChart {
        func series(_ name: String, _ value: (Row) -> Estimate) -> LineChart.Series {
            LineChart.Series(
                name,
                points: rows.map {
                    LineChart.Point(
                        x: Double($0.labels), value($0).value, low: value($0).interval?.lower,
                        high: value($0).interval?.upper)
                })
        }
        return LineChart(
            title: "Test pairs ranked right, by labels",
            summary: finding.title,
            series: [
                series("by disagreement", \.chosen), series("at random", \.random),
            ], unit: .percent, axisLabel: "labels")
    }

    package var table: Table {
        var table = Table(columns: [
            .init("labels", .trailing), .init("by disagreement", .trailing),
            .init("at random", .trailing), .init("difference, points", .trailing),
            .init("wrong labels", .trailing),
        ])
        func rate(_ estimate: Estimate) -> String {
            ChartUnit.percent.text(
                estimate.value, low: estimate.interval?.lower, high: estimate.interval?.upper)
        }
        table.rows = rows.map { row in
            [
                .init("\(row.labels)"), .init(rate(row.chosen)), .init(rate(row.random)),
                .init(
                    ChartUnit.points.text(
                        row.gain.value, low: row.gain.interval?.lower,
                        high: row.gain.interval?.upper)),
                .init(
                    "\(NumberText.percent(row.wrongChosen)), \(NumberText.percent(row.wrongRandom))"
                ),
            ]
        }
        table.notes = [
            "Means over seeds with 95% t intervals; the difference is paired by seed and not "
                + "corrected for the number of rows. Wrong labels: by disagreement, at random."
        ]
        return table
    }

    /// What came out, whichever way it fell.
    package var finding: Finding {
        let asked = rows.dropFirst()
        let better = asked.count { ($0.corrected?.lower ?? 0) > 0 }
        let worse = asked.count { ($0.corrected?.upper ?? 0) < 0 }
        let line =
            "Beyond chance better at \(better) and worse at \(worse) of "
            + "\(NumberText.counted(asked.count, "budget")) after the first, corrected for their "
            + "number."
        if better > 0, worse == 0 {
            return Finding(
                .rise, "Asking by disagreement was worth more per label", brief: line, [line])
        }
        if worse > 0, better == 0 {
            return Finding(
                .fall, "Asking by disagreement was worth less per label", brief: line, [line])
        }
        return better > 0
            ? Finding(
                .mixed, "Asking by disagreement helped at some budgets and hurt at others",
                brief: line, [line])
            : Finding(
                .absent, "No difference between the two ways of asking was found", brief: line,
                [line])
    }

    /// The report for the terminal.
    package func text(_ style: TerminalStyle) -> String {
        [
            style.painted(SafeText.line(title), .strong), table.terminalText(style),
            TerminalReport.text(of: [finding], style: style),
        ].joined(separator: "\n\n")
    }

    /// The report in Markdown.
    package func markdown(chartFile: String?) -> String {
        var parts = ["# \(SafeText.markdown(title))"]
        parts.append(
            "- **\(SafeText.markdown("\(finding.sign) \(finding.title)"))**  \n  "
                + SafeText.markdown(finding.lines.joined(separator: " ")))
        if let chartFile { parts.append("![\(SafeText.markdown(chart.title))](\(chartFile))") }
        parts += [table.markdown(), "## Method", SafeText.markdown(method)]
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The report as one HTML file that needs nothing else.
    package func html() -> String {
        let body: Markup = """
            <header><div class="over">Conduct queries</div><h1>\(title)</h1>
            <p class="lead">\(finding.title). \(finding.lines.joined(separator: " "))</p></header>
            <section><h2>The curves</h2>
            \(chart.figure(id: "queries"))</section>
            <section><h2>The numbers</h2>
            \(table.html())</section>
            <section class="method"><h2>Method</h2><p>\(method)</p></section>

            """
        return HTMLPage(title: title, body: body).html()
    }
}
