package import LanguageModel
package import Workspace

/// A training as a document: what went in, how it went, and what the curves mean.
package struct TrainingReport: Sendable {
    private let record: StoredRecord
    /// The lines of the metrics file.
    let metrics: [JSONValue]

    package init(_ record: StoredRecord, metrics: [JSONValue]) {
        self.record = record
        self.metrics = metrics
    }

    /// The training's record with its curves.
    package var json: JSONValue {
        ["training": record.json, "metrics": .array(metrics)]
    }

    var body: JSONValue { record.body }
    var method: String { body["method"]?.string ?? "" }
    package var title: String { "\(record.name): \(method) of \(body["model"]?.string ?? "")" }
    var id: String { record.id.description }

    /// The steps of the first member.
    var steps: [JSONValue] {
        metrics.filter { ($0["member"]?.int ?? 0) == 0 && $0["loss"] != nil }
    }
    var watches: [JSONValue] { metrics.filter { $0["watch"] != nil } }
    var heldOut: [JSONValue] {
        metrics.filter { ($0["member"]?.int ?? 0) == 0 && $0["held_out"] != nil }
    }

    /// One line: how much was trained, and how fast.
    package var asked: String {
        let tokens = body["tokens"]?.int ?? 0
        let seconds = body["seconds"]?.double ?? 0
        let rate = seconds > 0 ? Double(tokens) / seconds : 0
        return "\(NumberText.counted(body["steps"]?.int ?? steps.count, "step")) on "
            + "\(NumberText.count(tokens)) tokens in \(NumberText.duration(microseconds: seconds * 1e6)) "
            + "(\(NumberText.fixed(rate, decimals: 0)) tok/s), "
            + "adapter \(record.name)."
    }

    /// What is measured at the beginning and at the end.
    package var table: Table {
        var table = Table(columns: [
            Table.Column("what"), Table.Column("first", .trailing), Table.Column("last", .trailing),
        ])
        func row(_ name: String, _ key: String, percent: Bool = false) {
            guard let first = steps.first?[key]?.double, let last = steps.last?[key]?.double else {
                return
            }
            func text(_ value: Double) -> String {
                percent ? NumberText.percent(value) : NumberText.significant(value, digits: 4)
            }
            table.rows.append([
                Table.Cell(name), Table.Cell(text(first)), Table.Cell(text(last)),
            ])
        }
        row("loss", "loss")
        row("margin", "margin")
        row("pairs ranked right", "accuracy", percent: true)
        row("ln π of preferred answers", "logprob_chosen")
        row("ln π of other answers", "logprob_rejected")
        row("reward", "score")
        row("KL per answer, exact", "kl_exact")
        row("explained variance", "explained_variance")
        func pair(
            _ name: String, _ lines: [JSONValue], _ path: String, _ key: String,
            percent: Bool = false
        ) {
            guard let first = lines.first?[path]?[key]?.double,
                let last = lines.last?[path]?[key]?.double
            else { return }
            func text(_ value: Double) -> String {
                percent ? NumberText.percent(value) : NumberText.significant(value, digits: 4)
            }
            table.rows.append([
                Table.Cell(name), Table.Cell(text(first)), Table.Cell(text(last)),
            ])
        }
        pair("held out: loss", heldOut, "held_out", "loss")
        pair("held out: margin", heldOut, "held_out", "margin")
        pair("held out: pairs ranked right", heldOut, "held_out", "accuracy", percent: true)
        pair("samples: KL per answer, nats", watches, "watch", "kl_sequence")
        pair("samples: KL per token, nats", watches, "watch", "kl_token")
        pair("samples: entropy, nats", watches, "watch", "entropy")
        pair("samples: tokens", watches, "watch", "length")
        pair("samples: repeated 4-grams", watches, "watch", "repetition", percent: true)
        pair("samples: distinct bigrams", watches, "watch", "distinct_2", percent: true)
        if let rewards = body["rewards"]?.array?.first {
            for (name, key) in [
                ("reward: pairs ranked right", "accuracy"), ("reward: mean", "mean"),
                ("reward: calibration error", "calibration_error"),
                ("reward: correlation with length", "length_correlation"),
            ] {
                guard let value = rewards[key]?.double else { continue }
                table.rows.append([
                    Table.Cell(name), Table.Cell(""),
                    Table.Cell(NumberText.significant(value)),
                ])
            }
        }
        return table
    }

    /// The report for the terminal, the next commands last.
    package func text(_ style: TerminalStyle = TerminalStyle(), nextCommands: [String] = [])
        -> String
    {
        func wrapped(_ text: String) -> String {
            TextWidth.wrapped(style.plain(SafeText.line(text)), to: style.columns ?? 100)
                .joined(separator: "\n")
        }
        var parts = [style.painted(SafeText.line(title), .strong) + "\n" + wrapped(asked)]
        let losses = steps.compactMap { $0["loss"]?.double }
        if losses.count > 2, style.usesUnicode {
            parts.append("loss  \(Self.line(losses))")
        }
        parts.append(table.terminalText(style))
        let findings = explanations()
        if !findings.isEmpty { parts.append(TerminalReport.text(of: findings, style: style)) }
        if !nextCommands.isEmpty {
            parts.append(
                ([style.painted("Next", .strong)]
                    + nextCommands.map { "  " + SafeText.line($0) }).joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    /// Values as a line of blocks, at most 60 of them, each the mean of its part.
    static func line(_ values: [Double]) -> String {
        let blocks = Array("▁▂▃▄▅▆▇█")
        let count = min(60, values.count)
        let parts = (0..<count).map { index in
            let part = values[(index * values.count / count)..<((index + 1) * values.count / count)]
            return part.reduce(0, +) / Double(part.count)
        }
        guard let low = parts.min(), let high = parts.max(), high > low else {
            return String(repeating: "▄", count: count)
        }
        return String(parts.map { blocks[min(7, Int(($0 - low) / (high - low) * 8))] })
    }
}
