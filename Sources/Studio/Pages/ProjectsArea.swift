import Annotation
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// The owner's view of labelling: progress, disagreements to decide, agreement.
struct ProjectsArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/projects") { request, _ in
            environment.response(
                Page(title: "Labelling", section: "projects", body: try await list()), to: request)
        }
        router.get("/projects/:project") { request, context in
            let desk = try await desk(context)
            environment.admitAnnotators()
            let view = ProjectPage(
                desk.project, try await desk.state(), author: environment.settings.author,
                links: environment.personalLinks)
            return environment.response(view.page, to: request) { writer in
                try await writer.write(view.needed(try await results(desk)))
                try await writer.write(view.disagreements)
            }
        }
        router.post("/projects/:project/decisions") { request, context in
            let desk = try await desk(context)
            _ = try await decide(desk, try await request.form())
            return Response(goingTo: "/projects/\(desk.project.name)#disagreements")
        }
        router.get("/projects/:project/agreement") { request, context in
            let desk = try await desk(context)
            let results = try await results(desk)
            let page = AgreementPage(results, guidelines: try await guidelines(desk, results))
            let name = desk.project.name
            return environment.response(
                Page(
                    title: "\(name): agreement", section: "projects",
                    trail: [("Labelling", "/projects"), (name, "/projects/\(name)")],
                    body: """
                        <header class="head"><div><h1>Do annotators agree?</h1></div>
                        <form class="actions" method="post" action="/projects/\(name)/agreement">\
                        <button>Store as a record</button></form></header>
                        \(page.body())
                        """), to: request)
        }
        router.post("/projects/:project/agreement") { request, context in
            let desk = try await desk(context)
            _ = try await request.form()
            _ = try await keepAgreement(desk)
            return Response(goingTo: "/projects/\(desk.project.name)/agreement")
        }
        router.get("/api/projects") { _, _ in
            Response(json: ["projects": .array(try await rows().map(\.json))])
        }
        router.get("/api/projects/:project") { _, context in
            let queue = try await desk(context).state()
            return Response(json: LabelProgress(queue).json)
        }
        router.get("/api/projects/:project/export") { request, context in
            let desk = try await desk(context)
            guard let format = ProjectExport(rawValue: request.query["format"] ?? "jsonl") else {
                throw StudioFailure(
                    400,
                    "format must be one of "
                        + ProjectExport.allCases.map(\.rawValue).joined(separator: ", ") + ".")
            }
            let queue = try await desk.state()
            let text = try await environment.worker.run { format.text(desk.project, queue) }
            return Response(
                attachment: text, name: "\(desk.project.name)-\(format.kind.suffix)",
                type: format.kind.type)
        }
        router.get("/api/projects/:project/agreement") { _, context in
            Response(json: try await results(try await desk(context)).json)
        }
        router.post("/api/projects/:project/agreement") { request, context in
            _ = try await request.form()
            return Response(json: try await keepAgreement(desk(context)).json)
        }
        router.post("/api/projects/:project/decisions") { request, context in
            let made = try await decide(desk(context), try await request.form())
            return Response(json: made.record.json)
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/projects", "The labelling projects", answer: "names and progress"),
            APIOperation(
                "GET", "/api/projects/{project}", "A project's progress and pace",
                answer: "items, judgments and people"),
            APIOperation(
                "GET", "/api/projects/{project}/export",
                "Items and judgments for other programs",
                parameters: [
                    APIOperation.Parameter(
                        "format", "the form; JSONL without it",
                        values: ProjectExport.allCases.map(\.rawValue))
                ], answer: "what conduct label export writes", type: "text/plain"),
            APIOperation(
                "GET", "/api/projects/{project}/agreement", "How well annotators agree",
                answer: "coefficients with intervals, pairs, repeats, splits, labels"),
            APIOperation(
                "POST", "/api/projects/{project}/agreement", "Keep the agreement as a record",
                body: ["type": "object"], answer: "the record"),
            APIOperation(
                "POST", "/api/projects/{project}/decisions",
                "Decide where annotators differ; what they said stays",
                body: [
                    "type": "object", "required": ["item", "question", "answer"],
                    "properties": [
                        "item": ["type": "string", "minLength": 1],
                        "question": ["type": "string", "minLength": 1],
                        "answer": [
                            "type": "string", "minLength": 1, "description": "the answer as JSON",
                        ],
                        "note": ["type": "string", "maxLength": 10000],
                        "as": ["type": "string", "maxLength": 200],
                    ],
                ], answer: "the judgment as it was recorded"),
        ]
    }

    private func decide(_ desk: LabellingDesk, _ form: QueryText) async throws -> Judgment {
        guard let item = form["item"].flatMap({ RecordID($0) }), let question = form["question"],
            let text = form["answer"]
        else { throw StudioFailure(400, "A decision names item, question and answer.") }
        guard let answer = try? JSONValue(parsing: text) else {
            throw StudioFailure(400, "The answer must be JSON, as \"yes\" with its marks.")
        }
        let said = form["note"].flatMap { $0.isEmpty ? nil : $0 }
        let made = try await desk.adjudicate(
            item, answers: [question: answer], note: said,
            by: form["as"] ?? environment.settings.author)
        environment.watch.tell()
        return made
    }

    private func keepAgreement(_ desk: LabellingDesk) async throws -> StoredRecord {
        let record = try await results(desk).record(id: environment.store.ids.next(.agreement))
        try await environment.store.append(record)
        environment.watch.tell()
        return record
    }

    private func desk(_ context: StudioContext) async throws -> LabellingDesk {
        try await environment.desk(context.parameters.get("project") ?? "")
    }

    private func results(_ desk: LabellingDesk) async throws -> AgreementResults {
        try await environment.judgments.agreement(desk)
    }

    private func guidelines(
        _ desk: LabellingDesk, _ results: AgreementResults
    ) async throws -> [(hash: String, text: String)] {
        try await environment.reader.records(.guideline, named: desk.project.name).compactMap {
            let hash = $0.body["sha256"]?.string ?? ""
            return results.guidelines.contains(hash)
                ? (hash, $0.body["text"]?.string ?? "") : nil
        }
    }

    private struct Row {
        var name: String
        var judgments: Int
        var json: JSONValue {
            ["project": .string(name), "judgments": .integer(judgments)]
        }
    }

    private func rows() async throws -> [Row] {
        var rows: [Row] = []
        for (_, project) in environment.projects?.list() ?? [] {
            guard case .success(let project) = project else { continue }
            let judgments = try await environment.reader.records(.annotation, named: project.name)
            rows.append(Row(name: project.name, judgments: judgments.count))
        }
        return rows
    }

    private func list() async throws -> Markup {
        var body: Markup = "<header class=\"head\"><div><h1>Labelling</h1></div></header>\n"
        var cards = Markup()
        for row in try await rows() {
            cards += """
                <div class="card"><h3><a href="/projects/\(row.name)" data-item>\(row.name)</a></h3>
                <p>\(NumberText.counted(row.judgments, "judgment"))</p></div>
                """
        }
        for (path, project) in environment.projects?.list() ?? [] {
            guard case .failure(let errors) = project else { continue }
            body +=
                "<div class=\"banner\" role=\"alert\"><p>\(path)</p><pre>\(errors.description)</pre></div>\n"
        }
        if cards.html.isEmpty {
            body += """
                <div class="empty"><p><b>No project yet.</b> Make one on the answers of a run:</p>
                <p><code>conduct label new helpfulness --run latest --sample 30</code></p></div>
                """
        }
        let make = environment.projects == nil ? Markup() : ImportArea.projectForm
        return body + "<div class=\"cards\">\(cards)</div>\n\(make)"
    }
}
