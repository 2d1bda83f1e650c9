import LanguageModel
import Providers
import Synchronization
import Testing

@Suite("Echo and replay")
struct ReplayTests {
    @Test("Echo repeats the last user message and streams it")
    func echo() async throws {
        let heard = Mutex("")
        let reply = try await EchoModel().reply(
            to: ModelRequest(messages: [
                Message(.system, "a"), Message(.user, "b"), Message(.assistant, "c"),
                Message(.user, "d e"),
            ])
        ) { text in heard.withLock { $0 += text } }
        #expect(reply.message == Message(.assistant, "d e"))
        #expect(heard.withLock { $0 } == "d e")
        #expect(EchoModel().identity.isSimulated)
    }

    @Test("A recording answers what was recorded and nothing else")
    func replay() async throws {
        let recorded = ModelReply(
            message: Message(.assistant, "4"), finishReason: .stop,
            usage: TokenUsage(input: 1, output: 1), latency: 5)
        let other = ModelReply(message: Message(.assistant, "four"), finishReason: .stop)
        let model = ReplayModel(
            name: "run_1", sha256: "ab",
            answers: [
                (messages: [Message(.user, "2+2?")], reply: recorded),
                (messages: [Message(.user, "2+2?")], reply: other),
            ])
        let first = try await model.reply(
            to: ModelRequest(messages: [Message(.user, "2+2?")], seed: 2))
        #expect(first == recorded)
        let second = try await model.reply(
            to: ModelRequest(messages: [Message(.user, "2+2?")], seed: 3))
        #expect(second == other)
        let error = await #expect(throws: ProviderError.self) {
            try await model.reply(to: ModelRequest(messages: [Message(.user, "3+3?")]))
        }
        #expect(error?.code == .invalidRequest)
        await #expect(throws: ProviderError.self) {
            try await model.score(["x"], after: .prompt("y"))
        }
    }

    @Test("A call's key changes with whatever decides the answer, and with nothing else")
    func callKey() {
        let identity = ModelIdentity(kind: "openai", model: "m", baseURL: "http://x/v1")
        let key = CallKey.hash(identity, question, epoch: 1)
        #expect(key.count == 64)
        #expect(key == CallKey.hash(identity, question, epoch: 1))
        var changed: [String] = [CallKey.hash(identity, question, epoch: 2)]
        var request = question
        request.seed = 8
        changed.append(CallKey.hash(identity, request, epoch: 1))
        request = question
        request.parameters.temperature = 0
        changed.append(CallKey.hash(identity, request, epoch: 1))
        request = question
        request.messages.insert(Message(.system, ""), at: 0)
        changed.append(CallKey.hash(identity, request, epoch: 1))
        for path in [\ModelIdentity.kind, \.model] {
            var other = identity
            other[keyPath: path] = "scripted"
            changed.append(CallKey.hash(other, question, epoch: 1))
        }
        var other = identity
        other.precision = "fast"
        changed.append(CallKey.hash(other, question, epoch: 1))
        #expect(Set(changed + [key]).count == changed.count + 1)
        request = question
        request.variables = ["truth": "round"]
        #expect(CallKey.hash(identity, request, epoch: 1) == key)
    }

    @Test("An embedded model's key hangs on what is in its file, not on the file's name")
    func embeddedKey() {
        let one = ModelIdentity(kind: "embedded", model: "a.gguf", fileSHA256: "00")
        let two = ModelIdentity(kind: "embedded", model: "b.gguf", fileSHA256: "00")
        #expect(CallKey.hash(one, question, epoch: 1) == CallKey.hash(two, question, epoch: 1))
    }
}
