import Alignment
import Evaluation
import Hummingbird
import LanguageModel
import Reports
import Statistics
import Workspace

/// Frontiers: reward against exact divergence of several methods, from the records of
/// `conduct align frontier`, live while points are added.
struct FrontierArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/laboratory/frontiers/:frontier") { request, context in
            let name = context.parameters.get("frontier") ?? ""
            let plan = request.query["plan"]
            let body = try await page(name, plan: plan)
            let query = QueryText([("plan", plan ?? "")]).suffix
            return environment.response(
                Page(
                    title: "Frontier \(name)", section: "laboratory",
                    trail: [("Laboratory", "/laboratory")],
                    body: """
                        <div data-live="/parts/frontiers/\(QueryText.encoded(name))\(query)" data-every="5">\(body)</div>
                        """), to: request)
        }
        router.get("/parts/frontiers/:frontier") { request, context in
            environment.part(
                try await page(
                    context.parameters.get("frontier") ?? "", plan: request.query["plan"]),
                to: request)
        }
        for path in ["/laboratory/frontiers", "/api/frontiers"] {
            router.get("\(path)/:frontier/report") { _, context in
                let name = context.parameters.get("frontier") ?? ""
                let frontier = try await frontier(name)
                guard let report = try await report(frontier) else {
                    throw StudioFailure(404, "Of the frontier \(name) nothing was measured yet.")
                }
                return Response(
                    attachment: report.html(), name: "frontier-\(name).html",
                    type: "text/html; charset=utf-8")
            }
        }
        router.get("/api/frontiers") { _, _ in
            var found: [JSONValue] = []
            for name in try await names() {
                guard let frontier = try? await frontier(name) else { continue }
                found.append([
                    "name": .string(name), "measured": .integer(frontier.points.count),
                    "missing": .integer(frontier.missing),
                ])
            }
            return Response(json: ["frontiers": .array(found)])
        }
        router.get("/api/frontiers/:frontier") { _, context in
            let frontier = try await frontier(context.parameters.get("frontier") ?? "")
            guard let report = try await report(frontier) else {
                return Response(
                    json: [
                        "frontier": .string(frontier.document.name), "methods": [],
                        "standing": .string(Self.standing(frontier)),
                        "missing": .integer(frontier.missing),
                    ])
            }
            return Response(json: report.json)
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/frontiers", "The frontiers", answer: "names, and how far each is"),
            APIOperation(
                "GET", "/api/frontiers/{frontier}", "Reward against exact KL by method",
                answer: "what conduct align frontier --stored --json tells"),
            APIOperation(
                "GET", "/api/frontiers/{frontier}/report", "A frontier's report, one file",
                answer: "the report", type: "text/html"),
        ]
    }

    // MARK: what is known

    /// The workspace's documents by the frontiers' names; what can't be read is told on its page.
    private func documents() throws -> [(name: String, result: Result<FrontierDocument, any Error>)]
    {
        guard let folder = environment.folder else { return [] }
        return try folder.list("frontiers", suffixes: [".yaml", ".yml"]).map { path in
            do {
                let document = try FrontierDocument.read(path, in: folder)
                return (document.name, .success(document))
            } catch { return (DocumentName.stem(path), .failure(error)) }
        }
    }

    private func names() async throws -> [String] {
        let known = try documents().map(\.name)
        let recorded = try await StoredFrontier.names(in: environment.reader)
        return known + recorded.filter { !known.contains($0) }
    }

    /// - Parameter plan: the id of a lock, to see what was done under it.
    private func frontier(_ name: String, plan: String? = nil) async throws -> StoredFrontier {
        var document = try documents().first { $0.name == name }?.result.get()
        if let plan {
            let lock = try await environment.reader.record(
                try await environment.reader.resolve(plan, as: .frontier))
            guard lock.name == name, let content = lock.body["document"] else {
                throw StudioFailure(404, "\(plan.prefix(80)) locks no plan of \(name.prefix(80)).")
            }
            document = try FrontierDocument(
                DocumentNode(content, file: "frontiers/\(name).yaml"))
        }
        guard
            var found = try await StoredFrontier(
                name, document: document, reader: environment.reader)
        else {
            let known = try await names().joined(separator: ", ")
            throw StudioFailure(
                404,
                "There is no frontier \(name.prefix(80)); there "
                    + (known.isEmpty ? "is none yet." : "is \(known)."))
        }
        // In the order of the plan, whatever was measured first.
        let methods = found.document.methods.map(\.name)
        found.points.sort { first, second in
            let (a, b) = (
                methods.firstIndex(of: first.method) ?? 0,
                methods.firstIndex(of: second.method) ?? 0
            )
            return (a, first.setting, first.seed) < (b, second.setting, second.seed)
        }
        return found
    }

    private func report(_ frontier: StoredFrontier) async throws -> FrontierReport? {
        let analysis: FrontierAnalysis?
        do { analysis = try await environment.frontiers.analysis(frontier) } catch is Undefined {
            throw StudioFailure(
                409, "The policies of \(frontier.document.name) were measured on different cases.")
        }
        guard let analysis, !analysis.methods.isEmpty else { return nil }
        let scorer = frontier.document.scorer ?? "the suite’s first scorer"
        return FrontierReport(
            frontier.document, analysis, scorer: scorer, standing: Self.standing(frontier),
            missing: frontier.missing)
    }

    private static func standing(_ frontier: StoredFrontier) -> String {
        frontier.standing.sentence(earlier: frontier.locks.count - 1)
    }

    // MARK: pages

    /// The laboratory's section of frontiers; empty where there is none.
    func list() async throws -> Markup {
        var cards = Markup()
        for name in try await names() {
            let path = "/laboratory/frontiers/\(QueryText.encoded(name))"
            let state: Markup
            do {
                let frontier = try await frontier(name)
                let all = frontier.document.pointCount
                let methods = frontier.document.methods.map(\.name).joined(separator: ", ")
                state = """
                    <p>\(methods): \(NumberText.count(frontier.points.count)) of \(NumberText.counted(all, "training")) measured</p>\
                    \(Marks.progress(frontier.points.count, of: all))
                    """
            } catch { state = "<p class=\"bad\">\(StudioFailure(error).message)</p>" }
            cards +=
                "<div class=\"card\"><h3><a href=\"\(path)\" data-item>\(name)</a></h3>\(state)</div>\n"
        }
        guard !cards.html.isEmpty else { return "" }
        return """
            <section id="frontiers"><h2>Frontiers: reward against divergence</h2><div class="cards">\(cards)</div></section>

            """
    }

    private func page(_ name: String, plan: String?) async throws -> Markup {
        let frontier = try await frontier(name, plan: plan)
        let document = frontier.document
        let report = try await report(frontier)
        let title = document.question ?? "Reward against divergence: \(document.name)"
        let save: Markup =
            report == nil || plan != nil
            ? ""
            : """
            <a class="button" href="/laboratory/frontiers/\(QueryText.encoded(name))/report" download>Report</a>
            """
        let measured =
            "\(NumberText.count(frontier.points.count)) of "
            + "\(NumberText.counted(document.pointCount, "training")) measured"
        let head: Markup = """
            <header class="head"><div><h1>\(title)</h1><p class="over"><span>\(document.file)</span> · \
            <span>\(measured)</span></p></div><div class="actions">\(save)</div></header>
            <p>\(Self.standing(frontier))</p>

            """
        guard let report else {
            return head + """
                <div class="empty"><p><b>Nothing was measured yet.</b></p>
                <p><code>conduct align frontier \(document.file)</code></p></div>
                \(locks(frontier, name))
                """
        }
        return head + report.sections() + trainings(frontier) + locks(frontier, name)
    }

    /// The ways to what was done under each plan that was locked.
    private func locks(_ frontier: StoredFrontier, _ name: String) -> Markup {
        guard !frontier.locks.isEmpty else { return "" }
        let path = "/laboratory/frontiers/\(QueryText.encoded(name))"
        let lines = frontier.locks.reversed().map { lock -> Markup in
            let trainings = lock.body["trainings"]?.array?.count ?? 0
            return """
                <li><a href="\(path)?plan=\(lock.id.description)" data-item>locked \(NumberText.time(milliseconds: lock.created.milliseconds))</a>\
                <small class="muted">\(NumberText.counted(trainings, "training")) · \(lock.id.description)</small></li>

                """
        }
        return """
            <section id="plans"><h2>Plans that were locked</h2><ul class="side-list questions">\(lines.joined())</ul></section>

            """
    }

    /// The way from each point to its training.
    private func trainings(_ frontier: StoredFrontier) -> Markup {
        var table = Table(columns: [
            .init("method"), .init("setting"), .init("seed", .trailing), .init("training"),
            .init("took", .trailing),
        ])
        for point in frontier.points {
            var training = Table.Cell(
                point.training.flatMap { RecordID($0) }.map(Marks.short) ?? NumberText.missing)
            training.href = point.training.map { "/laboratory/\(QueryText.encoded($0))" }
            table.rows.append([
                .init(point.method, .strong), .init(point.setting), .init("\(point.seed)"),
                training, .init(NumberText.duration(microseconds: point.cost.seconds * 1e6)),
            ])
        }
        return "<section id=\"trainings\"><h2>The trainings</h2>\(table.html())</section>\n"
    }
}
