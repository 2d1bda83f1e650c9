import Evaluation
import Reports
import Workspace

/// Prompts and models by scorers: each cell leads to the samples that it counts.
struct RunMatrix {
    let results: RunResults
    let scoring: RecordID?

    var markup: Markup {
        guard !results.cells.isEmpty else { return "" }
        var output: Markup = """
            <section id="matrix"><h2>Prompts by scorers</h2><div class="table-box">\
            <table class="matrix"><thead><tr>
            """
        let hasModels = results.models.count > 1
        if hasModels { output += "<th scope=\"col\">model</th>" }
        output += "<th scope=\"col\">prompt</th>"
        for scorer in results.scorers { output += "<th scope=\"col\">\(scorer)</th>" }
        output += "</tr></thead><tbody>\n"
        for model in results.models {
            for prompt in results.prompts {
                let cells = results.cells.filter {
                    $0.model == model.name && $0.prompt == prompt.name
                }
                guard !cells.isEmpty else { continue }
                output += "<tr>"
                if hasModels { output += "<th scope=\"row\">\(results.label(model))</th>" }
                output += "<th scope=\"row\">\(prompt.name)</th>"
                for scorer in results.scorers {
                    let cell = cells.first { $0.scorer == scorer }
                    output += cell.map { link($0) } ?? "<td></td>"
                }
                output += "</tr>\n"
            }
        }
        let level = NumberText.percent(results.options.level)
        return output + """
            </tbody></table></div><p class="note">Share that passes with its \(level) interval, \
            \(results.intervalMethods()). A cell leads to its failing samples, or to all of them \
            where none fails.\(promptsLink)</p></section>

            """
    }

    /// Where the first prompts are compared case by case.
    private var promptsLink: Markup {
        guard results.prompts.count > 1 else { return "" }
        let query = QueryText(
            results.prompts.prefix(4).map {
                (
                    name: "run",
                    value: ComparedSide(run: results.run.id, prompt: $0.name).description
                )
            })
        return " <a href=\"/compare\(query.suffix)\">Compare the prompts case by case</a>."
    }

    private func link(_ cell: SummaryCell) -> Markup {
        let fails = cell.scored - cell.passed
        let query = QueryText([
            ("model", cell.model), ("prompt", cell.prompt), ("scorer", cell.scorer),
            ("verdict", fails > 0 ? "fail" : ""), ("scoring", scoring?.description ?? ""),
        ])
        let rate = cell.rate.map { NumberText.percent($0.value, decimals: 1) } ?? "–"
        var small = "not scored"
        if let rate = cell.rate, let low = rate.low, let high = rate.high {
            small =
                "\(NumberText.fixed(low * 100, decimals: 1))–\(NumberText.percent(high, decimals: 1))"
        } else if let rate = cell.rate {
            small = rate.note ?? "no interval"
        }
        if cell.unscored > 0 { small += ", \(NumberText.count(cell.unscored)) unscored" }
        return """
            <td><a href="/runs/\(results.run.id.description)/samples\(query.suffix)"><b>\(rate)</b>\
            <small>\(small)</small>\
            \(Marks.meter(pass: cell.passed, fail: fails, unscored: cell.unscored, isWide: true))</a></td>
            """
    }
}
