/// A continuation whose log-probability is wanted.
public struct ScoringRequest: Sendable, Hashable {
    /// The whole sequence.
    public var ids: [Int32]
    /// The index of the first token to score, at least 1; the ones before are the context.
    public var first: Int

    /// Scores every token after the first.
    public init(ids: [Int32]) { self.init(ids: ids, first: 1) }

    /// Scores the tokens from an index on.
    public init(ids: [Int32], first: Int) {
        self.ids = ids
        self.first = first
    }
}

/// The log-probabilities of given tokens.
public struct ScoredTokens: Sendable, Hashable, Codable {
    /// The tokens that were scored.
    public var ids: [Int32]
    /// ln p of each, given all before it.
    public var logprobs: [Double]
    /// How many UTF-8 bytes the tokens stand for.
    public var bytes: Int

    /// Makes a result.
    public init(ids: [Int32], logprobs: [Double], bytes: Int) {
        self.ids = ids
        self.logprobs = logprobs
        self.bytes = bytes
    }

    /// The sum of ln p.
    public var sum: Double { logprobs.reduce(0, +) }
    /// How many tokens were scored.
    public var tokens: Int { ids.count }
    /// The mean of ln p; 0 for no tokens.
    public var perToken: Double { tokens == 0 ? 0 : sum / Double(tokens) }
    /// ln p per byte; 0 for no bytes.
    public var perByte: Double { bytes == 0 ? 0 : sum / Double(bytes) }
}
