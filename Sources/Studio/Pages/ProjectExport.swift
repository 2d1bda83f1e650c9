import Annotation
import Workspace

/// The forms in which a project's items and judgments leave.
enum ProjectExport: String, CaseIterable, Sendable {
    case labelStudio = "label-studio"
    case labelStudioConfig = "label-studio-config"
    case argilla, jsonl, csv

    /// What a link to it says.
    var title: String {
        switch self {
        case .labelStudio: "Label Studio tasks"
        case .labelStudioConfig: "Label Studio configuration"
        case .argilla: "Argilla records"
        case .jsonl: "JSONL"
        case .csv: "CSV"
        }
    }

    /// What the form leaves out; nil where nothing is lost.
    func loss(_ project: LabelProject, _ queue: LabelQueue) -> String? {
        if self == .labelStudioConfig {
            let notes = project.labelStudioConfig(items: queue.items).notes
            return notes.isEmpty ? nil : notes.joined(separator: "; ")
        }
        return LabelFormat(rawValue: rawValue)?.loss
    }

    /// The end of the file's name, and its media type.
    var kind: (suffix: String, type: String) {
        switch self {
        case .labelStudio: ("tasks.json", "application/json; charset=utf-8")
        case .labelStudioConfig: ("config.xml", "application/xml; charset=utf-8")
        case .argilla: ("argilla.json", "application/json; charset=utf-8")
        case .jsonl: ("judgments.jsonl", "application/jsonl; charset=utf-8")
        case .csv: ("judgments.csv", "text/csv; charset=utf-8")
        }
    }

    /// The file's text: what `conduct label export` writes.
    func text(_ project: LabelProject, _ queue: LabelQueue) -> String {
        switch self {
        case .labelStudio: LabelStudioTasks(queue).text
        case .labelStudioConfig: project.labelStudioConfig(items: queue.items).xml
        case .argilla: ArgillaRecords(queue).text
        case .jsonl: JudgmentRows.jsonLines(queue)
        case .csv: JudgmentRows.csv(queue)
        }
    }
}
