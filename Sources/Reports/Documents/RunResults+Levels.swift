package import Evaluation

extension RunResults {
    /// One scorer's rates over the levels of a condition: a row for each model and prompt, a
    /// column for each level, as a reader of a narrow terminal wants it.
    ///
    /// - Parameter intervals: whether each rate stands with its interval.
    package func levelsTable(_ condition: Breakdown, scorer: String, intervals: Bool = true)
        -> Table
    {
        var table = Table(columns: models.count > 1 ? [Table.Column("model")] : [])
        table.columns.append(Table.Column("prompt"))
        for slice in condition.slices { table.columns.append(Table.Column(slice.level, .trailing)) }
        for model in models {
            table.beginGroup()
            for prompt in prompts {
                let rates = condition.slices.map { slice -> Table.Cell in
                    let cell = slice.cells.first {
                        $0.scorer == scorer && $0.model == model.name && $0.prompt == prompt.name
                    }
                    guard let rate = cell?.rate else { return Table.Cell(NumberText.missing) }
                    return Table.Cell(
                        intervals ? Wording.rate(rate) : NumberText.percent(rate.value))
                }
                guard rates.contains(where: { $0.text != NumberText.missing }) else { continue }
                table.rows.append(
                    (models.count > 1 ? [Table.Cell(label(model))] : [])
                        + [Table.Cell(prompt.name)] + rates)
            }
        }
        let unscored = condition.slices.flatMap(\.cells).filter { $0.scorer == scorer }
            .reduce(0) { $0 + $1.unscored }
        if unscored > 0 {
            table.notes.append(
                "\(NumberText.count(unscored)) unscored samples are left out; the report has "
                    + "their bounds.")
        }
        return table
    }
}
