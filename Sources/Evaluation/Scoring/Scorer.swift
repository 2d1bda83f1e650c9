package import LanguageModel

/// A function of a sample that says pass, fail, or could not score.
///
/// Scoring never throws: whatever goes wrong is an outcome with its reason. A scorer is safe to
/// use from many tasks at once.
package protocol Scorer: Sendable {
    /// The scorer's name in tables, unique among the scorers of a sample.
    var name: String { get }
    /// How much it counts in a weighted mean; 0 for a measurement that decides nothing.
    var weight: Double { get }
    /// The scale of its values.
    var unit: ScoreUnit { get }
    /// What it needs besides the stored sample.
    var needs: ScorerNeeds { get }
    /// Whether the last answer's text and the case decide its outcome: such scorers rescore
    /// without conversations being read.
    var readsOutputAlone: Bool { get }
    /// The kind, version, arguments and hashes of all files read: equal for equal scorers.
    var configuration: JSONValue { get }

    /// Scores a sample.
    func score(_ subject: ScoringSubject) async -> ScoreOutcome
}

extension Scorer {
    package var weight: Double { 1 }
    package var unit: ScoreUnit { .share }
    package var needs: ScorerNeeds { [] }
    package var readsOutputAlone: Bool { false }

    /// SHA-256 of the canonical configuration: what manifests and scorings hold.
    package var contentHash: String { SHA256.hex(configuration.serializedBytes()) }
}

/// What a scorer needs besides a stored sample's text.
package struct ScorerNeeds: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// The sampled model itself, to score given texts (`ModelProvider.score`).
    package static let model = ScorerNeeds(rawValue: 1)
    /// The log-probabilities of the generated tokens (`GenerationParameters.logprobs`).
    package static let tokenLogprobs = ScorerNeeds(rawValue: 2)
    /// A judge: a model that passed its competence check.
    package static let judge = ScorerNeeds(rawValue: 4)
    /// Leave to run a program of the user's.
    package static let command = ScorerNeeds(rawValue: 8)
}
