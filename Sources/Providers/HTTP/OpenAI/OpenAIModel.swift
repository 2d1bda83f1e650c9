import LanguageModel

/// A model behind any service that speaks OpenAI's chat completions: OpenAI, Mistral, Perplexity,
/// Ollama, llama.cpp, vLLM, LM Studio and others.
package struct OpenAIModel: ModelProvider {
    package let identity: ModelIdentity
    let dialect: OpenAIDialect
    let client: ServiceClient
    private let chat: Endpoint
    let completions: Endpoint

    /// Makes a model; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - settings: the model's name, address, key variable and limits.
    ///   - dialect: nil for the address's usual one.
    ///   - environment: where keys are looked up.
    ///   - transport: the HTTP client that all services share.
    ///   - gate: shared with other models of the same service; nil for one of its own.
    /// - Throws: `ProviderError` for an address that is none or a key that is missing.
    package init(
        _ settings: ServiceSettings, dialect: OpenAIDialect? = nil,
        environment: [String: String], transport: HTTPTransport, gate: CallGate? = nil,
        clock: CallClock = .monotonic
    ) throws(ProviderError) {
        let base = try BaseURL(settings.baseURL ?? "https://api.openai.com/v1")
        let key = try APIKey.resolve(
            named: settings.keyVariable, for: base, environment: environment)
        self.dialect = dialect ?? .usual(for: base)
        var headers = try settings.checkedHeaders()
        if let key { headers.append(("authorization", key.header(prefix: "Bearer "))) }
        client = ServiceClient(
            base: base, key: key, headers: headers, limits: settings.limits,
            transport: transport, gate: gate, clock: clock)
        chat = try client.endpoint("/chat/completions")
        completions = try client.endpoint("/completions")
        identity = ModelIdentity(kind: "openai", model: settings.model, baseURL: base.text)
    }

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        let body = try body(of: request, streaming: onText != nil)
        var (reply, timing): (ModelReply, CallTiming)
        if let onText {
            (reply, timing) = try await client.call(chat, body: body) {
                StreamedAnswerReader(OpenAIStream(), client: client, onText: onText)
            }
        } else {
            (reply, timing) = try await client.call(chat, body: body) { [client] in
                WholeAnswerReader { try OpenAIReply.read($0, from: client) }
            }
        }
        reply.latency = timing.latency
        reply.timeToFirstToken = timing.first
        reply.retries = timing.retries
        return reply
    }
}
