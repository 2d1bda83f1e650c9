import Evaluation
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// Behaviour specifications: each clause with its text, its cases and its latest results.
struct SpecsArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/specs") { request, _ in
            environment.response(
                Page(title: "Specifications", section: "specs", body: try list()), to: request)
        }
        router.get("/specs/:spec") { request, context in
            let (folder, path) = try environment.document(
                context.parameters.get("spec"), in: "specs")
            return try page(path, folder, request)
        }
        router.get("/api/specs") { _, _ in
            Response(
                json: [
                    "specs": .array(
                        try environment.documents("specs").map {
                            ["name": .string(DocumentName.stem($0)), "file": .string($0)]
                        })
                ])
        }
        router.get("/api/specs/:spec") { _, context in
            let (folder, path) = try environment.document(
                context.parameters.get("spec"), in: "specs")
            let (spec, text) = try Spec.read(path, in: folder)
            let tests = try SpecTests(spec, in: folder, scorers: ScorerCatalogue.vocabulary)
            let messages = SpecLint(spec, text: text, tests: tests).messages()
            let coverage = try await coverage(spec, tests).jsonText()
            let lint = CheckList.json(messages).serialized()
            return Response(jsonText: "{\"coverage\":\(coverage),\"messages\":\(lint)}")
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation("GET", "/api/specs", "The specifications", answer: "names and files"),
            APIOperation(
                "GET", "/api/specs/{spec}", "A specification's coverage, and what its check says",
                answer: "what conduct spec coverage --json tells, and messages"),
        ]
    }

    /// The coverage by each suite's latest run.
    private func coverage(_ spec: Spec, _ tests: SpecTests) async throws -> SpecCoverage {
        let reader = environment.reader
        let runs = try await SpecCoverage.latestRuns(of: spec.file, from: reader).mapInOrder {
            try await RunEvidence.read(run: $0, from: reader)
        }
        return try await environment.worker.run { SpecCoverage(spec, tests: tests, runs: runs) }
    }

    private func list() throws -> Markup {
        var body: Markup = """
            <header class="head"><div><h1>Specifications</h1><p class="lead">What models should do, \
            clause by clause, and how often they do.</p></div></header>

            """
        let paths = try environment.documents("specs")
        guard let folder = environment.folder, !paths.isEmpty else {
            return body + """
                <div class="empty"><p><b>No specification yet.</b> Write the frame of one:</p>
                <p><code>conduct spec new honesty</code></p></div>
                """
        }
        body += "<div class=\"cards\">\n"
        for path in paths {
            let name = DocumentName.stem(path)
            var about: Markup
            do {
                let (spec, text) = try Spec.read(path, in: folder)
                let tests = try SpecTests(spec, in: folder, scorers: ScorerCatalogue.vocabulary)
                let untested = spec.clauses.count { (tests.tests[$0.id] ?? []).isEmpty }
                let cases = untested == 0 ? "every clause has a case" : "\(untested) without a case"
                let check = SpecLint(spec, text: text, tests: tests).messages().tally
                about = """
                    <p>\(spec.title ?? "")</p><p>\(NumberText.counted(spec.clauses.count, "clause")), \(cases), \
                    \(NumberText.counted(tests.suites.count, "suite"))</p><p>Check: \(check)</p>
                    """
            } catch let errors as DocumentErrors {
                about = "<p class=\"bad\">\(errors.description)</p>"
            }
            body += """
                <div class="card"><h3><a href="/specs/\(QueryText.encoded(name))" data-item>\(name)</a></h3>\(about)</div>

                """
        }
        return body + "</div>\n"
    }

    private func page(_ path: String, _ folder: WorkspaceFolder, _ request: Request) throws
        -> Response
    {
        let (spec, text) = try Spec.read(path, in: folder)
        let tests = try SpecTests(spec, in: folder, scorers: ScorerCatalogue.vocabulary)
        let messages = SpecLint(spec, text: text, tests: tests).messages()
        let version = spec.version.map { " · version \($0)" } ?? ""
        let page = Page(
            title: spec.name, section: "specs", trail: [("Specifications", "/specs")],
            body: """
                <header class="head"><div><h1>\(spec.title ?? spec.name)</h1>
                <p class="over"><span>\(spec.file)\(version)</span> · <span>\(NumberText.counted(spec.clauses.count, "clause"))</span> \
                · <span>sha256 \(String(spec.contentHash.prefix(12)))…</span></p></div></header>
                <nav class="toc" aria-label="On this page"><a href="#kept">How often kept</a>\
                <a href="#clauses">Clauses</a><a href="#check">Check: \(messages.tally)</a></nav>
                """)
        return environment.response(page, to: request) { writer in
            let coverage = try await coverage(spec, tests)
            let view = SpecPage(spec, coverage)
            try await writer.write(view.overview)
            try await writer.write(view.clauses)
            try await writer.write(
                """
                <section id="check"><h2>What its check says</h2>
                \(CheckList.markup(messages))</section>
                """)
        }
    }
}
