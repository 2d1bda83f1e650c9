import Reports
import Workspace

/// The head of every page about one run: what it is, and the ways to its other pages.
struct RunHead {
    enum Tab { case overview, samples }

    let environment: StudioEnvironment
    let summary: RunSummary

    func markup(tab: Tab) async throws -> Markup {
        let run = summary.run
        let reader = environment.reader
        let models = try await reader.models(of: run.id)
        let names = models.map { $0.isSimulated ? "\($0.alias) (simulated)" : $0.alias }
        let earlier = try await reader.runs(before: run.id, limit: 1, suite: run.suite).first
        let compare: Markup =
            earlier.map {
                """
                <a class="button" href="/compare?run=\($0.id.description)&amp;run=\(run.id.description)" \
                data-hotkey="c">Compare with the run before</a>
                """
            } ?? ""
        let labels = run.labels.map { "<span class=\"badge\">\($0)</span>" as Markup }.joined()
        let notes: Markup = run.notes.isEmpty ? "" : "<p>\(run.notes)</p>"
        let path = "/runs/\(run.id.description)"
        let overview: Markup = tab == .overview ? " aria-current=\"page\"" : ""
        let samples: Markup = tab == .samples ? " aria-current=\"page\"" : ""
        return """
            <header class="head"><div><h1>\(run.suite)</h1>
            <p class="over">\(Marks.state(summary)) <span>\(run.id.description)</span> · <span>\(names.joined(separator: ", "))</span> \
            · <span>begun \(Marks.time(run.created))</span> · <span>took \(Marks.duration(run))</span> · \
            <span>cost \(Marks.cost(summary))</span> \(labels)</p>\(notes)</div>
            <div class="actions">\(compare)<a class="button" href="/records/\(run.id.description)">Evidence</a></div></header>
            <nav class="tabs" aria-label="This run"><a href="\(path)"\(overview) data-hotkey="1">Overview</a>\
            <a href="\(path)/samples"\(samples) data-hotkey="2">Samples</a></nav>

            """
    }
}
