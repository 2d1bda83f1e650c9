import LanguageModel
import Workspace

/// `contains`, `contains-all`, `contains-any`: parts of the output.
struct ContainsRule<Variant: ContainsVariant>: SingleRule {
    static var manual: ScorerManual { Variant.manual }

    private let parts: [FoldedText]
    private let ignoresCase: Bool

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        let ignoresCase = arguments.flag("ignore-case")
        self.ignoresCase = ignoresCase
        parts = try arguments.texts("text").map { FoldedText($0, folds: ignoresCase) }
        if parts.contains(where: { $0.constant?.isEmpty == true }) {
            throw arguments.error(
                "text", "expected a text, found nothing: every output contains it")
        }
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        let haystack = ignoresCase ? ScalarText.folded(text) : text
        var missing: [String] = []
        for part in parts {
            let needle = try part.text(for: subject)
            if ScalarText.contains(haystack, needle) {
                if !Variant.needsAll {
                    return .check(true, "contains '\(ScalarText.excerpt(needle))'")
                }
            } else {
                missing.append("'\(ScalarText.excerpt(needle))'")
            }
        }
        if Variant.needsAll, missing.isEmpty {
            return .check(true, parts.count == 1 ? "contains the text" : "contains all texts")
        }
        return .check(
            false, "does not contain \(missing.joined(separator: Variant.needsAll ? ", " : " or "))"
        )
    }
}

/// Which of the three a `ContainsRule` is.
protocol ContainsVariant {
    static var manual: ScorerManual { get }
    static var needsAll: Bool { get }
}

private let caseField = Field.optional(
    "ignore-case", .boolean, "Whether case is ignored, by Unicode's case folding.", default: false)

/// One text.
enum ContainsOne: ContainsVariant {
    static let needsAll = true
    static let manual = ScorerManual(
        "contains", .text, "The output contains the text.", shorthand: "text",
        fields: [.required("text", .template, "The text."), caseField],
        examples: [
            "contains: Canberra", #"contains: {text: "{{ truth }}", ignore-case: true}"#,
        ])
}

/// Every one of several texts.
enum ContainsAll: ContainsVariant {
    static let needsAll = true
    static let manual = ScorerManual(
        "contains-all", .text, "The output contains each of the texts.", shorthand: "text",
        fields: [.required("text", .templates, "The texts."), caseField],
        examples: ["contains-all: [Canberra, Sydney]"])
}

/// At least one of several texts.
enum ContainsAny: ContainsVariant {
    static let needsAll = false
    static let manual = ScorerManual(
        "contains-any", .text, "The output contains at least one of the texts.",
        shorthand: "text",
        fields: [.required("text", .templates, "The texts."), caseField],
        examples: ["contains-any: {text: [round, sphere, oblate], ignore-case: true}"])
}
