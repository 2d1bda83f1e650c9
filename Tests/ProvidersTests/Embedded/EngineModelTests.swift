import LanguageModel
import Providers
import Synchronization
import TestSupport
import Testing

@Suite("The embedded model as a provider", .serialized)
struct EngineModelTests {
    @Test("It answers, streams the same text, and counts and times what it does")
    func answers() async throws {
        let model = try await EngineModel.load(path: EmbeddedModelFile.path())
        #expect(model.identity.kind == "embedded")
        #expect(model.identity.model == EmbeddedModel.name)
        #expect(model.identity.fileSHA256 == EmbeddedModel.sha256)
        #expect(model.identity.precision == "exact")
        #expect(PriceTable().price(of: model.identity) == .free)
        let request = ModelRequest(
            messages: [Message(.user, "What is the capital of France? Answer briefly.")],
            parameters: GenerationParameters(
                maxTokens: 24, temperature: 0, logprobs: true, topLogprobs: 2))
        let whole = try await model.reply(to: request)
        #expect(whole.message.text.contains("Paris"))
        #expect(whole.timeToFirstToken == nil && whole.latency > 0)
        #expect(whole.usage?.output == whole.logprobs?.count)
        #expect(whole.logprobs?.allSatisfy { $0.logprob <= 0 && $0.top.count == 2 } ?? false)
        let heard = Mutex("")
        let streamed = try await model.reply(to: request) { text in heard.withLock { $0 += text } }
        #expect(heard.withLock { $0 } == whole.message.text)
        #expect(streamed.message == whole.message && streamed.logprobs == whole.logprobs)
        #expect((streamed.timeToFirstToken ?? .max) <= streamed.latency)
    }

    @Test("It scores continuations of raw prompts and of conversations")
    func scores() async throws {
        let model = try await EngineModel.load(path: EmbeddedModelFile.path())
        let raw = try await model.score(
            [" Paris", " Berlin"], after: .prompt("The capital of France is"))
        #expect(raw[0].logprob > raw[1].logprob)
        #expect(raw.map(\.bytes) == [6, 7])
        let chat = try await model.score(
            ["Paris", "Berlin"],
            after: .messages([Message(.user, "What is the capital of France? One word.")]))
        #expect(chat[0].logprob > chat[1].logprob)
    }

    @Test(
        "What the engine refuses is an error of the provider with what to do",
        arguments: [
            (GenerationParameters(tools: [["type": "function"]]), ProviderError.Code.unsupported),
            (GenerationParameters(responseFormat: ["type": "json_object"]), .unsupported),
            (GenerationParameters(topP: 2), .unsupported),
        ])
    func refusals(parameters: GenerationParameters, code: ProviderError.Code) async throws {
        let model = try await EngineModel.load(path: EmbeddedModelFile.path())
        let error = await #expect(throws: ProviderError.self) {
            try await model.reply(
                to: ModelRequest(messages: [Message(.user, "Hi")], parameters: parameters))
        }
        #expect(error?.code == code)
        #expect(error?.advice != nil)
    }

    @Test("A conversation beyond the context is refused")
    func tooLong() async throws {
        let model = try await EngineModel.load(path: EmbeddedModelFile.path())
        let error = await #expect(throws: ProviderError.self) {
            try await model.reply(
                to: ModelRequest(messages: [
                    Message(.user, String(repeating: "word ", count: 20_000))
                ]))
        }
        #expect(error?.code == .invalidRequest)
    }

    @Test("A cancelled call ends, and the engine serves the next")
    func cancellation() async throws {
        let model = try await EngineModel.load(path: EmbeddedModelFile.path())
        let long = Task {
            try await model.reply(
                to: ModelRequest(
                    messages: [Message(.user, "Count to one thousand.")],
                    parameters: GenerationParameters(maxTokens: 1500, temperature: 1))
            ) { _ in }
        }
        try await Task.sleep(for: .milliseconds(100))
        long.cancel()
        await #expect(throws: CancellationError.self) { try await long.value }
        let reply = try await model.reply(
            to: ModelRequest(
                messages: [Message(.user, "Hi")], parameters: GenerationParameters(maxTokens: 4)))
        #expect(reply.usage?.output == 4 || reply.finishReason == .stop)
    }

    @Test("A file that is no model is refused with its path")
    func noModel() async {
        let error = await #expect(throws: ModelFileError.self) {
            try await EngineModel.load(path: #filePath)
        }
        #expect(error?.description.contains("EngineModelTests.swift") ?? false)
    }

    @Test("An adapter and its weight stand in the identity, so that calls are told apart")
    func adapters() async throws {
        let base = try TransformerModel(path: EmbeddedModelFile.path())
        let adapter = LoRAAdapter(pairs: [:], scale: 1, sha256: "ab12")
        let identities = try [1, 0.5].map { weight in
            EngineModel(
                InferenceEngine(
                    model: try base.applying([AppliedAdapter(adapter, weight: weight)])),
                name: "m", sha256: "00"
            ).identity
        }
        #expect(identities.map(\.adapterSHA256) == [["ab12"], ["ab12*0.5"]])
        #expect(
            CallKey.hash(identities[0], question, epoch: 1)
                != CallKey.hash(identities[1], question, epoch: 1))
    }
}
