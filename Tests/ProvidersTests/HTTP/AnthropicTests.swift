import LanguageModel
import Providers
import Synchronization
import Testing

private func withClaude(
    _ handler: @escaping LoopbackServer.Handler,
    _ body: (AnthropicModel) async throws -> Void
) async throws {
    try await withServer(handler) { server in
        let transport = HTTPTransport()
        let model = try AnthropicModel(
            ServiceSettings(
                model: "claude-tester", baseURL: server.base, keyVariable: "CLAUDE_KEY",
                limits: shortLimits()),
            environment: ["CLAUDE_KEY": "secret-1234"], transport: transport)
        do { try await body(model) } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }
}

private let plainAnswer = #"""
    {"id":"msg_1","type":"message","role":"assistant","model":"claude-tester-1","content":
    [{"type":"thinking","thinking":"hm","signature":"x"},{"type":"text","text":"Round."}],
    "stop_reason":"end_turn","usage":{"input_tokens":10,"cache_creation_input_tokens":2,
    "cache_read_input_tokens":5,"output_tokens":3}}
    """#

@Suite("Anthropic's Messages API")
struct AnthropicTests {
    @Test("System prompts, tools and their results are sent in the API's own shape")
    func request() async throws {
        let seen = Mutex<JSONValue>(.null)
        let headers = Mutex<[String: String]>([:])
        let request = ModelRequest(
            messages: [
                Message(.system, "Be brief."), Message(.system, "Be kind."),
                Message(
                    role: .user,
                    parts: [
                        .text("Look."),
                        .other([
                            "type": "image_url", "image_url": ["url": "data:image/png;base64,QUJD"],
                        ]),
                        .other([
                            "type": "image_url", "image_url": ["url": "https://a.example/b.png"],
                        ]),
                    ]),
                Message(
                    role: .assistant, parts: [.text("Looking."), .text("")],
                    toolCalls: [
                        ToolCall(id: "t1", name: "look", arguments: ["q": 1]),
                        ToolCall(id: "t2", name: "look", arguments: .string("not json")),
                    ]),
                Message(role: .tool, parts: [.text("one")], toolCallID: "t1"),
                Message(role: .tool, parts: [.text("two")], toolCallID: "t2"),
                Message(.user, "So?"),
            ],
            parameters: GenerationParameters(
                temperature: 0, topK: 5, stop: ["END"],
                tools: [
                    [
                        "type": "function",
                        "function": [
                            "name": "look", "description": "Looks.",
                            "parameters": ["type": "object", "properties": [:]],
                        ],
                    ], ["type": "web_search_20250305", "name": "web_search"],
                ]), seed: 7)
        try await withClaude { request, connection in
            seen.withLock { $0 = request.json }
            headers.withLock { headers in
                for name in ["anthropic-version", "x-api-key"] {
                    headers[name] = request.header(name)
                }
            }
            connection.answer(plainAnswer)
        } _: { model in
            _ = try await model.reply(to: request)
        }
        let sent = seen.withLock { $0 }
        #expect(
            sent == [
                "model": "claude-tester", "max_tokens": 4096, "system": "Be brief.\n\nBe kind.",
                "temperature": 0, "top_k": 5, "stop_sequences": ["END"],
                "messages": [
                    [
                        "role": "user",
                        "content": [
                            ["type": "text", "text": "Look."],
                            [
                                "type": "image",
                                "source": [
                                    "type": "base64", "media_type": "image/png", "data": "QUJD",
                                ],
                            ],
                            [
                                "type": "image",
                                "source": ["type": "url", "url": "https://a.example/b.png"],
                            ],
                        ],
                    ],
                    [
                        "role": "assistant",
                        "content": [
                            ["type": "text", "text": "Looking."],
                            ["type": "tool_use", "id": "t1", "name": "look", "input": ["q": 1]],
                            ["type": "tool_use", "id": "t2", "name": "look", "input": [:]],
                        ],
                    ],
                    [
                        "role": "user",
                        "content": [
                            ["type": "tool_result", "tool_use_id": "t1", "content": "one"],
                            ["type": "tool_result", "tool_use_id": "t2", "content": "two"],
                        ],
                    ],
                    ["role": "user", "content": "So?"],
                ],
                "tools": [
                    [
                        "name": "look", "description": "Looks.",
                        "input_schema": ["type": "object", "properties": [:]],
                    ], ["type": "web_search_20250305", "name": "web_search"],
                ],
            ])
        let received = headers.withLock { $0 }
        #expect(received["anthropic-version"] == "2023-06-01")
        #expect(received["x-api-key"] == "secret-1234")
    }

    @Test("An answer's text, reasoning, reason and usage with its cache are read")
    func plain() async throws {
        try await withClaude {
            $1.answer(plainAnswer)
        } _: { model in
            let reply = try await model.reply(to: question)
            #expect(reply.message == Message(.assistant, "Round."))
            #expect(reply.reasoning == "hm")
            #expect(reply.finishReason == .stop)
            #expect(reply.usage == TokenUsage(input: 17, output: 3, cachedInput: 5))
            #expect(reply.servedModel == "claude-tester-1")
        }
    }

    @Test("A stream is put together from its events")
    func stream() async throws {
        let events = [
            #"{"type":"message_start","message":{"model":"c","usage":{"input_tokens":9,"output_tokens":1}}}"#,
            #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"x"}}"#,
            #"{"type":"content_block_stop","index":0}"#, #"{"type":"ping"}"#,
            #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"#,
            #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Let "}}"#,
            #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"me."}}"#,
            #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"look","input":{}}}"#,
            #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"q\""}}"#,
            #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":":1}"}}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":12}}"#,
            #"{"type":"message_stop"}"#,
        ]
        let heard = Mutex("")
        try await withClaude { request, connection in
            #expect(request.json["stream"] == true)
            connection.beginEvents()
            for event in events { connection.send("event: x\ndata: \(event)\n\n") }
            connection.close()
        } _: { model in
            let reply = try await model.reply(to: question) { text in heard.withLock { $0 += text }
            }
            #expect(reply.message.text == "Let me.")
            #expect(
                reply.message.toolCalls == [ToolCall(id: "t1", name: "look", arguments: ["q": 1])])
            #expect(reply.finishReason == .toolCalls)
            #expect(reply.usage == TokenUsage(input: 9, output: 12))
            #expect(reply.reasoning == "hm")
        }
        #expect(heard.withLock { $0 } == "Let me.")
    }

    @Test(
        "Errors in a stream and in a body have their codes",
        arguments: [
            (
                #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
                ProviderError.Code.rateLimited
            ),
            (
                #"{"type":"error","error":{"type":"invalid_request_error","message":"no"}}"#,
                .service
            ),
        ])
    func streamError(event: String, code: ProviderError.Code) async throws {
        try await withClaude { _, connection in
            connection.beginEvents()
            connection.send("event: error\ndata: \(event)\n\n")
        } _: { model in
            let error = await #expect(throws: ProviderError.self) {
                try await model.reply(to: question) { _ in }
            }
            #expect(error?.code == code)
        }
    }

    @Test("What the API lacks is refused before anything is sent")
    func unsupported() async throws {
        let parameters = [
            GenerationParameters(logprobs: true), GenerationParameters(minP: 0.1),
            GenerationParameters(repetitionPenalty: 1.1),
            GenerationParameters(responseFormat: ["type": "json_object"]),
        ]
        try await withClaude {
            $1.answer(plainAnswer)
        } _: { model in
            for parameters in parameters {
                let request = ModelRequest(messages: question.messages, parameters: parameters)
                let error = await #expect(throws: ProviderError.self) {
                    try await model.reply(to: request)
                }
                #expect(error?.code == .unsupported)
            }
            let error = await #expect(throws: ProviderError.self) {
                try await model.reply(to: ModelRequest(messages: [Message(.system, "Hi")]))
            }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test("An overloaded service (529) is tried again")
    func overloaded() async throws {
        try await withServer { request, connection in
            if request.number == 1 {
                connection.answer(
                    status: "529 Overloaded", #"{"error":{"type":"overloaded_error"}}"#)
            } else {
                connection.answer(plainAnswer)
            }
        } _: { server in
            let transport = HTTPTransport()
            let model = try AnthropicModel(
                ServiceSettings(model: "c", baseURL: server.base, limits: shortLimits(retries: 1)),
                environment: [:], transport: transport)
            let reply = try await model.reply(to: question)
            #expect(reply.retries == 1)
            await transport.shutdown()
        }
    }
}
