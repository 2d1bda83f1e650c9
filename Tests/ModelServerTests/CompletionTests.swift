import LanguageModel
import ModelServer
import Testing

@Suite("Text completions")
struct CompletionTests {
    @Test(
        "A prompt may be a text, texts, ids or lists of ids",
        arguments: [
            ("ab", 1), (["ab", "c"], 2), ([97, 98], 1), ([[97, 98], [99]], 2),
        ] as [(JSONValue, Int)])
    func prompts(prompt: JSONValue, count: Int) async throws {
        let model = FakeModel("!")
        try await withServer([model]) { server in
            let answer = try await server.post(
                "/v1/completions", ["model": "fake", "prompt": prompt])
            #expect(answer.json["object"] == "text_completion")
            let choices = answer.json["choices"]?.array ?? []
            #expect(choices.map { $0["index"] } == (0..<count).map { .integer($0) })
            #expect(choices.allSatisfy { $0["text"] == "!" && $0["logprobs"] == .null })
            #expect(answer.json["usage"]?["prompt_tokens"] == .integer(count == 2 ? 3 : 2))
        }
        #expect(model.requests.contains { $0.prompt == .ids([97, 98]) })
        #expect(model.requests.allSatisfy { $0.parameters.maxTokens == 16 })
    }

    @Test("Echo repeats the prompt with its log-probabilities; nothing need be generated")
    func echo() async throws {
        try await withServer([FakeModel("!")]) { server in
            let answer = try await server.post(
                "/v1/completions",
                ["model": "fake", "prompt": "aé", "echo": true, "logprobs": 1, "max_tokens": 0])
            let choice = answer.json["choices"]?[0]
            #expect(choice?["text"] == "aé")
            #expect(choice?["finish_reason"] == "length")
            #expect(choice?["logprobs"]?["token_logprobs"] == [.null, -1.95, -1.69])
            // The second byte of é has the offset of its scalar.
            #expect(choice?["logprobs"]?["text_offset"] == [0, 1, 1])
            #expect(
                answer.json["usage"] == [
                    "prompt_tokens": 3, "completion_tokens": 0, "total_tokens": 3,
                ])
        }
    }

    @Test("Echo and an answer stand in one text with one set of offsets", arguments: [true, false])
    func echoAndAnswer(streamed: Bool) async throws {
        try await withServer([FakeModel("ü!")]) { server in
            let answer = try await server.post(
                "/v1/completions",
                [
                    "model": "fake", "prompt": "ab", "echo": true, "logprobs": 2,
                    "stream": .bool(streamed),
                ])
            let objects = streamed ? answer.chunks : [answer.json]
            let choices = objects.compactMap { $0["choices"]?[0] }
            #expect(choices.compactMap { $0["text"]?.string }.joined() == "abü!")
            let offsets = choices.flatMap { $0["logprobs"]?["text_offset"]?.array ?? [] }
            #expect(offsets == [0, 1, 2, 2, 3])
            let tops = choices.flatMap { $0["logprobs"]?["top_logprobs"]?.array ?? [] }
            #expect(tops.first == .null)
            #expect(tops.last == ["A": -1, "B": -1])
            #expect(choices.compactMap { $0["finish_reason"]?.string } == ["stop"])
        }
    }

    @Test(
        "What is wrong is refused",
        arguments: [
            (#"{"model":"fake"}"#, "prompt"), (#"{"model":"fake","prompt":[]}"#, "prompt"),
            (#"{"model":"fake","prompt":[1,"a"]}"#, "prompt"),
            (#"{"model":"fake","prompt":{}}"#, "prompt"),
            (#"{"model":"fake","prompt":"x","max_tokens":0}"#, "max_tokens"),
            (#"{"model":"fake","prompt":"x","best_of":4}"#, "best_of"),
            (#"{"model":"fake","prompt":"x","suffix":"y"}"#, "suffix"),
            (#"{"model":"fake","prompt":"x","logprobs":true}"#, "logprobs"),
        ])
    func refusals(body: String, parameter: String) async throws {
        try await withServer([FakeModel()]) { server in
            let answer = try await server.post("/v1/completions", text: body)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["param"]?.string == parameter)
        }
    }
}
