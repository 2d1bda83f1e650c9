import Evaluation

extension ExperimentReport {
    /// The report as one HTML file that needs nothing else.
    package func html() -> String {
        HTMLPage(
            title: "\(analysis.experiment) – Conduct experiment", body: head() + sections()
        ).html()
    }

    /// The report's sections, for pages that have a head of their own.
    package func sections() -> Markup {
        answer() + methodSection() + results() + explored() + caseSection() + deviationSection()
            + limitSection() + provenanceSection()
    }

    private func head() -> Markup {
        let evidence = analysis.evidence
        let parts = [
            "Conduct experiment", analysis.experiment,
            NumberText.time(milliseconds: evidence.runMilliseconds), evidence.run,
        ]
        let over = parts.map { "<span>\($0)</span>" as Markup }.joined(separator: " · ")
        var output: Markup = """
            <header><div class="over">\(over)</div>
            <h1>\(analysis.question)</h1>
            <p class="lead">\(standing)</p>

            """
        var cautions = analysis.isConfirmatory ? [] : ["Nothing here confirms a hypothesis."]
        if !evidence.simulatedModels.isEmpty {
            cautions.append("\(evidence.simulatedModels.joined(separator: ", ")) is simulated.")
        }
        if !analysis.deviations.isEmpty {
            cautions.append(
                "\(NumberText.counted(analysis.deviations.count, "deviation")), listed below.")
        }
        if !cautions.isEmpty {
            let lines = cautions.map { "<p>\($0)</p>" as Markup }.joined()
            output += "<div class=\"banner\" role=\"note\">\(lines)</div>\n"
        }
        return output + "</header>\n"
    }

    private func answer() -> Markup {
        var output: Markup =
            "<section id=\"answer\"><h2>Answer</h2>\n<p>\(summary)</p>\n<ul class=\"findings\">\n"
        for finding in findings {
            let lines = finding.lines.map { "<p>\($0)</p>" as Markup }.joined()
            output += """
                <li><span class="sign \(tone(finding.mark))" aria-hidden="true">\(finding.sign)</span>\
                <div><b>\(finding.title)</b>\(lines)</div></li>

                """
        }
        output += "</ul>\n"
        if let chart = effectChart { output += chart.figure(id: "effects") }
        if !analysis.hypotheses.isEmpty {
            output += "<h3>Hypotheses written beforehand</h3>\n<ul>"
            for text in analysis.hypotheses { output += "<li>\(text)</li>" }
            output += "</ul>\n"
        }
        return output + "</section>\n"
    }

    private func tone(_ mark: Finding.Mark) -> String {
        switch mark {
        case .rise: "good"
        case .fall: "bad"
        case .mixed, .conflict, .caution: "warning"
        case .absent: "muted"
        }
    }

    private func methodSection() -> Markup {
        "<section id=\"method\"><h2>Method</h2><p>\(methodText)</p></section>\n"
    }

    private func results() -> Markup {
        var output: Markup = "<section id=\"results\"><h2>Results</h2>\n<h3>By level</h3>\n"
        output += levelTable.html(rowHeaders: 2)
        let charts = levelCharts
        if !charts.isEmpty {
            output += "<div class=\"multiples\">\n"
            for (index, chart) in charts.enumerated() {
                output += chart.multiple(id: "levels-\(index)")
            }
            output += "</div>\n"
        }
        output += "<h3>\(testHeading)</h3>\n" + testTable(analysis.declaredTests).html()
        let wordings = wordingTable
        if !wordings.rows.isEmpty { output += "<h3>Over wordings</h3>\n" + wordings.html() }
        return output + "</section>\n"
    }

    private func explored() -> Markup {
        let charts = interactionCharts
        let tests = analysis.exploredTests
        guard !charts.isEmpty || !tests.isEmpty else { return "" }
        var output: Markup = "<section id=\"interactions\"><h2>Interactions and exploration</h2>\n"
        if !charts.isEmpty {
            output += "<div class=\"multiples\">\n"
            for (index, chart) in charts.enumerated() {
                output += chart.multiple(id: "interaction-\(index)")
            }
            output += "</div>\n"
        }
        if !tests.isEmpty {
            output += "<h3>Explored, not planned</h3>\n" + testTable(tests).html()
        }
        return output + "</section>\n"
    }

    private func caseSection() -> Markup {
        var output: Markup = "<section id=\"cases\"><h2>Case by case</h2>\n"
        output += caseTable.html()
        let charts = caseCharts
        if !charts.isEmpty {
            output += "<div class=\"multiples\">\n"
            for (index, chart) in charts.enumerated() {
                output += chart.multiple(id: "cases-\(index)")
            }
            output += "</div>\n"
        }
        let flips = flipTable
        if !flips.rows.isEmpty { output += "<h3>The clearest flips</h3>\n" + flips.html() }
        let variance = varianceTable
        if !variance.rows.isEmpty {
            output += "<h3>Where the spread comes from</h3>\n" + variance.html()
        }
        return output + "</section>\n"
    }

    private func deviationSection() -> Markup {
        var output: Markup = "<section id=\"deviations\"><h2>Deviations from the lock</h2>\n"
        if analysis.deviations.isEmpty {
            output += "<p>None: what was done is what was locked.</p>\n"
        } else {
            output += "<ul>"
            for deviation in analysis.deviations { output += "<li>\(deviation.sentence)</li>" }
            output += "</ul>\n"
        }
        return output + "</section>\n"
    }

    private func limitSection() -> Markup {
        var output: Markup = "<section id=\"limits\"><h2>Limits</h2>\n<ul>"
        for limit in limits { output += "<li>\(limit)</li>" }
        return output + "</ul></section>\n"
    }

    private func provenanceSection() -> Markup {
        var output: Markup =
            "<section id=\"evidence\"><h2>Evidence</h2><dl class=\"facts\">\n"
        for fact in provenance {
            output += "<dt>\(fact.name)</dt><dd><code>\(fact.value)</code></dd>\n"
        }
        return output + "</dl></section>\n"
    }
}
