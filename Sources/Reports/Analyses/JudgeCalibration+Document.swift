package import Evaluation
import Statistics

extension JudgeCalibration {
    /// The calibration as it is shown.
    package var document: AnalysisDocument {
        var table = Table(
            title: "\(draw.scorer), judged by people on "
                + "\(NumberText.counted(labels.count, "random sample")) of "
                + NumberText.count(draw.population),
            columns: [
                .init("what"), .init("value", .trailing), .init("95% interval"), .init("method"),
            ])
        func add(_ name: String, _ figure: StatisticFigure) {
            table.rows.append([
                .init(name), FigureText.value(figure, decimals: 4),
                FigureText.interval(figure, decimals: 4),
                .init(figure.estimate?.method ?? "", .muted),
            ])
        }
        func add(_ name: String, _ estimate: Estimate) {
            add(name, StatisticFigure(name, name) { () throws(Undefined) in estimate })
        }
        switch corrected {
        case .success(let result):
            add("corrected total", result.estimate)
            add("people's labels alone", result.humanOnly)
            add("judge alone", result.judgeOnly)
            add("judge's bias", result.bias)
            table.notes.append(
                "The judge's scores count with weight "
                    + NumberText.fixed(result.lambda, decimals: 2) + " (PPI++ lambda).")
            if let saved = result.labelsSaved, saved.isFinite {
                table.notes.append(
                    "They are worth about \(NumberText.count(Int(saved.rounded()))) further labels "
                        + "on top of \(NumberText.count(labels.count)).")
            }
        case .failure(let reason): table.notes.append("The total is \(reason.description).")
        }
        for figure in agreement { add("agreement: \(figure.name)", figure) }
        if unlabelled > 0 {
            table.notes.append(
                "\(NumberText.counted(unlabelled, "drawn sample")) without a label: leaving out the "
                    + "hard ones makes the rest no random sample.")
        }
        table.notes.append("Samples are taken as independent; repeats of a case are not.")
        return AnalysisDocument(tables: [table])
    }
}
