package import LanguageModel
import Workspace

/// A scorer as a suite has it: a rule with a name, a weight, perhaps `not-`, and its target.
package struct ConfiguredScorer: Scorer {
    package let name: String
    /// The kind without `not-`.
    package let kind: String
    package let weight: Double
    package let isNegated: Bool
    package let configuration: JSONValue
    let rule: any ScoringRule
    let target: ScoringTarget

    init(
        _ rule: any ScoringRule, aspect: String? = nil, name: String, weight: Double = 1,
        isNegated: Bool = false, target: ScoringTarget = .last, arguments: [String: JSONValue]
    ) {
        let manual = type(of: rule).manual
        self.rule = rule
        self.name = name
        self.kind = manual.kind
        self.weight = weight
        self.isNegated = isNegated
        self.target = target
        var members = arguments.merging(rule.identity, uniquingKeysWith: { $1 })
        members["kind"] = .string(manual.kind)
        members["version"] = .integer(manual.version)
        members["weight"] = weight == 1 ? nil : .number(weight)
        members["not"] = isNegated ? true : nil
        members["target"] = target == .last ? nil : .string(target.rawValue)
        members["aspect"] = aspect.map(JSONValue.string)
        configuration = .object(members)
    }

    package var unit: ScoreUnit { rule.unit }
    package var needs: ScorerNeeds { rule.needs }

    package var readsOutputAlone: Bool {
        guard target == .last, rule.needs.isEmpty else { return false }
        switch type(of: rule).manual.group {
        case .text, .structure, .similarity, .behaviour: return true
        case .choice, .measurement, .delegated, .sets: return false
        }
    }

    package func score(_ subject: ScoringSubject) async -> ScoreOutcome {
        if let failure = subject.failure { return .unscored("there is no output: \(failure)") }
        switch target {
        case .last: return await score(subject.output, of: subject)
        case .transcript:
            return await score(ScoringTarget.text(of: subject.transcript), of: subject)
        case .every:
            var outcomes: [ScoreOutcome] = []
            for answer in subject.answers { outcomes.append(await score(answer, of: subject)) }
            return ScoringTarget.combined(outcomes)
        }
    }

    private func score(_ text: String, of subject: ScoringSubject) async -> ScoreOutcome {
        let outcome: ScoreOutcome
        do {
            outcome = try await rule.score(text, of: subject)
        } catch {
            return .unscored(error.reason, detail: error.detail)
        }
        return isNegated ? outcome.negated(in: rule.unit) : outcome
    }
}
