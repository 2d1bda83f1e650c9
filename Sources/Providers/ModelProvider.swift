package import LanguageModel

/// What decides a model's answers besides the request: part of every call's key.
///
/// An alias and key material are left out on purpose: renaming a model or changing a key keeps
/// stored calls valid.
package struct ModelIdentity: Sendable, Hashable, Codable {
    /// `embedded`, `openai`, `anthropic`, `command`, `echo`, `replay` or `scripted`.
    package var kind: String
    /// The model's name at its provider; for embedded models the file's name.
    package var model: String
    /// The service's base URL, where there is one.
    package var baseURL: String?
    /// SHA-256 of the file that defines the model: weights, script or recording.
    package var fileSHA256: String?
    /// SHA-256 of each adapter applied, in order.
    package var adapterSHA256: [String]
    /// `exact` or `fast` for embedded models.
    package var precision: String?

    package init(
        kind: String, model: String, baseURL: String? = nil, fileSHA256: String? = nil,
        adapterSHA256: [String] = [], precision: String? = nil
    ) {
        self.kind = kind
        self.model = model
        self.baseURL = baseURL
        self.fileSHA256 = fileSHA256
        self.adapterSHA256 = adapterSHA256
        self.precision = precision
    }

    /// Whether the model plays a written part: said wherever its output is shown.
    package var isSimulated: Bool { kind == "scripted" || kind == "echo" }
}

/// One question to a model.
package struct ModelRequest: Sendable, Hashable {
    /// The conversation so far.
    package var messages: [Message]
    /// How to generate.
    package var parameters: GenerationParameters
    /// The sample's own seed: 53 bits (formats: identity, seeds).
    package var seed: UInt64
    /// The case's variables, for scripted models alone: `{{ truth }}` in a reply stands for
    /// `variables["truth"]`. No other provider reads them and nothing of them leaves the machine.
    package var variables: [String: JSONValue]

    package init(
        messages: [Message], parameters: GenerationParameters = GenerationParameters(),
        seed: UInt64 = 0, variables: [String: JSONValue] = [:]
    ) {
        self.messages = messages
        self.parameters = parameters
        self.seed = seed
        self.variables = variables
    }
}

/// A model's answer.
package struct ModelReply: Sendable, Hashable {
    /// The assistant's message.
    package var message: Message
    /// Why it ended.
    package var finishReason: FinishReason
    /// Tokens, as counted by the service.
    package var usage: TokenUsage?
    /// Log-probabilities of the generated tokens, where asked for and offered.
    package var logprobs: [TokenLogprob]?
    /// Time from sending to the end, in microseconds; retries and waiting are left out.
    package var latency: Int
    /// Time from sending to the first piece of text, in microseconds, where streamed.
    package var timeToFirstToken: Int?
    /// How many attempts failed before this one.
    package var retries: Int
    /// The model's name as the service gave it.
    package var servedModel: String?
    /// The reasoning text that some services send beside the answer; never part of `message`.
    package var reasoning: String?

    package init(
        message: Message, finishReason: FinishReason, usage: TokenUsage? = nil,
        logprobs: [TokenLogprob]? = nil, latency: Int = 0, timeToFirstToken: Int? = nil,
        retries: Int = 0, servedModel: String? = nil, reasoning: String? = nil
    ) {
        self.message = message
        self.finishReason = finishReason
        self.usage = usage
        self.logprobs = logprobs
        self.latency = latency
        self.timeToFirstToken = timeToFirstToken
        self.retries = retries
        self.servedModel = servedModel
        self.reasoning = reasoning
    }
}

/// The log-probability of one given continuation.
package struct ContinuationScore: Sendable, Hashable, Codable {
    /// The sum of ln p over the continuation's tokens.
    package var logprob: Double
    /// How many tokens it has.
    package var tokens: Int
    /// How many UTF-8 bytes it has.
    package var bytes: Int

    package init(logprob: Double, tokens: Int, bytes: Int) {
        self.logprob = logprob
        self.tokens = tokens
        self.bytes = bytes
    }
}

/// What precedes the continuations to be scored.
package enum ScoringContext: Sendable, Hashable {
    /// A conversation; each continuation is the beginning of the assistant's next message.
    case messages([Message])
    /// Raw text in which special tokens are parsed.
    case prompt(String)
}

/// Texts whose log-probability is asked for.
package struct ContinuationRequest: Sendable, Hashable {
    /// The texts, each scored by itself after the same context.
    package var continuations: [String]
    /// What precedes each of them.
    package var context: ScoringContext
    /// The sample's own seed; only scripted models use it (nil averages over their behaviours).
    package var seed: UInt64?
    /// The case's variables, for scripted models alone (see `ModelRequest.variables`).
    package var variables: [String: JSONValue]

    package init(
        _ continuations: [String], after context: ScoringContext, seed: UInt64? = nil,
        variables: [String: JSONValue] = [:]
    ) {
        self.continuations = continuations
        self.context = context
        self.seed = seed
        self.variables = variables
    }
}

/// A source of answers.
///
/// Implementations are safe to call from many tasks at once and honour task cancellation.
package protocol ModelProvider: Sendable {
    /// What decides this model's answers.
    var identity: ModelIdentity { get }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: the conversation, parameters and seed.
    ///   - onText: called with each piece of text as it arrives; nil asks for the whole at once.
    /// - Throws: `ProviderError`, or `CancellationError`.
    func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?) async throws
        -> ModelReply

    /// Log-probabilities of given continuations, in their order.
    ///
    /// - Throws: `ProviderError.unsupported` where the service does not offer them.
    func score(_ request: ContinuationRequest) async throws -> [ContinuationScore]

    /// Ends what the model holds (a process, a thread). Calls after it fail; closing twice is
    /// harmless.
    func close() async
}

extension ModelProvider {
    package func score(_ request: ContinuationRequest) async throws -> [ContinuationScore] {
        throw ProviderError(
            .unsupported, "\(identity.kind) models give no log-probabilities of given text",
            advice: "use by: [text], or a model with provider: embedded")
    }

    package func close() async {}

    /// Answers a request as a whole.
    package func reply(to request: ModelRequest) async throws -> ModelReply {
        try await reply(to: request, onText: nil)
    }

    /// Log-probabilities of given continuations, in their order.
    package func score(_ continuations: [String], after context: ScoringContext) async throws
        -> [ContinuationScore]
    { try await score(ContinuationRequest(continuations, after: context)) }
}
