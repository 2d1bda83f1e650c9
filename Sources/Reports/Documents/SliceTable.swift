package import Evaluation

/// A comparison within clauses or tags, as a table.
package struct SliceTable: Sendable {
    private let comparison: SliceComparison
    private let title: String

    package init(_ comparison: SliceComparison, title: String) {
        self.comparison = comparison
        self.title = title
    }

    /// The table, one row for each slice, scorer and prompt.
    package var table: Table {
        let prompts = Set(comparison.rows.map(\.difference.lane.prompt))
        var table = Table(
            title: title,
            columns: [
                Table.Column("slice"), Table.Column("scorer"), Table.Column("prompt"),
                Table.Column("cases", .trailing), Table.Column("rates", .trailing),
                Table.Column("difference, points", .trailing), Table.Column("p, Holm", .trailing),
                Table.Column("verdict"),
            ])
        var last: String?
        for row in comparison.rows {
            if let last, last != row.slice { table.beginGroup() }
            last = row.slice
            let contrast = row.difference.contrast
            let (verdict, tone): (String, Table.Tone) =
                switch row.difference.outcome {
                case .better: ("better", .good)
                case .worse: ("worse", .bad)
                case .withinNoise: ("within noise", .muted)
                case .unchanged: ("no case changed", .muted)
                }
            table.rows.append([
                Table.Cell(row.slice), Table.Cell(contrast.scorer),
                Table.Cell(prompts.count > 1 ? row.difference.lane.prompt : ""),
                Table.Cell(NumberText.count(contrast.difference.cases)),
                Table.Cell(
                    "\(NumberText.percent(contrast.firstRate, decimals: 1)) → "
                        + NumberText.percent(contrast.secondRate, decimals: 1)),
                Table.Cell(
                    Wording.points(contrast.difference), contrast.isFound ? .strong : .plain),
                Table.Cell(NumberText.probability(contrast.adjustedPValue)),
                Table.Cell(verdict, tone),
            ])
        }
        table.notes.append(
            "Second run minus first, paired by case; Holm over all "
                + "\(NumberText.counted(comparison.rows.count, "row")).")
        return table.droppingEmptyColumns()
    }
}
