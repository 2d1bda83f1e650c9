import Evaluation
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// Experiments: design, plan, progress, what was found.
struct ExperimentsArea: StudioArea {
    let environment: StudioEnvironment

    private static let suffixes = [".yaml", ".yml"]

    func add(to router: Router<StudioContext>) {
        router.get("/experiments") { request, _ in
            environment.response(
                Page(
                    title: "Experiments", section: "experiments",
                    body: """
                        <header class="head"><div><h1>Experiments</h1><p class="lead">Factors varied by design, \
                        locked before they run.</p></div></header>
                        <div data-live="/parts/experiments" data-every="3">\(try await list())</div>
                        """), to: request)
        }
        router.get("/parts/experiments") { request, _ in
            environment.part(try await list(), to: request)
        }
        router.get("/experiments/:experiment") { request, context in
            let state = try await state(context)
            return try await page(state, request)
        }
        router.get("/parts/experiments/:experiment/progress") { request, context in
            environment.part(ExperimentPage(try await state(context)).progress, to: request)
        }
        router.post("/experiments/:experiment/analysis") { request, context in
            _ = try await request.form()
            let (name, _) = try await analyse(context)
            return Response(goingTo: "/experiments/\(QueryText.encoded(name))#answer")
        }
        for path in ["/experiments", "/api/experiments"] {
            router.get("\(path)/:experiment/report") { _, context in
                let state = try await state(context)
                guard let report = state.report else {
                    throw StudioFailure(404, "There is no analysis of \(state.name) yet.")
                }
                return Response(
                    attachment: report.html(), name: "\(state.name).html",
                    type: "text/html; charset=utf-8")
            }
        }
        router.get("/api/experiments") { _, _ in
            let states = try await states()
            return Response(json: ["experiments": .array(states.map(\.summary))])
        }
        router.get("/api/experiments/:experiment") { _, context in
            Response(json: try await state(context).json)
        }
        router.post("/api/experiments/:experiment/analysis") { request, context in
            _ = try await request.form()
            return Response(json: try await analyse(context).record.json)
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/experiments", "The experiments",
                answer: "names, questions, locks, runs and analyses"),
            APIOperation(
                "GET", "/api/experiments/{experiment}",
                "An experiment: its locks, its runs and its newest analysis",
                answer: "the experiment"),
            APIOperation(
                "GET", "/api/experiments/{experiment}/report",
                "The report of the newest analysis, one file", answer: "the report",
                type: "text/html"),
            APIOperation(
                "POST", "/api/experiments/{experiment}/analysis",
                "Analyse the newest run of the working cases and keep the analysis",
                body: ["type": "object"], answer: "the analysis' record"),
        ]
    }

    private func analyse(_ context: StudioContext) async throws
        -> (name: String, record: StoredRecord)
    {
        let state = try await state(context)
        let (folder, document) = try document(state)
        let kept = try await ExperimentAnalyst(document, folder: folder, store: environment.store)
            .analyse(.working)
        environment.watch.tell()
        return (state.name, kept.record)
    }

    /// The documents by path; what can't be read is told, not left out.
    private func documents() async throws -> [(
        path: String, document: Result<ExperimentDocument, DocumentErrors>
    )] {
        guard let folder = environment.folder else { return [] }
        let configuration = try await environment.models.configuration()
        return try environment.documents("experiments", Self.suffixes).map { path in
            do throws(DocumentErrors) {
                return (
                    path,
                    .success(
                        try ExperimentDocument.read(
                            path, in: folder, scorers: ScorerCatalogue.vocabulary,
                            configuration: configuration))
                )
            } catch {
                return (path, .failure(error))
            }
        }
    }

    /// Every experiment that has a document or records.
    private func states() async throws -> [ExperimentState] {
        let documents = try await documents()
        var names: [String] = []
        for (path, document) in documents {
            switch document {
            case .success(let document): names.append(document.name)
            case .failure: names.append(DocumentName.stem(path))
            }
        }
        for record in try await environment.reader.records(.experiment)
        where !names.contains(record.name) { names.append(record.name) }
        return try await names.mapInOrder { try await state($0, documents) }
    }

    private func state(_ context: StudioContext) async throws -> ExperimentState {
        let name = context.parameters.get("experiment") ?? ""
        let state = try await state(name, try await documents())
        guard state.isKnown else {
            throw StudioFailure(404, "There is no experiment \(name.prefix(80)).")
        }
        return state
    }

    private func state(
        _ name: String,
        _ documents: [(path: String, document: Result<ExperimentDocument, DocumentErrors>)]
    ) async throws -> ExperimentState {
        var state = ExperimentState(name: name)
        for (path, document) in documents {
            switch document {
            case .success(let document) where document.name == name: state.document = document
            case .failure(let errors) where DocumentName.stem(path) == name:
                state.fault = errors.description
            default: break
            }
        }
        let reader = environment.reader
        let records = try await reader.records(.experiment, named: name)
        func all(_ what: ExperimentRecords.What) -> [StoredRecord] {
            records.filter { $0.body["what"]?.string == what.rawValue }
        }
        state.locks = all(.lock)
        state.looks = all(.look).count
        state.runs = try await reader.runs(limit: 100, suite: name).filter {
            $0.run.kind == .experiment
        }
        state.analysis = try await reader.latest(.analysis, named: name)
        return state
    }

    private func document(_ state: ExperimentState) throws -> (WorkspaceFolder, ExperimentDocument)
    {
        guard let folder = environment.folder, let document = state.document else {
            throw StudioFailure(
                409, state.fault ?? "The file of \(state.name) is not in experiments/ any more.")
        }
        return (folder, document)
    }

    private func list() async throws -> Markup {
        let states = try await states()
        guard !states.isEmpty else {
            return """
                <div class="empty"><p><b>No experiment yet.</b> Vary a factor over a suite:</p>
                <p><code>conduct experiment new experiments/length.yaml --suite suites/honesty.yaml</code></p></div>
                """
        }
        let cards = states.map { state -> Markup in
            let about: Markup =
                state.fault.map { fault in
                    let first = fault.split(separator: "\n").first.map(String.init) ?? fault
                    return "<p class=\"bad\">\(first)</p>"
                }
                ?? "<p>\(state.document?.question ?? "")</p>"
            return """
                <div class="card"><h3><a href="/experiments/\(QueryText.encoded(state.name))" data-item>\(state.name)</a></h3>\
                \(about)<p>\(state.standing)</p>\(state.brief)</div>

                """
        }
        return "<div class=\"cards\">\n\(cards.joined())</div>\n"
    }

    private func page(_ state: ExperimentState, _ request: Request) async throws -> Response {
        let view = ExperimentPage(state)
        let path = "/experiments/\(QueryText.encoded(state.name))"
        let body: Markup = """
            \(view.head(path))
            \(view.contents)
            \(view.design)
            <div data-live="/parts\(path)/progress" data-every="2">\(view.progress)</div>
            \(state.report?.sections() ?? "")
            \(view.plan)
            """
        return environment.response(
            Page(
                title: state.name, section: "experiments", trail: [("Experiments", "/experiments")],
                body: body), to: request)
    }
}
