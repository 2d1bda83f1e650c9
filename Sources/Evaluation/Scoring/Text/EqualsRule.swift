import LanguageModel
import Workspace

/// `equals`: the output is a given text, or given JSON.
struct EqualsRule: SingleRule {
    private enum Expected {
        case text(TextArgument)
        case json(JSONValue)
    }

    static let manual = ScorerManual(
        "equals", .text, "The output is exactly the given text.",
        notes: """
            Compared scalar by scalar: "é" as one scalar and as two differ, and white space \
            counts unless `trim` is on. With `json` both sides are compared as JSON: the order of \
            keys and the writing of numbers don't matter.
            """,
        shorthand: "text",
        fields: [
            .optional("text", .template, "The text."),
            .optional("json", .any, "The JSON value that the output must be."),
            .optional("ignore-case", .boolean, "Whether case is ignored.", default: false),
            .optional(
                "trim", .boolean, "Whether white space at both ends is ignored.", default: false),
        ],
        exactlyOne: [["text", "json"]],
        examples: [
            "equals: Canberra", #"equals: {text: "{{ truth }}", ignore-case: true, trim: true}"#,
            "equals: {json: {city: Canberra, founded: 1913}}",
        ])

    private let expected: Expected
    private let ignoresCase: Bool
    private let trims: Bool

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        if let text = try arguments.text("text") {
            expected = .text(text)
        } else {
            expected = .json(arguments["json"]?.json ?? .null)
        }
        ignoresCase = arguments.flag("ignore-case")
        trims = arguments.flag("trim")
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        switch expected {
        case .json(let value):
            guard let output = JSONExtraction.value(in: text, .whole) else {
                return .check(false, "the output is no JSON")
            }
            let isEqual = JSONEquality.equal(output, value)
            return .check(isEqual, isEqual ? "the same JSON" : "other JSON than expected")
        case .text(let argument):
            let wanted = prepared(try argument.text(for: subject))
            let isEqual = ScalarText.equal(prepared(text), wanted)
            return .check(
                isEqual,
                isEqual ? "the output is the text" : "expected '\(ScalarText.excerpt(wanted))'")
        }
    }

    private func prepared(_ text: String) -> String {
        let trimmed = trims ? ScalarText.trimmed(text) : text
        return ignoresCase ? ScalarText.folded(trimmed) : trimmed
    }
}
