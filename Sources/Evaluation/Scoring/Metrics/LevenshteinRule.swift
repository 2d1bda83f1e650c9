import LanguageModel
import Workspace

/// `levenshtein`: the output is near a text, by edits.
struct LevenshteinRule: SingleRule {
    static let manual = ScorerManual(
        "levenshtein", .similarity,
        "The output is near a text: few insertions, deletions and replacements of a scalar.",
        notes: """
            The value is the similarity 1 − edits ÷ the longer length, in Unicode scalars. With \
            several texts the nearest counts. Two texts of more than about 130,000 scalars each \
            are not compared.
            """,
        shorthand: "text",
        fields: [
            .required("text", .templates, "The text, or several."),
            .optional("min-similarity", .fraction, "The least similarity that passes."),
            .optional("max-distance", .integer(0...Int.max), "The most edits that pass."),
            .optional("ignore-case", .boolean, "Whether case is ignored.", default: false),
        ],
        atMostOne: [["min-similarity", "max-distance"]],
        examples: [
            "levenshtein: {text: Canberra, max-distance: 1}",
            #"levenshtein: {text: "{{ truth }}", min-similarity: 0.9}"#,
        ])

    private static let defaultSimilarity = 0.8
    private let texts: [FoldedText]
    private let ignoresCase: Bool
    private let minimum: Double
    private let maximumDistance: Int?

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        let ignoresCase = arguments.flag("ignore-case")
        self.ignoresCase = ignoresCase
        texts = try arguments.texts("text").map { FoldedText($0, folds: ignoresCase) }
        minimum = arguments.number("min-similarity") ?? Self.defaultSimilarity
        maximumDistance = arguments.whole("max-distance")
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        let own = (ignoresCase ? ScalarText.folded(text) : text).unicodeScalars.map(\.value)
        var best: (similarity: Double, distance: Int)?
        for candidate in texts {
            let other = try candidate.text(for: subject).unicodeScalars.map(\.value)
            guard let distance = Levenshtein.distance(own, other) else {
                throw Unscorable(
                    "the texts are too long to compare: \(own.count) and \(other.count) scalars")
            }
            let similarity = Levenshtein.similarity(
                distance: distance, lengths: (own.count, other.count))
            if best.map({ similarity > $0.similarity }) ?? true { best = (similarity, distance) }
        }
        guard let best else { throw Unscorable("there is no text to compare with") }
        let passes = maximumDistance.map { best.distance <= $0 } ?? (best.similarity >= minimum)
        return .measured(
            best.similarity, passes: passes,
            "\(best.distance) edits, similarity \(NumberText.rounded(best.similarity))",
            detail: ["distance": .integer(best.distance)])
    }
}
