/// The forms in which items and judgments come and go.
package enum LabelFormat: String, Sendable, Hashable, CaseIterable {
    case labelStudio = "label-studio"
    case argilla, jsonl, csv

    /// What people call it.
    package var title: String {
        switch self {
        case .labelStudio: "Label Studio tasks"
        case .argilla: "Argilla records"
        case .jsonl: "JSONL"
        case .csv: "CSV"
        }
    }

    /// What an export in this form leaves out; nil where nothing is lost.
    package var loss: String? {
        switch self {
        case .labelStudio, .jsonl: nil
        case .argilla:
            "Argilla has no place for repeats, \"can't tell\", notes, times and the order shown; "
                + "they are left out"
        case .csv: "judgments that were taken back are left out"
        }
    }
}
