import LanguageModel

/// A model behind Anthropic's Messages API.
package struct AnthropicModel: ModelProvider {
    /// The version of the API that this speaks.
    static let version = "2023-06-01"
    /// The most tokens where the user says nothing: the API insists on a number.
    package static let defaultMaxTokens = 4096

    package let identity: ModelIdentity
    let client: ServiceClient
    private let messages: Endpoint

    /// Makes a model; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - settings: the model's name, address (nil for Anthropic's own), key variable and limits.
    ///   - environment: where keys are looked up.
    ///   - transport: the HTTP client that all services share.
    ///   - gate: shared with other models of the same service; nil for one of its own.
    /// - Throws: `ProviderError` for an address that is none or a key that is missing.
    package init(
        _ settings: ServiceSettings, environment: [String: String], transport: HTTPTransport,
        gate: CallGate? = nil, clock: CallClock = .monotonic
    ) throws(ProviderError) {
        let base = try BaseURL(settings.baseURL ?? "https://api.anthropic.com/v1")
        let key = try APIKey.resolve(
            named: settings.keyVariable, for: base, environment: environment)
        var headers = try settings.checkedHeaders()
        if !headers.contains(where: { $0.0.lowercased() == "anthropic-version" }) {
            headers.append(("anthropic-version", Self.version))
        }
        if let key { headers.append(("x-api-key", key.header())) }
        client = ServiceClient(
            base: base, key: key, headers: headers, limits: settings.limits,
            transport: transport, gate: gate, clock: clock)
        messages = try client.endpoint("/messages")
        identity = ModelIdentity(kind: "anthropic", model: settings.model, baseURL: base.text)
    }

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        let body = try body(of: request, streaming: onText != nil)
        var (reply, timing): (ModelReply, CallTiming)
        if let onText {
            (reply, timing) = try await client.call(messages, body: body) {
                StreamedAnswerReader(AnthropicStream(), client: client, onText: onText)
            }
        } else {
            (reply, timing) = try await client.call(messages, body: body) { [client] in
                WholeAnswerReader { try AnthropicReply.read($0, from: client) }
            }
        }
        reply.latency = timing.latency
        reply.timeToFirstToken = timing.first
        reply.retries = timing.retries
        return reply
    }
}
