package import Evaluation
import Statistics

extension VarianceAnalysis {
    /// The analysis as it is shown.
    package var document: AnalysisDocument {
        AnalysisDocument(
            tables: [componentTable, adviceTable],
            chart: ForestPlot(
                title: "Where the spread of scores comes from",
                summary: "Variance components with their intervals.",
                rows: figures.map { FigureText.row($0.figure) }, unit: .number,
                axisLabel: "variance"))
    }

    private var componentTable: Table {
        var table = Table(
            title: "Variance of \(NumberText.counted(sheet.scores.count, "score"))",
            columns: [
                .init("source"), .init("variance", .trailing), .init("share", .trailing),
                .init("\(FigureText.level(figures.map(\.figure))) interval"),
            ])
        for (_, figure, share) in figures {
            table.rows.append([
                .init(figure.name), FigureText.value(figure, decimals: 5),
                .init(share.map { NumberText.percent($0, decimals: 1) } ?? NumberText.missing),
                FigureText.interval(figure, decimals: 5),
            ])
        }
        table.notes = sheet.reading
        if sheet.unscored > 0 {
            table.notes.append("\(NumberText.counted(sheet.unscored, "row")) without a score.")
        }
        if !components.notSeparable.isEmpty {
            let names = components.notSeparable.map(\.rawValue).joined(separator: ", ")
            table.notes.append(
                "This design cannot tell apart: \(names); they are part of the residual.")
        }
        return table
    }

    private var adviceTable: Table {
        let design = components.design
        var table = Table(
            title: "What doubling buys: the mean's standard error is "
                + NumberText.significant(standardError),
            columns: [
                .init("double the number of"), .init("now", .trailing), .init("SE then", .trailing),
                .init("smaller by", .trailing), .init("cost", .trailing),
            ])
        for item in advice {
            let now: Double =
                switch item.facet {
                case .cases: design.cases
                case .prompts: design.prompts
                case .samples: design.samples
                case .judges: design.judges
                }
            table.rows.append([
                .init(item.facet.rawValue), .init(NumberText.significant(now)),
                .init(NumberText.significant(item.standardError)),
                .init(NumberText.percent(item.reduction, decimals: 1)),
                .init("×" + NumberText.significant(item.costRatio)),
            ])
        }
        table.notes = [
            advice.first.map {
                "The next budget helps most on \($0.facet.rawValue), by the fall of the error for "
                    + "each doubling of cost."
            } ?? "No facet would lower the error: the scores do not vary."
        ]
        return table
    }
}
