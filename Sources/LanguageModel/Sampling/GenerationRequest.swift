/// What a model is given to continue.
public enum Prompt: Sendable, Hashable {
    /// Token ids as they are.
    case ids([Int32])
    /// Raw text in which special tokens are parsed.
    case text(String)
    /// A conversation, by the model's template, ready for the assistant's answer.
    case messages([Message])
}

/// A request to generate text.
public struct GenerationRequest: Sendable, Hashable {
    /// What to continue.
    public var prompt: Prompt
    /// How to generate. Left unsaid: at most 512 tokens, temperature 0 (greedy), no truncation, no
    /// penalty. `responseFormat`, `tools` and `extra` are refused.
    public var parameters: GenerationParameters
    /// The sample's own seed.
    public var seed: UInt64
    /// How many of the greatest logits before the first new token to report.
    public var topLogits: Int
    /// Whether to go on after the model ends its turn; for measurements.
    public var ignoresEnd: Bool

    /// Makes a request.
    public init(
        _ prompt: Prompt, parameters: GenerationParameters = GenerationParameters(),
        seed: UInt64 = 0, topLogits: Int = 0, ignoresEnd: Bool = false
    ) {
        self.prompt = prompt
        self.parameters = parameters
        self.seed = seed
        self.topLogits = topLogits
        self.ignoresEnd = ignoresEnd
    }
}

/// A token and its logit.
public struct TokenLogit: Sendable, Hashable, Codable {
    /// The token's id.
    public var id: Int32
    /// The logit, before any temperature or penalty.
    public var logit: Float

    /// Makes a pair.
    public init(id: Int32, logit: Float) {
        self.id = id
        self.logit = logit
    }
}

/// A token as it is generated.
public struct GeneratedToken: Sendable, Hashable {
    /// The token's id.
    public var id: Int32
    /// The text that has become certain with it: empty while a character or a possible stop text
    /// is incomplete.
    public var text: String
    /// ln p under the model's own distribution, at temperature 1, before any penalty.
    public var logprob: Double
    /// The likeliest tokens at this position, where asked for.
    public var top: [TokenLogprob.Alternative]

    /// Makes a token.
    public init(
        id: Int32, text: String, logprob: Double, top: [TokenLogprob.Alternative] = []
    ) {
        self.id = id
        self.text = text
        self.logprob = logprob
        self.top = top
    }
}

/// What was generated.
public struct Generation: Sendable, Hashable {
    /// The tokens, the one that ended the turn included.
    public var ids: [Int32] = []
    /// ln p of each token under the model's own distribution: temperature 1, no truncation, no
    /// penalty.
    public var logprobs: [Double] = []
    /// The likeliest tokens at each position; empty unless asked for.
    public var top: [[TokenLogprob.Alternative]] = []
    /// The text, without the end token and without the stop text.
    public var text = ""
    /// `stop` when the model ended its turn or met a stop text, else `length`.
    public var finishReason = FinishReason.length
    /// Tokens read and generated.
    public var usage = TokenUsage(input: 0, output: 0)
    /// The greatest logits before the first new token, greatest first; empty unless asked for.
    public var nextTop: [TokenLogit] = []

    /// Makes an output without tokens.
    public init() {}
}
