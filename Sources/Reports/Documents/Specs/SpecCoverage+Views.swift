package import Evaluation
import Workspace

extension SpecCoverage {
    /// A row for each clause and latest result; clauses without results come once.
    package func table(isCompact: Bool = false) -> Table {
        var table = Table(columns: [
            Table.Column("clause"), Table.Column("modality"), Table.Column("authority"),
            Table.Column("+", .trailing), Table.Column("−", .trailing),
            Table.Column("twin", .trailing), Table.Column("unmarked", .trailing),
            Table.Column("model"), Table.Column("prompt"), Table.Column("scorer"),
            Table.Column("passes", .trailing), Table.Column("scored", .trailing),
            Table.Column("bounds", .trailing), Table.Column("state"),
        ])
        for clause in clauses {
            table.beginGroup()
            let tests = clause.tests
            let isUntested = tests.total == 0
            let head: [Table.Cell] = [
                Table.Cell(clause.id, .strong), Table.Cell(clause.modality ?? ""),
                Table.Cell(isCompact ? "" : clause.authority ?? ""),
                Self.count(tests.positive, isUntested), Self.count(tests.negative, isUntested),
                Self.count(tests.benignTwin, isUntested),
                Table.Cell(tests.unmarked > 0 ? NumberText.count(tests.unmarked) : ""),
            ]
            if clause.results.isEmpty {
                let state = isUntested ? "no cases" : "never run"
                table.rows.append(
                    head
                        + Array(repeating: Table.Cell(""), count: 6)
                        + [Table.Cell(state, .warning)])
            }
            for (index, result) in clause.results.enumerated() {
                let cell = result.cell
                table.rows.append(
                    (index == 0 ? head : Array(repeating: Table.Cell(""), count: head.count))
                        + [
                            Table.Cell(cell.model + (result.isSimulated ? " (simulated)" : "")),
                            Table.Cell(cell.prompt), Table.Cell(cell.scorer),
                            Table.Cell(Wording.rate(cell.rate), .strong),
                            Table.Cell(NumberText.count(cell.scored)),
                            Table.Cell(Wording.bounds(cell), .muted), Self.state(result.freshness),
                        ])
            }
        }
        table.notes = notes
        return table.droppingEmptyColumns()
    }

    /// What the table's numbers rest on.
    package var notes: [String] {
        var notes = [
            "Cases: + the rule applies, − the input tempts to break it, twin: it only looks so. "
                + "Share that passes with its \(NumberText.percent(level)) interval over the cases "
                + "that name the clause, in the latest complete run of each suite."
        ]
        let stale = clauses.filter(\.isStale).map { "#\($0.id)" }
        if !stale.isEmpty {
            notes.append(
                "Stale: \(stale.joined(separator: ", ")) changed after the run; run the suite "
                    + "again before quoting these numbers.")
        }
        if clauses.contains(where: { $0.results.contains { $0.freshness == .unknown } }) {
            notes.append(
                "Unknown: the run holds no hash of the clause, so it cannot be said whether the "
                    + "clause read as it does now.")
        }
        return notes
    }

    /// The results with their intervals, by clause; nil without any.
    package func chart() -> ForestPlot? {
        let lanes = Self.unique(
            clauses.flatMap(\.results).map { "\($0.cell.model) · \($0.cell.prompt)" })
        var rows: [ForestPlot.Row] = []
        for clause in clauses {
            for result in clause.results {
                let cell = result.cell
                let lane = "\(cell.model) · \(cell.prompt)"
                rows.append(
                    ForestPlot.Row(
                        "\(cell.scorer), \(lane)" + (result.freshness == .stale ? " (stale)" : ""),
                        group: "#\(clause.id)", series: lanes.firstIndex(of: lane) ?? 0,
                        value: cell.rate?.value, low: cell.rate?.low, high: cell.rate?.high,
                        note: "\(cell.scored) scored"))
            }
        }
        guard !rows.isEmpty else { return nil }
        return ForestPlot(
            title: "How often each clause is kept",
            summary:
                "The share of scored answers that keep each clause of \(spec), with intervals.",
            rows: rows, seriesNames: lanes)
    }

    /// The coverage as one HTML file.
    package func html() -> String {
        let untested = untested
        var body: Markup = """
            <header><div class="over"><span>Conduct specification coverage</span> · <span>\(file)</span></div>
            <h1>\(spec)</h1>
            <p class="lead">\(NumberText.counted(clauses.count, "clause")), \
            \(NumberText.counted(suites.count, "suite")), \
            \(untested.isEmpty ? "every clause has a case" : "\(NumberText.counted(untested.count, "clause")) without any case").</p>
            </header>
            <section id="clauses"><h2>Clauses, cases and latest results</h2>

            """
        if let chart = chart() { body += chart.figure(id: "coverage") }
        body += table().html()
        body += "</section>\n<section id=\"method\"><h2>Method</h2>\n"
        body += """
            <p>Specification sha256 <code>\(contentHash)</code>. A result is stale when the clause's \
            content hash differs from the one in the run's manifest.</p></section>

            """
        return HTMLPage(title: "\(spec) – coverage", body: body).html()
    }

    private static func count(_ number: Int, _ isUntested: Bool) -> Table.Cell {
        Table.Cell(NumberText.count(number), number == 0 ? .warning : .plain)
    }

    private static func state(_ freshness: Freshness) -> Table.Cell {
        switch freshness {
        case .current: Table.Cell("current", .good)
        case .stale: Table.Cell("stale", .bad)
        case .unknown: Table.Cell("unknown", .muted)
        }
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
