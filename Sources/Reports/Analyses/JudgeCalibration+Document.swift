package import Evaluation
import Statistics

extension JudgeCalibration {
    /// The calibration as it is shown.
    package var document: AnalysisDocument {
        let people =
            "\(draw.scorer), judged by people on "
            + "\(NumberText.counted(labels.count, "random sample")) of "
            + NumberText.count(draw.population)
        var tables = totals.filter { $0.model == nil }.map { table($0, people) }
        if tables.isEmpty { return AnalysisDocument(tables: []) }
        for figure in agreement {
            let home = draw.scale != nil && !Self.passKeys.contains(figure.key) ? 1 : 0
            add("agreement: \(figure.name)", figure, to: &tables[min(home, tables.count - 1)])
        }
        if let cells = cellTable { tables.append(cells) }
        let last = tables.count - 1
        if unlabelled > 0 {
            tables[last].notes.append(
                "\(NumberText.counted(unlabelled, "drawn sample")) without a label: leaving out the "
                    + "hard ones makes the rest no random sample.")
        }
        tables[last].notes.append("Errors are clustered by case, or by its group.")
        return AnalysisDocument(tables: tables)
    }

    private static let passKeys: Set<String> = ["percent", "alpha.nominal", "gwet_ac1"]

    private func table(_ total: CalibrationTotal, _ people: String) -> Table {
        let isGrade = total.measure == .grade
        var table = Table(
            title: isGrade ? "The mean grade" : people,
            columns: [
                .init(isGrade ? "mean grade" : "share that passes"), .init("value", .trailing),
                .init("95% interval"), .init("method"),
            ])
        switch total.corrected {
        case .success(let result):
            add("corrected total", result.estimate, isGrade: isGrade, to: &table)
            add("people's labels alone", result.humanOnly, isGrade: isGrade, to: &table)
            add("judge alone", result.judgeOnly, isGrade: isGrade, to: &table)
            add("judge's bias", result.bias, isGrade: isGrade, isGap: true, to: &table)
            table.notes.append(
                "The judge's scores count with weight "
                    + NumberText.fixed(result.lambda, decimals: 2) + " (PPI++ lambda).")
            if let saved = result.labelsSaved, saved.isFinite, saved >= 1 {
                table.notes.append(
                    "They are worth about \(NumberText.count(Int(saved.rounded()))) further labels "
                        + "on top of \(NumberText.count(labels.count)).")
            }
        case .failure(let reason): table.notes.append("The total is \(reason.description).")
        }
        return table
    }

    /// Totals by model and prompt.
    private var cellTable: Table? {
        let cells = totals.filter { $0.model != nil }
        guard !cells.isEmpty else { return nil }
        var table = Table(
            title: "By model and prompt",
            columns: [
                .init("model"), .init("prompt"), .init("what"), .init("labels", .trailing),
                .init("judge", .trailing), .init("corrected", .trailing), .init("95% interval"),
            ])
        for cell in cells {
            let isGrade = cell.measure == .grade
            var row: [Table.Cell] = [
                .init(cell.model ?? ""), .init(cell.prompt ?? ""),
                .init(isGrade ? "mean grade" : "passes"), .init(NumberText.count(cell.labelled)),
            ]
            switch cell.corrected {
            case .success(let result):
                let figure = figure(result.estimate, isGrade: isGrade)
                row += [
                    FigureText.value(self.figure(result.judgeOnly, isGrade: isGrade), decimals: 4),
                    FigureText.value(figure, decimals: 4),
                    FigureText.interval(figure, decimals: 4),
                ]
            case .failure(let reason):
                row += [.init(""), .init(reason.description, .muted), .init("")]
            }
            table.rows.append(row)
        }
        table.notes.append(
            "Where people judged at least \(CalibrationTotal.fewestLabels) samples of it.")
        return table
    }

    private func add(_ name: String, _ figure: StatisticFigure, to table: inout Table) {
        table.rows.append([
            .init(name), FigureText.value(figure, decimals: 4),
            FigureText.interval(figure, decimals: 4),
            .init(figure.estimate?.method ?? "", .muted),
        ])
    }

    private func add(
        _ name: String, _ estimate: Estimate, isGrade: Bool, isGap: Bool = false,
        to table: inout Table
    ) {
        add(name, figure(estimate, isGrade: isGrade, isGap: isGap), to: &table)
    }

    /// An estimate as it is shown: grades on the judge's own scale.
    private func figure(
        _ estimate: Estimate, isGrade: Bool, isGap: Bool = false
    ) -> StatisticFigure {
        var shown = isGap ? estimate : CalibrationTotal.share(estimate)
        if isGrade, let scale = draw.scale {
            let span = scale.best - scale.worst
            func turned(_ share: Double) -> Double { isGap ? share * span : scale.grade(share) }
            shown.value = turned(estimate.value)
            shown.interval = shown.interval.map { interval in
                let ends = [turned(interval.lower), turned(interval.upper)].sorted()
                return Interval(
                    lower: ends[0], upper: ends[1], level: interval.level, method: interval.method)
            }
        }
        return StatisticFigure("", "") { () throws(Undefined) in shown }
    }
}
