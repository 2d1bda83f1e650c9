package import Evaluation
import LanguageModel
import Workspace

extension RunEvidence {
    /// The views of a run.
    package static let views = [
        "results", "table", "chart", "value", "headline", "cases", "differences", "usage",
        "samples", "comparison",
    ]

    /// A run's view that needs the evidence alone: `results`, `table`, `chart`, `value`, `cases`,
    /// `differences`, `usage`.
    ///
    /// - Throws: `EvidenceUnavailable` for a metric, level or view that there is not.
    package func view(_ reference: EvidenceReference) throws(EvidenceUnavailable) -> EvidenceResult
    {
        try check(reference)
        let name = reference.view.isEmpty ? "results" : reference.view
        switch name {
        case "results", "table", "chart": return results(reference, name)
        case "value": return try value(reference)
        case "headline": return try value(reference).headline(least: reference.least)
        case "cases": return caseCounts(reference)
        case "differences", "usage": return summary(name)
        default:
            throw EvidenceUnavailable(
                "a run has no view '\(name)'",
                advice: Spelling.suggestion(for: name, among: Self.views, naming: "its views") ?? ""
            )
        }
    }

    /// The sentence below every view of a run.
    package var provenance: [String] {
        var notes = [
            "Run \(run.id), \(run.suite), \(NumberText.time(milliseconds: run.created.milliseconds))"
                + (scoring.map { $0.isPrimary ? "" : ", scoring \($0.id)" } ?? "") + "."
        ]
        let simulated = models.filter(\.isSimulated).map(\.alias)
        if !simulated.isEmpty {
            notes.append("Simulated, with written answers: \(simulated.joined(separator: ", ")).")
        }
        if run.status != .complete { notes.append("The run is \(run.status.rawValue).") }
        return notes
    }

    private func check(_ reference: EvidenceReference) throws(EvidenceUnavailable) {
        let known = Set(cases.flatMap(\.tags.keys)).union(["model", "prompt", "clause"])
        for key in Array(reference.conditions.keys) + (reference.by.map { [$0] } ?? [])
        where !known.contains(key) {
            throw EvidenceUnavailable(
                "the run's cases have no tag '\(key)'",
                advice: Spelling.suggestion(
                    for: key, among: known.sorted(), naming: "there are") ?? "")
        }
    }

    private func includes(_ facts: CaseFacts, _ conditions: [String: String]) -> Bool {
        conditions.allSatisfy { key, value in
            switch key {
            case "model", "prompt": true
            case "clause": facts.clauses.contains(value)
            default: facts.tags[key] == value
            }
        }
    }

    private func selected(_ cells: [SummaryCell], _ reference: EvidenceReference) -> [SummaryCell] {
        cells.filter { cell in
            (reference.conditions["model"] ?? cell.model) == cell.model
                && (reference.conditions["prompt"] ?? cell.prompt) == cell.prompt
                && (reference.metric.map(Self.scorer) ?? cell.scorer) == cell.scorer
        }
    }

    /// A metric without the part that it asks for: `choice-text.mean` is about `choice-text`.
    private static func scorer(_ metric: String) -> String {
        for suffix in [".mean", ".rate"] where metric.hasSuffix(suffix) {
            return String(metric.dropLast(suffix.count))
        }
        return metric
    }

    /// The levels of `by` with their cells; one unnamed level without it.
    private func rows(_ reference: EvidenceReference) -> [(level: String, cells: [SummaryCell])] {
        let condition = { (facts: CaseFacts) in self.includes(facts, reference.conditions) }
        guard let by = reference.by, by != "model", by != "prompt" else {
            return [("", selected(cells(where: condition), reference))]
        }
        return slices(by: by, where: condition).map { ($0.level, selected($0.cells, reference)) }
    }

    private func results(_ reference: EvidenceReference, _ name: String) -> EvidenceResult {
        let rows = rows(reference)
        var table = Table(columns: [
            Table.Column(reference.by ?? ""), Table.Column("model"), Table.Column("prompt"),
            Table.Column("scorer"), Table.Column("passes", .trailing),
            Table.Column("scored", .trailing), Table.Column("bounds", .trailing),
            Table.Column("mean", .trailing),
        ])
        var points: [ForestPlot.Row] = []
        let simulated = Set(models.filter(\.isSimulated).map(\.alias))
        for (level, cells) in rows {
            if rows.count > 1 { table.beginGroup() }
            for cell in cells {
                let model = cell.model + (simulated.contains(cell.model) ? " (simulated)" : "")
                table.rows.append([
                    Table.Cell(level), Table.Cell(model), Table.Cell(cell.prompt),
                    Table.Cell(cell.scorer), Table.Cell(Wording.rate(cell.rate), .strong),
                    Table.Cell(NumberText.count(cell.scored)),
                    Table.Cell(Wording.bounds(cell), .muted),
                    Table.Cell(cell.value.map { Wording.number($0) } ?? ""),
                ])
                points.append(
                    ForestPlot.Row(
                        "\(cell.prompt) · \(model) · \(cell.scorer)",
                        group: level.isEmpty ? nil : level,
                        series: models.firstIndex { $0.alias == cell.model } ?? 0,
                        value: cell.rate?.value, low: cell.rate?.low, high: cell.rate?.high,
                        note: "\(cell.scored) scored"))
            }
        }
        table.notes = ["Share that passes with its 95% interval."]
        var result = EvidenceResult(
            title: "\(run.suite): results" + (reference.by.map { " by \($0)" } ?? ""),
            content: content(rows), record: run.id.description)
        if name != "chart" { result.tables = [table.droppingEmptyColumns()] }
        if name != "table", !points.isEmpty {
            result.charts = [
                ForestPlot(
                    title: result.title, summary: "Shares that pass, with their 95% intervals.",
                    rows: points, seriesNames: models.map(\.alias))
            ]
        }
        result.notes = provenance
        return result
    }

    private func content(_ rows: [(level: String, cells: [SummaryCell])]) -> JSONValue {
        [
            "run": .string(run.id.description),
            "scoring": scoring.map { .string($0.id.description) } ?? .null,
            "counts": counts,
            "rows": .array(
                rows.flatMap { row in row.cells.map { Self.json($0, level: row.level) } }),
        ]
    }

    private static func json(_ cell: SummaryCell, level: String) -> JSONValue {
        [
            "level": .string(level), "model": .string(cell.model), "prompt": .string(cell.prompt),
            "scorer": .string(cell.scorer), "scored": .integer(cell.scored),
            "unscored": .integer(cell.unscored), "passed": .integer(cell.passed),
            "rate": json(cell.rate), "mean": json(cell.value),
            "all_fail": cell.allFail.map { .number($0) } ?? .null,
            "all_pass": cell.allPass.map { .number($0) } ?? .null,
        ]
    }

    /// What sentences around a result also count.
    private var counts: JSONValue {
        [
            "cases": .integer(cases.count), "samples": .integer(samples.count),
            "models": .integer(models.count), "prompts": .integer(prompts.count),
            "epochs": .integer(run.epochs), "scorers": .integer(scorers.count),
        ]
    }

    private static func json(_ estimate: SummaryEstimate?) -> JSONValue {
        guard let estimate else { return .null }
        return [
            "value": .number(estimate.value), "low": estimate.low.map { .number($0) } ?? .null,
            "high": estimate.high.map { .number($0) } ?? .null, "level": .number(estimate.level),
            "method": .string(estimate.method),
        ]
    }

    private func value(_ reference: EvidenceReference) throws(EvidenceUnavailable) -> EvidenceResult
    {
        let metric = reference.metric ?? ""
        if let count = counts[metric]?.int {
            var result = EvidenceResult(
                title: metric,
                content: ["run": .string(run.id.description), "value": .integer(count)],
                record: run.id.description)
            result.value = NumberText.count(count)
            result.notes = provenance
            return result
        }
        let found = rows(reference).flatMap(\.cells)
        guard let cell = found.first, found.count == 1 else {
            let all = selected(
                cells { self.includes($0, reference.conditions) },
                {
                    var all = reference
                    all.metric = nil
                    return all
                }())
            if found.isEmpty {
                throw EvidenceUnavailable(
                    "the run has no result '\(metric)' for this slice",
                    advice: "there are "
                        + Set(all.map(\.scorer)).union(["cases", "samples"]).sorted()
                        .joined(separator: ", "))
            }
            throw EvidenceUnavailable(
                "'\(metric)' has \(found.count) values here",
                advice: "name one by /model=…,prompt=…: "
                    + found.prefix(6).map { "model=\($0.model),prompt=\($0.prompt)" }
                    .joined(separator: " or "))
        }
        let isMean = metric.hasSuffix(".mean")
        let estimate = isMean ? cell.value : cell.rate
        guard let estimate else {
            throw EvidenceUnavailable(
                "'\(metric)' scored nothing here", advice: "quote it when something was scored")
        }
        var result = EvidenceResult(
            title: "\(metric), \(cell.model), \(cell.prompt)",
            content: content([("", [cell])]), record: run.id.description)
        result.value = isMean ? Wording.number(estimate) : Wording.rate(estimate)
        result.sampleSize = cell.scored
        result.notes = provenance
        return result
    }

    private func caseCounts(_ reference: EvidenceReference) -> EvidenceResult {
        let included = cases.filter { includes($0, reference.conditions) }
        let by = reference.by ?? "clause"
        var counts: [(level: String, cases: Int)] = []
        for facts in included {
            for level in by == "clause" ? facts.clauses : [facts.tags[by] ?? "(none)"] {
                if let index = counts.firstIndex(where: { $0.level == level }) {
                    counts[index].cases += 1
                } else {
                    counts.append((level, 1))
                }
            }
        }
        var table = Table(columns: [Table.Column(by), Table.Column("cases", .trailing)])
        table.rows = counts.map {
            [Table.Cell($0.level), Table.Cell(NumberText.count($0.cases))]
        }
        table.notes = ["\(NumberText.counted(included.count, "case")) in all."]
        var result = EvidenceResult(
            title: "\(run.suite): cases by \(by)",
            content: [
                "run": .string(run.id.description), "cases": .integer(included.count),
                "by": .object(
                    Dictionary(
                        counts.map { ($0.level, JSONValue.integer($0.cases)) },
                        uniquingKeysWith: { $1 })),
            ], record: run.id.description)
        result.tables = [table]
        result.notes = provenance
        return result
    }

    private func summary(_ name: String) -> EvidenceResult {
        let results = RunResults(self, reducing: EpochReductions.named(run.reducer))
        var result = EvidenceResult(
            title: "\(run.suite): \(name)", content: .null, record: run.id.description)
        if name == "usage" {
            result.tables = [results.usageTable()]
        } else {
            result.tables = results.families.map { results.differencesTable($0) }
        }
        // What is shown is what is pinned.
        result.content = [
            "run": .string(run.id.description),
            "tables": .array(
                result.tables.map { table in
                    .array(table.rows.map { .array($0.map { .string($0.text) }) })
                }),
        ]
        result.notes = provenance
        return result
    }
}
