import Evaluation

extension ExperimentReport {
    /// Every chart, in the order of the report.
    package var charts: [NamedChart] {
        var charts: [NamedChart] = []
        if let chart = effectChart { charts.append(NamedChart(name: "effects", chart: chart)) }
        for (index, chart) in levelCharts.enumerated() {
            charts.append(NamedChart(name: "levels-\(index + 1)", chart: chart))
        }
        for (index, chart) in interactionCharts.enumerated() {
            charts.append(NamedChart(name: "interaction-\(index + 1)", chart: chart))
        }
        for (index, chart) in caseCharts.enumerated() {
            charts.append(NamedChart(name: "cases-\(index + 1)", chart: chart))
        }
        return charts
    }

    /// All effects around zero, with what could not have been told from it.
    var effectChart: DifferencePlot? {
        guard !analysis.effects.isEmpty, analysis.effects.count <= 60 else { return nil }
        let rows = analysis.effects.map { effect in
            DifferencePlot.Row(
                "\(effect.level) – \(effect.reference)",
                group: effect.factor + (effect.isPlanned ? "" : " (exploratory)"), series: 0,
                difference: effect.difference.value, low: effect.difference.low,
                high: effect.difference.high, isFound: effect.isFound,
                detectable: effect.minimumDetectable,
                note: effect.adjustedPValue.map { "p " + NumberText.probability($0) } ?? "")
        }
        let found = analysis.effects.count(where: \.isFound)
        return DifferencePlot(
            title: "Effects on \(outcome)",
            summary: "\(found) of \(analysis.effects.count) differences from the first level were "
                + "found.", rows: rows, unit: differenceUnit,
            axisLabel: (analysis.method.isShare ? "percentage points; " : "")
                + "hollow: not found, grey: not detectable")
    }

    /// The means over the levels of each factor.
    var levelCharts: [SlopeChart] {
        guard analysis.method.factors.count <= 6 else { return [] }
        return zip(analysis.method.factors, analysis.method.levels).compactMap { factor, levels in
            let points = levels.map { name -> SlopeChart.Point? in
                analysis.levels.first { $0.factor == factor && $0.level == name }?.mean.map {
                    SlopeChart.Point($0.value, low: $0.low, high: $0.high)
                }
            }
            guard points.contains(where: { $0 != nil }) else { return nil }
            return SlopeChart(
                title: "By \(factor)", summary: "The mean at each level of \(factor).",
                levels: levels, series: [SlopeChart.Series(analysis.method.scorer, points: points)],
                unit: levelUnit, domain: domain(points))
        }
    }

    /// Planned interactions, then the clearest explored ones.
    var interactionCharts: [SlopeChart] {
        let pairs = analysis.tests.filter { $0.factors.count == 2 && !$0.means.isEmpty }
        let planned = pairs.filter(\.isDeclared)
        let explored = pairs.filter { !$0.isDeclared }.sorted { $0.pValue < $1.pValue }
        return (planned + explored.prefix(max(0, 2 - planned.count))).prefix(4).compactMap { test in
            let places = test.factors.compactMap(analysis.method.factors.firstIndex)
            guard places.count == 2 else { return nil }
            let series = zip(analysis.method.levels[places[1]], test.means).prefix(6).map {
                name, means in
                SlopeChart.Series(
                    "\(test.factors[1]) = \(name)",
                    points: means.map { mean in
                        mean.map { SlopeChart.Point($0.value, low: $0.low, high: $0.high) }
                    })
            }
            return SlopeChart(
                title: test.name + (test.isPlanned ? "" : " (exploratory)"),
                summary: "Means over levels of \(test.factors[0]), one line for each level of "
                    + "\(test.factors[1]); parallel lines are no interaction.",
                levels: analysis.method.levels[places[0]], series: Array(series), unit: levelUnit,
                domain: domain(series.flatMap(\.points)))
        }
    }

    /// How cases differ in what an effect does to them.
    var caseCharts: [Histogram] {
        let effects = analysis.effects.filter(\.isFound) + analysis.effects.filter { !$0.isFound }
        return effects.prefix(2).filter { $0.heterogeneity.differences.count > 4 }.map { effect in
            Histogram(
                title: "\(effect.factor): \(effect.level) – \(effect.reference), case by case",
                summary: "The difference of each case between the two levels.",
                values: effect.heterogeneity.differences, unit: differenceUnit,
                axisLabel: "difference of a case")
        }
    }

    /// For shares close together an axis that is cut to them, so that intervals can be seen.
    private func domain(_ points: [SlopeChart.Point?]) -> ClosedRange<Double>? {
        let values = points.compactMap { $0 }.flatMap {
            [$0.value, $0.low, $0.high].compactMap { $0 }
        }
        guard let low = values.min(), let high = values.max(),
            high - low < 0.5 || levelUnit != .percent
        else { return nil }
        let range = Ticks.niceRange(low...max(high, low + 1e-9))
        return levelUnit == .percent
            ? max(0, range.lowerBound)...min(1, range.upperBound) : range
    }
}
