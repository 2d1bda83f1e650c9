package import LanguageModel
package import Workspace

/// What a scorer says of a sample.
package struct ScoreOutcome: Sendable, Hashable {
    /// Pass, fail, or could not score.
    package var verdict: Verdict
    /// The number behind the verdict, in the scorer's unit; nil where there is none. A plain
    /// check has 1 for pass and 0 for fail.
    package var value: Double?
    /// One sentence that says why. It may quote the output, so it is as untrusted as that.
    package var reason: String
    /// What else there is to show.
    package var detail: JSONValue?
    /// Microseconds that model calls of the scorer took; nil for scorers without one.
    package var latency: Int?
    /// Tokens that model calls of the scorer used, where counted.
    package var usage: TokenUsage?

    package init(
        _ verdict: Verdict, value: Double?, reason: String, detail: JSONValue? = nil,
        latency: Int? = nil, usage: TokenUsage? = nil
    ) {
        self.verdict = verdict
        self.value = value
        self.reason = reason
        self.detail = detail
        self.latency = latency
        self.usage = usage
    }

    /// A check with two outcomes: 1 for pass, 0 for fail.
    static func check(_ holds: Bool, _ reason: String, detail: JSONValue? = nil) -> ScoreOutcome {
        ScoreOutcome(holds ? .pass : .fail, value: holds ? 1 : 0, reason: reason, detail: detail)
    }

    /// A measurement with a verdict.
    static func measured(
        _ value: Double, passes: Bool, _ reason: String, detail: JSONValue? = nil
    ) -> ScoreOutcome {
        ScoreOutcome(passes ? .pass : .fail, value: value, reason: reason, detail: detail)
    }

    /// The scorer could not decide, and why.
    package static func unscored(_ reason: String, detail: JSONValue? = nil) -> ScoreOutcome {
        ScoreOutcome(.unscored, value: nil, reason: reason, detail: detail)
    }
}

/// The scale of a scorer's values.
package enum ScoreUnit: String, Sendable, Hashable, Codable, CaseIterable {
    /// From 0 (worst) to 1 (best).
    case share
    /// A count: scalars, words, edits.
    case count
    /// Milliseconds.
    case milliseconds
    /// US dollars.
    case dollars
    /// exp of the mean negative log-probability of a token, at least 1.
    case perplexity
    /// A difference of natural log-probabilities; above 0 the right answer is the likelier.
    case logOdds = "log-odds"
}

extension ScoreOutcome {
    /// What the outcome counts in a weighted mean, 0 to 1: the value where it is a share, else 1
    /// for pass and 0 for fail; nil for "could not score".
    package func credit(in unit: ScoreUnit) -> Double? {
        switch verdict {
        case .unscored: nil
        case .pass, .fail:
            unit == .share ? (value ?? (verdict == .pass ? 1 : 0)) : (verdict == .pass ? 1 : 0)
        }
    }

    /// The outcome under `not-`: pass and fail change places, a share becomes its rest, a
    /// measurement stays, and "could not score" stays what it is.
    func negated(in unit: ScoreUnit) -> ScoreOutcome {
        var outcome = self
        switch verdict {
        case .pass: outcome.verdict = .fail
        case .fail: outcome.verdict = .pass
        case .unscored: return self
        }
        if unit == .share { outcome.value = value.map { 1 - $0 } }
        return outcome
    }
}
