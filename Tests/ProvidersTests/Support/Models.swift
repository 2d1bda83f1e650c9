import LanguageModel
import Providers

/// A well-formed answer of the chat endpoint.
func chatAnswer(_ text: String) -> String {
    JSONValue.object([
        "id": "chatcmpl-1", "object": "chat.completion", "model": "tester-1",
        "choices": [
            [
                "index": 0, "finish_reason": "stop",
                "message": ["role": "assistant", "content": .string(text)],
            ]
        ],
        "usage": ["prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9],
    ]).serialized()
}

/// Short limits, so that a test of slowness is quick.
func shortLimits(retries: Int = 0) -> CallLimits {
    CallLimits(
        perCall: .milliseconds(600), total: .seconds(5), silence: .milliseconds(300),
        retry: RetryPolicy(
            retries: retries, base: .milliseconds(5), cap: .milliseconds(20),
            longestRetryAfter: .seconds(2)),
        bodyBytes: 4 << 20)
}

/// A model at a test's server, and the transport that it uses; closes it afterwards.
func withModel(
    _ base: String, limits: CallLimits = shortLimits(), keyVariable: String? = nil,
    environment: [String: String] = [:], dialect: OpenAIDialect? = nil,
    _ body: (OpenAIModel) async throws -> Void
) async throws {
    let transport = HTTPTransport(connectTimeout: .seconds(2))
    do {
        let model = try OpenAIModel(
            ServiceSettings(
                model: "tester", baseURL: base, keyVariable: keyVariable, limits: limits),
            dialect: dialect, environment: environment, transport: transport)
        try await body(model)
    } catch {
        await transport.shutdown()
        throw error
    }
    await transport.shutdown()
}

/// A short question.
let question = ModelRequest(messages: [Message(.user, "What shape is the earth?")], seed: 7)
