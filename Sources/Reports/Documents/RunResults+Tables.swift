package import Evaluation

extension RunResults {
    /// Rates by prompt and scorer: a row for each model and prompt.
    package func resultsTable() -> Table {
        let level = NumberText.percent(options.level)
        let all = cells + weighted
        let names = scorers + (weighted.isEmpty ? [] : [SummaryCell.weighted])
        var table = Table(columns: [])
        if models.count > 1 { table.columns.append(Table.Column("model")) }
        table.columns.append(Table.Column("prompt"))
        let withBounds = names.filter { name in
            all.contains { $0.scorer == name && $0.unscored > 0 }
        }
        let withNumbers = names.filter { name in
            all.contains { $0.scorer == name && $0.value != nil }
        }
        let withCorrection = names.filter { name in
            cells.contains {
                $0.scorer == name
                    && correction(of: name, model: $0.model, prompt: $0.prompt) != nil
            }
        }
        for name in names {
            table.columns.append(Table.Column(name, .trailing))
            if withCorrection.contains(name) {
                table.columns.append(Table.Column("\(name) corrected", .trailing))
            }
            if withNumbers.contains(name) {
                table.columns.append(Table.Column("\(name) mean", .trailing))
            }
            if withBounds.contains(name) {
                table.columns.append(Table.Column("bounds", .trailing))
            }
        }
        for model in models {
            table.beginGroup()
            for prompt in prompts {
                let row = all.filter { $0.model == model.name && $0.prompt == prompt.name }
                guard !row.isEmpty else { continue }
                var line: [Table.Cell] = models.count > 1 ? [Table.Cell(label(model))] : []
                line.append(Table.Cell(prompt.name))
                for name in names {
                    let cell = row.first { $0.scorer == name }
                    line.append(
                        Table.Cell(
                            cell.map { Wording.rate($0.rate) } ?? NumberText.missing, .strong))
                    if withCorrection.contains(name) {
                        let total = correction(of: name, model: model.name, prompt: prompt.name)
                        line.append(
                            Table.Cell(
                                total.map { Wording.rate($0.corrected) } ?? NumberText.missing,
                                .strong))
                    }
                    if withNumbers.contains(name) {
                        line.append(Table.Cell(Wording.number(cell?.value)))
                    }
                    if withBounds.contains(name) {
                        line.append(Table.Cell(cell.map(Wording.bounds) ?? "", .muted))
                    }
                }
                table.rows.append(line)
            }
        }
        table.notes.append(
            "Share that passes with its \(level) interval, \(intervalMethods()). "
                + "\(NumberText.counted(counts.cases, "case")), "
                + "\(NumberText.counted(run.epochs, "epoch")).")
        if !withCorrection.isEmpty {
            table.notes.append(
                "Corrected: by what people said of a random sample (PPI++); before it stands what "
                    + "the judge says. \(NumberText.missing) where fewer than ten were labelled.")
        }
        return table
    }

    /// A model's and prompt's share that people corrected in this very scoring; the whole run's
    /// where there is but one of both.
    private func correction(of scorer: String, model: String, prompt: String)
        -> CalibrationNote.Total?
    {
        let all = (calibrations ?? []).filter { $0.isOwn && $0.scorer == scorer }
            .flatMap(\.totals).filter { $0.measure == CalibrationTotal.Measure.pass.rawValue }
        return all.first { $0.model == model && $0.prompt == prompt }
            ?? (models.count == 1 && prompts.count == 1 ? all.first { $0.model == nil } : nil)
    }

    /// The interval methods used in the headline, in words.
    package func intervalMethods() -> String {
        var methods: [String] = []
        for cell in cells + weighted {
            if let method = cell.rate?.method, !methods.contains(method) { methods.append(method) }
        }
        return methods.joined(separator: "; ")
    }

    /// A model's name, marked where it is simulated.
    package func label(_ model: Model) -> String {
        model.isSimulated ? "\(model.name) (simulated)" : model.name
    }

    /// A model's name by name, marked where it is simulated.
    package func label(_ name: String) -> String {
        models.first { $0.name == name }.map(label) ?? name
    }

    /// One scorer's rates by level of a tag or by clause: a row for each level, a column for
    /// each model and prompt.
    package func breakdownTable(_ breakdown: Breakdown, scorer: String, intervals: Bool = true)
        -> Table
    {
        var table = Table(columns: [Table.Column(breakdown.key), Table.Column("cases", .trailing)])
        let pairs = models.flatMap { model in prompts.map { (model: model.name, prompt: $0.name) } }
        for pair in pairs {
            let name =
                models.count > 1
                ? prompts.count > 1 ? "\(pair.model), \(pair.prompt)" : pair.model : pair.prompt
            table.columns.append(Table.Column(name, .trailing))
        }
        for slice in breakdown.slices {
            let rates = pairs.map { pair -> Table.Cell in
                let cell = slice.cells.first {
                    $0.scorer == scorer && $0.model == pair.model && $0.prompt == pair.prompt
                }
                guard let cell else { return Table.Cell(NumberText.missing, .muted) }
                let rate =
                    intervals
                    ? Wording.rate(cell.rate)
                    : cell.rate.map { NumberText.percent($0.value) } ?? NumberText.missing
                let bounds = Wording.bounds(cell)
                return Table.Cell(bounds.isEmpty ? rate : "\(rate) (\(bounds))")
            }
            guard rates.contains(where: { $0.text != NumberText.missing }) else { continue }
            table.rows.append(
                [Table.Cell(slice.level), Table.Cell(NumberText.count(slice.cases), .muted)] + rates
            )
        }
        if breakdown.omittedLevels > 0 {
            table.notes.append(
                "\(NumberText.counted(breakdown.omittedLevels, "more level")) left out; --json has "
                    + "them only with a higher limit, and export has every sample.")
        }
        return table
    }

    /// A family of comparisons, one a row, with what null results could have found.
    package func differencesTable(_ family: ContrastFamily) -> Table {
        let level = NumberText.percent(options.level)
        var table = Table(columns: [
            Table.Column("compared"), Table.Column("model"), Table.Column("prompt"),
            Table.Column(family.tag ?? "level"), Table.Column("scorer"),
            Table.Column("pairs", .trailing), Table.Column("rates", .trailing),
            Table.Column("difference, points", .trailing), Table.Column("p", .trailing),
            Table.Column("p, Holm", .trailing), Table.Column("found"),
            Table.Column("detectable", .trailing),
        ])
        for contrast in family.contrasts {
            table.rows.append([
                Table.Cell("\(contrast.second) – \(contrast.first)"),
                Table.Cell(models.count > 1 ? contrast.model ?? "" : ""),
                Table.Cell(prompts.count > 1 ? contrast.prompt ?? "" : ""),
                Table.Cell(contrast.level ?? ""), Table.Cell(contrast.scorer),
                Table.Cell(NumberText.count(contrast.difference.cases)),
                Table.Cell(
                    "\(NumberText.percent(contrast.firstRate)) → "
                        + NumberText.percent(contrast.secondRate)),
                Table.Cell(
                    Wording.points(contrast.difference), contrast.isFound ? .strong : .plain),
                Table.Cell(NumberText.probability(contrast.pValue)),
                Table.Cell(NumberText.probability(contrast.adjustedPValue)),
                Table.Cell(contrast.isFound ? "yes" : "no", contrast.isFound ? .strong : .muted),
                Table.Cell(contrast.isFound ? "" : Wording.detectable(contrast), .muted),
            ])
        }
        var tests: [String] = []
        for contrast in family.contrasts where !tests.contains(contrast.test) {
            tests.append(contrast.test)
        }
        let pairing =
            family.pairedBy == "case"
            ? "paired by case"
            : "paired within \(family.pairedBy == "group" ? "groups" : family.pairedBy)"
        table.notes.append(
            "Second minus first in percentage points with \(level) interval, \(pairing); "
                + "\(tests.joined(separator: "; ")); Holm over "
                + "\(NumberText.counted(family.contrasts.count, "comparison")), alpha "
                + "\(NumberText.significant(family.alpha, digits: 2)). Detectable: the true "
                + "difference that a single test would have found with probability "
                + "\(NumberText.significant(options.power, digits: 2)).")
        return table.droppingEmptyColumns()
    }

    /// How often pairs of scorers differ on the same samples.
    package func disagreementTable() -> Table {
        var table = Table(columns: [
            Table.Column("scorers"), Table.Column("model"), Table.Column("prompt"),
            Table.Column("samples", .trailing), Table.Column("both pass", .trailing),
            Table.Column("only first", .trailing), Table.Column("only second", .trailing),
            Table.Column("both fail", .trailing), Table.Column("differ", .trailing),
        ])
        for item in disagreements {
            table.rows.append([
                Table.Cell("\(item.first) | \(item.second)"),
                Table.Cell(models.count > 1 ? label(item.model) : ""),
                Table.Cell(prompts.count > 1 ? item.prompt : ""),
                Table.Cell(NumberText.count(item.samples)),
                Table.Cell(NumberText.count(item.bothPass)),
                Table.Cell(NumberText.count(item.onlyFirst)),
                Table.Cell(NumberText.count(item.onlySecond)),
                Table.Cell(NumberText.count(item.neither)),
                Table.Cell(NumberText.percent(item.share, decimals: 1), .strong),
            ])
        }
        return table.droppingEmptyColumns()
    }

    /// Tokens, time and money for each model and prompt.
    package func usageTable() -> Table {
        var table = Table(columns: [
            Table.Column("model"), Table.Column("prompt"), Table.Column("samples", .trailing),
            Table.Column("reused", .trailing), Table.Column("failed", .trailing),
            Table.Column("tokens in", .trailing), Table.Column("tokens out", .trailing),
            Table.Column("latency p50", .trailing), Table.Column("p90", .trailing),
            Table.Column("p99", .trailing), Table.Column("first token p50", .trailing),
            Table.Column("cost", .trailing),
        ])
        for row in usage {
            func time(_ value: Double?) -> Table.Cell {
                Table.Cell(value.map { NumberText.duration(microseconds: $0) } ?? "")
            }
            let isAllReused = row.reused == row.samples
            table.rows.append([
                Table.Cell(label(row.model)), Table.Cell(row.prompt),
                Table.Cell(NumberText.count(row.samples)),
                Table.Cell(row.reused > 0 ? NumberText.count(row.reused) : ""),
                Table.Cell(row.failed > 0 ? NumberText.count(row.failed) : "", .bad),
                Table.Cell(row.inputTokens.map(NumberText.count) ?? ""),
                Table.Cell(row.outputTokens.map(NumberText.count) ?? ""),
                time(row.latencyP50Microseconds), time(row.latencyP90Microseconds),
                time(row.latencyP99Microseconds), time(row.firstTokenP50Microseconds),
                Table.Cell(
                    isAllReused
                        ? NumberText.missing
                        : Wording.cost(
                            known: row.knownCostUSD, unknownCalls: row.callsOfUnknownCost)),
            ])
        }
        if counts.reused > 0 {
            table.notes.append(
                "\(NumberText.counted(counts.reused, "sample")) repeated stored calls: they add "
                    + "nothing to tokens, latency and cost here.")
        }
        if usage.contains(where: { $0.callsWithoutTokens > 0 }) {
            let calls = usage.reduce(0) { $0 + $1.callsWithoutTokens }
            table.notes.append(
                "\(NumberText.counted(calls, "call")) came without a token count and "
                    + "\(calls == 1 ? "is" : "are") not in the sums.")
        }
        if judgeCostUSD > 0 || judgeCallsOfUnknownCost > 0 {
            table.notes.append(
                "Judging cost "
                    + Wording.cost(known: judgeCostUSD, unknownCalls: judgeCallsOfUnknownCost) + "."
            )
        }
        return table.droppingEmptyColumns()
    }
}
