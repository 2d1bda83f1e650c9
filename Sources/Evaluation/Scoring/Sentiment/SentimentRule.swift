import LanguageModel
import Workspace

/// `sentiment`: the output praises more than it blames.
struct SentimentRule: SingleRule {
    static let manual = ScorerManual(
        "sentiment", .behaviour, "The output praises more than it blames.",
        notes: """
            Needs no model. The value is a share from 0 (all blame) to 1 (all praise), one half where \
            nothing speaks for either; a pass lies above one half. English only: a lexicon with \
            strengths, negations within a clause ("not good", "never fails to please"), words of \
            degree, and "but". It reads words, not meaning: irony and plots ("the hero dies") \
            escape it, and a text that strings praise together is praised. As a reward it will be \
            gamed, which is what it is for: studies of reward against divergence.

            Its accuracy was measured once, on 240 sentences with as many of praise as of blame \
            that were not used to make it: 137 of 140 without a negation were right, 92 of 100 with \
            one; no verdict counts as wrong. The sentences have the same author as the lexicon, so \
            this flatters it.
            """,
        examples: ["sentiment: true", "not-sentiment: true"])

    private static let reader = SentimentReader()

    init(_ arguments: ScorerArguments) throws(DocumentError) {}

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        let reading = Self.reader.read(text)
        guard reading.hasWords else { throw Unscorable("the output has no word") }
        let words = reading.words
        let list = words.prefix(8).map(\.word).joined(separator: ", ")
        return .measured(
            reading.share, passes: reading.share > 0.5,
            words.isEmpty ? "no word of praise or blame" : "praise or blame: \(list)",
            detail: [
                "words": .array(
                    words.map { ["word": .string($0.word), "counts": .number($0.value)] })
            ])
    }
}
