/// How text is generated. A field that is nil is left to the model's or the service's default.
public struct GenerationParameters: Sendable, Hashable, Codable {
    /// The most tokens to generate, at least 1.
    public var maxTokens: Int?
    /// The divisor of the logits; 0 is greedy.
    public var temperature: Double?
    /// Keep the k most likely tokens; at least 1.
    public var topK: Int?
    /// Keep the smallest set whose probability reaches p, in (0, 1].
    public var topP: Double?
    /// Keep tokens at least this fraction as likely as the likeliest, in [0, 1].
    public var minP: Double?
    /// Divides positive and multiplies negative logits of tokens seen; 1 is off.
    public var repetitionPenalty: Double?
    /// Texts at which generation ends; they are left out of the output.
    public var stop: [String]
    /// Whether to report the log-probability of each generated token.
    public var logprobs: Bool
    /// How many alternatives to report at each position.
    public var topLogprobs: Int?
    /// Passed to the service as it is (JSON mode, JSON Schema).
    public var responseFormat: JSONValue?
    /// Tool definitions, passed to the service as they are.
    public var tools: JSONValue?
    /// Further fields for the service, by its own names.
    public var extra: [String: JSONValue]

    /// Makes parameters; everything unsaid is left to the model.
    public init(
        maxTokens: Int? = nil, temperature: Double? = nil, topK: Int? = nil, topP: Double? = nil,
        minP: Double? = nil, repetitionPenalty: Double? = nil, stop: [String] = [],
        logprobs: Bool = false, topLogprobs: Int? = nil, responseFormat: JSONValue? = nil,
        tools: JSONValue? = nil, extra: [String: JSONValue] = [:]
    ) {
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.minP = minP
        self.repetitionPenalty = repetitionPenalty
        self.stop = stop
        self.logprobs = logprobs
        self.topLogprobs = topLogprobs
        self.responseFormat = responseFormat
        self.tools = tools
        self.extra = extra
    }
}
