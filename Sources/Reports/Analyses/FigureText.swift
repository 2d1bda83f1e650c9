import Evaluation
import Statistics

/// The phrases with which figures are told.
enum FigureText {
    /// The number with fixed decimals, or why there is none.
    static func value(_ figure: StatisticFigure, decimals: Int) -> Table.Cell {
        switch figure.outcome {
        case .success(let estimate):
            Table.Cell(NumberText.fixed(estimate.value, decimals: decimals))
        case .failure(let reason): Table.Cell(reason.description, .muted)
        }
    }

    /// The interval's ends, or why there is none.
    static func interval(_ figure: StatisticFigure, decimals: Int, signed: Bool = false)
        -> Table.Cell
    {
        guard let estimate = figure.estimate else { return Table.Cell("") }
        if let interval = estimate.interval {
            let low = NumberText.fixed(interval.lower, decimals: decimals, signed: signed)
            let high = NumberText.fixed(interval.upper, decimals: decimals, signed: signed)
            return Table.Cell("\(low) … \(high)")
        }
        return Table.Cell(estimate.whyNoInterval.map { "none: \($0.cause)" } ?? "", .muted)
    }

    /// A forest row of a figure.
    static func row(_ figure: StatisticFigure, label: String? = nil, group: String? = nil)
        -> ForestPlot.Row
    {
        ForestPlot.Row(
            label ?? figure.name, group: group, value: figure.estimate?.value,
            low: figure.estimate?.interval?.lower, high: figure.estimate?.interval?.upper)
    }

    /// The level of the first interval as `95%`.
    static func level(_ figures: [StatisticFigure]) -> String {
        let level = figures.compactMap { $0.estimate?.interval?.level }.first ?? 0.95
        return NumberText.percent(level, decimals: level * 100 == (level * 100).rounded() ? 0 : 1)
    }

    /// How few votes decide, as `7`, or `3 to 7` where only that was shown.
    static func flips(count: Int, atLeast: Int) -> String {
        atLeast < count
            ? "\(NumberText.count(atLeast)) to \(NumberText.count(count))"
            : NumberText.count(count)
    }
}
