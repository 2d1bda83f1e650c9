package import Evaluation
import Workspace

extension BenchmarkContrast {
    /// Both scores of each model with intervals and ranks.
    package var table: Table {
        var table = Table(columns: [
            Table.Column("model"), Table.Column(benchmark.suite, .trailing),
            Table.Column("rank", .trailing), Table.Column(behaviour.suite, .trailing),
            Table.Column("rank", .trailing),
        ])
        for row in rows {
            table.rows.append([
                Table.Cell(
                    row.model + (row.isSimulated ? " (simulated)" : ""),
                    row.isSimulated ? .warning : .strong),
                Table.Cell(Wording.rate(row.benchmark)),
                Table.Cell(row.benchmarkRank.map { NumberText.count($0) } ?? ""),
                Table.Cell(Wording.rate(row.behaviour)),
                Table.Cell(row.behaviourRank.map { NumberText.count($0) } ?? ""),
            ])
        }
        var notes = [
            "\(benchmark.suite) (\(benchmark.id), \(scorers.benchmark)): fixed questions, one right "
                + "answer. \(behaviour.suite) (\(behaviour.id), \(scorers.behaviour)): situations "
                + "that somebody chose, a rule that somebody defends."
        ]
        for (first, second) in turned {
            notes.append("The two put \(first) and \(second) in different orders.")
        }
        if rows.count > 1, turned.isEmpty { notes.append("Both put the models in one order here.") }
        table.notes = notes
        return table
    }
}
