package import LanguageModel
package import Workspace

/// The answers of variants of a prompt, side by side.
package struct PromptTrialReport: Sendable {
    private let run: String
    private let samples: [Sample]
    /// The variants, in the order of the plan.
    private let prompts: [String]

    /// - Parameter samples: all samples of the trial's run.
    package init(run: String, samples: [Sample]) {
        self.run = run
        self.samples = samples
        var seen: [String] = []
        for sample in samples where !seen.contains(sample.promptID) { seen.append(sample.promptID) }
        prompts = seen
    }

    /// The rows: one for each input, model and epoch.
    private var rows: [(key: String, heading: String, answers: [Sample?])] {
        samples.grouped { "\($0.caseID)\u{0}\($0.model)\u{0}\($0.epoch)" }.map { key, group in
            let first = group[0]
            let epoch = samples.contains { $0.epoch > 0 } ? ", answer \(first.epoch + 1)" : ""
            return (
                key, "\(first.caseID) · \(first.model)\(epoch)",
                prompts.map { prompt in group.first { $0.promptID == prompt } }
            )
        }
    }

    private func answer(_ sample: Sample?) -> String {
        guard let sample else { return NumberText.missing }
        return sample.failure.map { "no answer: \($0.message)" } ?? sample.output
    }

    /// For the terminal: a table, one column a variant.
    package func text(_ style: TerminalStyle) -> String {
        var table = Table(
            title: "Run \(run)", columns: [.init("input")] + prompts.map { .init($0) })
        for row in rows {
            table.rows.append(
                [Table.Cell(row.heading)] + row.answers.map { Table.Cell(answer($0)) })
        }
        table.notes = prompts.map { prompt in
            let own = samples.filter { $0.promptID == prompt }
            let answers = "\(prompt): \(NumberText.counted(own.count, "answer"))"
            let counted = own.compactMap { $0.usage?.output }
            guard !counted.isEmpty else { return answers + ", tokens not counted" }
            let average = Double(counted.reduce(0, +)) / Double(counted.count)
            return answers + ", \(NumberText.fixed(average, decimals: 1)) tokens each on average"
        }
        table.notes.append("conduct runs samples \(run.prefix(16)) shows them whole.")
        return table.terminalText(style)
    }

    /// As one HTML file.
    package func html() -> String {
        var body: Markup = """
            <header><div class="over">Conduct prompt try · \(run)</div>
            <h1>\(prompts.joined(separator: ", "))</h1></header>

            """
        for row in rows {
            body += "<section><h2>\(row.heading)</h2>\n"
            if let first = row.answers.compactMap({ $0 }).first {
                let asked = first.transcript.prefix(first.promptCount).last?.text ?? ""
                body += "<p>\(asked)</p>\n"
            }
            for (prompt, sample) in zip(prompts, row.answers) {
                body += "<h3>\(prompt)</h3>\n<pre>\(answer(sample))</pre>\n"
            }
            body += "</section>\n"
        }
        return HTMLPage(title: "Prompt try – Conduct", body: body).html()
    }

    /// What `--json` prints.
    package var json: JSONValue {
        [
            "run": .string(run), "prompts": .array(prompts.map { .string($0) }),
            "answers": .array(
                samples.map { sample in
                    [
                        "input": .string(sample.caseID), "prompt": .string(sample.promptID),
                        "model": .string(sample.model), "epoch": .integer(sample.epoch),
                        "output": .string(sample.output),
                        "failure": sample.failure.map { .string($0.message) } ?? .null,
                        "reused": .bool(sample.isReused),
                        "output_tokens": (sample.usage?.output).map { .integer($0) } ?? .null,
                    ]
                }),
        ]
    }
}
