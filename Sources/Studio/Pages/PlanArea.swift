import Hummingbird
import LanguageModel
import Portfolio
import Reports
import Workspace

/// The plan as it stands: what is to do today, every item with its evidence, the gates.
///
/// It is read here alone; what changes it are the verbs of `conduct plan`.
struct PlanArea: StudioArea {
    let environment: StudioEnvironment

    func add(to router: Router<StudioContext>) {
        router.get("/plan") { request, _ in
            guard let view = try await view() else {
                return environment.response(
                    Page(
                        title: "Plan", section: "plan",
                        body: """
                            <header class="head"><div><h1>Plan</h1></div></header>
                            <div class="empty"><p>A plan needs a workspace.</p></div>
                            """), to: request)
            }
            return environment.response(
                Page(
                    title: "Plan", section: "plan",
                    body: "<div data-live=\"/parts/plan\" data-every=\"5\">\(markup(view))</div>"),
                to: request)
        }
        router.get("/parts/plan") { request, _ in
            environment.part(try await view().map(markup) ?? Markup(), to: request)
        }
        router.get("/api/plan") { _, _ in
            guard let view = try await view() else {
                throw StudioFailure(409, "A plan needs a workspace.")
            }
            return Response(json: view.json)
        }
    }

    var operations: [APIOperation] {
        [
            APIOperation(
                "GET", "/api/plan", "The plan with its dates, progress and evidence",
                answer: "what conduct plan show --json tells")
        ]
    }

    private func view() async throws -> PlanView? {
        guard let folder = environment.folder else { return nil }
        let desk = try PlanDesk(folder, today: .today)
        return try await PlanView(
            desk, meter: EvidenceMeter(folder: folder, reader: environment.reader),
            reader: environment.reader, hasCommand: environment.settings.hasCommand)
    }

    private func markup(_ view: PlanView) -> Markup {
        var table = view.table()
        let title = table.title ?? "Plan"
        table.title = nil
        let gate = PlanGate(view, phase: nil, employer: nil)
        return """
            <header class="head"><div><div class="over">Plan</div><h1>\(title)</h1></div></header>
            <section><h2>Today</h2><pre class="text">\(view.today(TerminalStyle()))</pre></section>
            <section class="plan"><h2>Items</h2>\(table.html(rowHeaders: 3))</section>
            <section><h2>Artifacts</h2>\(gate.table.html())</section>
            <p class="note">Read here alone; <code>conduct plan</code> changes it.</p>
            """
    }
}
