/// Why generation ended.
public enum FinishReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// The model ended its turn or met a stop text.
    case stop
    /// The token limit was reached.
    case length
    /// The model asked for a tool.
    case toolCalls = "tool_calls"
    /// The service withheld the answer.
    case contentFilter = "content_filter"
    /// Anything that the service names otherwise.
    case other
}

/// Tokens counted by whoever ran the model.
public struct TokenUsage: Sendable, Hashable, Codable {
    /// Tokens of the prompt.
    public var input: Int
    /// Tokens generated.
    public var output: Int
    /// Prompt tokens served from a cache, where told.
    public var cachedInput: Int?

    /// Makes a count.
    public init(input: Int, output: Int, cachedInput: Int? = nil) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
    }
}

/// A token with its natural log-probability.
public struct TokenLogprob: Sendable, Hashable, Codable {
    /// The token's text; bytes that are not UTF-8 by themselves are shown as U+FFFD.
    public var token: String
    /// The token's id, where known.
    public var id: Int?
    /// ln p, at most 0.
    public var logprob: Double
    /// The likeliest tokens at this position, best first; empty unless asked for.
    public var top: [Alternative]

    /// A token that could have stood here.
    public struct Alternative: Sendable, Hashable, Codable {
        /// The token's text.
        public var token: String
        /// The token's id, where known.
        public var id: Int?
        /// ln p, at most 0.
        public var logprob: Double

        /// Makes an alternative.
        public init(token: String, id: Int? = nil, logprob: Double) {
            self.token = token
            self.id = id
            self.logprob = logprob
        }
    }

    /// Makes a token's log-probability.
    public init(token: String, id: Int? = nil, logprob: Double, top: [Alternative] = []) {
        self.token = token
        self.id = id
        self.logprob = logprob
        self.top = top
    }
}
