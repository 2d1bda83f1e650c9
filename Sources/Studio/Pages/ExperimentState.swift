import Evaluation
import LanguageModel
import Reports
import Workspace

/// What is known of an experiment: its document, its records, its runs.
struct ExperimentState: Sendable {
    var name: String
    var document: ExperimentDocument?
    /// What is wrong with the document; nil where nothing is.
    var fault: String?
    /// Oldest first.
    var locks: [StoredRecord] = []
    /// How often somebody saw results of the held-out cases.
    var looks = 0
    /// Newest first.
    var runs: [RunSummary] = []
    var analysis: StoredRecord?

    init(name: String) { self.name = name }

    var isKnown: Bool {
        document != nil || fault != nil || !locks.isEmpty || !runs.isEmpty
    }

    /// The report of the newest analysis; nil without one that can be read.
    var report: ExperimentReport? {
        guard let analysis, let found = try? ExperimentAnalysis(json: analysis.body) else {
            return nil
        }
        return ExperimentReport(
            found, record: (id: analysis.id.description, hash: analysis.hash))
    }

    /// How far it is, in a sentence.
    var standing: String {
        var parts = [
            locks.last.map { "locked \(Marks.ago($0.created, .now))" } ?? "not locked"
        ]
        parts.append(NumberText.counted(runs.count, "run"))
        if let running = runs.first(where: { $0.status == .running }) {
            parts.append(
                "one under way: \(NumberText.count(running.samples)) of "
                    + NumberText.count(running.run.planned ?? running.samples))
        }
        parts.append(analysis == nil ? "not analysed" : "analysed")
        return parts.joined(separator: " · ")
    }

    /// The answer in short.
    var brief: Markup {
        (report?.findings ?? []).prefix(3).map { finding -> Markup in
            "<p>\(finding.sign) \(finding.title)</p>"
        }.joined()
    }

    var summary: JSONValue {
        [
            "name": .string(name), "file": document.map { .string($0.file) } ?? .null,
            "question": document.map { .string($0.question) } ?? .null,
            "fault": fault.map(JSONValue.string) ?? .null, "locks": .integer(locks.count),
            "runs": .integer(runs.count), "looks": .integer(looks),
            "analysis": analysis.map { .string($0.id.description) } ?? .null,
        ]
    }

    var json: JSONValue {
        var object = summary.object ?? [:]
        object["locks"] = .array(locks.map(\.json))
        object["runs"] = .array(runs.map { RunsArea.json(RunLine(summary: $0, models: [])) })
        object["analysis"] = analysis?.json ?? .null
        return .object(object)
    }
}
