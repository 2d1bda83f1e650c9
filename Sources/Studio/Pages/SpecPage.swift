import Evaluation
import Reports
import Workspace

/// A specification's clauses as a page shows them.
struct SpecPage {
    private let spec: Spec
    private let coverage: SpecCoverage
    private let winners: [String: [String]]

    init(_ spec: Spec, _ coverage: SpecCoverage) {
        self.spec = spec
        self.coverage = coverage
        let nodes = SpecTree(spec).levels.flatMap(\.clauses)
        winners = Dictionary(nodes.map { ($0.id, $0.winsOver) }, uniquingKeysWith: { $1 })
    }

    /// All results in one picture, and what they rest on.
    var overview: Markup {
        var output: Markup = "<section id=\"kept\"><h2>How often each clause is kept</h2>\n"
        if let chart = coverage.chart() {
            output += chart.drawing(id: "coverage", wide: 960)
        } else {
            output += """
                <p class="muted">No complete run of a suite that names this specification.</p>

                """
        }
        for note in coverage.notes { output += "<p class=\"note\">\(note)</p>\n" }
        return output + "</section>\n"
    }

    /// Every clause with its text, its cases and its results.
    var clauses: Markup {
        var output: Markup = "<section id=\"clauses\"><h2>Clauses</h2>\n"
        for (clause, row) in zip(spec.clauses, coverage.clauses) {
            output += article(clause, row)
        }
        return output + "</section>\n"
    }

    private func article(_ clause: Clause, _ row: SpecCoverage.ClauseRow) -> Markup {
        var marks: [Markup] = []
        if let modality = clause.modality { marks.append(badge(modality.rawValue)) }
        if let authority = clause.authority { marks.append(badge(authority)) }
        if let levels = clause.overridableBy {
            marks.append(
                badge(
                    levels.isEmpty
                        ? "nobody overrides" : "\(levels.joined(separator: ", ")) may override"))
        }
        for loser in winners[clause.id] ?? [] { marks.append(badge("over #\(loser)")) }
        return """
            <article class="clause" id="\(clause.id)"><header><h3 tabindex="-1"><a href="#\(clause.id)" data-item>\(clause.title)</a> \
            <code class="muted">#\(clause.id)</code></h3><div>\(marks.joined())</div></header>
            <div class="prose">\(Markup(trusted: MarkdownText.html(clause.statement)))</div>
            \(parts(clause))
            \(tests(row))\(results(row))</article>

            """
    }

    private func badge(_ text: String) -> Markup { "<span class=\"badge\">\(text)</span>" }

    private func parts(_ clause: Clause) -> Markup {
        var parts: [(String, String)] = []
        func add(_ name: String, _ text: String?) {
            if let text, !SpecPage.isEmpty(text) { parts.append((name, text)) }
        }
        add("Why", clause.rationale)
        add("Permitted", clause.permitted)
        add("Prohibited", clause.prohibited)
        add("Ambiguous", clause.ambiguous)
        add("Exceptions", clause.exceptions)
        for reasoning in clause.reasoning { add(reasoning.framework, reasoning.text) }
        for example in clause.examples { add("Example (\(example.kind.rawValue))", example.text) }
        guard !parts.isEmpty else { return "" }
        let lines = parts.map { name, text -> Markup in
            "<dt>\(name)</dt><dd class=\"prose\">\(Markup(trusted: MarkdownText.html(text)))</dd>"
        }
        return """
            <details><summary>Why, and where it ends</summary><dl class="facts">\(lines.joined())</dl></details>
            """
    }

    private static func isEmpty(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    private func tests(_ row: SpecCoverage.ClauseRow) -> Markup {
        let tests = row.tests
        guard tests.total > 0 else {
            return "<p class=\"warning\">No case tests this clause.</p>"
        }
        var parts = [
            "\(NumberText.count(tests.positive)) where it applies",
            "\(NumberText.count(tests.negative)) that tempt to break it",
            "\(NumberText.counted(tests.benignTwin, "benign twin"))",
        ]
        if tests.unmarked > 0 { parts.append("\(NumberText.count(tests.unmarked)) unmarked") }
        return """
            <p class="note">\(NumberText.counted(tests.total, "case")): \(parts.joined(separator: ", ")); in \
            \(tests.suites.joined(separator: ", "))</p>
            """
    }

    /// Each result leads to the samples that it counts.
    private func results(_ row: SpecCoverage.ClauseRow) -> Markup {
        guard !row.results.isEmpty else {
            return row.tests.total > 0 ? "<p class=\"muted\">Its cases were never run.</p>" : ""
        }
        var table = Table(columns: [
            .init("passes", .trailing), .init("model"), .init("prompt"), .init("scorer"),
            .init("scored", .trailing), .init("bounds", .trailing), .init("the clause since"),
            .init("run"),
        ])
        for result in row.results {
            let cell = result.cell
            let run = "/runs/\(result.run)"
            let query = QueryText([
                ("clause", row.id), ("model", cell.model), ("prompt", cell.prompt),
                ("scorer", cell.scorer),
            ])
            var rate = Table.Cell(Wording.rate(cell.rate), .strong)
            rate.href = run + "/samples" + query.suffix
            var suite = Table.Cell(result.suite)
            suite.href = run
            let state: Table.Cell =
                switch result.freshness {
                case .current: .init("unchanged", .good)
                case .stale: .init("changed: stale", .bad)
                case .unknown: .init("unknown", .muted)
                }
            table.rows.append([
                rate, .init(cell.model + (result.isSimulated ? " (simulated)" : "")),
                .init(cell.prompt), .init(cell.scorer), .init(NumberText.count(cell.scored)),
                .init(Wording.bounds(cell), .muted), state, suite,
            ])
        }
        return table.droppingEmptyColumns().html(rowHeaders: 0)
    }
}
