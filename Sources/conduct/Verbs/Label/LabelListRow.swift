import LanguageModel
import Reports

/// A project in a list.
struct LabelListRow {
    var name: String
    var path: String
    var questions: [String]
    var judgments: Int

    static func json(_ rows: [LabelListRow]) -> JSONValue {
        .array(
            rows.map { row in
                [
                    "project": .string(row.name), "file": .string(row.path),
                    "questions": .array(row.questions.map(JSONValue.string)),
                    "judgments": .integer(row.judgments),
                ]
            })
    }

    static func table(_ rows: [LabelListRow]) -> Table {
        Table(
            columns: [
                .init("project"), .init("questions"), .init("judgments", .trailing),
                .init("document"),
            ],
            rows: rows.map { row in
                [
                    .init(row.name, .strong), .init(row.questions.joined(separator: ", ")),
                    .init(NumberText.count(row.judgments)), .init(row.path, .muted),
                ]
            })
    }
}
