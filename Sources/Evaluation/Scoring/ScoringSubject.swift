package import LanguageModel
package import Providers
package import Workspace

/// All that a scorer may know of a sample.
package struct ScoringSubject: Sendable {
    /// The case's id.
    package var caseID: String
    /// The case's variables: what `{{ name }}` in a scorer's arguments stands for.
    package var variables: [String: JSONValue]
    /// The case's tags.
    package var tags: [String: String]
    /// The whole conversation, the rendered prompt first.
    package var transcript: [Message]
    /// How many messages at the beginning are the rendered prompt.
    package var promptCount: Int
    /// The last answer's text.
    package var output: String
    /// What is known of the answer besides its text.
    package var reply: ReplyFacts
    /// Why there is no usable output; every scorer then says "could not score".
    package var failure: String?
    /// The sampled model, for scorers that ask it for log-probabilities; nil when rescoring.
    package var model: (any ModelProvider)?
    /// The sample's seed, which judging calls use too.
    package var seed: UInt64

    package init(
        caseID: String = "", variables: [String: JSONValue] = [:], tags: [String: String] = [:],
        transcript: [Message] = [], promptCount: Int? = nil, output: String,
        reply: ReplyFacts = ReplyFacts(), failure: String? = nil,
        model: (any ModelProvider)? = nil, seed: UInt64 = 0
    ) {
        self.caseID = caseID
        self.variables = variables
        self.tags = tags
        self.transcript = transcript
        self.promptCount =
            promptCount ?? (transcript.lastIndex { $0.role != .assistant }.map { $0 + 1 } ?? 0)
        self.output = output
        self.reply = reply
        self.failure = failure
        self.model = model
        self.seed = seed
    }

    /// The subject that a stored sample makes.
    package init(_ sample: Sample, of snapshot: CaseSnapshot, model: (any ModelProvider)? = nil) {
        self.init(
            caseID: sample.caseID, variables: snapshot.vars, tags: snapshot.tags,
            transcript: sample.transcript, promptCount: sample.promptCount, output: sample.output,
            reply: ReplyFacts(sample), failure: sample.failure?.message, model: model,
            seed: sample.seed)
    }

    /// The texts of all answers that the model gave, in order; never those that the case gave it.
    package var answers: [String] {
        let own = transcript.dropFirst(promptCount).filter { $0.role == .assistant }.map(\.text)
        return own.isEmpty ? [output] : own
    }

    /// The conversation before the last answer.
    package var question: [Message] {
        guard let last = transcript.lastIndex(where: { $0.role == .assistant }),
            last >= promptCount
        else { return transcript }
        return Array(transcript[..<last])
    }
}

/// What is known of an answer besides its text.
package struct ReplyFacts: Sendable, Hashable {
    /// Why it ended.
    package var finishReason: FinishReason?
    /// Tokens, where counted.
    package var usage: TokenUsage?
    /// Microseconds, retries and waiting left out; nil where not measured.
    package var latency: Int?
    /// The price in billionths of a dollar; nil where unknown, which never is 0.
    package var cost: Int?
    /// Whether the answer came from the store: its latency and cost are not this run's.
    package var isReused: Bool
    /// Log-probabilities of the generated tokens, where asked for and offered.
    package var logprobs: [TokenLogprob]?

    package init(
        finishReason: FinishReason? = nil, usage: TokenUsage? = nil, latency: Int? = nil,
        cost: Int? = nil, isReused: Bool = false, logprobs: [TokenLogprob]? = nil
    ) {
        self.finishReason = finishReason
        self.usage = usage
        self.latency = latency
        self.cost = cost
        self.isReused = isReused
        self.logprobs = logprobs
    }

    /// The facts that a stored sample keeps.
    package init(_ sample: Sample) {
        self.init(
            finishReason: sample.finishReason, usage: sample.usage, latency: sample.latency,
            cost: sample.cost, isReused: sample.isReused,
            logprobs: sample.logprobs.flatMap(TokenLogprob.list))
    }
}

extension TokenLogprob {
    /// The log-probabilities in a stored list of `{token, logprob}`; nil where it is none.
    static func list(_ json: JSONValue) -> [TokenLogprob]? {
        guard let items = json.array else { return nil }
        var list: [TokenLogprob] = []
        list.reserveCapacity(items.count)
        for item in items {
            guard let token = item["token"]?.string, let logprob = item["logprob"]?.double else {
                return nil
            }
            list.append(TokenLogprob(token: token, id: item["id"]?.int, logprob: logprob))
        }
        return list
    }
}
