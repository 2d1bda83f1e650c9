import Alignment
import Hummingbird
import LanguageModel
import Reports
import Workspace

/// The workspace at a glance, and the stream that tells live pages to look again.
struct HomeArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/") { request, _ in
            let page = Page(
                title: environment.workspaceName, section: "home",
                body: """
                    <header class="head"><div><div class="over">Workspace</div>
                    <h1>\(environment.workspaceName)</h1></div></header>
                    <div data-live="/parts/home" data-every="1">
                    """)
            // Opening projects and rating arenas takes a while the first time.
            return environment.response(page, to: request) { writer in
                try await writer.write(try await glance())
                try await writer.write("</div>")
            }
        }
        router.get("/parts/home") { request, _ in
            environment.part(try await glance(), to: request)
        }
        router.get("/api/workspace") { _, _ in Response(json: try await json()) }
        router.get("/events") { _, _ in
            let changes = environment.watch.changes()
            return EventStream.response { events in
                try await events.send("hello", ["studio": "conduct"])
                try await EventStream.follow(changes, &events) { events in
                    try await events.send("changed", [:])
                    // Writers commit many times a second; eyes don't need as many.
                    try await Task.sleep(for: .milliseconds(300))
                }
            }
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/workspace", "The workspace at a glance",
                answer:
                    "runs under way, newest runs, what waits for judgment, what was recorded in the last 24 hours"
            ),
            APIOperation(
                "GET", "/events", "Tells that the store was changed, by whichever process",
                answer: "a stream of events named changed", type: "text/event-stream"),
        ]
    }

    /// How many runs the page shows.
    private static let shown = 10
    private static let day: Int64 = 86_400_000

    private func glance() async throws -> Markup {
        let lines = try await environment.runLines(limit: 60)
        guard !lines.isEmpty else { return welcome }
        let running = lines.filter { $0.summary.status == .running }
        let trainings = try await trainings().filter { $0.standing == .underWay }
        var output = Markup()
        if !running.isEmpty || !trainings.isEmpty {
            output += "<section><h2>Running now</h2><div class=\"cards\">"
            for line in running { output += RunCard.markup(line.summary) }
            for training in trainings { output += training.markup }
            output += "</div></section>\n"
        }
        let recent = RunLine.withHistory(Array(lines.prefix(Self.shown)), of: lines)
        output += """
            <div class="columns"><section><h2>Recent runs</h2>
            \(RunLine.table(recent, heads: RunLine.Head.plain, canPick: false))
            <p class="note"><a href="/runs">All runs</a></p></section>
            <div>\(try await WaitingList(environment: environment, runs: Array(lines.prefix(Self.shown))).markup())\
            \(try await since(Timestamp.now, lines))</div></div>
            """
        return output
    }

    private func trainings() async throws -> [TrainingCard] {
        TrainingCard.all(
            in: environment.folder,
            kept: Set(try await environment.reader.records(.training).map(\.id)))
    }

    private var welcome: Markup {
        """
        <div class="empty"><p><b>No run yet.</b> Evaluate a suite and watch it here as it goes:</p>
        <p><code>conduct eval suites/honesty.yaml</code></p></div>
        """
    }

    /// What is not as it was a day ago: suites whose newest run passes more or less than the one
    /// before that day, and what was recorded.
    private func since(_ now: Timestamp, _ lines: [RunLine]) async throws -> Markup {
        let moment = Timestamp(milliseconds: now.milliseconds - Self.day)
        let activity = try await environment.reader.activity(since: moment)
        var output: Markup = "<section><h2>Since yesterday</h2><ul class=\"side-list\">"
        var seen: Set<String> = []
        for line in lines where line.summary.run.created >= moment {
            let run = line.summary.run
            guard run.status == .complete, seen.insert(run.suite).inserted,
                let former = lines.first(where: {
                    $0.summary.run.suite == run.suite && $0.summary.id < run.id
                        && $0.summary.run.status == .complete
                }), let now = line.rate, let before = former.rate
            else { continue }
            let scorer = line.summary.verdicts.first?.scorer ?? ""
            output += """
                <li><a href="/compare?run=\(former.summary.id.description)&amp;run=\(run.id.description)" data-item>\(run.suite)</a>: \
                \(scorer) \(NumberText.percent(before, decimals: 1)) → \(NumberText.percent(now, decimals: 1))</li>
                """
        }
        for item in activity {
            output += "<li>\(NumberText.counted(item.count, item.kind.word)) recorded</li>"
        }
        if activity.isEmpty { output += "<li class=\"muted\">Nothing was recorded.</li>" }
        return output + "</ul></section>\n"
    }

    private func json() async throws -> JSONValue {
        let lines = try await environment.runLines(limit: Self.shown)
        let moment = Timestamp(milliseconds: Timestamp.now.milliseconds - Self.day)
        let activity = try await environment.reader.activity(since: moment)
        return [
            "name": .string(environment.workspaceName),
            "runs": .array(lines.map(RunsArea.json)),
            "running": .array(
                lines.filter { $0.summary.status == .running }
                    .map { .string($0.summary.id.description) }),
            "trainings_under_way": .array(
                try await trainings().filter { $0.standing == .underWay }
                    .map { .string($0.training.id.description) }),
            "unscored": .integer(
                lines.reduce(0) { $0 + $1.summary.verdicts.reduce(0) { $0 + $1.unscored } }),
            "recorded_since_yesterday": .object(
                Dictionary(
                    activity.map { ($0.kind.word, .integer($0.count)) },
                    uniquingKeysWith: { $1 })),
        ]
    }
}

extension StudioEnvironment {
    /// The workspace's name: its folder's.
    var workspaceName: String {
        folder?.root.split(separator: "/").last.map(String.init) ?? "Workspace"
    }
}
