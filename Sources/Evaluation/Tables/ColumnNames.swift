/// The names under which columns are looked for when nobody named them.
///
/// A guess is only ever made by name, or by a shape that leaves no other reading, and is always
/// told with the result.
package enum ColumnNames {
    /// What is judged or measured.
    static let unit = [
        "unit", "item", "item_id", "unit_id", "case", "case_id", "sample", "sample_id", "question",
        "question_id", "task", "task_id", "document", "id",
    ]
    /// Who judges.
    static let rater = [
        "rater", "annotator", "rater_id", "annotator_id", "coder", "judge", "observer", "worker",
        "user",
    ]
    /// What the judgment or measurement is.
    static let value = [
        "value", "rating", "score", "label", "choice", "category", "answer", "pass", "result",
        "outcome",
    ]
    /// What is compared.
    static let system = [
        "system", "model", "condition", "prompt", "variant", "arm", "treatment", "group",
    ]

    /// The first column that has one of the names, in the names' order, whatever the case.
    static func find(_ names: [String], in columns: [String], but taken: Set<Int> = []) -> Int? {
        for name in names {
            if let position = columns.indices.first(where: {
                !taken.contains($0) && columns[$0].lowercased() == name
            }) {
                return position
            }
        }
        return nil
    }
}
