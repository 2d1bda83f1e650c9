package import Evaluation
import Statistics

extension PowerAnalysis {
    /// The analysis as it is shown.
    package var document: AnalysisDocument {
        var table = Table(
            title: "Planning: \(question.design.rawValue)",
            columns: [.init("what"), .init("value", .trailing)])
        let unit = question.clusterSize != nil ? "clusters" : countName
        if let count {
            table.rows.append([.init(unit), .init(NumberText.count(Int(count.rounded(.up))))])
        }
        if let effect, question.margin == nil || effect != 0 {
            table.rows.append([.init("effect"), .init(NumberText.significant(effect, digits: 4))])
        }
        if let power {
            table.rows.append([.init("power"), .init(NumberText.fixed(power, decimals: 4))])
        }
        table.rows.append([.init("alpha"), .init("\(question.alpha)")])
        table.notes = notes
        var tables = [table]
        if !byRepeats.isEmpty { tables.append(repeatTable) }
        let chart = LineChart(
            title: "Power by the number of \(unit)",
            summary: "How likely the effect is found with more or fewer \(unit).",
            series: [
                LineChart.Series(
                    "power",
                    points: curve.map { LineChart.Point(x: Double($0.count), $0.power) })
            ], xUnit: .count, unit: .percent, domain: 0...1)
        return AnalysisDocument(tables: tables, chart: curve.count > 1 ? chart : nil)
    }

    private var countName: String {
        question.design == .unpaired ? "observations in each sample" : "cases"
    }

    private var repeatTable: Table {
        var table = Table(
            title: "By samples of a case",
            columns: [
                .init("samples", .trailing), .init("cases", .trailing), .init("effect", .trailing),
                .init("power", .trailing), .init("calls in all", .trailing),
            ])
        for row in byRepeats {
            table.rows.append([
                .init("\(row.repeats)"), .init(NumberText.count(Int(row.count.rounded(.up)))),
                .init(NumberText.significant(row.effect, digits: 4)),
                .init(NumberText.fixed(row.power, decimals: 4)),
                .init(NumberText.count(Int(row.calls))),
            ])
        }
        table.notes = [
            "Variance between cases \(NumberText.significant(question.between ?? 0)), within cases "
                + "\(NumberText.significant(question.firstWithin)) and "
                + "\(NumberText.significant(question.secondWithin)) (Miller 2024)."
        ]
        return table
    }
}
