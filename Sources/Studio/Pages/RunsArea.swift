import Hummingbird
import LanguageModel
import Reports
import Workspace

/// The list of runs, to filter, sort and pick for comparing.
struct RunsArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/runs") { request, _ in
            let choice = try RunChoice(request.query)
            let body = try await page(choice)
            return environment.response(
                Page(title: "Runs", section: "runs", body: body), to: request)
        }
        router.get("/parts/runs") { request, _ in
            environment.part(try await table(RunChoice(request.query)), to: request)
        }
        router.get("/api/runs") { request, _ in
            let choice = try RunChoice(request.query)
            let (lines, next) = try await lines(choice)
            return Response(
                json: [
                    "runs": .array(lines.map(Self.json)),
                    "next": next.map { .string($0.description) } ?? .null,
                ])
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/runs", "Runs, newest first, with their counts",
                parameters: RunChoice.parameters, answer: "runs, and next: give it as before")
        ]
    }

    private func page(_ choice: RunChoice) async throws -> Markup {
        let query = choice.query
        let suites = try await suiteNames()
        let options = suites.map { Field.Option($0, $0) }
        return """
            <header class="head"><div><h1>Runs</h1></div><div class="actions">\
            <button type="submit" form="picked" id="compare" class="primary" data-hotkey="c" \
            data-says="compare the picked runs">Compare</button></div></header>
            <form class="filter" action="/runs" data-auto>
            \(Field.search("q", "Name, label, note or model", query["q"]))
            \(Field.select("suite", "Suite", options, query["suite"]))
            \(Field.select("status", "State", RunStatus.allCases.map { Field.Option($0.rawValue, $0.rawValue) }, query["status"]))
            \(Field.select("kind", "Made by", RunChoice.kinds, query["kind"]))
            \(Field.hidden("sort", query["sort"]))<button type="submit">Filter</button></form>
            <form id="picked" action="/compare"><div data-live="/parts/runs\(query.suffix)">\
            \(try await table(choice))</div></form>
            """
    }

    private func suiteNames() async throws -> [String] {
        var seen: Set<String> = []
        return try await environment.reader.runs(limit: RunChoice.most).map(\.run.suite)
            .filter { seen.insert($0).inserted }.sorted()
    }

    private func table(_ choice: RunChoice) async throws -> Markup {
        let (lines, next) = try await lines(choice)
        guard !lines.isEmpty else {
            return """
                <div class="empty"><p>No run is like that. <a href="/runs">All runs</a>, or make one:</p>
                <p><code>conduct eval suites/honesty.yaml</code></p></div>
                """
        }
        var output = RunLine.table(lines, heads: choice.heads, canPick: true)
        output += "<p class=\"note\">\(NumberText.counted(lines.count, "run"))."
        if let next {
            let query = choice.query.setting("before", next.description)
            output += " <a href=\"/runs\(query.suffix)\">Older runs</a>"
        }
        return output + "</p>"
    }

    /// The runs that a choice finds, in its order.
    private func lines(_ choice: RunChoice) async throws -> ([RunLine], RecordID?) {
        let all = try await environment.runLines(limit: RunChoice.most, before: choice.before)
        let next = all.count == RunChoice.most ? all.last?.summary.id : nil
        let found = RunLine.withHistory(all.filter(choice.accepts), of: all)
        return (choice.sorted(found), next)
    }

    /// A run as the API gives it.
    static func json(_ line: RunLine) -> JSONValue {
        let item = line.summary
        var object = item.run.json.object ?? [:]
        object["manifest"] = nil
        object["status"] = .string(item.status.rawValue)
        object["models"] = .array(line.models.map(JSONValue.string))
        object["samples"] = .integer(item.samples)
        object["failures"] = .integer(item.failures)
        object["reused"] = .integer(item.reused)
        object["input_tokens"] = .integer(item.tokensIn)
        object["output_tokens"] = .integer(item.tokensOut)
        object["cost_usd"] = .number(Double(item.cost) / 1e9)
        object["samples_of_unknown_cost"] = .integer(item.costUnknown)
        object["verdicts"] = .array(
            item.verdicts.map { count in
                [
                    "scorer": .string(count.scorer), "pass": .integer(count.pass),
                    "fail": .integer(count.fail), "unscored": .integer(count.unscored),
                ]
            })
        return .object(object)
    }
}
