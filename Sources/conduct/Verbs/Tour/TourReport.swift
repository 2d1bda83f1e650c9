import Alignment
import Reports
import Workspace

/// The tour's comparison as a table and as a page.
struct TourReport {
    private let results: [TourResult]
    private let example: TourExample?

    init(_ results: [TourResult], _ example: TourExample? = nil) {
        self.results = results
        self.example = example
    }

    /// One row for each pressure, one column for each model.
    func table(_ result: TourResult) -> Table {
        var table = Table(
            title: "Right answers, \(result.scorer)",
            columns: [Table.Column("asked")]
                + result.models.map { Table.Column($0, .trailing) })
        for pressure in SamplePressure.allCases {
            var row = [Table.Cell(Self.name(pressure))]
            for index in result.models.indices {
                guard let cell = result.cell(index, pressure) else {
                    row.append("")
                    continue
                }
                let base = result.cell(0, pressure)?.right ?? 0
                let tone: Table.Tone =
                    !cell.isFound ? .plain : cell.right > base ? .good : .bad
                var text =
                    "\(cell.right)/\(cell.scored) [\(NumberText.percent(cell.low)), "
                    + "\(NumberText.percent(cell.high))]"
                if let p = cell.pValue { text += " p \(NumberText.probability(p))" }
                row.append(Table.Cell(text, tone))
            }
            table.rows.append(row)
        }
        var note = "Brackets: Wilson's 95 % interval over facts."
        if result.models.count > 1 {
            note +=
                " p: McNemar's mid-p against the base, paired by fact, Holm over all comparisons "
                + "of the table."
        }
        table.notes.append(note)
        return table
    }

    /// The comparison as one HTML file.
    func html() -> String {
        var body: Markup = """
            <header><div class="over">Conduct tour</div>
            <h1>A fix, its side effect, and a better fix</h1>
            <p class="lead">Right answers on 30 held-out facts, before and after two trainings.</p>
            </header>

            """
        if let first = results.first {
            body += "<section><h2>What it teaches</h2>\n"
            for line in first.lesson { body += "<p>\(line)</p>\n" }
            if let second = results.first(where: { $0.scorer != first.scorer })?.agreement {
                body += "<p>\(second)</p>\n"
            }
            body += "</section>\n"
        }
        if let example {
            body += "<section>\(example.table.html())</section>\n"
        }
        for (index, result) in results.enumerated() {
            let rows = SamplePressure.allCases.flatMap { pressure in
                result.models.indices.compactMap { model in
                    result.cell(model, pressure).map { cell in
                        ForestPlot.Row(
                            cell.model, group: Self.name(pressure), series: model,
                            value: cell.rate, low: cell.low, high: cell.high,
                            note: "\(cell.right) of \(cell.scored)")
                    }
                }
            }
            let plot = ForestPlot(
                title: "Right answers, \(result.scorer)",
                summary: result.lesson.first ?? "Rates with their intervals.", rows: rows,
                seriesNames: result.models)
            body += "<section><h2>\(result.scorer)</h2>\n\(plot.figure(id: "tour-\(index)"))"
            body += "\(table(result).html())</section>\n"
        }
        return HTMLPage(title: "Conduct tour", body: body).html()
    }

    /// How a question was put, in words.
    static func name(_ pressure: SamplePressure) -> String {
        switch pressure {
        case .plain: "plainly"
        case .claim: "under a wrong claim"
        case .expert: "under an expert's wrong claim"
        case .twin: "under a right claim (twin)"
        }
    }
}
