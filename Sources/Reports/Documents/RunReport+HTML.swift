package import Evaluation
import Workspace

extension RunReport {
    /// The report as one HTML file that needs nothing else.
    package func html() -> String {
        let body =
            head() + firstScreen() + resultsSection() + changesSection() + slicesSection()
            + disagreementSection() + usageSection() + samplesSection() + methodSection()
        return HTMLPage(
            title: "\(results.run.suite) – Conduct report", body: body,
            script: samples.isEmpty ? nil : Self.script
        ).html()
    }

    /// What was asked, and what must be known before the numbers are believed, for a page that has
    /// a head of its own.
    package func introduction() -> Markup {
        var output: Markup = "<p class=\"lead\">\(asked) \(conditions)</p>\n"
        if let caution = results.findings().first(where: { $0.mark == .caution }) {
            let lines = caution.lines.map { "<p>\($0)</p>" as Markup }.joined()
            output += "<div class=\"banner\" role=\"note\">\(lines)</div>\n"
        }
        return output
    }

    /// The headline with its chart and findings.
    package func headline() -> Markup { firstScreen() }

    /// Everything behind the headline but the table of results and the samples.
    ///
    /// - Parameter link: where a level of a breakdown leads.
    package func details(link: (Breakdown, String) -> String?) -> Markup {
        changesSection() + slicesSection(link: link) + disagreementSection() + usageSection()
            + methodSection()
    }

    private func head() -> Markup {
        let run = results.run
        let parts = [
            "Conduct report", run.id.description,
            NumberText.time(milliseconds: run.createdMilliseconds), run.status.rawValue,
        ]
        let over = parts.map { "<span>\($0)</span>" as Markup }.joined(separator: " · ")
        var output: Markup = """
            <header><div class="over">\(over)</div>
            <h1>\(run.suite)</h1>
            <p class="lead">\(asked) \(conditions)</p>

            """
        if let caution = results.findings().first(where: { $0.mark == .caution }) {
            let lines = caution.lines.map { "<p>\($0)</p>" as Markup }.joined()
            output += "<div class=\"banner\" role=\"note\">\(lines)</div>\n"
        }
        if !run.notes.isEmpty { output += "<p>\(run.notes)</p>\n" }
        return output + "</header>\n"
    }

    func firstScreen() -> Markup {
        var output = tiles()
        let charts = conditionCharts().prefix(4)
        let findings = results.findings().filter { $0.mark != .caution }
        guard !charts.isEmpty || !findings.isEmpty else { return output }
        output += "<div class=\"first\">\n"
        if !charts.isEmpty {
            output += "<div class=\"multiples\">\n"
            for (index, chart) in charts.enumerated() {
                output += chart.multiple(id: "condition-\(index)")
            }
            output += "</div>\n"
        } else if let chart = resultsChart() {
            output += "<div>\(chart.figure(id: "first", wide: 640))</div>\n"
        }
        if !findings.isEmpty {
            output += "<ul class=\"findings\">\n"
            for finding in findings.prefix(8) {
                output += """
                    <li><span class="sign \(tone(finding.mark))" aria-hidden="true">\(finding.sign)</span>\
                    <div><b>\(finding.title)</b><p>\(finding.brief).</p></div></li>

                    """
            }
            output += "</ul>\n"
        }
        return output + "</div>\n"
    }

    /// The headline numbers: a tile for each scorer and model.
    private func tiles() -> Markup {
        var output: Markup = "<div class=\"tiles\">\n"
        let names = results.scorers + (results.weighted.isEmpty ? [] : [SummaryCell.weighted])
        var shown = 0
        for scorer in names {
            for model in results.models {
                let cells = (results.cells + results.weighted).filter {
                    $0.scorer == scorer && $0.model == model.name
                }
                guard !cells.isEmpty else { continue }
                shown += 1
                guard shown <= 8 else { continue }
                let heading =
                    results.models.count > 1 ? "\(scorer) · \(results.label(model))" : scorer
                let level = NumberText.percent(results.options.level)
                output +=
                    "<div class=\"tile\"><h3>\(heading): passes, with \(level) interval</h3><dl>"
                for cell in cells.prefix(6) { output += tileRow(cell) }
                if cells.count > 6 {
                    output += "<dd class=\"all\">and \(cells.count - 6) more prompts below</dd>"
                }
                output += "</dl></div>\n"
            }
        }
        output += "</div>\n"
        if shown > 8 { output += "<p class=\"note\">\(shown - 8) more in the table below.</p>\n" }
        return shown == 0 ? "" : output
    }

    private func tileRow(_ cell: SummaryCell) -> Markup {
        guard let rate = cell.rate else {
            return "<dt>\(cell.prompt)</dt><dd>–</dd><dd class=\"ci\">not scored</dd>"
        }
        let unit = ChartUnit.percent
        let interval =
            rate.low.flatMap { low in
                rate.high.map { "[\(unit.bare(low)), \(unit.bare($0))]" }
            } ?? ""
        var row: Markup = """
            <dt>\(cell.prompt)</dt><dd>\(unit.text(rate.value))</dd><dd class="ci">\(interval)</dd>
            """
        let bounds = Wording.bounds(cell)
        if !bounds.isEmpty { row += "<dd class=\"all\">\(bounds)</dd>" }
        return row
    }

    private func tone(_ mark: Finding.Mark) -> String {
        switch mark {
        case .rise: "good"
        case .fall: "bad"
        case .mixed, .conflict, .caution: "warning"
        case .absent: "muted"
        }
    }

    private func resultsSection() -> Markup {
        guard !results.cells.isEmpty else { return "" }
        var output: Markup = "<section id=\"results\"><h2>Results by prompt and scorer</h2>\n"
        output += results.resultsTable().html(rowHeaders: results.models.count > 1 ? 2 : 1)
        if !conditionCharts().isEmpty, let chart = resultsChart() {
            output += chart.figure(id: "results")
        }
        return output + "</section>\n"
    }

    func changesSection() -> Markup {
        guard !results.families.isEmpty else { return "" }
        var output: Markup = "<section id=\"changes\"><h2>What changed, and what did not</h2>\n"
        output += "<ul class=\"findings\">\n"
        for finding in results.findings() where finding.mark != .caution {
            output += """
                <li><span class="sign \(tone(finding.mark))" aria-hidden="true">\(finding.sign)</span>\
                <div><b>\(finding.title)</b>
                """
            for line in finding.lines {
                // The clause before the first colon names who says it.
                let parts = line.split(separator: ":", maxSplits: 1)
                output +=
                    parts.count == 2
                    ? "<p><span class=\"who\">\(String(parts[0])):</span>\(String(parts[1]))</p>"
                    : "<p>\(line)</p>"
            }
            output += "</div></li>\n"
        }
        output += "</ul>\n"
        for (index, family) in results.families.enumerated() {
            output += "<h3>\(title(of: family))</h3>\n"
            let table = results.differencesTable(family).html()
            if let chart = differenceChart(family) {
                output += chart.drawing(id: "differences-\(index)")
                output +=
                    "<details class=\"more screen\"><summary>All numbers and tests</summary>\(table)</details>\n"
            } else {
                output += table
            }
        }
        return output + "</section>\n"
    }

    func slicesSection(link: (Breakdown, String) -> String? = { _, _ in nil }) -> Markup {
        guard !results.breakdowns.isEmpty else { return "" }
        var output: Markup = "<section id=\"slices\"><h2>By tag and by clause</h2>\n"
        for breakdown in results.breakdowns {
            let title = breakdown.kind == .clause ? "Clauses" : "Tag \(breakdown.key)"
            output += "<h3>\(title)</h3>\n<div class=\"side\">"
            for scorer in results.scorers {
                var table = results.breakdownTable(breakdown, scorer: scorer)
                table.title = results.scorers.count > 1 ? scorer : nil
                for place in table.rows.indices {
                    table.rows[place][0].href = link(breakdown, table.rows[place][0].text)
                }
                if !table.rows.isEmpty { output += "<div>\(table.html())</div>" }
            }
            output += "</div>\n"
        }
        return output + "</section>\n"
    }

    func disagreementSection() -> Markup {
        guard results.scorers.count > 1 else { return "" }
        var output: Markup = "<section id=\"scorers\"><h2>Where scorers disagree</h2>\n"
        if results.disagreements.isEmpty {
            output += "<p>No two scorers differ on any sample that both scored.</p>\n"
        } else {
            output += results.disagreementTable().html()
        }
        return output + "</section>\n"
    }

    func usageSection() -> Markup {
        guard !results.usage.isEmpty else { return "" }
        var output: Markup = "<section id=\"usage\"><h2>Tokens, time and cost</h2>\n"
        output += results.usageTable().html(rowHeaders: 2)
        if let chart = latencyChart() { output += chart.figure(id: "latency", wide: 560) }
        return output + "</section>\n"
    }

    func methodSection() -> Markup {
        var output: Markup = """
            <section id="method" class="method"><h2>Method</h2>
            <p>\(method)</p>
            <details class="more"><summary>Versions, hashes and parameters</summary><dl class="facts">

            """
        for fact in provenance {
            output += "<dt>\(fact.name)</dt><dd><code>\(fact.value)</code></dd>\n"
        }
        return output + "</dl></details></section>\n"
    }
}
