import LanguageModel
import ModelServer
import Testing

private let hello: JSONValue = [["role": "user", "content": "What shape?"]]

@Suite("Chat completions")
struct ChatTests {
    @Test("A whole answer has the API's shape, with usage and log-probabilities")
    func whole() async throws {
        let model = FakeModel("Hi 🙂")
        try await withServer([model]) { server in
            let answer = try await server.post(
                "/v1/chat/completions",
                [
                    "model": "fake", "messages": hello, "logprobs": true, "top_logprobs": 2,
                    "temperature": 0.5, "top_p": 0.9, "top_k": 40, "seed": -1, "max_tokens": 50,
                    "user": "me",
                ])
            #expect(answer.status == 200)
            let json = answer.json
            #expect(json["object"] == "chat.completion")
            #expect(json["id"]?.string?.hasPrefix("chatcmpl-") ?? false)
            #expect(json["model"] == "fake")
            #expect((json["created"]?.int ?? 0) > 1_700_000_000)
            let choice = json["choices"]?[0]
            #expect(
                choice?["message"] == [
                    "role": "assistant", "content": "Hi 🙂", "refusal": .null,
                ])
            #expect(choice?["finish_reason"] == "stop")
            #expect(
                json["usage"] == [
                    "prompt_tokens": 11, "completion_tokens": 8, "total_tokens": 19,
                ])
            // Seven bytes; the end token is not shown.
            let tokens = choice?["logprobs"]?["content"]?.array ?? []
            #expect(tokens.count == 7)
            #expect(tokens[0]["token"] == "H")
            #expect(tokens[0]["bytes"] == [72])
            #expect(tokens[0]["logprob"] == -0.5)
            #expect(tokens[0]["top_logprobs"]?[1]?["token"] == "B")
            #expect(tokens[3]["bytes"] == [0xF0])
        }
        let request = try #require(model.requests.first)
        #expect(request.parameters.temperature == 0.5)
        #expect(request.parameters.topP == 0.9)
        #expect(request.parameters.topK == 40)
        #expect(request.parameters.maxTokens == 50)
        #expect(request.seed == 1 << 53 - 1)
    }

    @Test("A stream carries the same text in pieces that are whole characters")
    func streamed() async throws {
        try await withServer([FakeModel("Hi 🙂 there")]) { server in
            let answer = try await server.post(
                "/v1/chat/completions",
                [
                    "model": "fake", "messages": hello, "stream": true,
                    "stream_options": ["include_usage": true],
                ])
            #expect(
                answer.header("content-type") == "text/event-stream; charset=utf-8")
            #expect(answer.events.last == "[DONE]")
            let chunks = answer.chunks
            #expect(chunks.allSatisfy { $0["object"] == "chat.completion.chunk" })
            #expect(Set(chunks.map { $0["id"] }).count == 1)
            #expect(chunks[0]["choices"]?[0]?["delta"] == ["role": "assistant", "content": ""])
            let pieces = chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }
            #expect(pieces.joined() == "Hi 🙂 there")
            #expect(pieces.contains("🙂"))
            let reasons = chunks.compactMap { $0["choices"]?[0]?["finish_reason"]?.string }
            #expect(reasons == ["stop"])
            #expect(chunks.last?["choices"] == [])
            #expect(chunks.last?["usage"]?["completion_tokens"] == 14)
            #expect(chunks.dropLast().allSatisfy { $0["usage"] == .null })
        }
    }

    @Test("A stream without include_usage has no usage at all")
    func streamedWithoutUsage() async throws {
        try await withServer([FakeModel("Hi")]) { server in
            let answer = try await server.post(
                "/v1/chat/completions", ["model": "fake", "messages": hello, "stream": true])
            #expect(answer.chunks.allSatisfy { $0["usage"] == nil })
        }
    }

    @Test("A stop text ends the answer and is left out, streamed or not", arguments: [true, false])
    func stop(streamed: Bool) async throws {
        try await withServer([FakeModel("one STOP two")]) { server in
            let answer = try await server.post(
                "/v1/chat/completions",
                [
                    "model": "fake", "messages": hello, "stop": ["STOP"],
                    "stream": .bool(streamed),
                ])
            if streamed {
                let pieces = answer.chunks.compactMap {
                    $0["choices"]?[0]?["delta"]?["content"]?.string
                }
                #expect(pieces.joined() == "one ")
            } else {
                #expect(answer.json["choices"]?[0]?["message"]?["content"] == "one ")
                #expect(answer.json["choices"]?[0]?["finish_reason"] == "stop")
            }
        }
    }

    @Test("Several answers have their own index and seed, and the prompt counts once")
    func several() async throws {
        let model = FakeModel("Hi")
        try await withServer([model]) { server in
            let body: JSONValue = [
                "model": "fake", "messages": hello, "n": 3, "seed": 10, "max_completion_tokens": 1,
            ]
            let answer = try await server.post("/v1/chat/completions", body)
            let choices = answer.json["choices"]?.array ?? []
            #expect(choices.map { $0["index"] } == [0, 1, 2])
            #expect(choices.allSatisfy { $0["finish_reason"] == "length" })
            #expect(
                answer.json["usage"] == [
                    "prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14,
                ])
        }
        #expect(Set(model.requests.map(\.seed)) == [10, 11, 12])
    }

    @Test(
        "What is wrong is said in the API's shape, and names the field",
        arguments: [
            (#"{"messages":[{"role":"user","content":"x"}]}"#, 400, "model"),
            (#"{"model":"other","messages":[{"role":"user","content":"x"}]}"#, 404, "model"),
            (#"{"model":"fake"}"#, 400, "messages"),
            (#"{"model":"fake","messages":[]}"#, 400, "messages"),
            (#"{"model":"fake","messages":[{"role":"king","content":"x"}]}"#, 400, "messages"),
            (
                #"{"model":"fake","messages":[{"role":"user","content":[{"type":"image_url"}]}]}"#,
                400, "messages"
            ),
            (#"{"model":"fake","messages":[{"role":"user","content":"x"}],"n":0}"#, 400, "n"),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"temperature":"hot"}"#,
                400, "temperature"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"top_p":0}"#, 400,
                "top_p"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"max_tokens":0}"#, 400,
                "max_tokens"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"stop":[""]}"#, 400,
                "stop"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"tools":[{}]}"#, 400,
                "tools"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"}}"#,
                400, "response_format"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"presence_penalty":1}"#,
                400, "presence_penalty"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"tempreature":1}"#,
                400, "tempreature"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"top_logprobs":2}"#,
                400, "top_logprobs"
            ),
            (
                #"{"model":"fake","messages":[{"role":"user","content":"x"}],"stream_options":{}}"#,
                400, "stream_options"
            ),
            (#"{"model""#, 400, nil), ("[]", 400, nil), ("\u{FF}", 400, nil),
        ] as [(String, Int, String?)])
    func refusals(body: String, status: Int, parameter: String?) async throws {
        try await withServer([FakeModel()]) { server in
            let answer = try await server.post("/v1/chat/completions", text: body)
            #expect(answer.status == status)
            let error = answer.json["error"]
            #expect(error?["message"]?.string?.isEmpty == false)
            #expect(error?["type"] == "invalid_request_error")
            #expect(error?["param"]?.string == parameter)
        }
    }

    @Test("A prompt beyond the context is refused with a status, even where a stream was asked for")
    func tooLong() async throws {
        try await withServer([FakeModel()]) { server in
            let long = String(repeating: "x", count: 20_000)
            let answer = try await server.post(
                "/v1/chat/completions",
                [
                    "model": "fake", "stream": true,
                    "messages": [["role": "user", "content": .string(long)]],
                ])
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["code"] == "context_length_exceeded")
        }
    }
}
