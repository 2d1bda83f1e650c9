import Evaluation
import LanguageModel
import Workspace

extension StoredRecord {
    /// A record of a kind that readers know by its own tables: a training, an experiment's
    /// analysis, an agreement. Nil for the others, and for what such a record does not say.
    func kindView() -> EvidenceResult? {
        switch id.kind {
        case .training: training
        case .analysis: analysis
        case .agreement: agreement
        default: nil
        }
    }

    private func result(_ title: String) -> EvidenceResult {
        var result = EvidenceResult(
            title: title, content: ["record": .string(id.description), "body": body],
            record: id.description)
        result.notes = provenance
        return result
    }

    private var training: EvidenceResult? {
        let ends = [body["first"], body["last"]].compactMap { $0 }
        guard ends.count == 2 else { return nil }
        let report = TrainingReport(self, metrics: ends)
        var result = result(report.title)
        var facts = Table(columns: [Table.Column("what"), Table.Column("value")])
        for (key, value) in (body["recipe"]?.object ?? [:]).sorted(by: { $0.key < $1.key })
        where key != "note" {
            let text =
                value.object.map { object in
                    object.sorted { $0.key < $1.key }.map { name, one in
                        "\(name) \(one.string ?? one.serialized())"
                    }.joined(separator: ", ")
                } ?? value.string ?? value.serialized()
            facts.rows.append([Table.Cell(key), Table.Cell(text)])
        }
        result.tables = [report.table, facts]
        result.notes.insert(report.asked, at: 0)
        return result
    }

    private var analysis: EvidenceResult? {
        guard let analysis = try? ExperimentAnalysis(json: body) else { return nil }
        let report = ExperimentReport(analysis, record: (id.description, hash))
        var result = result("\(name): \(analysis.question)")
        result.charts = [
            ForestPlot(
                title: "By level", summary: "The mean of the outcome at each level of each factor.",
                rows: analysis.levels.map {
                    ForestPlot.Row(
                        $0.level, group: $0.factor, value: $0.mean?.value, low: $0.mean?.low,
                        high: $0.mean?.high, note: "\($0.scored) scored")
                }, unit: report.levelUnit)
        ]
        result.tables = [report.levelTable]
        let declared = analysis.tests.filter(\.isDeclared)
        if !declared.isEmpty {
            var table = report.testTable(declared)
            table.title = report.testHeading
            result.tables.append(table)
        }
        if !analysis.deviations.isEmpty {
            result.notes.insert(
                "Deviations from the lock: "
                    + analysis.deviations.map(\.sentence).joined(separator: "; ") + ".", at: 0)
        } else if analysis.isConfirmatory {
            result.notes.insert("Locked before the run; no deviation from the lock.", at: 0)
        }
        return result
    }

    private var agreement: EvidenceResult? {
        guard let questions = body["questions"]?.array, !questions.isEmpty else { return nil }
        var result = result("\(name): do raters agree?")
        var table = Table(columns: [
            Table.Column("question"), Table.Column("coefficient"),
            Table.Column("value", .trailing), Table.Column("items", .trailing),
            Table.Column("why none"),
        ])
        var rows: [ForestPlot.Row] = []
        for question in questions where question["is_main"]?.bool != false {
            let title = question["name"]?.string ?? ""
            table.beginGroup()
            for figure in question["figures"]?.array ?? [] {
                let (name, value) = (figure["name"]?.string ?? "", figure["value"]?.double)
                let (low, high) = (figure["low"]?.double, figure["high"]?.double)
                table.rows.append([
                    Table.Cell(title), Table.Cell(name),
                    Table.Cell(
                        value.map { ChartUnit.number.text($0, low: low, high: high) }
                            ?? NumberText.missing, .strong),
                    Table.Cell(figure["units"]?.int.map(NumberText.count) ?? ""),
                    Table.Cell(value == nil ? figure["reason"]?.string ?? "undefined" : ""),
                ])
                rows.append(
                    ForestPlot.Row(
                        name, group: questions.count > 1 ? title : nil, value: value, low: low,
                        high: high))
            }
        }
        result.tables = [table.droppingEmptyColumns()]
        result.charts = [
            ForestPlot(
                title: "Agreement", summary: "Coefficients with their 95% intervals.", rows: rows,
                unit: .number)
        ]
        let raters = Set(
            questions.flatMap { $0["raters_by_name"]?.array ?? [] }.compactMap {
                $0["name"]?.string
            })
        result.notes.insert(
            "\(NumberText.counted(body["judgments"]?.int ?? 0, "judgment")) by "
                + raters.sorted().joined(separator: ", ") + ".", at: 0)
        return result
    }
}
