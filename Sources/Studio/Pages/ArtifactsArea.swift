import Evaluation
import Hummingbird
import LanguageModel
import Portfolio
import Reports
import Workspace

/// The portfolio’s documents: how far each is, what its check says, and how it reads.
struct ArtifactsArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/artifacts") { request, _ in
            let page = Page(
                title: "Artifacts", section: "artifacts",
                body: """
                    <header class="head"><div><h1>Artifacts</h1><p class="lead">The portfolio's documents, every number \
                    bound to its evidence.</p></div></header>

                    """)
            // Every piece of evidence is computed anew: the page is shown before.
            return environment.response(page, to: request) { writer in
                try await writer.write(try await list())
            }
        }
        router.get("/artifacts/:artifact") { request, context in
            let (folder, path) = try environment.document(
                context.parameters.get("artifact"), in: "artifacts")
            return try page(path, folder, request)
        }
        router.post("/artifacts/:artifact/pins") { request, context in
            _ = try await request.form()
            let (path, _) = try await pin(context)
            return Response(goingTo: "/artifacts/\(QueryText.encoded(DocumentName.stem(path)))")
        }
        router.post("/api/artifacts/:artifact/pins") { request, context in
            _ = try await request.form()
            let (path, pins) = try await pin(context)
            return Response(json: ["file": .string(path), "pins": .integer(pins)])
        }
        router.get("/api/artifacts") { _, _ in
            guard let folder = environment.folder else { return Response(json: ["artifacts": []]) }
            return Response(
                json: ["artifacts": ArtifactShelf.json(try await shelf(folder).rows())])
        }
        router.get("/api/artifacts/:artifact") { _, context in
            let (folder, path) = try environment.document(
                context.parameters.get("artifact"), in: "artifacts")
            let document = try ArtifactDocument.read(path, in: folder)
            let check = check(folder)
            let items = try await check.items(of: document)
            return Response(
                json: [
                    "file": .string(path), "title": .string(document.title),
                    "markdown": .string(ArtifactPreview(document, items).markdown()),
                    "messages": CheckList.json(try check.messages(document, items)),
                ])
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/artifacts", "The artifacts and how far each is",
                answer: "what conduct artifact list --json tells"),
            APIOperation(
                "GET", "/api/artifacts/{artifact}", "An artifact by its file's name",
                answer: "the text with its evidence filled in, and what its check says"),
            APIOperation(
                "POST", "/api/artifacts/{artifact}/pins",
                "Pin an artifact's evidence to the records it now rests on",
                body: ["type": "object"], answer: "the file and how many runs it is pinned to"),
        ]
    }

    private func pin(_ context: StudioContext) async throws -> (path: String, pins: Int) {
        let (folder, path) = try environment.document(
            context.parameters.get("artifact"), in: "artifacts")
        let pins = try await shelf(folder).pin(path).pins.count
        environment.watch.tell()
        return (path, pins)
    }

    private func shelf(_ folder: WorkspaceFolder) -> ArtifactShelf {
        ArtifactShelf(
            folder: folder, store: environment.store, scorers: ScorerCatalogue.vocabulary)
    }

    private func check(_ folder: WorkspaceFolder) -> ArtifactCheck {
        ArtifactCheck(
            folder: folder, store: environment.store, scorers: ScorerCatalogue.vocabulary)
    }

    private func list() async throws -> Markup {
        guard let folder = environment.folder else {
            return "<div class=\"empty\"><p>A store without a workspace has no documents.</p></div>"
        }
        let rows = try await shelf(folder).rows()
        var table = ArtifactShelf.table(rows)
        for (index, row) in rows.enumerated() {
            guard let file = row.file else { continue }
            table.rows[index][1].href =
                "/artifacts/\(QueryText.encoded(DocumentName.stem(file)))"
        }
        table.notes = ["Begin one with: conduct artifact new NUMBER"]
        return table.html(rowHeaders: 2)
    }

    private func page(_ path: String, _ folder: WorkspaceFolder, _ request: Request) throws
        -> Response
    {
        let document = try ArtifactDocument.read(path, in: folder)
        let name = DocumentName.stem(path)
        let number = document.number.map { "\($0) of 11 · " } ?? ""
        let page = Page(
            title: document.title, section: "artifacts", trail: [("Artifacts", "/artifacts")],
            body: """
                <header class="head"><div><p class="over"><span>\(number)\(path)</span> · <span>\(document.status)</span></p></div>
                <form class="actions" method="post" action="/artifacts/\(QueryText.encoded(name))/pins">\
                <button data-hotkey="p" data-says="Pin what the evidence says now">Pin its evidence <kbd>p</kbd></button></form></header>

                """)
        return environment.response(page, to: request) { writer in
            let check = check(folder)
            let items = try await check.items(of: document)
            let messages = try check.messages(document, items)
            try await writer.write(
                """
                <div class="beside"><div class="prose document">\(ArtifactPreview(document, items).content())</div>
                <aside tabindex="0" aria-label="What its check says"><h3>Check: \(messages.tally)</h3>\
                \(CheckList.markup(messages))</aside></div>
                """)
        }
    }
}
