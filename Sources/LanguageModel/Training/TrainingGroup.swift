/// One prompt and its completions, computed together: the prompt goes through the model once.
///
/// A preference pair has two completions, K samples of a prompt have K, a plain text has one whose
/// prompt is its first token.
public struct TrainingGroup: Sendable, Hashable {
    /// One continuation of the prompt.
    public struct Completion: Sendable, Hashable {
        /// The continuation's tokens, at least one.
        public var ids: [Int32]
        /// For each token whether its log-probability is wanted; nil means all.
        public var counted: [Bool]?

        /// Makes a completion.
        public init(ids: [Int32], counted: [Bool]? = nil) {
            self.ids = ids
            self.counted = counted
        }

        /// How many tokens count.
        public var countedCount: Int {
            counted.map { $0.reduce(0) { $0 + ($1 ? 1 : 0) } } ?? ids.count
        }
    }

    /// The tokens that all completions follow, at least one.
    public var prompt: [Int32]
    /// The continuations, at least one.
    public var completions: [Completion]

    /// Makes a group.
    public init(prompt: [Int32], completions: [Completion]) {
        self.prompt = prompt
        self.completions = completions
    }

    /// Makes a group whose completions count whole.
    public init(prompt: [Int32], completions: [[Int32]]) {
        self.init(prompt: prompt, completions: completions.map { Completion(ids: $0) })
    }

    /// The group of a conversation or text: everything before the first counted token is the
    /// prompt.
    ///
    /// - Parameters:
    ///   - ids: the whole sequence.
    ///   - counted: for each token whether it counts; the first never can.
    public init(ids: [Int32], counted: [Bool]) {
        let first = counted.indices.dropFirst().first { counted[$0] } ?? max(1, ids.count - 1)
        self.init(
            prompt: Array(ids[..<first]),
            completions: [
                Completion(ids: Array(ids[first...]), counted: Array(counted[first...]))
            ])
    }

    /// How many tokens a trainer without prefix sharing would put through the model: prompt and
    /// completion for every completion.
    public var unsharedTokenCount: Int {
        completions.reduce(0) { $0 + prompt.count + $1.ids.count }
    }
}

/// At which states the scalar heads are read.
public enum HeadPlaces: Sendable, Hashable {
    /// Nowhere.
    case none
    /// At each completion's last token: a reward.
    case last
    /// At the states that predict each counted token: PPO's values.
    case predicting
}

/// What the forward pass gives for a completion.
public struct CompletionResult: Sendable, Hashable {
    /// ln p of each counted token, in order.
    public var logprobs: [Double]
    /// The entropy of the distribution that each counted token was drawn from, in nats; empty
    /// unless asked for.
    public var entropies: [Double]
    /// What each head reads, by its name: one value, or one for each counted token.
    public var heads: [String: [Double]]

    /// The sum of `logprobs`.
    public var logprob: Double { logprobs.reduce(0, +) }

    /// Makes a result.
    public init(
        logprobs: [Double], entropies: [Double] = [], heads: [String: [Double]] = [:]
    ) {
        self.logprobs = logprobs
        self.entropies = entropies
        self.heads = heads
    }
}

/// The gradient of a loss with respect to a `CompletionResult`.
public struct CompletionGradient: Sendable, Hashable {
    /// ∂loss/∂ln p for each counted token.
    public var logprobs: [Double]
    /// ∂loss/∂value for each value of a head, by its name.
    public var heads: [String: [Double]]

    /// Makes a gradient; empty arrays mean zero.
    public init(logprobs: [Double] = [], heads: [String: [Double]] = [:]) {
        self.logprobs = logprobs
        self.heads = heads
    }

    /// The same gradient for each of `count` tokens: that of a function of their sum.
    public init(logprob: Double, count: Int) {
        self.init(logprobs: Array(repeating: logprob, count: count))
    }
}
