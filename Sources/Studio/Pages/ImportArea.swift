import Annotation
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// Judgments and projects from other labelling programs, uploaded.
struct ImportArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.post("/projects/:project/import") { request, context in
            let name = context.parameters.get("project") ?? ""
            let form = try await request.upload()
            let file = try form.file("file", "a file")
            let done = try await take(
                file.bytes, called: file.fileName ?? "upload",
                format: try Self.format(form["format"]),
                annotator: form["annotator"], into: try await environment.desk(name))
            return environment.response(
                Self.page(done, project: name, omitted: []), to: request)
        }
        router.post("/projects/import") { request, _ in
            let form = try await request.upload()
            let (config, tasks) = (
                try form.file("config", "the labeling configuration"),
                try form.file("tasks", "the file of tasks")
            )
            let name = form["name"] ?? ""
            let (omitted, done) = try await make(
                name, config: config.bytes, called: config.fileName ?? "config.xml",
                tasks: tasks.bytes, called: tasks.fileName ?? "tasks.json",
                annotator: form["annotator"])
            return environment.response(
                Self.page(done, project: name, omitted: omitted), to: request)
        }
        router.post("/api/projects/:project/import") { request, context in
            let query = request.query
            let desk = try await environment.desk(context.parameters.get("project") ?? "")
            let format = try Self.format(query["format"])
            let done = try await take(
                try await request.uploaded(), called: query["name"] ?? "upload", format: format,
                annotator: query["annotator"], into: desk)
            return Response(json: done.json)
        }
        router.post("/api/projects") { request, _ in
            let body = try JSONValue(parsing: try await request.uploaded())
            guard let name = body["project"]?.string, let config = body["config"]?.string,
                let tasks = body["tasks"], tasks.array != nil
            else {
                throw StudioFailure(
                    400, "Send project (a name), config (a labeling configuration) and tasks.")
            }
            let (omitted, done) = try await make(
                name, config: Array(config.utf8), called: "config",
                tasks: tasks.serializedBytes(), called: "tasks",
                annotator: body["annotator"]?.string)
            var object = done.json.object ?? [:]
            object["omitted"] = .array(omitted.map(JSONValue.string))
            return Response(json: .object(object))
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "POST", "/api/projects/{project}/import",
                "Take judgments from Label Studio, Argilla, JSONL or CSV; the same twice is stored once",
                parameters: [
                    APIOperation.Parameter(
                        "format", "the body's form; Label Studio's tasks without it",
                        values: LabelFormat.allCases.map(\.rawValue)),
                    APIOperation.Parameter("name", "the file's name, for messages"),
                    APIOperation.Parameter("annotator", "whose annotations without a name are"),
                ], body: ["type": "string"], bodyType: "text/plain",
                answer: "items, judgments read, how many are new, and what is lost"),
            APIOperation(
                "POST", "/api/projects",
                "Make a project of a Label Studio configuration and its tasks",
                body: [
                    "type": "object", "required": ["project", "config", "tasks"],
                    "properties": [
                        "project": [
                            "type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$",
                        ],
                        "config": ["type": "string"],
                        "tasks": ["type": "array", "items": ["type": "object"]],
                        "annotator": ["type": "string"],
                    ],
                ], answer: "items, judgments, and what is left out"),
        ]
    }

    // MARK: what the calls do

    /// What an import came to.
    private struct Done {
        var read: JudgmentImport
        var new: Int
        var json: JSONValue { read.json(new: new) }
    }

    private static func format(_ word: String?) throws(StudioFailure) -> LabelFormat {
        guard let format = LabelFormat(rawValue: word ?? LabelFormat.labelStudio.rawValue) else {
            throw StudioFailure(
                400,
                "format must be one of "
                    + LabelFormat.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        return format
    }

    private func take(
        _ bytes: [UInt8], called name: String, format: LabelFormat, annotator: String?,
        into desk: LabellingDesk
    ) async throws -> Done {
        let text = try UTF8Text.validate(bytes, path: name)
        let queue = try await desk.state()
        let by = annotator ?? "imported"
        let read = try await environment.worker.run {
            try JudgmentImport(text, name: name, format: format, annotator: by, for: queue)
        }
        let new = try await desk.take(read.fresh)
        environment.watch.tell()
        return Done(read: read, new: new)
    }

    private func make(
        _ name: String, config: [UInt8], called configName: String, tasks: [UInt8],
        called tasksName: String, annotator: String?
    ) async throws -> (omitted: [String], done: Done) {
        guard let folder = environment.folder else {
            throw StudioFailure(409, "There is no workspace to write a project to.")
        }
        let xml = try UTF8Text.validate(config, path: configName)
        let text = try UTF8Text.validate(tasks, path: tasksName)
        let omitted = try await environment.worker.run {
            try LabelStudioConfig.makeProject(
                name, xml: xml, configPath: configName, tasks: text, tasksPath: tasksName,
                in: folder)
        }
        let done = try await take(
            tasks, called: tasksName, format: .labelStudio, annotator: annotator,
            into: try await environment.desk(name))
        return (omitted, done)
    }

    // MARK: pages

    /// What came of an import, and everything that is lost.
    private static func page(_ done: Done, project: String, omitted: [String]) -> Page {
        let path = "/projects/\(QueryText.encoded(project))"
        let lost = omitted + done.read.notes
        var notes: Markup =
            lost.isEmpty
            ? "<p class=\"good\">Nothing was left out.</p>"
            : "<p>\(NumberText.counted(lost.count, "thing")) left out, or kept only as it came:</p><ul class=\"findings checks\">"
        for note in lost.prefix(200) {
            notes +=
                "<li><span class=\"sign warning\" aria-hidden=\"true\">!</span><div>\(note)</div></li>"
        }
        if !lost.isEmpty { notes += "</ul>" }
        if lost.count > 200 {
            notes += "<p class=\"note\">\(lost.count - 200) more like these.</p>"
        }
        return Page(
            title: "Imported", section: "projects",
            trail: [("Labelling", "/projects"), (project, path)],
            body: """
                <header class="head"><div><h1>Imported into \(project)</h1></div>
                <div class="actions"><a class="button primary" href="\(path)" data-item>The project</a></div></header>
                <p>\(NumberText.counted(done.read.items, "item")), \
                \(NumberText.counted(done.read.judgments.count, "judgment")) read, \(NumberText.count(done.new)) of them new.</p>
                <section id="lost"><h2>What is lost</h2>\(notes)</section>
                """)
    }

    /// The form on a project's page.
    static func form(_ project: String) -> Markup {
        let formats = LabelFormat.allCases.map { format -> Markup in
            "<option value=\"\(format.rawValue)\">\(format.title)</option>"
        }
        return """
            <details id="import"><summary>Import judgments</summary>
            <form class="form" method="post" enctype="multipart/form-data" action="/projects/\(QueryText.encoded(project))/import">
            <label>File<input type="file" name="file" required></label>
            <label>Format<select name="format">\(formats.joined())</select></label>
            <label>Whose are annotations that name nobody<input name="annotator" placeholder="imported" maxlength="200"></label>
            <p><button>Import</button></p>
            <p class="note">A CSV has the columns <code>source</code>, <code>annotator</code> and one for each question. Judgments \
            that are there already stay as they are.</p></form></details>

            """
    }

    /// The form that makes a project.
    static let projectForm: Markup = """
        <details id="import"><summary>A project from Label Studio</summary>
        <form class="form" method="post" enctype="multipart/form-data" action="/projects/import">
        <label>Name<input name="name" required pattern="[A-Za-z0-9_][A-Za-z0-9_.\\-]*" maxlength="64"></label>
        <label>Labeling configuration (XML)<input type="file" name="config" accept=".xml,.txt,text/xml" required></label>
        <label>Tasks, exported as JSON<input type="file" name="tasks" accept=".json,application/json" required></label>
        <label>Whose are annotations that name nobody<input name="annotator" placeholder="imported" maxlength="200"></label>
        <p><button>Make the project</button></p></form></details>

        """
}
