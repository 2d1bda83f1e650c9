package import Evaluation
package import LanguageModel
import Workspace

/// A reward model as a scorer of stored samples: the value is the reward, 0 the mean of preferred
/// answers in training, and a pass lies above it.
package struct RewardScorer: Scorer {
    private let model: RewardModel

    package init(_ model: RewardModel) { self.model = model }

    package var name: String { "reward-\(model.name)" }
    package var unit: ScoreUnit { .logOdds }
    package var weight: Double { 0 }
    package var configuration: JSONValue {
        [
            "kind": "reward-model", "version": 1, "name": .string(model.name),
            "sha256": .string(model.hash),
        ]
    }

    package func score(_ subject: ScoringSubject) async -> ScoreOutcome {
        if let failure = subject.failure { return .unscored(failure) }
        do {
            let (model, question, output) = (model, subject.question, subject.output)
            let values = try await ComputeThread.run {
                model.scored([try model.group(question, answers: [output])])[0][0]
            }
            guard !values.isEmpty else { return .unscored("no member could score") }
            let mean = values.reduce(0, +) / Double(values.count)
            let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return ScoreOutcome(
                mean > 0 ? .pass : .fail, value: mean,
                reason: values.count > 1
                    ? "mean reward of \(values.count) members" : "the reward model's reward",
                detail: [
                    "members": .array(values.map { .number($0) }),
                    "disagreement": .number((spread / Double(values.count)).squareRoot()),
                ])
        } catch { return .unscored("\(error)") }
    }
}
