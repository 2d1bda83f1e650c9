import LanguageModel
import Workspace

extension TrainingReport {
    /// The curves that the metrics hold.
    var charts: [LineChart] { TrainingCurves(metrics).charts + more }

    /// Those that rest on more than the metrics.
    private var more: [LineChart] { [checkChart].compactMap { $0 } }

    /// The report as one HTML file that needs nothing else.
    package func html() -> String {
        let head: Markup = """
            <header><div class="over">Conduct training</div>
            <h1>\(title)</h1>
            <p class="lead">\(asked)</p>
            </header>

            """
        return HTMLPage(title: title, body: head + sections()).html()
    }

    /// The report's sections, for pages that have a head of their own.
    package func sections() -> Markup {
        var content = Markup()
        let findings = explanations()
        if !findings.isEmpty {
            content += "<section><h2>What it shows</h2>\n<ul class=\"findings\">\n"
            for finding in findings { content += item(finding) }
            content += "</ul></section>\n"
        }
        content += "<section><h2>First and last</h2>\n\(table.html())</section>\n"
        content += TrainingCurves(metrics).section(and: more)
        let samples = watches.compactMap { line in
            line["watch"]?["example"]?.string.map { (line["step"]?.int ?? 0, $0) }
        }
        if !samples.isEmpty {
            content += "<section><h2>A sample while it trained</h2>\n"
            for (step, text) in samples {
                content += "<p><b>After step \(step)</b></p>\n<pre class=\"text\">\(text)</pre>\n"
            }
            content += "</section>\n"
        }
        return content
            + "<section class=\"method\"><h2>Method</h2><p>\(provenance)</p></section>\n"
    }

    /// How the numbers came about.
    var provenance: String {
        let data = (body["data"]?.object ?? [:]).sorted { $0.key < $1.key }
            .map { "\($0.key) (sha256 \($0.value.string ?? ""))" }.joined(separator: ", ")
        return "Training \(id). Recipe \(body["recipe_path"]?.string ?? "") (sha256 "
            + "\(body["recipe_sha256"]?.string ?? "")): \(body["recipe"]?.serialized() ?? ""). "
            + "Data: \(data.isEmpty ? "samples of the model" : data). Base model sha256 "
            + "\(body["base_sha256"]?.string ?? ""). KL of samples is exact: both distributions "
            + "whole at each sampled token."
    }

    private func item(_ finding: Finding) -> Markup {
        let tone: String =
            switch finding.mark {
            case .rise: "good"
            case .fall: "bad"
            default: "muted"
            }
        let lines = finding.lines.map { "<p>\($0)</p>" as Markup }.joined()
        return """
            <li><span class="sign \(tone)" aria-hidden="true">\(finding.sign)</span>\
            <div><b>\(finding.title)</b>\(lines)</div></li>

            """
    }
}
