import Providers

/// What the log-probability of an answer is divided by.
enum ChoiceNormalisation: String, Sendable, Hashable, CaseIterable {
    case sum, token, byte

    var summary: String {
        switch self {
        case .sum: "nothing: the probability of the whole answer"
        case .token: "its tokens"
        case .byte: "its UTF-8 bytes"
        }
    }

    /// The normalised log-probability, less the prior's where there is one.
    func value(_ score: ContinuationScore, less prior: ContinuationScore?) -> Double {
        let difference = score.logprob - (prior?.logprob ?? 0)
        switch self {
        case .sum: return difference
        case .token: return difference / Double(max(1, score.tokens))
        case .byte: return difference / Double(max(1, score.bytes))
        }
    }
}
