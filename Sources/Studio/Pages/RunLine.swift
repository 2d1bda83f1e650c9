import Reports
import Workspace

/// A run as a line of a table.
struct RunLine: Sendable {
    var summary: RunSummary
    /// The models' aliases.
    var models: [String]
    /// Pass rates of the suite's runs up to this one, oldest first, by its first scorer.
    var history: [Double] = []

    /// The share that passes by the first scorer; nil where nothing was scored.
    var rate: Double? {
        guard let count = summary.verdicts.first, count.pass + count.fail > 0 else { return nil }
        return Double(count.pass) / Double(count.pass + count.fail)
    }

    /// Adds to each line the rates of its suite's earlier runs; lines are newest first.
    static func withHistory(_ lines: [RunLine], of all: [RunLine]) -> [RunLine] {
        lines.map { line in
            var line = line
            let earlier = all.filter {
                $0.summary.run.suite == line.summary.run.suite && $0.summary.id <= line.summary.id
            }
            line.history = earlier.prefix(12).compactMap(\.rate).reversed()
            return line
        }
    }

    /// A table of runs; with boxes to pick them for comparing.
    static func table(_ lines: [RunLine], heads: [Head], canPick: Bool) -> Markup {
        var output: Markup = "<div class=\"table-box\"><table class=\"runs\"><thead><tr>"
        if canPick {
            output += "<th scope=\"col\" class=\"pick\"><span class=\"hide\">Pick</span></th>"
        }
        for head in heads { output += head.markup }
        output += "</tr></thead><tbody>\n"
        for line in lines { output += line.row(canPick: canPick) }
        return output + "</tbody></table></div>\n"
    }

    /// A column's heading; sortable where it has an address.
    struct Head: Sendable {
        var name: String
        var href: String?
        var direction: String?
        var isNumber = false

        fileprivate var markup: Markup {
            let sort: Markup = direction.map { " aria-sort=\"\($0)\"" } ?? ""
            let style: Markup = isNumber ? " class=\"num\"" : ""
            guard let href else { return "<th scope=\"col\"\(style)>\(name)</th>" }
            let arrow = direction == "ascending" ? " ↑" : direction == "descending" ? " ↓" : ""
            return "<th scope=\"col\"\(style)\(sort)><a href=\"\(href)\">\(name)\(arrow)</a></th>"
        }

        static let plain = [
            "Run", "State", "Passes", "Suite’s runs", "Samples", "Begun",
        ].map { Head(name: $0, isNumber: $0 == "Samples") }
    }

    private func row(canPick: Bool) -> Markup {
        let run = summary.run
        let pick: Markup =
            canPick
            ? """
            <td class="pick"><input type="checkbox" name="run" value="\(run.id.description)" data-pick \
            aria-label="Pick \(run.suite) \(Marks.short(run.id)) for comparing"></td>
            """ : ""
        let samples =
            run.status == .complete || run.planned == nil
            ? NumberText.count(summary.samples)
            : "\(NumberText.count(summary.samples)) of \(NumberText.count(run.planned ?? 0))"
        var note = models.joined(separator: ", ")
        if !run.labels.isEmpty { note += " · " + run.labels.joined(separator: ", ") }
        let failures: Markup =
            summary.failures > 0
            ? "<small class=\"bad\">\(NumberText.counted(summary.failures, "failure"))</small>" : ""
        // The short table is for a glance.
        let spent: Markup =
            canPick
            ? """
            <td class="num">\(Marks.cost(summary))</td><td class="num">\(Marks.duration(run))</td>
            """ : ""
        return """
            <tr>\(pick)<td class="name"><a href="/runs/\(run.id.description)" data-item>\(run.suite)</a>\
            <small>\(Marks.short(run.id)) · \(note)</small></td>\
            <td class="status">\(Marks.state(summary))</td><td class="wide">\(Marks.rates(summary.verdicts))</td>\
            <td class="spark">\(spark)</td><td class="num">\(samples)<br>\(failures)</td>\
            \(spent)<td class="minor">\(Marks.time(run.created))</td></tr>

            """
    }

    private var spark: Markup {
        guard history.count > 1 else { return "" }
        let chart = Sparkline(
            title: "Pass rates of \(summary.run.suite)", values: history, unit: .percent)
        return Markup(trusted: chart.svg(id: "s-\(summary.id)", width: 96))
    }
}

extension StudioEnvironment {
    /// The newest runs as lines.
    func runLines(limit: Int, before: RecordID? = nil) async throws -> [RunLine] {
        try await reader.runs(before: before, limit: limit).mapInOrder { summary in
            RunLine(
                summary: summary, models: try await reader.models(of: summary.id).map(\.alias))
        }
    }
}
