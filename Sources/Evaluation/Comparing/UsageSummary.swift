/// What one model spent under one prompt. Calls taken from the store count as samples and as
/// reused, and add nothing to time, tokens and money.
package struct UsageSummary: Codable, Sendable, Hashable {
    package var model: String
    package var prompt: String
    package var samples: Int
    package var reused: Int
    package var failed: Int
    /// Tokens of fresh calls; nil where no call was counted.
    package var inputTokens: Int?
    package var outputTokens: Int?
    /// Fresh calls whose service did not count tokens.
    package var callsWithoutTokens: Int
    /// Percentiles over fresh calls that were timed; nil without any.
    package var latencyP50Microseconds: Double?
    package var latencyP90Microseconds: Double?
    package var latencyP99Microseconds: Double?
    package var firstTokenP50Microseconds: Double?
    /// What fresh calls with a known price cost.
    package var knownCostUSD: Double
    /// Fresh calls whose price is unknown: the total is then unknown too.
    package var callsOfUnknownCost: Int

    package enum CodingKeys: String, CodingKey {
        case model, prompt, samples, reused, failed
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case callsWithoutTokens = "calls_without_tokens"
        case latencyP50Microseconds = "latency_p50_microseconds"
        case latencyP90Microseconds = "latency_p90_microseconds"
        case latencyP99Microseconds = "latency_p99_microseconds"
        case firstTokenP50Microseconds = "first_token_p50_microseconds"
        case knownCostUSD = "known_cost_usd"
        case callsOfUnknownCost = "calls_of_unknown_cost"
    }

    package init(
        model: String, prompt: String, samples: Int = 0, reused: Int = 0, failed: Int = 0,
        inputTokens: Int? = nil, outputTokens: Int? = nil, callsWithoutTokens: Int = 0,
        latencyP50Microseconds: Double? = nil, latencyP90Microseconds: Double? = nil,
        latencyP99Microseconds: Double? = nil, firstTokenP50Microseconds: Double? = nil,
        knownCostUSD: Double = 0, callsOfUnknownCost: Int = 0
    ) {
        self.model = model
        self.prompt = prompt
        self.samples = samples
        self.reused = reused
        self.failed = failed
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.callsWithoutTokens = callsWithoutTokens
        self.latencyP50Microseconds = latencyP50Microseconds
        self.latencyP90Microseconds = latencyP90Microseconds
        self.latencyP99Microseconds = latencyP99Microseconds
        self.firstTokenP50Microseconds = firstTokenP50Microseconds
        self.knownCostUSD = knownCostUSD
        self.callsOfUnknownCost = callsOfUnknownCost
    }

    /// The total cost; nil when any part of it is unknown.
    package var costUSD: Double? { callsOfUnknownCost > 0 ? nil : knownCostUSD }
}
