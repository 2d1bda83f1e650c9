import LanguageModel
import Workspace

/// `cost`: what the answer cost.
struct CostRule: SingleRule {
    static let manual = ScorerManual(
        "cost", .measurement, "The answer cost no more than a number of US dollars.",
        notes: """
            An unknown price is not 0: the sample then could not be scored, as one that came from \
            the store and cost nothing in this run.
            """,
        shorthand: "max",
        fields: [.required("max", .nonNegative, "The most dollars that pass.")],
        examples: ["cost: 0.002"], readsText: false)

    let unit = ScoreUnit.dollars
    private let maximum: Double

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        maximum = arguments.number("max") ?? .infinity
    }

    func score(_ text: String, of subject: ScoringSubject) throws(Unscorable) -> ScoreOutcome {
        if subject.reply.isReused {
            throw Unscorable("the answer came from the store; run with --fresh to pay for it again")
        }
        guard let cost = subject.reply.cost else {
            throw Unscorable("the price of this model is unknown; add it to conduct.yaml")
        }
        let dollars = Double(cost) / 1_000_000_000
        return .measured(dollars, passes: dollars <= maximum, "\(dollars) dollars")
    }
}
