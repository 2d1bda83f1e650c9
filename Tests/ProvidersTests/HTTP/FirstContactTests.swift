import LanguageModel
import Providers
import Synchronization
import Testing

@Suite("Chat completions against a well-behaved server")
struct FirstContactTests {
    @Test("A plain answer arrives with its usage, reason and timing")
    func plain() async throws {
        let seen = Mutex<JSONValue>(.null)
        try await withServer { request, connection in
            seen.withLock { $0 = request.json }
            connection.answer(chatAnswer("Round."))
        } _: { server in
            try await withModel(server.base) { model in
                let reply = try await model.reply(to: question)
                #expect(reply.message == Message(.assistant, "Round."))
                #expect(reply.finishReason == .stop)
                #expect(reply.usage == TokenUsage(input: 7, output: 2))
                #expect(reply.servedModel == "tester-1")
                #expect(reply.latency > 0 && reply.retries == 0)
            }
        }
        #expect(
            seen.withLock { $0 } == [
                "model": "tester", "seed": 7,
                "messages": [["role": "user", "content": "What shape is the earth?"]],
            ])
    }
}
