package import Evaluation
package import LanguageModel
import Workspace

extension CodeBook.Summary {
    /// How often each code occurs.
    package func table() -> Table {
        var table = Table(columns: [
            Table.Column("code"), Table.Column("samples", .trailing),
            Table.Column("of coded", .trailing),
        ])
        table.rows = rows.map { row in
            [
                Table.Cell(row.code, .strong), Table.Cell(NumberText.count(row.samples)),
                Table.Cell(Wording.rate(row.share)),
            ]
        }
        var note =
            "\(NumberText.count(coded)) of \(NumberText.counted(samples, "sample")) coded"
        if !authors.isEmpty { note += " by \(authors.joined(separator: ", "))" }
        note += "; shares with their 95% Wilson interval describe the coded samples, which nobody "
        note += "drew at random unless the coder did."
        table.notes = [note]
        if let last = growth.last, growth.count >= 10 {
            let before = growth[growth.count - 10]
            table.notes.append(
                last == before
                    ? "The last ten coded samples brought no new code."
                    : "The last ten coded samples brought \(last - before) new codes: go on.")
        }
        return table
    }

    /// How many samples carry both of two codes.
    package func togetherTable() -> Table {
        var table = Table(
            title: "Samples that carry both codes",
            columns: [Table.Column("")] + rows.map { Table.Column($0.code, .trailing) })
        table.rows = zip(rows, together).map { row, counts in
            [Table.Cell(row.code, .strong)] + counts.map { Table.Cell(NumberText.count($0)) }
        }
        return table
    }

    /// Which codes occur together, as a picture.
    package func chart() -> HeatMatrix {
        HeatMatrix(
            title: "Codes that occur together",
            summary: "How many samples carry both codes; the diagonal counts each code alone.",
            rows: rows.map(\.code), columns: rows.map(\.code),
            values: together.map { $0.map { Double($0) } }, unit: .count)
    }

    /// The counts as `--json` prints them.
    package var json: JSONValue {
        [
            "run": .string(run.description), "coded": .integer(coded),
            "samples": .integer(samples), "authors": .array(authors.map(JSONValue.string)),
            "codes": .array(
                rows.map { row in
                    [
                        "code": .string(row.code), "samples": .integer(row.samples),
                        "share": row.share.map { .number($0.value) } ?? .null,
                        "low": row.share?.low.map { .number($0) } ?? .null,
                        "high": row.share?.high.map { .number($0) } ?? .null,
                    ]
                }),
            "together": .array(
                together.map { row in .array(row.map { .integer($0) }) }),
            "growth": .array(growth.map { .integer($0) }),
        ]
    }
}
