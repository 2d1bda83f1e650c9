import LanguageModel
import Workspace

/// `json`: the output is valid JSON.
struct JSONRule: SingleRule {
    static let manual = ScorerManual(
        "json", .structure, "The output is valid JSON (RFC 8259).",
        notes: "A key that appears twice in an object is refused, as are more than 512 levels.",
        fields: [jsonExtractField],
        examples: ["json: true", "json: {extract: fenced}"])

    private let mode: JSONExtraction

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        mode = arguments.word("extract", .whole)
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        do {
            _ = try JSONExtraction.parse(text, mode)
            return .check(true, "valid JSON")
        } catch {
            return .check(
                false, "no JSON: line \(error.line), column \(error.column): \(error.message)")
        }
    }
}

/// Where in the output the JSON is.
let jsonExtractField = Field.optional(
    "extract", .words(of: JSONExtraction.self, \.summary), "Where the JSON is.", default: "whole")
