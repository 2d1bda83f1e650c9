package import Evaluation

extension CoverageMatrix {
    /// The combinations, the empty ones first.
    ///
    /// - Parameter limit: the most rows; the rest is counted.
    package func table(limit: Int = 60) -> Table {
        var table = Table(
            columns: axes.map { Table.Column($0.tag) } + [Table.Column("cases", .trailing)])
        for cell in cells.prefix(limit) {
            let count: Table.Cell =
                cell.cases.isEmpty
                ? Table.Cell(
                    cell.isImpossible ? "impossible" : "0", cell.isImpossible ? .muted : .bad)
                : Table.Cell(NumberText.count(cell.cases.count))
            table.rows.append(cell.levels.map { Table.Cell($0) } + [count])
        }
        table.notes = notes
        if cells.count > limit {
            table.notes.append("\(NumberText.count(cells.count - limit)) more; --json has all.")
        }
        return table
    }

    /// What is covered, in sentences.
    package var notes: [String] {
        var notes = [
            "\(NumberText.count(possible - empty.count)) of "
                + "\(NumberText.counted(possible, "combination")) and "
                + "\(NumberText.count(pairsCovered)) of \(NumberText.counted(pairs, "pair")) of "
                + "levels are covered."
        ]
        if let first = outside.first {
            notes.append(
                "\(NumberText.counted(outside.count, "case")) outside the matrix, lacking a tag or "
                    + "with another value, the first '\(first)'.")
        }
        return notes
    }

    /// How many cases have each pair of levels of two axes; nil for a tag that is no axis.
    package func chart(rows: String, columns: String) -> HeatMatrix? {
        guard let first = axes.first(where: { $0.tag == rows }),
            let second = axes.first(where: { $0.tag == columns })
        else { return nil }
        return HeatMatrix(
            title: "Cases by \(rows) and \(columns)",
            summary: "How many cases have each pair of levels; a cell without any is empty.",
            rows: first.levels, columns: second.levels,
            values: counts(rows: first, columns: second).map { row in
                row.map { $0 == 0 ? nil : Double($0) }
            }, unit: .count)
    }

    /// The matrix as one HTML file: a picture for each pair of axes, then the combinations.
    package func html() -> String {
        var body: Markup = """
            <header><div class="over"><span>Conduct coverage matrix</span></div><h1>\(name)</h1>
            <p class="lead">\(notes[0])</p></header>
            <section id="pairs"><h2>Pairs of axes</h2>

            """
        var number = 0
        for first in axes.indices {
            for second in axes.indices where second > first {
                guard let chart = chart(rows: axes[first].tag, columns: axes[second].tag) else {
                    continue
                }
                body += chart.figure(id: "pair-\(number)")
                number += 1
            }
        }
        body += "</section>\n<section id=\"cells\"><h2>Combinations, empty ones first</h2>\n"
        body += table(limit: 1_000).html(rowHeaders: axes.count)
        return HTMLPage(title: "\(name) – coverage", body: body + "</section>\n").html()
    }
}
