package import LanguageModel

/// The curves of a training, also of one that is still under way.
package struct TrainingCurves: Sendable {
    /// The steps of the first member.
    let steps: [JSONValue]
    /// Samples drawn on the way.
    let watches: [JSONValue]
    /// The first member's results on held-out data.
    let heldOut: [JSONValue]

    /// - Parameter metrics: the lines of the metrics file.
    package init(_ metrics: [JSONValue]) {
        let first = metrics.filter { ($0["member"]?.int ?? 0) == 0 }
        steps = first.filter { $0["loss"] != nil }
        watches = metrics.filter { $0["watch"] != nil }
        heldOut = first.filter { $0["held_out"] != nil }
    }

    /// The steps taken and planned, and the speed of the last one; nil before the first.
    package var progress: (step: Int, steps: Int?, tokensPerSecond: Double?)? {
        guard let last = steps.last, let step = last["step"]?.int else { return nil }
        return (step, last["steps"]?.int, last["tokens_per_second"]?.double)
    }

    /// All curves, or that there are none yet.
    ///
    /// - Parameter more: charts of what the metrics do not hold.
    package func section(and more: [LineChart] = []) -> Markup {
        let charts = charts + more
        guard !charts.isEmpty else {
            return
                "<section><h2>Curves</h2><p class=\"muted\">They begin with the second step.</p></section>\n"
        }
        var content: Markup = "<section><h2>Curves</h2>\n<div class=\"multiples\">\n"
        for (index, chart) in charts.enumerated() {
            content += chart.multiple(id: "curve-\(index)")
        }
        return content + "</div></section>\n"
    }

    /// The curves that the metrics hold.
    package var charts: [LineChart] {
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
        ].compactMap { $0 }
    }
}
