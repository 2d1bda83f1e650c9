import Evaluation
import Hummingbird
import LanguageModel
import Portfolio
import Providers
import Reports
import Workspace

/// Rehearsal: questions and talks with the clock running, marks by a rubric, coverage, and what a
/// model says as interviewer.
struct PracticeArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/practice") { request, _ in
            let (folder, book) = try book()
            let page = try await overview(folder, book, request.query).page
            return environment.response(page, to: request)
        }
        router.get("/practice/questions/:question") { request, context in
            let question = try PracticeQuestion.named(
                context.parameters.get("question") ?? "", in: try book().folder)
            return environment.response(RehearsalPage.page(question), to: request)
        }
        router.get("/practice/talk") { request, _ in
            environment.response(RehearsalPage.page(try talk(request.query)), to: request)
        }
        router.post("/practice/attempts") { request, _ in
            let record = try await keep(try PracticeEntry(form: try await request.form()))
            return Response(goingTo: "/practice/attempts/\(record.id)")
        }
        router.get("/practice/attempts/:attempt") { request, context in
            let (_, book) = try book()
            let attempt = try await attempt(context, book)
            let said = try await book.said(of: attempt.id)
            let page = AttemptPage(
                attempt: attempt, ratings: said.ratings, feedback: said.feedback,
                interviewers: try await interviewers())
            return environment.response(page.page, to: request)
        }
        router.post("/practice/attempts/:attempt/ratings") { request, context in
            let id = try await rate(context, try await request.form()).attempt
            return Response(goingTo: "/practice/attempts/\(id)#rating")
        }
        router.post("/practice/attempts/:attempt/feedback") { request, context in
            let id = try await comment(context, try await request.form()).attempt
            return Response(goingTo: "/practice/attempts/\(id)#feedback")
        }
        addCalls(to: router)
    }

    private func addCalls(to router: Router<StudioContext>) {
        router.get("/api/practice") { _, _ in
            let (folder, book) = try book()
            let questions = try PracticeQuestion.all(in: folder)
            let standing = try await PracticeStanding(questions, reader: book.store.reader)
            var object =
                standing.coverage(of: try RoleLexicon.read(in: folder).skills.map(\.id)).object
                ?? [:]
            object["topics"] = .array(standing.topics.map(\.json))
            object["interviewers"] = .array(
                try await InterviewerCheck.admitted(in: environment.reader).map(JSONValue.string))
            return Response(json: .object(object))
        }
        router.get("/api/practice/talk") { request, _ in
            Response(json: try talk(request.query).json)
        }
        router.get("/api/practice/attempts") { _, _ in
            let (_, book) = try book()
            return Response(json: ["attempts": .array(try await book.attempts().map(\.json))])
        }
        router.get("/api/practice/attempts/:attempt") { _, context in
            let (_, book) = try book()
            let attempt = try await attempt(context, book)
            let said = try await book.said(of: attempt.id)
            return Response(
                json: [
                    "attempt": attempt.json, "ratings": .array(said.ratings.map(\.json)),
                    "feedback": .array(said.feedback.map(\.json)),
                ])
        }
        router.post("/api/practice/attempts") { request, _ in
            let record = try await keep(try PracticeEntry(json: try await request.json()))
            return Response(json: ["attempt": .string(record.id.description)])
        }
        router.post("/api/practice/attempts/:attempt/ratings") { request, context in
            let rating = try await rate(context, try await request.form()).rating
            return Response(
                json: [
                    "rating": .string(rating.id.description), "mean": rating.body["mean"] ?? .null,
                ])
        }
        router.post("/api/practice/attempts/:attempt/feedback") { request, context in
            let kept = try await comment(context, try await request.form()).feedback
            return Response(
                json: ["feedback": .string(kept.id.description), "says": kept.body])
        }
    }

    // MARK: what the calls do

    private func book() throws(StudioFailure) -> (folder: WorkspaceFolder, book: PracticeBook) {
        guard let folder = environment.folder else {
            throw StudioFailure(409, "Practice needs a workspace.")
        }
        return (folder, PracticeBook(folder: folder, store: environment.store))
    }

    private func journal() throws(StudioFailure) -> JudgmentJournal {
        guard let journal = environment.journal else {
            throw StudioFailure(409, "Practice needs a workspace.")
        }
        return journal
    }

    private func attempt(_ context: StudioContext, _ book: PracticeBook) async throws
        -> StoredRecord
    {
        try await book.attempt(context.parameters.get("attempt") ?? "")
    }

    private func keep(_ entry: PracticeEntry) async throws -> StoredRecord {
        let (folder, book) = try book()
        let record = try await book.keep(
            try entry.attempt(in: folder), author: environment.settings.author,
            journal: journal())
        environment.watch.tell()
        return record
    }

    private func rate(_ context: StudioContext, _ form: QueryText) async throws -> (
        attempt: RecordID, rating: StoredRecord
    ) {
        let (_, book) = try book()
        let attempt = try await attempt(context, book)
        var marks: [PracticeRubric: Int] = [:]
        for criterion in PracticeRubric.allCases {
            guard let text = form[criterion.rawValue] else { continue }
            guard let mark = Int(text) else {
                throw StudioFailure(400, "\(criterion.rawValue) is a mark from 1 to 5.")
            }
            marks[criterion] = mark
        }
        let rating = try await book.rate(
            attempt.id, marks, note: form["note"] ?? "", author: environment.settings.author,
            journal: journal())
        environment.watch.tell()
        return (attempt.id, rating)
    }

    /// Asks a model that passed its check as interviewer, and keeps what it says as a model's.
    private func comment(_ context: StudioContext, _ form: QueryText) async throws -> (
        attempt: RecordID, feedback: StoredRecord
    ) {
        let (_, book) = try book()
        let attempt = try await attempt(context, book)
        let notes = attempt.body["notes"]?.string ?? ""
        guard !notes.isEmpty else {
            throw StudioFailure(409, "The attempt has no notes for a model to read.")
        }
        let alias = form["model"] ?? ""
        guard try await environment.models.configuration().models[alias] != nil else {
            throw StudioFailure(400, "conduct.yaml has no model \(alias.prefix(64)).")
        }
        let opened = try await environment.models.open(alias)
        let parameters = opened.document.parameters
        let seat = JudgeSeat(
            alias: alias, model: opened.provider, parameters: parameters, checks: [])
        let check = try await InterviewerCheck.admission(seat, reader: environment.reader)
        let reply = try await opened.provider.reply(
            to: ModelRequest(
                messages: InterviewerCheck.messages(
                    question: attempt.body["text"]?.string ?? "", answer: notes),
                parameters: parameters), onText: nil)
        let kept = try await book.feedback(
            reply.message.text, on: attempt.id, model: alias, check: check.id,
            isSimulated: opened.provider.identity.isSimulated)
        environment.watch.tell()
        return (attempt.id, kept)
    }

    /// The aliases that passed their check and are still in conduct.yaml.
    private func interviewers() async throws -> [String] {
        let known = try await environment.models.configuration().models
        return try await InterviewerCheck.admitted(in: environment.reader).filter {
            known[$0] != nil
        }
    }

    private func talk(_ query: QueryText) throws -> TalkPlan {
        let (folder, _) = try book()
        if let title = query["title"] {
            return try PracticeEntry.talk(
                title: title, minutes: query["minutes"], sections: query["sections"] ?? "")
        }
        guard let document = query["document"] else {
            throw StudioFailure(400, "A talk names its document, or a title and sections.")
        }
        guard let minutes = Double(query["minutes"] ?? "5"), minutes > 0, minutes <= 240 else {
            throw StudioFailure(400, "A talk takes more than 0 and at most 240 minutes.")
        }
        guard document.hasSuffix(".md") else {
            throw StudioFailure(400, "A talk is about a Markdown file of the workspace.")
        }
        let text = try UTF8Text.validate(try folder.read(document), path: document)
        return try TalkPlan(markdown: text, title: document, minutes: minutes)
    }

    private func overview(_ folder: WorkspaceFolder, _ book: PracticeBook, _ query: QueryText)
        async throws -> PracticeOverview
    {
        let questions = try PracticeQuestion.all(in: folder)
        let means = try await book.means()
        return PracticeOverview(
            questions: questions,
            standing: try await PracticeStanding(questions, reader: environment.reader),
            attempts: try await book.attempts().map { ($0, means[$0.id]) },
            skills: try RoleLexicon.read(in: folder).skills.map(\.id),
            documents: try folder.list("artifacts", suffixes: [".md"]), skill: query["skill"],
            isDueOnly: query["show"] == "due", now: .now)
    }

    var operations: [APIOperation] {
        let marks = PracticeRubric.allCases.map {
            ($0.rawValue, ["type": "integer", "minimum": 1, "maximum": 5] as JSONValue)
        }
        var rating = Dictionary(uniqueKeysWithValues: marks)
        rating["note"] = ["type": "string"]
        let section: JSONValue = [
            "type": "object", "required": ["title"],
            "properties": ["title": ["type": "string"], "seconds": ["type": "number"]],
        ]
        return [
            APIOperation(
                "GET", "/api/practice", "Questions, coverage by skill, how marks move",
                answer: "topics, skills, drift, and the models that may comment"),
            APIOperation(
                "GET", "/api/practice/talk", "A talk's sections with their times",
                parameters: [
                    APIOperation.Parameter("document", "a Markdown file of the workspace"),
                    APIOperation.Parameter("title", "instead of a document"),
                    APIOperation.Parameter("minutes", "5 unless said"),
                    APIOperation.Parameter("sections", "with a title: a line each, TITLE=SECONDS"),
                ], answer: "title, seconds, sections, and how many words fit"),
            APIOperation("GET", "/api/practice/attempts", "What was said", answer: "newest first"),
            APIOperation(
                "POST", "/api/practice/attempts", "Keep an answer or a talk",
                body: [
                    "type": "object",
                    "properties": [
                        "question": ["type": "string"],
                        "talk": [
                            "type": "object", "required": ["title", "sections"],
                            "properties": [
                                "title": ["type": "string"], "minutes": ["type": "number"],
                                "sections": ["type": "array", "items": section],
                            ],
                        ],
                        "seconds": ["type": "number"],
                        "splits": ["type": "array", "items": ["type": "number"]],
                        "notes": ["type": "string"], "recording": ["type": "string"],
                        "cites": ["type": "array", "items": ["type": "string"]],
                    ],
                ], answer: "the attempt's id"),
            APIOperation(
                "GET", "/api/practice/attempts/{attempt}", "An attempt with its marks",
                answer: "the attempt, its ratings, and what models said"),
            APIOperation(
                "POST", "/api/practice/attempts/{attempt}/ratings", "Mark an attempt",
                body: ["type": "object", "properties": .object(rating)],
                answer: "the rating's id and mean"),
            APIOperation(
                "POST", "/api/practice/attempts/{attempt}/feedback",
                "Let a model that passed its check comment",
                body: [
                    "type": "object", "required": ["model"],
                    "properties": ["model": ["type": "string"]],
                ], answer: "what it said, marked as a model's"),
        ]
    }
}
