import LanguageModel
import Providers
import Synchronization
import Testing

/// Sends a request to a server that answers as told, and returns what it was sent.
private func exchange(
    _ request: ModelRequest, answer: String, dialect: OpenAIDialect? = nil,
    check: @escaping (ModelReply) throws -> Void = { _ in }
) async throws -> JSONValue {
    let seen = Mutex<JSONValue>(.null)
    try await withServer { request, connection in
        seen.withLock { $0 = request.json }
        connection.answer(answer)
    } _: { server in
        try await withModel(server.base, dialect: dialect) { model in
            try check(try await model.reply(to: request))
        }
    }
    return seen.withLock { $0 }
}

@Suite("What OpenAI-compatible services are sent and send")
struct OpenAITests {
    static let everything = ModelRequest(
        messages: [
            Message(.system, "Be \"brief\".\n"),
            Message(.user, "Tab\tand \u{1} and \\ and 日本語 🙂"),
        ],
        parameters: GenerationParameters(
            maxTokens: 5, temperature: 0.5, topK: 40, topP: 0.9, minP: 0.05,
            repetitionPenalty: 1.1, stop: ["END"], logprobs: true, topLogprobs: 3,
            responseFormat: ["type": "json_object"], tools: [["type": "function"]],
            extra: ["user": "me", "temperature": 0.25]), seed: 1 << 52)

    @Test("Every parameter is sent by its name, and extra fields win")
    func parameters() async throws {
        let sent = try await exchange(Self.everything, answer: chatAnswer("x"))
        #expect(
            sent == [
                "model": "tester",
                "messages": [
                    ["role": "system", "content": "Be \"brief\".\n"],
                    ["role": "user", "content": "Tab\tand \u{1} and \\ and 日本語 🙂"],
                ],
                "max_tokens": 5, "temperature": 0.25, "top_k": 40, "top_p": 0.9, "min_p": 0.05,
                "repetition_penalty": 1.1, "repeat_penalty": 1.1, "stop": ["END"],
                "seed": 4_503_599_627_370_496, "logprobs": true, "top_logprobs": 3,
                "response_format": ["type": "json_object"], "tools": [["type": "function"]],
                "user": "me",
            ])
    }

    @Test(
        "Dialects name the token limit and the seed as their service does",
        arguments: [
            (OpenAIDialect.openAI, "max_completion_tokens", "seed"),
            (.mistral, "max_tokens", "random_seed"), (.perplexity, "max_tokens", nil),
            (.compatible, "max_tokens", "seed"),
        ] as [(OpenAIDialect, String, String?)])
    func dialects(dialect: OpenAIDialect, limit: String, seed: String?) async throws {
        let request = ModelRequest(
            messages: [Message(.user, "Hi")], parameters: GenerationParameters(maxTokens: 5),
            seed: 9)
        let sent = try await exchange(request, answer: chatAnswer("x"), dialect: dialect)
        var expected: Set<String> = ["model", "messages", limit]
        if let seed { expected.insert(seed) }
        #expect(Set((sent.object ?? [:]).keys) == expected)
    }

    @Test("A parameter that a service does not take is refused before anything is sent")
    func unsupportedParameter() async throws {
        let error = await #expect(throws: ProviderError.self) {
            _ = try await exchange(Self.everything, answer: chatAnswer("x"), dialect: .openAI)
        }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("top-k") ?? false)
    }

    @Test("Tool calls, log-probabilities, cached tokens and reasoning are read")
    func rich() async throws {
        let answer = #"""
            {"model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":
            "assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c1","type":
            "function","function":{"name":"look","arguments":"{\"q\":1}"}}]},"logprobs":{"content":
            [{"token":"a","logprob":-0.5,"bytes":[97],"top_logprobs":[{"token":"a","logprob":-0.5},
            {"token":"b","logprob":-1.5}]}]}}],"usage":{"prompt_tokens":10,"completion_tokens":3,
            "prompt_tokens_details":{"cached_tokens":4}}}
            """#
        _ = try await exchange(question, answer: answer) { reply in
            #expect(
                reply.message.toolCalls == [
                    ToolCall(id: "c1", name: "look", arguments: ["q": 1])
                ])
            #expect(reply.message.parts.isEmpty)
            #expect(reply.finishReason == .toolCalls)
            #expect(reply.reasoning == "hm")
            #expect(reply.usage == TokenUsage(input: 10, output: 3, cachedInput: 4))
            #expect(
                reply.logprobs == [
                    TokenLogprob(
                        token: "a", logprob: -0.5,
                        top: [
                            .init(token: "a", logprob: -0.5), .init(token: "b", logprob: -1.5),
                        ])
                ])
        }
    }

    @Test("Content in parts loses its thinking to the reasoning")
    func parts() async throws {
        let answer = #"""
            {"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text",
            "text":"so"}]},{"type":"text","text":"Round."}]}}]}
            """#
        _ = try await exchange(question, answer: answer) { reply in
            #expect(reply.message == Message(.assistant, "Round."))
            #expect(reply.reasoning == "so")
            #expect(reply.usage == nil)
        }
    }

    @Test("A conversation with tools is sent in the API's shape")
    func toolConversation() async throws {
        let request = ModelRequest(messages: [
            Message(.user, "Look."),
            Message(
                role: .assistant, parts: [],
                toolCalls: [ToolCall(id: "c1", name: "look", arguments: ["q": 1])]),
            Message(role: .tool, parts: [.text("found")], toolCallID: "c1"),
        ])
        let sent = try await exchange(request, answer: chatAnswer("x"))
        #expect(
            sent["messages"]?[1] == [
                "role": "assistant", "content": .null,
                "tool_calls": [
                    [
                        "id": "c1", "type": "function",
                        "function": ["name": "look", "arguments": "{\"q\":1}"],
                    ]
                ],
            ])
        #expect(
            sent["messages"]?[2] == ["role": "tool", "content": "found", "tool_call_id": "c1"])
    }

    @Test("Echoed log-probabilities are summed over the tokens that reach into the continuation")
    func scoring() async throws {
        // "Q: 2+2=" + " four" with a token that straddles the boundary is scored from that token.
        let answer = #"""
            {"choices":[{"text":"","logprobs":{"tokens":["Q",": 2","+2","="," fo","ur","."],
            "token_logprobs":[null,-1.0,-2.0,-3.0,-0.25,-0.5,-9.0],
            "text_offset":[0,1,4,6,7,10,12]}}]}
            """#
        let seen = Mutex<JSONValue>(.null)
        try await withServer { request, connection in
            seen.withLock { $0 = request.json }
            connection.answer(answer)
        } _: { server in
            try await withModel(server.base) { model in
                let scores = try await model.score([" four"], after: .prompt("Q: 2+2="))
                #expect(scores == [ContinuationScore(logprob: -0.75, tokens: 2, bytes: 5)])
                let error = await #expect(throws: ProviderError.self) {
                    try await model.score(["x"], after: .messages([Message(.user, "Hi")]))
                }
                #expect(error?.code == .unsupported)
            }
        }
        let sent = seen.withLock { $0 }
        #expect(sent["prompt"] == "Q: 2+2= four")
        #expect(sent["echo"] == true)
    }

    @Test("A server without echo says so rather than guess")
    func noEcho() async throws {
        try await withServer {
            $1.answer(#"{"choices":[{"text":"x"}]}"#)
        } _: { server in
            try await withModel(server.base) { model in
                let error = await #expect(throws: ProviderError.self) {
                    try await model.score(["x"], after: .prompt("Hi"))
                }
                #expect(error?.code == .unsupported)
            }
        }
    }
}
