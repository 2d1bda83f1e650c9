import Annotation
import HTTPTypes
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// The annotator's pages: one item at a time, blind, by keyboard.
///
/// These are the only pages that a personal link opens; nothing in them or in their calls tells
/// models, prompts, other people's answers, or that an item is shown again.
struct LabelArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        environment.admitAnnotators()
        router.get("/label/:project") { request, context in
            let desk = try await desk(context)
            let person = try person(request.query["as"], context)
            let next: Presentation?
            if request.query["undo"] != nil {
                next = try await desk.undo(for: person)
            } else {
                next = try await desk.next(for: person)
            }
            return environment.response(
                LabelPage(desk.project, person: person, isOwner: context.identity == .owner)
                    .page(next), to: request)
        }
        router.post("/label/:project") { request, context in
            let desk = try await desk(context)
            let form = try await request.form()
            let person = try person(form["as"], context)
            let submission = try LabelForm(form, project: desk.project, person: person).submission()
            do { _ = try await desk.submit(submission) } catch let error as AnnotationError
                where error.code == .conflict
            {
                // A form sent twice, or a page gone back to: the next item is what is wanted.
            }
            environment.watch.tell()
            return Response(goingTo: "/label/\(desk.project.name)" + suffix(person, context))
        }
        router.get("/api/label/:project/next") { request, context in
            let person = try person(request.query["as"], context)
            let next = try await desk(context).next(for: person)
            return Response(json: ["next": next?.json ?? .null])
        }
        router.post("/api/label/:project/undo") { request, context in
            let body = try await request.json()
            let person = try person(body["as"]?.string, context)
            let last = try await desk(context).undo(for: person)
            return Response(json: ["next": last?.json ?? .null])
        }
        router.post("/api/label/:project/judgments") { request, context in
            var body = try await request.json()
            let person = try person(body["as"]?.string, context)
            if var object = body.object {
                object["as"] = nil
                body = .object(object)
            }
            let taken = try await desk(context).submit(
                try Submission(json: body, annotator: person))
            environment.watch.tell()
            return Response(json: ["judgment": .string(taken.id.description)])
        }
    }

    var operations: [APIOperation] {
        let person = APIOperation.Parameter(
            "as", "who judges; with a personal link it is the link's person")
        return [
            APIOperation(
                "GET", "/api/label/{project}/next", "The next item for an annotator, blind",
                parameters: [person], answer: "the item with its ticket and handle, or null"),
            APIOperation(
                "POST", "/api/label/{project}/undo", "The annotator's last judgment once more",
                body: ["type": "object", "properties": ["as": ["type": "string"]]],
                answer: "the item with the previous answers, or null"),
            APIOperation(
                "POST", "/api/label/{project}/judgments",
                "Take a judgment; the same ticket twice is stored once",
                body: [
                    "type": "object", "required": ["ticket", "handle"],
                    "properties": [
                        "as": ["type": "string"], "ticket": ["type": "string"],
                        "handle": ["type": "string"], "answers": ["type": "object"],
                        "cant_tell": ["type": "array", "items": ["type": "string"]],
                        "skip": ["type": "string"], "note": ["type": "string"],
                        "elapsed_ms": ["type": "number"],
                        "touched": ["type": "array", "items": ["type": "string"]],
                        "replaces": ["type": "string"],
                    ],
                ], answer: "the judgment's id"),
        ]
    }

    private func desk(_ context: StudioContext) async throws -> LabellingDesk {
        try await environment.desk(context.parameters.get("project") ?? "")
    }

    /// Who judges: the link's person, or for the owner the name given, else the owner's own.
    private func person(_ given: String?, _ context: StudioContext) throws -> String {
        switch context.identity {
        case .owner: return given ?? environment.settings.author
        case .annotator(let name):
            guard given == nil || given == name else {
                throw StudioFailure(403, "A personal link judges for its own person alone.")
            }
            return name
        }
    }

    private func suffix(_ person: String, _ context: StudioContext) -> String {
        context.identity == .owner ? "?as=\(QueryText.encoded(person))" : ""
    }
}

extension StudioEnvironment {
    /// Lets in who has a personal link of a project, also of one that was written a moment ago.
    func admitAnnotators() {
        guard let projects, let links = personalLinks else { return }
        for (_, project) in projects.list() {
            guard case .success(let project) = project else { continue }
            for name in project.annotators.names {
                access.admit(name, token: links.token(project: project.name, annotator: name))
            }
        }
    }

    /// The tokens of personal links; nil without a workspace that can be written.
    var personalLinks: PersonalLinks? {
        folder.flatMap { try? PersonalLinks(folder: $0) }
    }

    /// A project's desk, or what a page says where there is none.
    func desk(_ name: String) async throws -> LabellingDesk {
        guard let projects else {
            throw StudioFailure(404, "A store without a workspace has no labelling projects.")
        }
        return try await projects.desk(name)
    }
}
