import Evaluation
import Workspace

extension FrontierReport {
    /// Every setting: reward and divergence with intervals, and how far seeds lie apart.
    package var settingTable: Table {
        var table = Table(columns: [
            .init("method"), .init("setting"), .init("seeds", .trailing),
            .init("reward", .trailing), .init("KL, nats", .trailing),
            .init("reward's SD over seeds", .trailing), .init("tokens", .trailing),
            .init("ended", .trailing), .init("repeats", .trailing),
            .init("distinct bigrams", .trailing),
        ])
        let first: [Table.Cell] = [
            .init("base", .strong), .init(""), .init(""), .init(Self.text(analysis.baseReward)),
            .init("0"), .init(""),
        ]
        table.rows.append(first + cells([analysis.base]))
        for method in analysis.methods {
            table.beginGroup()
            for (place, setting) in method.settings.enumerated() {
                let deviation = setting.rewardDeviation.map { NumberText.fixed($0, decimals: 3) }
                let row: [Table.Cell] = [
                    .init(place == 0 ? method.name : "", .strong),
                    .init(setting.name + (place == method.best ? " *" : "")),
                    .init("\(setting.seeds)"), .init(Self.text(setting.reward)),
                    .init(Self.text(setting.divergence, decimals: 2)),
                    .init(deviation ?? NumberText.missing),
                ]
                table.rows.append(row + cells(setting.points))
            }
        }
        table.notes = ["* \(bestNote)."]
        return table
    }

    /// How a method's setting was chosen to stand for it.
    private var bestNote: String {
        let limit = document.bins.last ?? .infinity
        let said =
            "the greatest mean reward within \(NumberText.significant(limit)) nats, the last bin"
        let beyond = analysis.methods.filter { method in
            method.settings.allSatisfy { $0.divergence.value > limit }
        }.map(\.name)
        guard !beyond.isEmpty else { return said }
        return said
            + "; no setting of \(beyond.joined(separator: " and ")) lies within it, so there the one "
            + "with the least divergence"
    }

    private func cells(_ points: [FrontierPoint]) -> [Table.Cell] {
        func mean(_ value: (FrontierPoint.Behaviour) -> Double) -> Double {
            points.reduce(0) { $0 + value($1.behaviour) } / Double(max(1, points.count))
        }
        return [
            .init(NumberText.fixed(mean(\.length), decimals: 1)),
            .init(NumberText.percent(mean(\.ended))),
            .init(NumberText.percent(mean(\.repetition), decimals: 1)),
            .init(NumberText.percent(mean(\.distinct2))),
        ]
    }

    /// The hulls at the bins.
    package var binTable: Table {
        var table = Table(
            columns: [Table.Column("KL, nats", .trailing)]
                + analysis.methods.map { Table.Column($0.name, .trailing) })
        if let difference = expected {
            table.columns.append(
                .init("\(difference.above) − \(difference.below)", .trailing))
        }
        for (place, bin) in document.bins.enumerated() {
            var row: [Table.Cell] = [.init(NumberText.significant(bin))]
            for method in analysis.methods {
                row.append(
                    .init(
                        method.bins.indices.contains(place)
                            ? Self.text(method.bins[place].reward) : NumberText.missing))
            }
            if let difference = expected, difference.bins.indices.contains(place) {
                row.append(.init(Self.text(difference.bins[place].reward, signed: true)))
            }
            table.rows.append(row)
        }
        return table
    }

    private var expected: FrontierAnalysis.Difference? {
        document.hypothesis.flatMap { analysis.difference($0.above, $0.below) }
    }

    /// The methods side by side, each at its best setting: labels, compute, memory, stability,
    /// reward, divergence, side effects; all of it measured, or said not to be.
    package var methodTable: Table {
        let best = analysis.methods.map { ($0, $0.settings[$0.best]) }
        var table = Table(
            columns: [Table.Column("measured")]
                + best.map { Table.Column($0.0.name, .trailing) }
                + [Table.Column("Constitutional AI")])
        func row(_ name: String, _ value: (FrontierAnalysis.Setting) -> String) {
            let cells = best.map { Table.Cell(value($0.1)) }
            table.rows.append(
                [Table.Cell(name, .strong)] + cells + [Table.Cell("not measured yet", .muted)])
        }
        func mean(_ setting: FrontierAnalysis.Setting, _ value: (FrontierPoint) -> Double) -> Double
        {
            setting.points.reduce(0) { $0 + value($1) } / Double(max(1, setting.points.count))
        }
        func change(
            _ setting: FrontierAnalysis.Setting, percent: Bool,
            _ value: (FrontierPoint.Behaviour) -> Double
        ) -> String {
            let before = value(analysis.base.behaviour)
            let after = mean(setting) { value($0.behaviour) }
            return percent
                ? "\(NumberText.percent(before, decimals: 1)) → "
                    + NumberText.percent(after, decimals: 1)
                : "\(NumberText.fixed(before, decimals: 2)) → "
                    + NumberText.fixed(after, decimals: 2)
        }
        row("setting", \.name)
        row("labels of a training") { setting in
            let cost = setting.points.first?.cost
            return "\(NumberText.count(cost?.labels ?? 0)) \(cost?.labelKind ?? "")"
        }
        row("tokens of a training") { NumberText.count(Int(mean($0) { Double($0.cost.tokens) })) }
        row("time of a training") {
            NumberText.duration(microseconds: mean($0) { $0.cost.seconds } * 1e6)
        }
        row("memory, forecast") {
            NumberText.count(Int(mean($0) { Double($0.cost.memory) } / 1e6)) + " MB"
        }
        row("reward") { Self.text($0.reward) }
        row("KL, nats") { Self.text($0.divergence, decimals: 2) }
        row("reward's SD over seeds") {
            ($0.rewardDeviation.map { NumberText.fixed($0, decimals: 3) } ?? NumberText.missing)
                + " (\(NumberText.counted($0.seeds, "seed")))"
        }
        row("KL's SD over seeds") {
            $0.divergenceDeviation.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing
        }
        row("side effect: tokens of an answer") { change($0, percent: false, \.length) }
        row("side effect: answers that end") { change($0, percent: true, \.ended) }
        row("side effect: repeated 4-grams") { change($0, percent: true, \.repetition) }
        row("side effect: distinct bigrams") { change($0, percent: true, \.distinct2) }
        row("side effect: entropy, nats") { change($0, percent: false, \.entropy) }
        table.notes = [
            "Each method at one setting (\(bestNote)); means over its seeds."
                + (machine.isEmpty ? "" : " Times: \(machine)")
        ]
        return table
    }
}
