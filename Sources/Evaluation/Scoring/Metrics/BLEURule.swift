import LanguageModel
import Workspace

/// `bleu`: n-gram precision against reference translations.
struct BLEURule: SingleRule {
    static let manual = ScorerManual(
        "bleu", .similarity, "The output shares enough n-grams with the references.",
        notes: """
            Sentence BLEU (Papineni et al. 2002, doi:10.3115/1073083.1073135) equal to \
            sacrebleu's, divided by 100: tokenizer 13a, exponential smoothing, effective order, \
            all references at once. It was made for corpora and Western scripts: take the value \
            of one short sentence with care. The counts are kept, so that a corpus's BLEU can be \
            computed from them.
            """,
        shorthand: "reference",
        fields: [
            .required("reference", .templates, "The reference text, or several."),
            .optional("min", .fraction, "The least value that passes.", default: 0.5),
        ],
        examples: [#"bleu: {reference: "{{ translation }}", min: 0.3}"#])

    private let references: [TextArgument]
    private let minimum: Double

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        references = try arguments.texts("reference")
        minimum = arguments.number("min") ?? 0.5
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        var texts: [String] = []
        for reference in references { texts.append(try reference.text(for: subject)) }
        let bleu = BLEU(hypothesis: text, references: texts)
        let value = bleu.score(effectiveOrder: true)
        return .measured(
            value, passes: value >= minimum,
            "BLEU \(NumberText.rounded(value)), least \(NumberText.rounded(minimum))",
            detail: [
                "matches": .array(bleu.matches.map(JSONValue.integer)),
                "totals": .array(bleu.totals.map(JSONValue.integer)),
                "length": .integer(bleu.length),
                "reference_length": .integer(bleu.referenceLength),
            ])
    }
}
