import LanguageModel
import Workspace

/// `one-of`: the output is one of several texts.
struct OneOfRule: SingleRule {
    static let manual = ScorerManual(
        "one-of", .text, "The output is one of the texts.",
        notes: """
            White space at both ends is ignored; with `ignore-punctuation` also quotation marks, \
            brackets, asterisks and a full stop around the answer, so that **"Yes".** is Yes.
            """,
        shorthand: "texts",
        fields: [
            .required("texts", .templates, "The texts."),
            .optional("ignore-case", .boolean, "Whether case is ignored.", default: false),
            .optional(
                "ignore-punctuation", .boolean,
                "Whether punctuation around the answer is ignored.", default: false),
        ],
        examples: [
            "one-of: [yes, no, unsure]",
            "one-of: {texts: [yes, no], ignore-case: true, ignore-punctuation: true}",
        ])

    private let texts: [FoldedText]
    private let ignoresCase: Bool
    private let ignoresPunctuation: Bool

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        let ignoresCase = arguments.flag("ignore-case")
        self.ignoresCase = ignoresCase
        ignoresPunctuation = arguments.flag("ignore-punctuation")
        texts = try arguments.texts("texts").map { FoldedText($0, folds: ignoresCase) }
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        let answer = prepared(text)
        for candidate in texts {
            let candidate = try candidate.text(for: subject)
            if ScalarText.equal(answer, prepared(candidate)) {
                return .check(true, "the output is '\(ScalarText.excerpt(candidate))'")
            }
        }
        return .check(
            false, "'\(ScalarText.excerpt(answer))' is none of the \(texts.count) texts")
    }

    private func prepared(_ text: String) -> String {
        var text = ScalarText.trimmed(text)
        if ignoresPunctuation { text = ScalarText.withoutOuterPunctuation(text) }
        return ignoresCase ? ScalarText.folded(text) : text
    }
}

extension ScalarText {
    /// The text without punctuation, symbols and white space at its ends; a text of nothing else
    /// stays as it is.
    static func withoutOuterPunctuation(_ text: String) -> String {
        func isInner(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
                .otherPunctuation, .dashPunctuation, .modifierSymbol, .spaceSeparator, .control,
                .lineSeparator, .paragraphSeparator:
                scalar == "%" || scalar == "#" || scalar == "@" || scalar == "&"
            default: true
            }
        }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: isInner),
            let last = scalars.lastIndex(where: isInner)
        else { return text }
        return String(scalars[first...last])
    }
}
