import Reports
import Workspace

/// A run under way, as a card.
enum RunCard {
    static func markup(_ summary: RunSummary) -> Markup {
        let run = summary.run
        let planned = run.planned ?? summary.samples
        let share = planned > 0 ? Double(summary.samples) / Double(planned) : 0
        return """
            <div class="card"><h3><a href="/runs/\(run.id.description)" data-item>\(run.suite)</a></h3>
            <p>\(Marks.state(summary)) \(NumberText.count(summary.samples)) of \(NumberText.count(planned)) \
            samples, \(NumberText.percent(share)), for \(Marks.duration(run))</p>
            \(Marks.progress(summary.samples, of: planned))
            <p>\(Marks.rates(summary.verdicts))</p></div>

            """
    }
}
