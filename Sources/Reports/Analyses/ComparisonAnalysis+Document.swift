package import Evaluation
import Statistics

extension ComparisonAnalysis {
    /// The analysis as it is shown.
    package var document: AnalysisDocument {
        AnalysisDocument(
            tables: [estimateTable, testTable],
            chart: DifferencePlot(
                title: "\(data.secondName) − \(data.firstName)",
                summary: "The difference of the means with its interval, by each method.",
                rows: differences.map { figure in
                    DifferencePlot.Row(
                        figure.name, difference: figure.estimate?.value,
                        low: figure.estimate?.interval?.lower,
                        high: figure.estimate?.interval?.upper,
                        isFound: figure.estimate?.interval.map { !$0.contains(0) } ?? false,
                        detectable: try? minimumDetectable.get())
                }, unit: .difference))
    }

    private var estimateTable: Table {
        let level = FigureText.level(differences)
        let design =
            data.isPaired
            ? "\(NumberText.counted(data.first.count, "pair"))"
                + (data.clusters.map { " in \(NumberText.counted($0.count, "cluster"))" } ?? "")
            : "\(NumberText.count(data.first.count)) and \(NumberText.count(data.second.count)) "
                + "separate observations"
        var table = Table(
            title: "\(data.secondName) − \(data.firstName): \(design)",
            columns: [
                .init("what"), .init("value", .trailing), .init("\(level) interval"),
                .init("method"),
            ])
        func add(_ figures: [StatisticFigure], _ what: (StatisticFigure) -> String, signed: Bool) {
            table.beginGroup()
            for figure in figures {
                let value =
                    figure.estimate.map {
                        Table.Cell(NumberText.fixed($0.value, decimals: 4, signed: signed))
                    } ?? FigureText.value(figure, decimals: 4)
                table.rows.append([
                    .init(what(figure)), value,
                    FigureText.interval(figure, decimals: 4, signed: signed),
                    .init(figure.estimate?.method ?? "", .muted),
                ])
            }
        }
        add(means, { "mean of \($0.name)" }, signed: false)
        add(differences, { _ in "difference" }, signed: true)
        add(effects, \.name, signed: false)
        table.notes = data.reading
        if data.leftOut > 0 {
            table.notes.append(
                "\(NumberText.counted(data.leftOut, "case")) without an outcome of both left out")
        }
        return table
    }

    private var testTable: Table {
        var table = Table(
            title: "Tests of no difference",
            columns: [
                .init("test"), .init("statistic", .trailing), .init("p", .trailing),
            ])
        for (_, outcome) in tests {
            switch outcome {
            case .success(let test):
                table.rows.append([
                    .init(test.method), .init(NumberText.significant(test.statistic, digits: 4)),
                    .init(NumberText.probability(test.pValue)),
                ])
            case .failure(let reason):
                table.rows.append([.init(reason.description, .muted), .init(""), .init("")])
            }
        }
        switch minimumDetectable {
        case .success(let effect):
            table.notes.append(
                "These data would have found a true difference of "
                    + "\(NumberText.significant(effect)) with a power of 0.8.")
        case .failure(let reason):
            table.notes.append("The smallest detectable difference is \(reason.description).")
        }
        switch equivalence {
        case .success(let test):
            table.notes.append(
                "Equivalence within the margin (two one-sided t tests): p "
                    + NumberText.probability(test.pValue) + ".")
        case .failure(let reason):
            table.notes.append("Equivalence is \(reason.description).")
        case nil: break
        }
        return table
    }
}
