import Evaluation
import LanguageModel
import Reports
import Workspace

/// An experiment's page above its results.
struct ExperimentPage {
    let state: ExperimentState

    init(_ state: ExperimentState) { self.state = state }

    func head(_ path: String) -> Markup {
        var actions = Markup()
        if state.report != nil {
            actions += "<a class=\"button\" href=\"\(path)/report\" download>Report as one file</a>"
        }
        let fault: Markup =
            state.fault.map { "<div class=\"banner\" role=\"alert\"><pre>\($0)</pre></div>" } ?? ""
        let file = state.document.map { "<span>\($0.file)</span> · " as Markup } ?? ""
        return """
            <header class="head"><div><h1>\(state.document?.question ?? state.name)</h1>
            <p class="over">\(file)<span>\(state.name)</span></p></div><div class="actions">\(actions)</div></header>
            \(fault)
            """
    }

    var contents: Markup {
        guard state.report != nil else { return "" }
        return """
            <nav class="toc" aria-label="On this page"><a href="#design">Design</a><a href="#progress">Progress</a>\
            <a href="#answer">Answer</a><a href="#results">Results</a><a href="#interactions">Interactions</a>\
            <a href="#cases">Case by case</a><a href="#limits">Limits</a><a href="#plan">Plan</a></nav>
            """
    }

    /// What is varied, over which cases, and how it will be analysed.
    var design: Markup {
        guard let document = state.document else { return "" }
        var factors = Table(columns: [.init("factor"), .init("levels"), .init("kind")])
        for factor in document.factors {
            factors.rows.append([
                .init(factor.name, .strong),
                .init(factor.levels.map(\.label).joined(separator: ", ")),
                .init(factor.kind.rawValue, .muted),
            ])
        }
        let (design, analysis) = (document.design, document.analysis)
        var facts: [(String, String)] = [
            ("design", "\(design.kind.rawValue): \(design.kind.summary)"),
            ("repeats", NumberText.count(design.repeats)),
            ("held out", NumberText.percent(design.heldOut)),
            (
                "outcome",
                "\(document.outcome.measure.rawValue) of \(document.outcome.scorer) in "
                    + document.outcome.suite.file
            ),
            (
                "analysis",
                "\(analysis.model.rawValue), clustered by \(analysis.cluster.rawValue), "
                    + "\(analysis.correction.rawValue), α \(NumberText.significant(analysis.alpha, digits: 2))"
            ),
            ("tests", analysis.tests.map { $0.joined(separator: " × ") }.joined(separator: ", ")),
        ]
        if !document.hypotheses.isEmpty {
            facts.append(("hypotheses", document.hypotheses.joined(separator: "; ")))
        }
        let lines = facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup }.joined()
        return """
            <section id="design"><h2>Design</h2><div class="side"><div>\(factors.html())</div>
            <dl class="facts">\(lines)</dl></div></section>
            """
    }

    /// Runs, those under way first, and the locks that they follow.
    var progress: Markup {
        var output: Markup = "<section id=\"progress\"><h2>Progress</h2>\n"
        let running = state.runs.filter { $0.status == .running }
        if !running.isEmpty {
            output += "<div class=\"cards\">\(running.map(RunCard.markup).joined())</div>\n"
        }
        let lines = state.runs.map { summary -> Markup in
            let run = summary.run
            let part = run.manifest["experiment"]?["part"]?.string ?? ""
            return """
                <li><a href="/runs/\(run.id.description)" data-item>\(Marks.short(run.id))</a> \(Marks.state(summary)) \
                \(part) cases, \(NumberText.counted(summary.samples, "sample")), \(Marks.time(run.created))</li>
                """
        }
        let locks = state.locks.reversed().map { lock -> Markup in
            """
            <li>locked \(Marks.time(lock.created)): <a href="/records/\(lock.id.description)">\(Marks.short(lock.id))</a></li>
            """
        }
        if lines.isEmpty, locks.isEmpty {
            let file = state.document?.file ?? "experiments/\(state.name).yaml"
            output += """
                <p>Nothing was run yet. Plan it, lock it, run it:</p>
                <p><code>conduct experiment plan \(file)</code></p>
                """
        }
        output += "<ul class=\"side-list\">\(lines.joined())\(locks.joined())</ul>\n"
        if state.document != nil, state.runs.contains(where: { $0.status != .running }) {
            output += """
                <form method="post" action="/experiments/\(QueryText.encoded(state.name))/analysis"><p>\
                <button data-hotkey="a" data-says="Analyse the newest run">Analyse the newest run <kbd>a</kbd></button></p></form>

                """
        }
        if state.looks > 0 {
            output += """
                <p class="note">The held-out cases have been looked at \(NumberText.counted(state.looks, "time")).</p>
                """
        }
        return output + "</section>\n"
    }

    /// What the newest lock expected: calls, cost, the smallest effect that would be found.
    var plan: Markup {
        guard let stored = state.locks.last?.body["forecast"],
            let forecast = try? ExperimentForecast(json: stored)
        else { return "" }
        let text = ForecastText(forecast, file: state.document?.file ?? state.name)
        let effects = forecast.effects.isEmpty ? Markup() : text.effects().html()
        return """
            <section id="plan"><h2>Plan, as locked</h2>\(text.costs().html())\(effects)</section>
            """
    }
}
