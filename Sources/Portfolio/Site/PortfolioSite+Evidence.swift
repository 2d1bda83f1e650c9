import LanguageModel
import Reports
import Workspace

extension PortfolioSite {
    static func heading(_ audit: StoredRecord) -> String {
        "\(audit.body["employer"]?.string ?? ""): \(audit.body["title"]?.string ?? audit.name)"
    }

    func audit() -> String {
        let main: Markup = """
            <header><h1>Held against roles</h1>
            <p class="lead">What each role asks for, what shows it, and what is missing.</p></header>
            \(auditBody())
            """
        return framed(
            "Roles", current: "audit.html", up: "",
            description: "What each role asks for, what shows it, and what is missing.",
            card: "portfolio", main)
    }

    /// The audits as sections.
    func auditBody() -> Markup {
        guard !audits.isEmpty else { return "<p>No role was audited.</p>\n" }
        var output: Markup = """
            <section><h2>Skills</h2>
            <p>A skill counts as shown where a record of a kind that demonstrates it stands beside an artifact that tells of \
            it. The weakest standing comes first.</p>
            \(skillTable.html())</section>

            """
        for audit in audits {
            output += """
                <section><h2>\(Self.heading(audit))</h2>
                <p class="note">Read on \(audit.body["role_date"]?.string ?? ""), audited on \
                \(audit.body["date"]?.string ?? ""). Record \(audit.id.description).</p>
                \(Self.requirements(of: audit).html())</section>

                """
        }
        return output
    }

    private var skillTable: Table {
        var table = Table(columns: [
            Table.Column("skill"), Table.Column("stands"), Table.Column("roles", .trailing),
            Table.Column("artifacts"), Table.Column("records", .trailing),
        ])
        for skill in skills {
            table.rows.append([
                Table.Cell(skill.id, .strong),
                Table.Cell(skill.state.rawValue, Self.tone(skill.state)),
                Table.Cell("\(skill.roles.count) of \(audits.count)"),
                Table.Cell(skill.artifacts.joined(separator: ", ")),
                Table.Cell(NumberText.count(skill.records.count)),
            ])
        }
        return table
    }

    static func tone(_ state: RoleAudit.State) -> Table.Tone {
        switch state {
        case .gap: .bad
        case .unmapped, .partly: .warning
        case .shown: .good
        }
    }

    static func requirements(of audit: StoredRecord) -> Table {
        var table = Table(columns: [
            Table.Column("stands"), Table.Column("requirement"), Table.Column("skills"),
            Table.Column("shown by"), Table.Column("what would close it"),
        ])
        for row in audit.body["requirements"]?.array ?? [] {
            let state = RoleAudit.State(rawValue: row["state"]?.string ?? "") ?? .gap
            let evidence = row["evidence"]?.array ?? []
            func texts(_ key: String) -> [String] {
                evidence.flatMap { $0[key]?.array?.compactMap(\.string) ?? [] }
                    .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
            }
            let isOpen = evidence.filter { $0["state"]?.string != RoleAudit.State.shown.rawValue }
            let close = isOpen.flatMap { $0["close"]?.array?.compactMap(\.string) ?? [] }
                .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            table.rows.append([
                Table.Cell(state.rawValue, Self.tone(state)),
                Table.Cell(row["text"]?.string ?? "withheld: the employer's words"),
                Table.Cell(evidence.compactMap { $0["skill"]?.string }.joined(separator: ", ")),
                Table.Cell(
                    (texts("artifacts") + texts("records").suffix(2)).joined(separator: ", ")),
                Table.Cell(close.joined(separator: "; ")),
            ])
        }
        return table.droppingEmptyColumns()
    }

    func appendix() -> String {
        let main: Markup = """
            <header><h1>Evidence</h1>
            <p class="lead">What every figure rests on, and how to compute it again.</p></header>
            \(appendixBody())
            """
        return framed(
            "Evidence", current: "evidence.html", up: "",
            description: "What every figure rests on, and how to compute it again.",
            card: "portfolio", main)
    }

    /// The appendix as sections.
    func appendixBody() -> Markup {
        var output: Markup = """
            <section><h2>Compute it again</h2>
            <p>The records are under <code>records/</code>, the files that they rest on under <code>source/</code>, and \
            <code>manifest.json</code> holds a SHA-256 of every file.</p>
            <pre>conduct portfolio verify FOLDER</pre>
            <p>needs no workspace, no model and no network. To ask the models again, copy <code>source/</code>, add a \
            <code>conduct.yaml</code> that names them, and run the suites; whole runs come back with \
            <code>conduct import records/runs/*.jsonl</code>.</p></section>
            <section><h2>Figures</h2>\(figures.html())</section>
            <section><h2>Runs</h2>\(runTable.html())</section>

            """
        if !records.isEmpty {
            output += "<section><h2>Other records</h2>\(recordTable.html())</section>\n"
        }
        output += "<section><h2>Numbers typed by hand</h2>\n\(typedNumbers)</section>\n"
        output += """
            <section><h2>What can't be checked here</h2><ul>
            <li>That a model really said what a record holds; the same model, seed and precision say it again.</li>
            <li>Whether sentences follow from the figures beside them; a reader must judge that.</li>
            <li>Numbers written in words, in pictures and in blocks of code.</li>
            <li>Pages of other sites behind links.</li>
            <li>Pictures and printed pages, beyond their hashes.</li>
            </ul><p>\(facts.withheld)</p></section>

            """
        return output
    }

    private var all: [PortfolioEntry] { (introduction.map { [$0] } ?? []) + entries }

    private var figures: Table {
        var table = Table(columns: [
            Table.Column("document"), Table.Column("line", .trailing), Table.Column("what"),
            Table.Column("record"), Table.Column("state"), Table.Column("result"),
        ])
        for entry in all {
            for (index, item) in entry.items.enumerated() {
                if index == 0 { table.beginGroup() }
                table.rows.append([
                    Table.Cell(entry.document.file), Table.Cell(String(item.reference.line)),
                    Table.Cell(item.reference.key),
                    Table.Cell(item.result?.record ?? item.reference.id),
                    Table.Cell(item.state.rawValue, ArtifactPreview.tone(item.state)),
                    Table.Cell(item.result.map { String($0.hash.prefix(16)) } ?? "none", .muted),
                ])
            }
        }
        return table
    }

    private var runTable: Table {
        var table = Table(columns: [
            Table.Column("run"), Table.Column("suite"), Table.Column("models"),
            Table.Column("samples", .trailing), Table.Column("seed", .trailing),
            Table.Column("made"), Table.Column("by"),
        ])
        for line in runs {
            table.rows.append([
                Table.Cell(line.run.id.description), Table.Cell(line.run.suite),
                Table.Cell(
                    line.models.joined(separator: ", "), line.hasSimulated ? .warning : .plain),
                Table.Cell(NumberText.count(line.samples)), Table.Cell(String(line.run.seed)),
                Table.Cell(NumberText.time(milliseconds: line.run.created.milliseconds)),
                Table.Cell("Conduct \(line.run.toolVersion)"),
            ])
        }
        return table
    }

    private var recordTable: Table {
        var table = Table(columns: [
            Table.Column("record"), Table.Column("kind"), Table.Column("name"),
            Table.Column("author"), Table.Column("made"),
        ])
        for record in records {
            table.rows.append([
                Table.Cell(record.id.description), Table.Cell(record.id.kind.word),
                Table.Cell(record.name), Table.Cell(record.author),
                Table.Cell(NumberText.time(milliseconds: record.created.milliseconds)),
            ])
        }
        return table.droppingEmptyColumns()
    }

    private var typedNumbers: Markup {
        var table = Table(columns: [
            Table.Column("document"), Table.Column("line", .trailing), Table.Column("number"),
        ])
        for entry in all {
            for number in entry.unsupported {
                table.rows.append([
                    Table.Cell(entry.document.file), Table.Cell(String(number.line)),
                    Table.Cell(number.text, .warning),
                ])
            }
        }
        return table.rows.isEmpty
            ? "<p>None in the documents: every number in their prose stands in some record that they show, or beside a link to its source.</p>\n"
            : table.html()
    }

    /// The whole portfolio as one Markdown file.
    func bundle() -> String {
        var parts = ["# \(SafeText.markdown(setting.title))"]
        if !setting.author.isEmpty { parts.append(SafeText.markdown(setting.author)) }
        if !setting.tagline.isEmpty { parts.append(SafeText.markdown(setting.tagline)) }
        if let introduction { parts.append(preview(introduction, up: "").markdown()) }
        parts.append("Contents:")
        parts.append(
            entries.map {
                "- \(SafeText.markdown($0.document.title)): \(SafeText.markdown($0.standing))"
            }
            .joined(separator: "\n"))
        for entry in entries {
            parts.append("---")
            if !entry.because.isEmpty { parts.append("*\(SafeText.markdown(entry.because))*") }
            parts.append(preview(entry, up: "").markdown())
        }
        if !audits.isEmpty {
            parts += ["---", "# Held against roles", skillTable.markdown()]
            for audit in audits {
                parts += [
                    "## \(SafeText.markdown(Self.heading(audit)))",
                    Self.requirements(of: audit).markdown(),
                ]
            }
        }
        parts += [
            "---", "# Evidence", figures.markdown(), runTable.markdown(),
            SafeText.markdown(facts.withheld),
        ]
        return parts.joined(separator: "\n\n") + "\n"
    }
}
