import LanguageModel
import Workspace

/// Which text of a sample a scorer takes.
enum ScoringTarget: String, Sendable, Hashable, CaseIterable {
    /// The last answer.
    case last
    /// Every answer by itself: the sample passes when all of them do.
    case every
    /// The whole conversation as one text.
    case transcript

    var summary: String {
        switch self {
        case .last: "the last answer"
        case .every: "every answer, all of which must pass; the value is their mean"
        case .transcript: "the whole conversation as one text, each message under [role]"
        }
    }

    /// The conversation as one text: each message under its role in brackets, tool calls as JSON.
    static func text(of transcript: [Message]) -> String {
        transcript.map { message in
            var text = "[\(message.role.rawValue)]\n\(message.text)"
            for call in message.toolCalls {
                text += "\n[call \(call.name)] \(call.arguments.serialized())"
            }
            return text
        }.joined(separator: "\n\n")
    }

    /// One outcome of the outcomes of several answers.
    ///
    /// A failed answer fails the sample. With none, an answer that could not be scored leaves the
    /// sample unscored: what is not known is no pass.
    static func combined(_ outcomes: [ScoreOutcome]) -> ScoreOutcome {
        guard outcomes.count > 1 else {
            return outcomes.first ?? .unscored("there is no answer to score")
        }
        let values = outcomes.compactMap(\.value)
        let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        let detail = JSONValue.array(
            outcomes.map { outcome in
                [
                    "verdict": .string(outcome.verdict.rawValue),
                    "value": outcome.value.map(JSONValue.number) ?? .null,
                    "reason": .string(outcome.reason),
                ]
            })
        func first(_ verdict: Verdict) -> (Int, ScoreOutcome)? {
            outcomes.enumerated().first { $0.element.verdict == verdict }.map {
                ($0.offset + 1, $0.element)
            }
        }
        var combined: ScoreOutcome
        if let (number, outcome) = first(.fail) {
            combined = ScoreOutcome(
                .fail, value: mean, reason: "answer \(number) fails: \(outcome.reason)")
        } else if let (number, outcome) = first(.unscored) {
            combined = .unscored("answer \(number): \(outcome.reason)")
        } else {
            combined = ScoreOutcome(
                .pass, value: mean, reason: "all \(outcomes.count) answers pass")
        }
        combined.detail = ["answers": detail]
        combined.latency = outcomes.compactMap(\.latency).reduce(nil) { ($0 ?? 0) + $1 }
        return combined
    }
}
