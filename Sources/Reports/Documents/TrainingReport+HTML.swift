import LanguageModel
import Workspace

extension TrainingReport {
    /// The curves that the metrics hold.
    var charts: [LineChart] {
        func line(_ name: String, _ lines: [JSONValue], _ path: String?, _ key: String)
            -> LineChart.Series?
        {
            let points = lines.compactMap { line -> LineChart.Point? in
                let value = path.map { line[$0]?[key]?.double } ?? line[key]?.double
                guard let value, value.isFinite else { return nil }
                return LineChart.Point(x: Double(line["step"]?.int ?? 0), value)
            }
            return points.count > 1 ? LineChart.Series(name, points: points) : nil
        }
        func chart(
            _ title: String, _ series: [LineChart.Series?], unit: ChartUnit = .number
        ) -> LineChart? {
            let found = series.compactMap { $0 }
            guard let first = found.first, let start = first.points.first,
                let end = first.points.last
            else { return nil }
            return LineChart(
                title: title,
                summary: "\(first.name) from \(unit.text(start.value)) to \(unit.text(end.value)).",
                series: found, unit: unit, axisLabel: "step")
        }
        return [
            chart(
                "Loss",
                [
                    line("training", steps, nil, "loss"),
                    line("held out", heldOut, "held_out", "loss"),
                ]),
            chart(
                "Margin of the rewards",
                [
                    line("training", steps, nil, "margin"),
                    line("held out", heldOut, "held_out", "margin"),
                ]),
            chart(
                "Pairs ranked right",
                [
                    line("training", steps, nil, "accuracy"),
                    line("held out", heldOut, "held_out", "accuracy"),
                ], unit: .percent),
            chart(
                "Log-probability against the base, nats a token",
                [
                    line("preferred", steps, nil, "drift_chosen"),
                    line("other", steps, nil, "drift_rejected"),
                ]),
            chart("Reward of samples", [line("reward", steps, nil, "score")]),
            chart(
                "KL per answer, nats",
                [
                    line("exact", steps, nil, "kl_exact"), line("k1", steps, nil, "kl_k1"),
                    line("k3", steps, nil, "kl_k3"),
                    line("samples", watches, "watch", "kl_sequence"),
                ]),
            chart(
                "Entropy of samples, nats",
                [
                    line("entropy", steps, nil, "entropy"),
                    line("samples", watches, "watch", "entropy"),
                ]),
            chart(
                "Length of samples, tokens",
                [
                    line("tokens", steps, nil, "length"),
                    line("samples", watches, "watch", "length"),
                ]),
            chart("Explained variance", [line("value", steps, nil, "explained_variance")]),
            chart(
                "Repetition and variety",
                [
                    line("repeated 4-grams", watches, "watch", "repetition"),
                    line("distinct bigrams", watches, "watch", "distinct_2"),
                ], unit: .percent),
            checkChart,
        ].compactMap { $0 }
    }

    /// The report as one HTML file that needs nothing else.
    package func html() -> String {
        var content: Markup = """
            <header><div class="over">Conduct training</div>
            <h1>\(title)</h1>
            <p class="lead">\(asked)</p>
            </header>

            """
        let findings = explanations()
        if !findings.isEmpty {
            content += "<section><h2>What it shows</h2>\n<ul class=\"findings\">\n"
            for finding in findings { content += item(finding) }
            content += "</ul></section>\n"
        }
        content += "<section><h2>First and last</h2>\n\(table.html())</section>\n"
        content += "<section><h2>Curves</h2>\n"
        for (index, chart) in charts.enumerated() {
            content += chart.figure(id: "curve-\(index)")
        }
        content += "</section>\n"
        let samples = watches.compactMap { line in
            line["watch"]?["example"]?.string.map { (line["step"]?.int ?? 0, $0) }
        }
        if !samples.isEmpty {
            content += "<section><h2>A sample while it trained</h2>\n"
            for (step, text) in samples {
                content += "<p><b>After step \(step)</b></p>\n<pre>\(text)</pre>\n"
            }
            content += "</section>\n"
        }
        content += "<section class=\"method\"><h2>Method</h2><p>\(provenance)</p></section>\n"
        return HTMLPage(title: title, body: content).html()
    }

    /// How the numbers came about.
    var provenance: String {
        let data = (body["data"]?.object ?? [:]).sorted { $0.key < $1.key }
            .map { "\($0.key) (sha256 \($0.value.string ?? ""))" }.joined(separator: ", ")
        return "Training \(id). Recipe \(body["recipe_path"]?.string ?? "") (sha256 "
            + "\(body["recipe_sha256"]?.string ?? "")): \(body["recipe"]?.serialized() ?? ""). "
            + "Data: \(data.isEmpty ? "samples of the model" : data). Base model sha256 "
            + "\(body["base_sha256"]?.string ?? ""). KL of samples is exact: both distributions "
            + "whole at each sampled token."
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
}
