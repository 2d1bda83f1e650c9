package import Evaluation

/// A run's report: one document in several forms, all from the same numbers and sentences.
package struct RunReport: Sendable {
    package var results: RunResults
    /// The samples shown, failing ones first: a bounded number of them.
    package var samples: [ShownSample]
    /// Commands that show the rest; named where something was left out.
    package var commands: Commands

    /// How the reader gets at what the report leaves out.
    package struct Commands: Sendable, Hashable {
        /// Lists all samples, such as `conduct runs samples RUN`.
        package var samples: String
        /// Writes everything out, such as `conduct runs export RUN --format jsonl`.
        package var export: String

        package init(samples: String, export: String) {
            self.samples = samples
            self.export = export
        }
    }

    /// How many samples a report shows unless told otherwise.
    package static let defaultSampleLimit = 200
    /// The most Unicode scalars of one text that are shown.
    static let textLimit = 8_000

    package init(_ results: RunResults, samples: [ShownSample], commands: Commands? = nil) {
        self.results = results
        self.samples = samples
        self.commands =
            commands
            ?? Commands(
                samples: "conduct runs samples \(results.run.id)",
                export: "conduct runs export \(results.run.id) --format jsonl")
    }

    /// What was asked, in one sentence.
    var asked: String {
        let counts = results.counts
        let models =
            results.models.count == 1
            ? results.models.first.map { results.label($0) } ?? "no model"
            : NumberText.counted(results.models.count, "model")
        var text =
            "\(models) answered \(NumberText.counted(counts.cases, "case"))"
        if let clusters = counts.clusters { text += " in \(NumberText.counted(clusters, "group"))" }
        text += " under \(NumberText.counted(results.prompts.count, "prompt"))"
        if results.run.epochs > 1 { text += ", \(results.run.epochs) times each" }
        text += ": \(NumberText.counted(counts.samples, "sample")), scored by "
        text +=
            results.scorers.isEmpty
            ? "nothing yet" : Self.list(Array(results.scorers.prefix(4)), of: results.scorers.count)
        return text + "."
    }

    /// What the cases are divided by, in one sentence; empty without a condition.
    var conditions: String {
        guard let condition = results.condition else { return "" }
        let levels = condition.slices.map(\.level)
        return "Each group of cases comes with \(condition.key) "
            + Self.list(levels, of: levels.count) + "."
    }

    /// `a, b and c`, or `a, b and 5 more`.
    static func list(_ names: [String], of count: Int) -> String {
        let rest = count - names.count
        if rest > 0 { return names.joined(separator: ", ") + " and \(rest) more" }
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }

    /// How many samples are not shown, and how to see them; nil when all are.
    var omission: String? {
        let rest = results.counts.samples - samples.count
        guard rest > 0 else { return nil }
        return "\(NumberText.count(samples.count)) of "
            + "\(NumberText.counted(results.counts.samples, "sample")) are shown, failing ones "
            + "first; \(commands.samples) lists the others and \(commands.export) writes all."
    }
}
