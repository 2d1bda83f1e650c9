import Evaluation
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// Documented failure modes, the gravest first, each with its evidence.
struct FindingsArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/findings") { request, _ in
            environment.response(
                Page(title: "Findings", section: "findings", body: try await list()), to: request)
        }
        router.get("/findings/:finding") { request, context in
            let entry = try await entry(context)
            return environment.response(
                Page(
                    title: entry.document.title, section: "findings",
                    trail: [("Findings", "/findings")], body: try await page(entry)), to: request)
        }
        router.get("/api/findings") { _, _ in
            let entries = try await entries().entries
            return Response(json: ["findings": .array(entries.map(Self.json))])
        }
        router.get("/api/findings/:finding") { _, context in
            Response(json: Self.json(try await entry(context)))
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/findings", "The findings, the gravest first",
                answer: "documents with their records and re-runs"),
            APIOperation(
                "GET", "/api/findings/{finding}", "A finding by its file's name",
                answer: "the document with its record and re-runs"),
        ]
    }

    private func entries() async throws -> (
        entries: [FindingBook.Entry], messages: [CheckMessage]
    ) {
        guard let folder = environment.folder else { return ([], []) }
        let (entries, messages) = try await FindingBook(folder: folder, store: environment.store)
            .entries()
        let order = FindingDocument.Severity.allCases
        let sorted = entries.sorted {
            (order.firstIndex(of: $0.document.severity) ?? 0, $0.document.file)
                < (order.firstIndex(of: $1.document.severity) ?? 0, $1.document.file)
        }
        return (sorted, messages)
    }

    private func entry(_ context: StudioContext) async throws -> FindingBook.Entry {
        let (_, path) = try environment.document(
            context.parameters.get("finding"), in: "findings")
        let (entries, messages) = try await entries()
        guard let entry = entries.first(where: { $0.document.file == path }) else {
            throw StudioFailure(
                400, messages.first { $0.file == path }?.text ?? "\(path) can't be read.")
        }
        return entry
    }

    private static func json(_ entry: FindingBook.Entry) -> JSONValue {
        [
            "file": .string(entry.document.file), "title": .string(entry.document.title),
            "finding": entry.document.content,
            "record": entry.record.map { .string($0.id.description) } ?? .null,
            "is_changed": .bool(entry.isChanged),
            "reproductions": .array(
                entry.reproductions.map {
                    [
                        "run": .string($0.run.description), "shown": .integer($0.shown),
                        "scored": .integer($0.scored), "unscored": .integer($0.unscored),
                    ]
                }),
        ]
    }

    /// What became of the finding's file and record.
    private static func state(_ entry: FindingBook.Entry) -> (word: String, isKept: Bool) {
        entry.record == nil
            ? ("draft", false) : entry.isChanged ? ("file changed", false) : ("kept", true)
    }

    private func list() async throws -> Markup {
        var body: Markup = """
            <header class="head"><div><h1>Findings</h1><p class="lead">Failure modes: what was asked, what came, \
            what should have come, and why it may have happened.</p></div></header>

            """
        let (entries, messages) = try await entries()
        if !messages.isEmpty { body += CheckList.markup(messages) }
        guard !entries.isEmpty else {
            return body + """
                <div class="empty"><p><b>No finding yet.</b> Document what a sample shows:</p>
                <p><code>conduct finding new --from smp_… --title "Agrees with professors" --severity high</code></p></div>
                """
        }
        var table = Table(columns: [
            .init("severity"), .init("finding"), .init("clause"), .init("status"),
            .init("shows", .trailing), .init("record"),
        ])
        for entry in entries {
            let document = entry.document
            let isGrave = document.severity == .critical || document.severity == .high
            var title = Table.Cell(
                document.title + (document.isSimulated ? " (simulated)" : ""), .strong)
            title.href = "/findings/\(QueryText.encoded(DocumentName.stem(document.file)))"
            let state = Self.state(entry)
            table.rows.append([
                .init(document.severity.rawValue, isGrave ? .bad : .plain), title,
                .init(document.clause ?? ""), .init(document.status.rawValue),
                .init(
                    entry.reproductions.last.map {
                        "\($0.shown) of \($0.scored), \(Wording.rate($0.rate))"
                    } ?? ""), .init(state.word, state.isKept ? .muted : .warning),
            ])
        }
        table.notes = ["Shows: how often the newest re-run showed the failure again."]
        return body + table.droppingEmptyColumns().html(rowHeaders: 2)
    }

    private func page(_ entry: FindingBook.Entry) async throws -> Markup {
        let document = entry.document
        let state = Self.state(entry)
        var facts: [(String, Markup)] = [
            ("severity", "\(document.severity.rawValue)"),
            ("status", "\(document.status.rawValue)"),
            ("file", "\(document.file)"), ("record", "\(state.word)"),
        ]
        if let clause = document.clause {
            let spec = document.spec.map(DocumentName.stem)
            facts.append(
                (
                    "breaks",
                    spec.map {
                        "<a href=\"/specs/\(QueryText.encoded($0))#\(clause)\">#\(clause)</a>"
                    } ?? "#\(clause)"
                ))
        }
        if let sample = document.sample, let id = RecordID(sample), id.kind == .sample {
            facts.append(
                ("seen in", "<a href=\"/samples/\(id.description)\">\(id.description)</a>"))
        }
        if let model = document.model {
            facts.append(("model", "\(model)\(document.isSimulated ? " (simulated)" : "")"))
        }
        if let name = document.caseID { facts.append(("case", "\(name)")) }
        if let failure = document.failure { facts.append(("kind", "\(failure)")) }
        if let record = entry.record {
            facts.append(
                (
                    "evidence",
                    "<a href=\"/records/\(record.id.description)\">\(record.id.description)</a>"
                ))
        }
        for repeated in entry.reproductions {
            facts.append(
                (
                    "re-run",
                    """
                    <a href="/runs/\(repeated.run.description)">shown \(repeated.shown) of \(repeated.scored)</a>, \
                    \(Wording.rate(repeated.rate))
                    """
                ))
        }
        let lines = facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup }.joined()
        func part(_ title: String, _ text: String, isQuote: Bool = false) -> Markup {
            guard !text.isEmpty else { return "" }
            let body: Markup =
                isQuote
                ? "<pre class=\"text\">\(text)</pre>"
                : "<div class=\"prose\">\(Markup(trusted: MarkdownText.html(text)))</div>"
            return "<section><h2>\(title)</h2>\(body)</section>\n"
        }
        return """
            <header class="head"><div><h1>\(document.title)</h1></div></header>
            <div class="split"><div>
            \(part("Prompt", document.prompt, isQuote: true))\(part("Observed", document.observed, isQuote: true))\
            \(part("Expected", document.expected))\(part("Root-cause hypothesis", document.hypothesis))\
            \(part("Notes", document.notes))
            </div><div><section><h2>Facts</h2><dl class="facts">\(lines)</dl></section>\(try await alike(document))</div></div>
            """
    }

    /// Findings that may tell the same failure.
    private func alike(_ document: FindingDocument) async throws -> Markup {
        let others = try await entries().entries.map(\.document).filter { $0.file != document.file }
        let near = others.map { ($0, FindingSimilarity.between(document, $0)) }
            .filter { $0.1 >= FindingSimilarity.threshold }.sorted { $0.1 > $1.1 }
        guard !near.isEmpty else { return "" }
        let lines = near.map { other, value -> Markup in
            """
            <li><a href="/findings/\(QueryText.encoded(DocumentName.stem(other.file)))">\(other.title)</a> \
            <span class="muted">\(NumberText.percent(value)) alike</span></li>
            """
        }
        return """
            <section><h2>Perhaps the same</h2><ul class="side-list">\(lines.joined())</ul></section>
            """
    }
}
