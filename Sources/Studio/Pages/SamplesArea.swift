import Hummingbird
import LanguageModel
import Reports
import Workspace

/// Lists of samples: a run's, and what a search finds in all runs.
struct SamplesArea: StudioArea {
    let environment: StudioEnvironment

    /// How many lines the script fetches at once.
    static let pageSize = 100

    func add(to router: Router<StudioContext>) {
        router.get("/runs/:run/samples") { request, context in
            let id = try await environment.run(context)
            let filter = try await SampleFilter(request.query, run: id, reader: environment.reader)
            return try await runPage(id, filter, request)
        }
        router.get("/search") { request, _ in try await searchPage(request) }
        router.get("/parts/rows") { request, _ in
            let filter = try await SampleFilter(request.query, reader: environment.reader)
            let page = try await environment.reader.samples(
                filter.query, after: SampleFilter.after(request.query), limit: Self.pageSize)
            return environment.part(lines(page, filter), to: request)
        }
        router.get("/api/samples") { request, _ in
            let filter = try await SampleFilter(request.query, reader: environment.reader)
            return try await list(filter)
        }
        router.get("/api/runs/:run/samples") { request, context in
            let id = try await environment.run(context)
            let filter = try await SampleFilter(request.query, run: id, reader: environment.reader)
            return try await list(filter)
        }
        router.get("/api/anchors") { request, _ in
            let filter = try await SampleFilter(request.query, reader: environment.reader)
            let anchors = try await environment.reader.anchors(filter.query, every: Self.pageSize)
            return Response(
                json: [
                    "count": .integer(anchors.count), "every": .integer(anchors.every),
                    "anchors": .array(anchors.ids.map { .string($0.description) }),
                ])
        }
        router.get("/api/runs/:run/facets") { request, context in
            let id = try await environment.run(context)
            return Response(json: try await SampleFacets(id, environment).json)
        }
    }

    var operations: [APIOperation] {
        let run = APIOperation.Parameter("run", "only of this run")
        return [
            APIOperation(
                "GET", "/api/samples", "Samples of all runs, or of one",
                parameters: [run] + SampleFilter.parameters + SampleFilter.paging,
                answer: "samples, and next: give it as after"),
            APIOperation(
                "GET", "/api/runs/{run}/samples", "A run's samples",
                parameters: SampleFilter.parameters + SampleFilter.paging,
                answer: "samples, and next: give it as after"),
            APIOperation(
                "GET", "/api/anchors",
                "How many samples are found, and the id before each page of them",
                parameters: [run] + SampleFilter.parameters,
                answer: "count, every, anchors: give one as after to get the page behind it"),
            APIOperation(
                "GET", "/api/runs/{run}/facets",
                "What a run's samples can be filtered by: scorers, models, prompts, tags, clauses",
                answer: "the names"),
        ]
    }

    private func list(_ filter: SampleFilter) async throws -> Response {
        let page = try await environment.reader.samples(
            filter.query, after: SampleFilter.after(filter.text),
            limit: SampleFilter.limit(filter.text, standard: Self.pageSize))
        return Response(
            json: [
                "samples": .array(page.samples.map(\.json)),
                "next": page.next.map { .string($0.description) } ?? .null,
            ])
    }

    // MARK: pages

    private func runPage(_ id: RecordID, _ filter: SampleFilter, _ request: Request) async throws
        -> Response
    {
        let summary = try await environment.reader.summary(of: id)
        let page = Page(
            title: "Samples of \(summary.run.suite)", section: "runs",
            trail: [("Runs", "/runs"), (summary.run.suite, "/runs/\(id)")],
            body: try await RunHead(environment: environment, summary: summary)
                .markup(tab: .samples))
        let path = "/runs/\(id)/samples"
        return environment.response(page, to: request) { writer in
            let facets = try await SampleFacets(id, environment)
            try await writer.write(facets.form(filter.text, action: path))
            try await writer.write(try await rows(filter, run: id, path: path))
        }
    }

    private func searchPage(_ request: Request) async throws -> Response {
        let query = request.query
        let filter = try await SampleFilter(query, reader: environment.reader)
        let body: Markup = """
            <header class="head"><div><h1>Search</h1></div></header>
            <form class="filter" action="/search" data-auto>\
            \(Field.search("q", "Words in prompts or outputs of all runs", query["q"]))\
            <button type="submit">Search</button></form>
            """
        let page = Page(title: "Search", section: nil, trail: [("Home", "/")], body: body)
        return environment.response(page, to: request) { writer in
            guard filter.query != SampleQuery() else {
                try await writer.write(
                    """
                    <p class="note">All words must occur; “several words” in quotes must stand together; \
                    the last word may be a beginning.</p>
                    """)
                return
            }
            try await writer.write(try await rows(filter, run: nil, path: "/search"))
        }
    }

    /// The list: its first lines, and what a script needs to go on. Without a script, pages.
    private func rows(_ filter: SampleFilter, run: RecordID?, path: String) async throws -> Markup {
        let after = try SampleFilter.after(filter.text)
        let page = try await environment.reader.samples(
            filter.query, after: after, limit: Self.pageSize)
        guard !page.samples.isEmpty else {
            let hint: Markup =
                filter.text.text.isEmpty
                ? "No sample has been stored yet." : "No sample is like that."
            return "<div class=\"empty\"><p>\(hint)</p></div>"
        }
        var rest = filter.text.setting("after", nil)
        if let run { rest = rest.setting("run", run.description) }
        var output: Markup = """
            <p class="count" id="total" role="status"></p>
            <div class="rows" data-rows="/parts/rows?\(rest.text)" data-anchors="/api/anchors?\(rest.text)" \
            tabindex="-1"><ol aria-label="Samples">
            \(lines(page, filter))</ol></div>

            """
        if let next = page.next {
            let query = filter.text.setting("after", next.description)
            output +=
                "<p class=\"pager\"><a class=\"button\" href=\"\(path)\(query.suffix)\">Next page</a></p>"
        }
        return output
    }

    private func lines(_ page: SamplePage, _ filter: SampleFilter) -> Markup {
        let query = filter.text.setting("after", nil).setting("limit", nil)
        return page.samples.map { $0.line(query) }.joined()
    }
}
