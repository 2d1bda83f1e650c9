import Evaluation
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// Two to four runs side by side: paired statistics first, then the cases that flipped.
struct CompareArea: StudioArea {
    let environment: StudioEnvironment

    /// How many cases one page shows.
    private static let pageSize = 20

    func add(to router: Router<StudioContext>) {
        router.get("/compare") { request, _ in try await page(request) }
        router.get("/api/compare") { request, _ in
            let sides = try await sides(request.query)
            guard (2...4).contains(sides.count) else {
                throw StudioFailure(
                    400,
                    "Name two to four different runs as run=…&run=…, or prompts of a run as "
                        + "run=RUN/PROMPT")
            }
            let compared = try await environment.results.comparison(of: sides)
            let texts = try compared.comparisons.map { try $0.jsonText() }
            return Response(jsonText: "{\"comparisons\":[\(texts.joined(separator: ","))]}")
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/compare", "The first run compared with each of the others, paired",
                parameters: [
                    APIOperation.Parameter(
                        "run", "two to four runs, or prompts of runs as RUN/PROMPT",
                        isRequired: true,
                        isList: true)
                ], answer: "what conduct compare --json tells, for each pair")
        ]
    }

    /// The sides that an address names, each once.
    private func sides(_ query: QueryText) async throws -> [ComparedSide] {
        var sides: [ComparedSide] = []
        for name in query.all("run").prefix(8) {
            let side = try await ComparedSide(name, reader: environment.reader)
            if !sides.contains(side) { sides.append(side) }
        }
        return sides
    }

    private func page(_ request: Request) async throws -> Response {
        let sides = try await sides(request.query)
        let head: Markup = """
            <header class="head"><div><h1>Compare</h1></div></header>
            \(try await choice(sides))
            """
        let page = Page(title: "Compare", section: "compare", body: head)
        let query = request.query
        let view = try CompareView(query)
        return environment.response(page, to: request) { writer in
            guard (2...4).contains(sides.count) else {
                let message: Markup =
                    sides.count > 4
                    ? "At most four runs can be compared at once."
                    : "Choose two to four runs: the others are compared with the first."
                try await writer.write("<div class=\"empty\"><p>\(message)</p></div>")
                return
            }
            let compared = try await environment.results.comparison(of: sides)
            for (index, comparison) in compared.comparisons.enumerated() {
                let report = CompareReport(comparison)
                if sides.count > 2 || sides.contains(where: { $0.prompt != nil }) {
                    try await writer.write(
                        """
                        <h2>\(compared.titles[index + 1])</h2>\
                        <p class="note">against \(compared.titles[0])</p>
                        """)
                }
                try await writer.write(
                    "\(report.opening())\(report.statistics(id: "difference-\(index)"))")
            }
            try await cases(compared, sides, view, query, &writer)
        }
    }

    private func choice(_ sides: [ComparedSide]) async throws -> Markup {
        var lines = try await environment.runLines(limit: 60)
        for side in sides where !lines.contains(where: { $0.summary.id == side.run }) {
            lines.append(
                RunLine(
                    summary: try await environment.reader.summary(of: side.run),
                    models: try await environment.reader.models(of: side.run).map(\.alias)))
        }
        let chosenRuns = Set(sides.map(\.run))
        var options: [Field.Option] = []
        for line in lines {
            let run = line.summary.run
            let time = NumberText.time(milliseconds: run.created.milliseconds)
            let name = "\(run.suite) · \(line.models.joined(separator: ", ")) · \(time)"
            options.append(Field.Option(run.id.description, name))
            // The prompts of what is being compared can be compared by themselves.
            guard chosenRuns.contains(run.id) else { continue }
            for prompt in try await environment.reader.prompts(of: run.id).prefix(24) {
                let side = ComparedSide(run: run.id, prompt: prompt.promptID)
                options.append(
                    Field.Option(side.description, "  \(prompt.promptID) of \(name)"))
            }
        }
        var fields = Markup()
        let count = min(4, max(2, sides.count + 1))
        for place in 0..<count {
            let chosen = place < sides.count ? sides[place].description : nil
            fields += Field.select(
                "run", place == 0 ? "First" : "Against it", options, chosen, any: "–")
        }
        return """
            <form class="filter" action="/compare" data-auto>\(fields)\
            <button type="submit">Compare</button></form>
            """
    }

    // MARK: cases

    /// The cases that a view shows, side by side.
    private func cases(
        _ compared: ComparedRuns, _ sides: [ComparedSide], _ view: CompareView, _ query: QueryText,
        _ writer: inout PageWriter
    ) async throws {
        let items = view.items(compared)
        try await writer.write(view.form(compared, query, count: items.count))
        let start = min(view.from, items.count)
        for item in items[start...].prefix(Self.pageSize) {
            try await writer.write(try await row(item, compared, sides))
        }
        if start + Self.pageSize < items.count {
            let next = query.setting("from", String(start + Self.pageSize)).suffix
            try await writer.write(
                "<p><a class=\"button\" href=\"/compare\(next)#cases\" rel=\"next\" data-hotkey=\"n\">Next \(Self.pageSize)</a></p>"
            )
        }
    }

    private func row(
        _ item: CompareView.Item, _ compared: ComparedRuns, _ sides: [ComparedSide]
    )
        async throws -> Markup
    {
        var columns: [(id: RecordID, output: String, scores: [ListedScore])?] = []
        for (place, side) in sides.enumerated() {
            let lane = item.lanes[min(place, item.lanes.count - 1)]
            let query = SampleQuery(
                run: side.run, model: lane.model, promptID: lane.prompt, caseID: item.caseID)
            let found = try await environment.reader.samples(query, limit: 1).samples.first
            if let found {
                let sample = try await environment.reader.sample(found.id)
                columns.append((found.id, sample.output, found.scores))
            } else {
                columns.append(nil)
            }
        }
        let changes = item.flips.map { flip -> Markup in
            let tone: Markup = flip.direction == .broken ? "fail" : "pass"
            let word = flip.direction == .broken ? "broken" : "fixed"
            let kind =
                switch flip.kind {
                case .real: "real"
                case .noise: "within repeat noise"
                case .undetermined: "real or noise not known"
                }
            return """
                <span class="badge \(tone)">\(flip.scorer): \(word)</span> \
                <span class="muted" title="\(flip.reason)">\(kind), \(flip.firstPassed)/\(flip.firstScored) → \
                \(flip.secondPassed)/\(flip.secondScored)\(flip.hasChangedContent ? "; the case changed" : "")</span>
                """
        }
        var output: Markup = """
            <article class="flip" tabindex="0" data-item><header><h3>\(item.caseID)</h3>\
            <span class="muted">\(item.lanes[0].model) · \(item.lanes[0].prompt)</span>\(changes.joined())</header>\
            <div class="sides">
            """
        let base = columns[0]?.output
        for (place, column) in columns.enumerated() {
            guard let column else {
                output += """
                    <div class="side-box"><h4>\(compared.titles[place])</h4>\
                    <p class="muted">no sample</p></div>
                    """
                continue
            }
            var text: Markup = "\(column.output)"
            if let base {
                if place > 0, let marked = WordDiff.marked(base, column.output) {
                    text = marked.new
                } else if place == 0, columns.count == 2, let other = columns[1],
                    let marked = WordDiff.marked(base, other.output)
                {
                    text = marked.old
                }
            }
            let badges = column.scores.map {
                Marks.badge($0.verdict, $0.scorer, isOverridden: $0.isOverridden)
            }
            output += """
                <div class="side-box"><h4><a href="/samples/\(column.id.description)">\(compared.titles[place])</a></h4>\
                <p>\(badges.joined())</p><pre class="text">\(text)</pre></div>
                """
        }
        return output + "</div></article>\n"
    }
}
