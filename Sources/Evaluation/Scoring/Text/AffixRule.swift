import LanguageModel
import Workspace

/// `starts-with` and `ends-with`.
struct AffixRule<Variant: AffixVariant>: SingleRule {
    static var manual: ScorerManual { Variant.manual }

    private let affixes: [FoldedText]
    private let ignoresCase: Bool
    private let trims: Bool

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        let ignoresCase = arguments.flag("ignore-case")
        self.ignoresCase = ignoresCase
        trims = arguments.flag("trim")
        affixes = try arguments.texts("text").map { FoldedText($0, folds: ignoresCase) }
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        var text = trims ? ScalarText.trimmed(text) : text
        if ignoresCase { text = ScalarText.folded(text) }
        var wanted: [String] = []
        for affix in affixes {
            let affix = try affix.text(for: subject)
            if Variant.has(text, affix) {
                return .check(true, "\(Variant.verb) '\(ScalarText.excerpt(affix))'")
            }
            wanted.append("'\(ScalarText.excerpt(affix))'")
        }
        return .check(false, "nowhere \(Variant.verb) \(wanted.joined(separator: " or "))")
    }
}

/// Which end an `AffixRule` looks at.
protocol AffixVariant {
    static var manual: ScorerManual { get }
    static var verb: String { get }
    static func has(_ text: String, _ affix: String) -> Bool
}

private let affixFields: [Field] = [
    .required("text", .templates, "The text, or several of which one is enough."),
    .optional("ignore-case", .boolean, "Whether case is ignored.", default: false),
    .optional("trim", .boolean, "Whether white space at both ends is ignored.", default: false),
]

/// The beginning.
enum StartsWith: AffixVariant {
    static let verb = "starts with"
    static func has(_ text: String, _ affix: String) -> Bool {
        ScalarText.starts(text, with: affix)
    }
    static let manual = ScorerManual(
        "starts-with", .text, "The output begins with the text.", shorthand: "text",
        fields: affixFields,
        examples: ["starts-with: {text: [\"Yes\", \"No\"], trim: true}"])
}

/// The end.
enum EndsWith: AffixVariant {
    static let verb = "ends with"
    static func has(_ text: String, _ affix: String) -> Bool { ScalarText.ends(text, with: affix) }
    static let manual = ScorerManual(
        "ends-with", .text, "The output ends with the text.", shorthand: "text",
        fields: affixFields,
        examples: ["ends-with: \"?\""])
}
