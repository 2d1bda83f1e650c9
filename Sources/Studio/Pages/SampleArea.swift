import Hummingbird
import LanguageModel
import Reports
import Workspace

/// One sample: the conversation, what the scorers said, what people said, and what stands near it.
struct SampleArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/samples/:sample") { request, context in
            let facts = try await SampleFacts(sample(context), environment)
            return try await page(facts, request)
        }
        router.get("/parts/samples/:sample/scores") { request, context in
            let facts = try await SampleFacts(sample(context), environment)
            return environment.part(
                SampleScores(facts: facts, author: environment.settings.author).markup,
                to: request)
        }
        router.post("/samples/:sample/overrides") { request, context in
            let id = try await sample(context)
            let form = try await request.form()
            _ = try await override(id, form)
            return Response(goingTo: "/samples/\(id)\(SamplePlace.query(form).suffix)#scores")
        }
        router.get("/api/samples/:sample") { _, context in
            Response(json: try await SampleFacts(sample(context), environment).json)
        }
        router.get("/api/samples/:sample/neighbours") { _, context in
            let facts = try await SampleFacts(sample(context), environment)
            return Response(json: try await SampleNeighbours(facts, environment).json)
        }
        router.post("/api/samples/:sample/overrides") { request, context in
            let made = try await override(sample(context), request.form())
            return Response(json: made.record)
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/samples/{sample}",
                "A sample: conversation, scores with reasons, corrections, tokens",
                answer: "the sample"),
            APIOperation(
                "GET", "/api/samples/{sample}/neighbours",
                "The same case under the run's other prompts, models and epochs",
                answer: "lanes of samples, and the epochs grouped by similar answers"),
            APIOperation(
                "POST", "/api/samples/{sample}/overrides",
                "Correct a verdict; what was said before is kept",
                body: [
                    "type": "object", "required": ["scorer", "verdict", "note"],
                    "properties": [
                        "scorer": ["type": "string", "minLength": 1],
                        "verdict": ["enum": ["pass", "fail", "unscored"]],
                        "note": ["type": "string", "minLength": 1, "maxLength": 10000],
                        "value": ["type": "number"],
                        "author": ["type": "string", "maxLength": 200],
                    ],
                ], answer: "the correction as it was recorded"),
        ]
    }

    /// The sample that the path names.
    private func sample(_ context: StudioContext) async throws -> RecordID {
        do {
            return try await environment.reader.resolve(
                context.parameters.get("sample") ?? "", as: .sample)
        } catch let error as StoreError where error.code == .notFound {
            throw StudioFailure(404, error.description)
        }
    }

    private func page(_ facts: SampleFacts, _ request: Request) async throws -> Response {
        let place = try await SamplePlace(facts.sample, request.query, environment)
        let run = facts.run
        let sample = facts.sample
        var title = "\(sample.caseID), \(sample.promptID), \(sample.model)"
        if run.epochs > 1 { title += ", epoch \(sample.epoch + 1)" }
        let simulated: Markup =
            facts.isSimulated ? " <span class=\"badge simulated\">simulated</span>" : ""
        let page = Page(
            title: title, section: "runs",
            trail: [
                ("Runs", "/runs"), (run.suite, "/runs/\(run.id)"),
                ("Samples", "/runs/\(run.id)/samples\(place.list.suffix)"),
            ],
            body: """
                <header class="head"><div><h1>\(sample.caseID)</h1>
                <p class="over"><span>\(sample.model)\(simulated)</span> · <span>\(sample.promptID)</span> · \
                <span>epoch \(sample.epoch + 1) of \(run.epochs)</span> · <span>\(sample.id.description)</span></p></div>
                <div class="actions">\(place.links)</div></header>
                <div class="split"><div>
                <section><h2>Conversation</h2>\(SampleTalk(facts: facts).markup)</section>
                \(SampleTokens(logprobs: sample.logprobs).markup)
                </div><div>
                <section id="scores"><h2>Scores</h2>\
                \(SampleScores(facts: facts, author: environment.settings.author, place: place.list).markup)</section>
                <section><h2>Facts</h2>\(facts.list)</section>
                </div></div>
                """, previous: place.previous, next: place.next)
        return environment.response(page, to: request) { writer in
            try await writer.write(try await SampleNeighbours(facts, environment).markup)
        }
    }

    /// Records a correction and gives it back.
    private func override(_ id: RecordID, _ form: QueryText) async throws -> Override {
        let sample = try await environment.reader.sample(id)
        let scores = try await environment.reader.scores(ofSample: id)
        guard let scorer = form["scorer"] else {
            throw StudioFailure(400, "scorer must name the scorer that is corrected.")
        }
        guard let score = scores.last(where: { $0.scorer == scorer }) else {
            let known = Set(scores.map(\.scorer)).sorted().joined(separator: ", ")
            throw StudioFailure(
                400,
                "\(scorer.prefix(80)) has no score of this sample; scorers are: "
                    + (known.isEmpty ? "none" : known))
        }
        guard let verdict = form["verdict"].flatMap(Verdict.init) else {
            throw StudioFailure(400, "verdict must be pass, fail or unscored.")
        }
        guard let note = form["note"], note.contains(where: { !$0.isWhitespace }) else {
            throw StudioFailure(
                400, "note must say why; a correction without a reason teaches nobody.")
        }
        guard note.utf8.count <= 40_000 else { throw StudioFailure(400, "note is too long.") }
        var value: Double?
        if let text = form["value"] {
            guard let number = Double(text), number.isFinite else {
                throw StudioFailure(400, "value must be a number.")
            }
            value = number
        }
        let author = form["author"] ?? environment.settings.author
        guard author.utf8.count <= 800 else { throw StudioFailure(400, "author is too long.") }
        let override = Override(
            id: environment.store.ids.next(.override), run: sample.run, sample: id, scorer: scorer,
            score: score.id, verdict: verdict, value: value, note: note, author: author)
        try await environment.store.addOverride(override, journal: environment.journal)
        environment.watch.tell()
        return override
    }
}
