import Evaluation

extension RunReport {
    /// One chart for each scorer (and model): the rate over the condition's levels, a line for
    /// each prompt.
    func conditionCharts() -> [SlopeChart] {
        guard let condition = results.condition else { return [] }
        let levels = condition.slices.map(\.level)
        return results.scorers.flatMap { scorer in
            results.models.compactMap { model -> SlopeChart? in
                let series = results.prompts.prefix(6).map { prompt in
                    SlopeChart.Series(
                        prompt.name,
                        points: condition.slices.map { slice in
                            let cell = slice.cells.first {
                                $0.scorer == scorer && $0.model == model.name
                                    && $0.prompt == prompt.name
                            }
                            return cell?.rate.map {
                                SlopeChart.Point($0.value, low: $0.low, high: $0.high)
                            }
                        })
                }
                guard series.contains(where: { $0.points.contains { $0 != nil } }) else {
                    return nil
                }
                let name = results.models.count > 1 ? "\(scorer), \(results.label(model))" : scorer
                return SlopeChart(
                    title: "\(name) by \(condition.key)",
                    summary: "Share that passes at each level of \(condition.key), one line for "
                        + "each prompt, with intervals.", levels: levels, series: Array(series))
            }
        }
    }

    /// The overall rates: a row for each prompt, under each scorer and model.
    func resultsChart() -> ForestPlot? {
        let cells = results.cells + results.weighted
        guard cells.count > 1, cells.count <= 60 else { return nil }
        let rows = cells.map { cell in
            let group =
                results.models.count > 1
                ? "\(cell.scorer), \(results.label(cell.model))" : cell.scorer
            let series = results.prompts.firstIndex { $0.name == cell.prompt } ?? 0
            return ForestPlot.Row(
                cell.prompt, group: group, series: series, value: cell.rate?.value,
                low: cell.rate?.low, high: cell.rate?.high, note: Wording.bounds(cell))
        }
        return ForestPlot(
            title: "Share that passes, all cases",
            summary: "Rates with intervals for each scorer and prompt.", rows: rows)
    }

    /// The differences of a family around zero.
    func differenceChart(_ family: ContrastFamily) -> DifferencePlot? {
        guard !family.contrasts.isEmpty, family.contrasts.count <= 80 else { return nil }
        let rows = family.contrasts.grouped { "\($0.second) – \($0.first)" }
            .flatMap { heading, contrasts in
                contrasts.map { contrast in
                    var label: [String] = []
                    if let level = contrast.level { label.append(level) }
                    if results.models.count > 1, let model = contrast.model {
                        label.append(model)
                    }
                    if results.prompts.count > 1, let prompt = contrast.prompt {
                        label.append(prompt)
                    }
                    label.append(contrast.scorer)
                    return DifferencePlot.Row(
                        label.joined(separator: ", "), group: heading,
                        series: results.scorers.firstIndex(of: contrast.scorer) ?? 0,
                        difference: contrast.difference.value, low: contrast.difference.low,
                        high: contrast.difference.high, isFound: contrast.isFound,
                        detectable: contrast.minimumDetectable,
                        note: Wording.pValue(contrast, in: family))
                }
            }
        let found = family.contrasts.count(where: \.isFound)
        return DifferencePlot(
            title: title(of: family),
            summary: "\(found) of \(family.contrasts.count) differences were found.", rows: rows,
            seriesNames: results.scorers,
            axisLabel: "percentage points; hollow: not found, grey: not detectable")
    }

    /// What a family compares, in a few words.
    func title(of family: ContrastFamily) -> String {
        switch (family.kind, family.tag) {
        case (.prompt, nil): "Prompts, all cases"
        case (.model, nil): "Models, all cases"
        case (.prompt, let tag?): "Prompts within \(tag)"
        case (.model, let tag?): "Models within \(tag)"
        case (.level, let tag): "Levels of \(tag ?? "a tag"), matched cases"
        }
    }

    /// Median latency with the way to the ninetieth percentile.
    func latencyChart() -> BarChart? {
        let rows = results.usage.filter { $0.latencyP50Microseconds != nil }
        guard rows.count > 1, rows.count <= 24 else { return nil }
        return BarChart(
            title: "Median latency, line to the 90th percentile",
            summary: "Time for an answer by model and prompt.",
            bars: rows.map { row in
                BarChart.Bar(
                    results.models.count > 1 ? "\(row.model), \(row.prompt)" : row.prompt,
                    value: row.latencyP50Microseconds, low: row.latencyP50Microseconds,
                    high: row.latencyP90Microseconds)
            }, unit: .duration)
    }
}
