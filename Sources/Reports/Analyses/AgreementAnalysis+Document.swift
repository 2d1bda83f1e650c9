package import Evaluation
import Statistics

extension AgreementAnalysis {
    /// The analysis as it is shown.
    package var document: AnalysisDocument {
        AnalysisDocument(
            tables: [coefficientTable]
                + [categoryTable, pairTable, intraRaterTable].compactMap { $0 },
            chart: ForestPlot(
                title: "Agreement of \(sheet.raters.count) raters on \(sheet.units.count) units",
                summary: summary, rows: figures.map { FigureText.row($0) }, unit: .number,
                reference: 0, axisLabel: "agreement; 0 is what chance would give, 1 is perfect"))
    }

    private var summary: String {
        guard let alpha = figures.first(where: { $0.key.hasPrefix("alpha") })?.estimate else {
            return "Agreement coefficients with their intervals."
        }
        return "Krippendorff's alpha is "
            + ChartUnit.number.text(
                alpha.value, low: alpha.interval?.lower, high: alpha.interval?.upper) + "."
    }

    private var coefficientTable: Table {
        var table = Table(
            title: "Agreement: \(NumberText.counted(sheet.units.count, "unit")), "
                + "\(NumberText.counted(sheet.raters.count, "rater")), "
                + "\(NumberText.counted(sheet.table.count, "rating")), "
                + "\(NumberText.count(sheet.pairable)) pairable",
            columns: [
                .init("coefficient"), .init("value", .trailing),
                .init("\(FigureText.level(figures)) interval"),
            ])
        for figure in figures {
            table.rows.append([
                .init(figure.name), FigureText.value(figure, decimals: 6),
                FigureText.interval(figure, decimals: 3),
            ])
        }
        table.notes = sheet.reading
        if let method = figures.compactMap({ $0.estimate?.interval?.method }).first {
            table.notes.append(
                "Intervals: \(method), over "
                    + (sheet.clusters.map { "\($0.count) clusters of units" } ?? "units")
                    + "; raters are taken as given.")
        }
        return table
    }

    private var categoryTable: Table? {
        guard let first = categories.first else { return nil }
        var table = Table(
            title: "Each category against the rest",
            columns: [.init("category"), .init("share", .trailing)]
                + first.figures.map { .init($0.name, .trailing) })
        for item in categories {
            table.rows.append(
                [.init(item.category), .init(NumberText.percent(item.share, decimals: 1))]
                    + item.figures.map { FigureText.value($0, decimals: 3) })
        }
        return table
    }

    private var pairTable: Table? {
        guard let first = pairs.first else { return nil }
        var table = Table(
            title: "Each pair of raters",
            columns: [.init("first"), .init("second")]
                + first.figures.map { .init($0.name, .trailing) })
        for pair in pairs {
            table.rows.append(
                [.init(sheet.raters[pair.first]), .init(sheet.raters[pair.second])]
                    + pair.figures.map { FigureText.value($0, decimals: 3) })
        }
        return table
    }

    private var intraRaterTable: Table? {
        guard !intraRater.isEmpty else { return nil }
        var table = Table(
            title: "Each rater with themselves, on units rated repeatedly",
            columns: [
                .init("rater"), .init("units", .trailing), .init("alpha, nominal", .trailing),
            ])
        for item in intraRater {
            table.rows.append([
                .init(item.rater), .init(item.figure.estimate.map { "\($0.count)" } ?? ""),
                FigureText.value(item.figure, decimals: 3),
            ])
        }
        return table
    }
}
