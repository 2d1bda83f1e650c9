package import Evaluation
import Workspace

extension SpecComparison {
    private var heads: [Table.Column] { columns.map { Table.Column($0.name) } }

    /// How each is built, a line for each property.
    package var structure: Table {
        var table = Table(columns: [Table.Column("what")] + heads)
        func row(_ what: String, _ text: (Column) -> String) {
            table.rows.append(
                [Table.Cell(what, .strong)] + columns.map { Table.Cell(text($0)) })
        }
        func share(_ count: Int, _ column: Column) -> String {
            column.clauses == 0 ? "" : "\(count) of \(column.clauses)"
        }
        row("clauses") { NumberText.count($0.clauses) }
        row("words a clause") {
            $0.clauses == 0
                ? "" : NumberText.fixed(Double($0.words) / Double($0.clauses), decimals: 1)
        }
        for modality in Clause.Modality.allCases
        where columns.contains(where: { $0.modalities[modality] != nil }) {
            row(modality.rawValue) { share($0.modalities[modality] ?? 0, $0) }
        }
        row("no modality given") { share($0.unmarked, $0) }
        row("levels of authority") {
            $0.authorities.isEmpty ? "none named" : $0.authorities.joined(separator: ", ")
        }
        row("says who may override") { share($0.overridable, $0) }
        row("gives a reason") { share($0.reasons, $0) }
        row("moral reasoning") { share($0.reasoned, $0) }
        row("exceptions") { share($0.exceptions, $0) }
        row("ambiguous cases") { share($0.ambiguous, $0) }
        row("examples") { share($0.examples, $0) }
        row("conflicts named") { share($0.conflicts, $0) }
        row("with a word that leaves it open") { share($0.vague, $0) }
        row("such words") { column in
            column.vagueWords.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(6)
                .map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
        }
        table.notes = [
            "A count says how a text is written, not whether its rules are good. A property that a "
                + "text states in another form than clauses is not counted."
        ]
        return table
    }

    /// What each says of a subject.
    package func subjectTable(withText: Bool) -> Table {
        var table = Table(columns: [Table.Column("subject")] + heads)
        func cell(_ clauses: [Clause]) -> Table.Cell {
            guard !clauses.isEmpty else { return Table.Cell("–", .muted) }
            guard withText else { return Table.Cell(NumberText.count(clauses.count)) }
            let shown = clauses.prefix(4).map { clause in
                "#\(clause.id)" + (clause.modality.map { " (\($0.rawValue))" } ?? "")
            }
            let rest = clauses.count - shown.count
            return Table.Cell(
                shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : ""))
        }
        for subject in subjects {
            table.rows.append(
                [Table.Cell(subject.name, .strong)] + subject.clauses.map(cell))
        }
        table.rows.append([Table.Cell("none of these", .strong)] + others.map(cell))
        table.notes = ["A clause belongs to each subject of which it has a word; words are ours."]
        return table
    }

    /// The comparison as one HTML file, with every clause under its subject.
    package func html() -> String {
        let names = columns.map(\.name).joined(separator: ", ")
        var body: Markup = """
            <header><div class="over"><span>Conduct specifications side by side</span></div>
            <h1>\(names)</h1>
            <p class="lead">How each is built, what each speaks of, and where each leaves a rule open.</p>
            </header>
            <section id="structure"><h2>How they are built</h2>
            \(structure.html())</section>
            <section id="subjects"><h2>What they speak of</h2>
            \(subjectTable(withText: true).html())</section>

            """
        for subject in subjects where subject.clauses.count(where: { !$0.isEmpty }) > 1 {
            var table = Table(columns: heads)
            let most = min(8, subject.clauses.map(\.count).max() ?? 0)
            for place in 0..<most {
                table.rows.append(
                    subject.clauses.map { clauses in
                        guard clauses.indices.contains(place) else { return Table.Cell("") }
                        let clause = clauses[place]
                        return Table.Cell(
                            "#\(clause.id): "
                                + String(MarkdownText.plain(clause.statement).prefix(240)))
                    })
            }
            body += "<section><h2>\(subject.name)</h2>\n\(table.html())</section>\n"
        }
        return HTMLPage(title: "\(names) – side by side", body: body).html()
    }
}

extension SpecFrameworks {
    /// Clauses by framework.
    package var table: Table {
        var table = Table(
            columns: [Table.Column("clause")] + frameworks.map { Table.Column($0) }
                + [Table.Column("rests on")])
        for row in rows {
            table.rows.append(
                [Table.Cell("#\(row.clause.id)", .strong)]
                    + row.texts.map { text in
                        text.map { Table.Cell(MarkdownText.plain($0)) }
                            ?? Table.Cell("–", .muted)
                    }
                    + [
                        Table.Cell(
                            row.rests.joined(separator: ", ")
                                + (row.isDisputed ? "; disputed" : ""),
                            row.rests.isEmpty ? .warning : .plain)
                    ])
        }
        if !unargued.isEmpty {
            table.notes = [
                "No framework argues for "
                    + unargued.map { "#\($0)" }.joined(separator: ", ")
                    + "; write it under **Reasoning.**"
            ]
        }
        return table
    }

    /// The table as one HTML file.
    package func html() -> String {
        let body: Markup = """
            <header><div class="over"><span>Conduct moral frameworks</span> · <span>\(file)</span></div>
            <h1>\(spec)</h1>
            <p class="lead">What each framework says of each clause, and what the clause rests on: a rule, \
            outcomes, character or agreement.</p></header>
            <section>\(table.html())</section>

            """
        return HTMLPage(title: "\(spec) – frameworks", body: body).html()
    }
}
