import Evaluation
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// One run: how it goes while it goes, and what it found.
struct RunArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/runs/:run") { request, context in
            let (id, scoring) = try await names(request, context)
            return try await page(id, scoring, request)
        }
        router.get("/parts/runs/:run/head") { request, context in
            let (id, _) = try await names(request, context)
            return environment.part(try await progress(id), to: request)
        }
        router.get("/parts/runs/:run/results") { request, context in
            let (id, scoring) = try await names(request, context)
            return environment.part(try await results(id, scoring), to: request)
        }
        router.get("/api/runs/:run") { request, context in
            let (id, _) = try await names(request, context)
            return Response(json: try await json(id))
        }
        router.get("/api/runs/:run/results") { request, context in
            let (id, scoring) = try await names(request, context)
            let results = try await environment.results.results(of: id, scoring: scoring)
            return Response(jsonText: try results.jsonText())
        }
        router.get("/api/runs/:run/events") { request, context in
            let (id, _) = try await names(request, context)
            return events(id)
        }
    }

    var operations: [APIOperation] {
        let scoring = APIOperation.Parameter("scoring", "the scoring; by default the run's own")
        return [
            APIOperation(
                "GET", "/api/runs/{run}", "A run with its counts, models, prompts and scorings",
                answer: "the run"),
            APIOperation(
                "GET", "/api/runs/{run}/results",
                "A run's numbers: rates with intervals, breakdowns, paired comparisons",
                parameters: [scoring], answer: "what conduct report --json tells"),
            APIOperation(
                "GET", "/api/runs/{run}/events", "A run's counts as it goes, until it ends",
                answer: "a stream of events named progress", type: "text/event-stream"),
        ]
    }

    private func names(_ request: Request, _ context: StudioContext) async throws
        -> (RecordID, RecordID?)
    {
        let id = try await environment.run(context)
        var scoring: RecordID?
        if let name = request.query["scoring"] {
            scoring = try await environment.reader.resolve(name, as: .scoring)
        }
        return (id, scoring)
    }

    private func page(_ id: RecordID, _ scoring: RecordID?, _ request: Request) async throws
        -> Response
    {
        let summary = try await environment.reader.summary(of: id)
        let scorings = try await environment.reader.scorings(of: id)
        let page = Page(
            title: summary.run.suite, section: "runs", trail: [("Runs", "/runs")],
            body: """
                \(try await RunHead(environment: environment, summary: summary).markup(tab: .overview))
                \(scoringChoice(scorings, scoring))
                <div data-live="/parts/runs/\(id.description)/head">\(try await progress(id))</div>
                """)
        let every = summary.status == .running ? "3" : "10"
        let query = QueryText([("scoring", scoring?.description ?? "")]).suffix
        // The numbers of many samples take a second the first time: the page is shown before.
        return environment.response(page, to: request) { writer in
            try await writer.write(
                "<div data-live=\"/parts/runs/\(id.description)/results\(query)\" data-every=\"\(every)\">"
            )
            try await writer.write(try await results(id, scoring))
            try await writer.write("</div>")
        }
    }

    private func scoringChoice(_ scorings: [Scoring], _ chosen: RecordID?) -> Markup {
        guard scorings.count > 1 else { return "" }
        let options = scorings.map { scoring in
            let name =
                scoring.isPrimary
                ? "made with the run"
                : "of \(NumberText.time(milliseconds: scoring.created.milliseconds))"
            return Field.Option(
                scoring.id.description, scoring.note.isEmpty ? name : "\(name): \(scoring.note)")
        }
        return """
            <form class="filter" action="" data-auto>\
            \(Field.select("scoring", "Scoring", options, chosen?.description, any: "the run’s own"))\
            <button type="submit">Show</button></form>
            """
    }

    /// How far the run is; nothing once it is complete and whole.
    private func progress(_ id: RecordID) async throws -> Markup {
        let summary = try await environment.reader.summary(of: id)
        let run = summary.run
        var output = Markup()
        if summary.status != .complete {
            let planned = max(run.planned ?? summary.samples, 1)
            let share = Double(summary.samples) / Double(planned)
            var line =
                "\(NumberText.count(summary.samples)) of \(NumberText.count(planned)) samples "
                + "(\(NumberText.percent(share))), \(Marks.duration(run))"
            let elapsed = Double(Timestamp.now.milliseconds - run.created.milliseconds) / 1000
            if summary.status == .running, elapsed > 0, summary.samples > 0 {
                let rate = Double(summary.samples) / elapsed
                line += ", \(NumberText.significant(rate)) a second"
            }
            output += """
                <div class="card live-card"><p>\(Marks.state(summary)) \(line)</p>\
                \(Marks.progress(summary.samples, of: planned))\
                <p>\(Marks.rates(summary.verdicts, most: 6))</p></div>
                """
        }
        if summary.failures > 0 {
            output += """
                <div class="banner"><p><a href="/runs/\(id.description)/samples?failed=true">\
                \(NumberText.counted(summary.failures, "sample"))</a> got no answer.</p></div>
                """
        }
        return output
    }

    private func results(_ id: RecordID, _ scoring: RecordID?) async throws -> Markup {
        let results = try await environment.results.results(of: id, scoring: scoring)
        guard results.counts.samples > 0 else {
            return "<div class=\"empty\"><p>No sample has been stored yet.</p></div>"
        }
        let report = RunReport(results, samples: [])
        func samples(_ breakdown: Breakdown, _ level: String) -> String? {
            let item =
                breakdown.kind == .clause
                ? (name: "clause", value: level)
                : (name: "tag", value: "\(breakdown.key)=\(level)")
            return "/runs/\(id)/samples" + QueryText([item]).suffix
        }
        return """
            \(report.introduction())
            <nav class="toc" aria-label="On this page"><a href="#matrix">Prompts by scorers</a>\
            <a href="#changes">What changed</a><a href="#slices">By tag and clause</a>\
            <a href="#scorers">Where scorers disagree</a><a href="#usage">Tokens, time, cost</a>\
            <a href="#method">Method</a></nav>
            \(report.headline())
            \(RunMatrix(results: results, scoring: scoring).markup)
            \(report.details(link: samples))
            """
    }

    private func json(_ id: RecordID) async throws -> JSONValue {
        let reader = environment.reader
        let summary = try await reader.summary(of: id)
        let models = try await reader.models(of: id)
        var object =
            RunsArea.json(RunLine(summary: summary, models: models.map(\.alias))).object ?? [:]
        object["manifest"] = summary.run.manifest
        object["models"] = .array(models.map(\.json))
        object["prompts"] = .array(try await reader.prompts(of: id).map(\.json))
        object["scorings"] = .array(try await reader.scorings(of: id).map(\.json))
        object["overrides"] = .array(try await reader.overrides(of: id).map(\.record))
        return .object(object)
    }

    private func events(_ id: RecordID) -> Response {
        let changes = environment.watch.changes()
        let reader = environment.reader
        return EventStream.response { events in
            var last: RunSummary?
            func report(_ events: inout EventStream) async throws -> Bool {
                let summary = try await reader.summary(of: id)
                if summary != last {
                    last = summary
                    try await events.send(
                        "progress", RunsArea.json(RunLine(summary: summary, models: [])))
                }
                return summary.status == .running
            }
            guard try await report(&events) else { return }
            for await _ in changes {
                guard try await report(&events) else { return }
                try await Task.sleep(for: .milliseconds(250))
            }
        }
    }
}

extension StudioEnvironment {
    /// The run that the path names: an id, a unique beginning of one, or latest.
    func run(_ context: StudioContext) async throws -> RecordID {
        guard let name = context.parameters.get("run") else {
            throw StudioFailure(404, "There is no such run.")
        }
        do { return try await reader.resolve(name, as: .run) } catch let error as StoreError
            where error.code == .notFound
        { throw StudioFailure(404, error.description) }
    }
}
