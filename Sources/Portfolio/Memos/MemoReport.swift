package import LanguageModel
package import Reports
package import Workspace

/// A memo's figures, for the terminal, Markdown, a page and JSON. The words of the memo are its
/// writer's.
package struct MemoReport: Sendable {
    package let memo: MemoDocument
    package let evidence: MemoEvidence
    package let table: DecisionTable

    package init(_ memo: MemoDocument, _ evidence: MemoEvidence) {
        self.memo = memo
        self.evidence = evidence
        table = DecisionTable(memo, evidence)
    }

    /// The answer in one sentence, as sure as it is.
    package var answer: String {
        let leader = table.leader
        let margin = table.margin
        let share = NumberText.percent(table.leads[leader])
        let isClear = (margin.low ?? 0) > 0
        return
            "\(table.options[leader]) leads with \(number(table.scores[leader].value)) of 1, "
            + "\(number(margin.value)) ahead\(interval(margin)); it leads in \(share) of the draws. "
            + (isClear
                ? "The lead is beyond what the cases leave open."
                : "The cases leave open that another is better.")
    }

    /// Sentences that a reader must know.
    package var notes: [String] {
        var notes = evidence.notes
        let simulated = zip(memo.options, evidence.facts).filter(\.1.isSimulated).map(\.0.id)
        if !simulated.isEmpty {
            notes.append("Simulated: \(simulated.joined(separator: ", ")).")
        }
        let given = memo.criteria.filter { if case .impact = $0.kind { true } else { false } }
        if !given.isEmpty {
            notes.append(
                "By the writer's own word, not measured: "
                    + given.map(\.id).joined(separator: ", ") + ".")
        }
        return notes
    }

    /// What the runs say.
    package var evidenceTable: Table {
        var result = Table(
            title: "Evidence",
            columns: [.init("criterion"), .init("weight", .trailing), .init("worst to best")]
                + table.options.map { .init($0, .trailing) })
        for (index, criterion) in memo.criteria.enumerated() {
            let range =
                "\(plain(criterion.worst)) to \(plain(criterion.best)) \(unit(criterion))"
            result.rows.append(
                [
                    .init(criterion.id, .strong),
                    .init(NumberText.percent(table.weights[index])), .init(range),
                ]
                    + table.values[index].map { value in
                        let cases = value.cases.map { ", n \($0)" } ?? ""
                        return .init("\(plain(value.value))\(interval(value, plain))\(cases)")
                    })
        }
        return result
    }

    /// Cost and speed at volume.
    package var usageTable: Table {
        var result = Table(
            title: "Cost and speed",
            columns: [
                .init("option"), .init("model"), .init("calls", .trailing),
                .init("failed", .trailing), .init("p50", .trailing), .init("p95", .trailing),
                .init("p99", .trailing), .init("per thousand", .trailing),
                .init("a month", .trailing), .init("price from"), .init("run"),
            ])
        for (option, facts) in zip(memo.options, evidence.facts) {
            let times = (0..<3).map { index in
                facts.latencies.indices.contains(index)
                    ? NumberText.duration(microseconds: facts.latencies[index] * 1000)
                    : NumberText.missing
            }
            let month = memo.volume.flatMap { volume in
                facts.costPerThousand.map { NumberText.dollars($0 * Double(volume) / 1000) }
            }
            result.rows.append([
                .init(option.id, .strong),
                .init(option.model + (facts.isSimulated ? " (simulated)" : "")),
                .init(NumberText.count(facts.samples)), .init("\(facts.failed)"),
                .init(times[0]), .init(times[1]), .init(times[2]),
                .init(facts.costPerThousand.map(NumberText.dollars) ?? "unknown"),
                .init(month ?? NumberText.missing), .init(facts.costSource),
                .init(facts.run.description),
            ])
        }
        if let volume = memo.volume {
            result.notes = ["A month has \(NumberText.count(volume)) calls by the memo."]
        }
        return result
    }

    /// The decision.
    package var decisionTable: Table {
        var result = Table(
            title: "Decision",
            columns: [
                .init("option"), .init("score", .trailing), .init("leads in", .trailing),
                .init("leads under", .trailing),
            ])
        for index in table.options.indices.sorted(by: {
            (table.scores[$1].value, $0) < (table.scores[$0].value, $1)
        }) {
            result.rows.append([
                .init(table.options[index], .strong),
                .init(number(table.scores[index].value) + interval(table.scores[index])),
                .init(NumberText.percent(table.leads[index]) + " of draws"),
                .init(NumberText.percent(table.leadsByWeights[index]) + " of weightings"),
            ])
        }
        result.notes = [
            answer,
            "Draws: \(DecisionTable.draws) bootstraps over cases, paired where options share them, "
                + "and triangles for what was given. Weightings: all weights that add up to 1 are "
                + "equally likely.",
        ]
        return result
    }

    /// What would change the decision.
    package var sensitivityTable: Table {
        var result = Table(
            title: "What would change it",
            columns: [
                .init("criterion"), .init("weight", .trailing), .init("flips below"),
                .init("flips above"), .init("leader's value that ends its lead"),
            ])
        for (item, criterion) in zip(table.sensitivities, memo.criteria) {
            func flip(_ value: (share: Double, option: String)?) -> String {
                value.map { "\(NumberText.percent($0.share)) to \($0.option)" } ?? "never"
            }
            result.rows.append([
                .init(item.criterion, .strong), .init(NumberText.percent(item.weight)),
                .init(flip(item.below)), .init(flip(item.above)),
                .init(item.breakEven.map { "\(plain($0)) \(unit(criterion))" } ?? "none"),
            ])
        }
        result.notes = [
            "One weight is changed at a time; the others keep their proportions."
        ]
        return result
    }

    package var tables: [Table] {
        [decisionTable, evidenceTable, usageTable, sensitivityTable]
    }

    /// The figures as Markdown, to be put under the writer's words.
    package var markdown: String {
        var parts = ["# \(SafeText.markdown(memo.question))"]
        if let scenario = memo.scenario { parts.append(SafeText.markdown(scenario)) }
        parts += notes.map { "> \(SafeText.markdown($0))" }
        for table in tables {
            parts.append("## \(table.title ?? "")")
            var bare = table
            bare.title = nil
            parts.append(bare.markdown())
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The figures as a page.
    package var html: String {
        var body: Markup = """
            <header><div class="over"><span>Conduct memo</span> · <span>\(memo.name)</span></div>
            <h1>\(memo.question)</h1>
            <p class="lead">\(answer)</p>

            """
        if !notes.isEmpty {
            let lines = notes.map { "<p>\($0)</p>" as Markup }.joined()
            body += "<div class=\"banner\" role=\"note\">\(lines)</div>\n"
        }
        body += "</header>\n"
        for table in tables {
            var bare = table
            bare.title = nil
            body += "<section><h2>\(table.title ?? "")</h2>\n\(bare.html())</section>\n"
        }
        return HTMLPage(title: "\(memo.name) – Conduct memo", body: body).html()
    }

    package var json: JSONValue {
        func json(_ value: DecisionTable.Value) -> JSONValue {
            [
                "value": .number(value.value), "low": value.low.map(JSONValue.number) ?? .null,
                "high": value.high.map(JSONValue.number) ?? .null,
                "cases": value.cases.map(JSONValue.integer) ?? .null,
            ]
        }
        func flip(_ value: (share: Double, option: String)?) -> JSONValue {
            value.map { ["weight": .number($0.share), "option": .string($0.option)] } ?? .null
        }
        return [
            "memo": .string(memo.name), "question": .string(memo.question),
            "leader": .string(table.options[table.leader]), "margin": json(table.margin),
            "options": .array(
                table.options.indices.map { index in
                    [
                        "id": .string(table.options[index]), "score": json(table.scores[index]),
                        "leads": .number(table.leads[index]),
                        "leads_by_weights": .number(table.leadsByWeights[index]),
                        "run": .string(evidence.facts[index].run.description),
                        "cost_per_thousand": evidence.facts[index].costPerThousand
                            .map(JSONValue.number) ?? .null,
                        "latency_ms": .array(
                            evidence.facts[index].latencies.map(JSONValue.number)),
                        "is_simulated": .bool(evidence.facts[index].isSimulated),
                    ]
                }),
            "criteria": .array(
                memo.criteria.indices.map { index in
                    let item = table.sensitivities[index]
                    return [
                        "id": .string(item.criterion), "weight": .number(item.weight),
                        "values": .array(table.values[index].map(json)),
                        "flips_below": flip(item.below), "flips_above": flip(item.above),
                        "break_even": item.breakEven.map(JSONValue.number) ?? .null,
                    ]
                }), "notes": .array(notes.map(JSONValue.string)),
        ]
    }

    /// The record that keeps the comparison and what it rests on.
    package func record(ids: RecordIDGenerator, author: String) -> StoredRecord {
        var body = json.object ?? [:]
        body["memo_sha256"] = .string(memo.contentHash)
        var runs: [RecordID] = []
        for facts in evidence.facts where !runs.contains(facts.run) { runs.append(facts.run) }
        return StoredRecord(
            id: ids.next(.decision), name: memo.name, author: author,
            links: runs.map { RecordLink("rests on", $0) }
                + [RecordLink("asked in", "document:\(memo.file)")], body: .object(body))
    }

    private func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
    private func plain(_ value: Double) -> String { NumberText.significant(value, digits: 3) }

    private func interval(_ value: DecisionTable.Value) -> String { interval(value, number) }

    private func interval(_ value: DecisionTable.Value, _ text: (Double) -> String) -> String {
        guard let low = value.low, let high = value.high else { return "" }
        return " [\(text(low)), \(text(high))]"
    }

    private func unit(_ criterion: MemoDocument.Criterion) -> String {
        switch criterion.kind {
        case .behaviour: "pass rate"
        case .cost: "$ per thousand"
        case .latency(let percentile):
            "ms at p\(percentile == percentile.rounded() ? "\(Int(percentile))" : plain(percentile))"
        case .impact: "by word"
        }
    }
}
