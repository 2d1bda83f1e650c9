import LanguageModel
import Workspace

/// A kind of scorer: what it says of itself and what it does.
///
/// Name, weight, `not-`, target and missing output are `ConfiguredScorer`'s business; a rule sees
/// one text.
protocol ScoringRule: Sendable {
    /// What the kind says of itself.
    static var manual: ScorerManual { get }

    /// The scale of the values.
    var unit: ScoreUnit { get }
    /// What is needed besides the text.
    var needs: ScorerNeeds { get }

    /// What decides the results besides the arguments: a judge's identity.
    var identity: [String: JSONValue] { get }

    /// Scores one text of a sample.
    ///
    /// - Throws: why it could not be scored.
    func score(_ text: String, of subject: ScoringSubject) async throws(Unscorable) -> ScoreOutcome
}

extension ScoringRule {
    var unit: ScoreUnit { .share }
    var needs: ScorerNeeds { [] }
    var identity: [String: JSONValue] { [:] }
}

/// A kind that is made from arguments: all but the sets.
protocol ArgumentRule: ScoringRule {
    /// The rules that arguments ask for; nearly always one.
    ///
    /// - Throws: what the arguments' shape could not tell, at its place.
    static func rules(_ arguments: ScorerArguments) throws(DocumentError) -> [AspectRule]
}

/// A rule that arguments make just one of.
protocol SingleRule: ArgumentRule {
    init(_ arguments: ScorerArguments) throws(DocumentError)
}

extension SingleRule {
    static func rules(_ arguments: ScorerArguments) throws(DocumentError) -> [AspectRule] {
        [AspectRule(rule: try Self(arguments))]
    }
}

/// A rule, and which of several of its kind it is.
struct AspectRule {
    var rule: any ScoringRule
    /// Tells several rules of one scorer apart: "logprob", "text".
    var aspect: String?
}

/// Why a text could not be scored.
struct Unscorable: Error {
    let reason: String
    var detail: JSONValue?

    init(_ reason: String, detail: JSONValue? = nil) {
        self.reason = reason
        self.detail = detail
    }
}
