package import LanguageModel
import Providers
import Workspace

/// A trained reward model, as far as a scorer needs it.
package protocol RewardSource: Sendable {
    /// SHA-256 over its numbers.
    var hash: String { get }

    /// The reward of an answer to a conversation by each member of the ensemble.
    ///
    /// - Throws: whatever keeps the answer from being scored.
    func rewards(of answer: String, to question: [Message]) async throws -> [Double]
}

/// `reward`: a trained reward model likes the output.
struct RewardRule: SingleRule {
    static let manual = ScorerManual(
        "reward", .delegated, "A reward model trained here gives the output a high enough reward.",
        notes: """
            The value is the mean reward over the ensemble's members. Only differences between \
            rewards are learnt; 0 is the mean of the preferred answers in its training. A reward \
            model is a model: what it was trained on and how far its odds are off stands in its \
            training's report. Train one with `conduct align reward`.
            """,
        shorthand: "model",
        fields: [
            .required("model", .label, "The reward model's name."),
            .optional("min", .anyNumber, "The least reward that passes.", default: 0),
        ],
        examples: ["reward: my-reward", "reward: {model: my-reward, min: 1}"])

    let unit = ScoreUnit.logOdds
    private let name: String
    private let minimum: Double
    private let source: (any RewardSource)?

    init(_ arguments: ScorerArguments) throws(DocumentError) {
        name = arguments.word("model") ?? ""
        minimum = arguments.number("min") ?? 0
        source = arguments.environment.rewardModel(name)
    }

    var identity: [String: JSONValue] { ["sha256": source.map { .string($0.hash) } ?? .null] }

    func score(_ text: String, of subject: ScoringSubject) async throws(Unscorable)
        -> ScoreOutcome
    {
        guard let source else {
            throw Unscorable(
                "there is no reward model '\(name)' at hand; train one with conduct align reward")
        }
        let values: [Double]
        do { values = try await source.rewards(of: text, to: subject.question) } catch {
            throw Unscorable("\(error)")
        }
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else {
            throw Unscorable("the reward model gave no number")
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance =
            values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return .measured(
            mean, passes: mean >= minimum,
            "reward \(NumberText.rounded(mean)), least \(NumberText.rounded(minimum))",
            detail: [
                "members": .array(values.map { .number($0) }),
                "disagreement": .number(variance.squareRoot()),
            ])
    }
}
