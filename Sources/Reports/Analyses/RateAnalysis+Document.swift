package import Evaluation
import Statistics

extension RateAnalysis {
    /// The analysis as it is shown.
    package var document: AnalysisDocument {
        let what = isRate ? "rate" : "mean"
        let level = FigureText.level(groups.flatMap(\.figures))
        var table = Table(
            title: isRate ? "Rates" : "Means",
            columns: [
                .init("group"), .init("scored", .trailing), .init("unscored", .trailing),
                .init("passes", .trailing), .init(what, .trailing), .init("\(level) interval"),
                .init("method"),
            ])
        for group in groups {
            table.beginGroup()
            for (index, figure) in group.figures.enumerated() {
                let isFirst = index == 0
                table.rows.append([
                    .init(isFirst ? group.name ?? "all" : ""),
                    .init(isFirst ? NumberText.count(group.scored) : ""),
                    .init(isFirst && group.unscored > 0 ? NumberText.count(group.unscored) : ""),
                    .init(isFirst ? group.passes.map(NumberText.count) ?? "" : ""),
                    FigureText.value(figure, decimals: 4),
                    FigureText.interval(figure, decimals: 4), .init(figure.name),
                ])
            }
        }
        table.notes = reading
        for group in groups where group.unscored > 0 && group.passes != nil {
            let all = Double(group.scored + group.unscored)
            let passes = Double(group.passes ?? 0)
            table.notes.append(
                "\(group.name ?? "all"): \(NumberText.count(group.unscored)) unscored; counted as "
                    + "failures \(NumberText.fixed(passes / all, decimals: 4)), as passes "
                    + NumberText.fixed((passes + Double(group.unscored)) / all, decimals: 4))
        }
        return AnalysisDocument(
            tables: [table.droppingEmptyColumns()],
            chart: ForestPlot(
                title: isRate ? "Rates with intervals" : "Means with intervals",
                summary: "The \(what) of each group with its interval.",
                rows: groups.compactMap { group in
                    group.figures.first.map { FigureText.row($0, label: group.name ?? "all") }
                }, unit: isRate ? .percent : .number))
    }
}
