import LanguageModel
import Workspace

/// `rouge`: overlap with reference texts.
struct ROUGERule: SingleRule {
    private enum Metric: String, CaseIterable {
        case rouge1, rouge2, rouge3, rouge4
        case rougeL = "rouge-l"
        case rougeLsum = "rouge-lsum"

        var kind: ROUGE.Kind {
            switch self {
            case .rouge1: .grams(1)
            case .rouge2: .grams(2)
            case .rouge3: .grams(3)
            case .rouge4: .grams(4)
            case .rougeL: .subsequence
            case .rougeLsum: .subsequenceOfLines
            }
        }

        var summary: String {
            switch self {
            case .rouge1: "single words"
            case .rouge2: "pairs of words"
            case .rouge3: "three words in a row"
            case .rouge4: "four words in a row"
            case .rougeL: "the longest common subsequence"
            case .rougeLsum: "the same, line by line"
            }
        }
    }

    private enum Measure: String, CaseIterable {
        case f, precision, recall

        var summary: String {
            switch self {
            case .f: "the harmonic mean of the other two"
            case .precision: "the share of the output that the reference has"
            case .recall: "the share of the reference that the output has"
            }
        }

        func value(_ rouge: ROUGE) -> Double {
            switch self {
            case .f: rouge.fMeasure
            case .precision: rouge.precision
            case .recall: rouge.recall
            }
        }
    }

    static let manual = ScorerManual(
        "rouge", .similarity, "The output shares enough words with a reference.",
        notes: """
            Lin 2004 (https://aclanthology.org/W04-1013), equal to Google's `rouge-score`: small \
            letters, words of a–z and 0–9 only, so that other scripts need `words: unicode`, \
            which no published number uses. `stemmed` is its `use_stemmer=True`. With several \
            references the one with the best F counts.
            """,
        shorthand: "reference",
        fields: [
            .required("reference", .templates, "The reference text, or several."),
            .optional(
                "metric", .words(of: Metric.self, \.summary), "What is compared.",
                default: "rouge-l"),
            .optional(
                "measure", .words(of: Measure.self, \.summary), "Which number is the value.",
                default: "f"),
            .optional(
                "words", .words(of: ROUGEWords.self, \.summary), "How words are cut.",
                default: "ascii"),
            .optional("min", .fraction, "The least value that passes.", default: 0.5),
        ],
        examples: [#"rouge: {reference: "{{ summary }}", metric: rouge-lsum, min: 0.3}"#])

    private let references: [TextArgument]
    private let metric: Metric
    private let measure: Measure
    private let words: ROUGEWords
    private let minimum: Double

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        references = try arguments.texts("reference")
        metric = arguments.word("metric", .rougeL)
        measure = arguments.word("measure", .f)
        words = arguments.word("words", .ascii)
        minimum = arguments.number("min") ?? 0.5
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        var best: ROUGE?
        for reference in references {
            let reference = try reference.text(for: subject)
            guard
                let rouge = ROUGE(metric.kind, output: text, reference: reference, words: words)
            else { throw Unscorable("the output is too long for \(metric.rawValue)") }
            if rouge.fMeasure > best?.fMeasure ?? -1 { best = rouge }
        }
        guard let best else { throw Unscorable("there is no reference") }
        let value = measure.value(best)
        return .measured(
            value, passes: value >= minimum,
            "\(metric.rawValue) \(measure.rawValue) \(NumberText.rounded(value)), least \(NumberText.rounded(minimum))",
            detail: [
                "precision": .number(best.precision), "recall": .number(best.recall),
                "f": .number(best.fMeasure),
            ])
    }
}

extension ROUGEWords {
    var summary: String {
        switch self {
        case .ascii: "runs of a–z and 0–9, as rouge-score"
        case .stemmed: "the same, then Porter's stemmer, as rouge-score with use_stemmer"
        case .unicode: "the words of Unicode's annex 29, for every script"
        }
    }
}
