import FoundationEssentials
import LanguageModel
import Providers
import Synchronization
import Testing

/// A command written in POSIX shell: it needs nothing that a machine may lack.
private func command(
    _ script: String, retries: Int = 0, perCall: Duration = .seconds(5),
    variables: [String] = [], environment: [String: String] = [:], bodyBytes: Int = 1 << 20
) throws -> CommandModel {
    try CommandModel(
        CommandSettings(
            arguments: ["sh", "-c", script], variables: variables, model: "test",
            limits: CallLimits(
                perCall: perCall, retry: RetryPolicy(retries: retries, base: .milliseconds(10)),
                bodyBytes: bodyBytes, concurrency: AdaptiveConcurrency(fixed: 32))),
        environment: environment.merging(ProcessInfo.processInfo.environment) { own, _ in own })
}

/// Takes the id out of a request line.
private let readID = #"id=${line#*\"id\":}; id=${id%%,*}"#

@Suite("Commands that speak JSON lines")
struct CommandTests {
    @Test("Concurrent requests are told apart by their ids, in whatever order answers come")
    func multiplexed() async throws {
        // Answers every second line first.
        let model = try command(
            """
            while read -r line; do \(readID); a=$id; read -r line || exit; \(readID)
            echo "{\\"id\\":$id,\\"text\\":\\"$id\\"}"; echo "{\\"id\\":\\"$a\\",\\"text\\":\\"$a\\"}"; done
            """)
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<40 {
                group.addTask { try await model.reply(to: question).message.text }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts == Set((1...40).map { "\($0)" }))
        await model.close()
    }

    @Test("A request carries messages, parameters and seed; an answer carries what is known")
    func protocolShape() async throws {
        let model = try command(
            #"""
            read -r line; case $line in
            *'"messages":[{"content":"What shape is the earth?","role":"user"}]'*'"seed":7'*) ;;
            *) echo "unexpected: $line" >&2; exit 3;; esac
            echo '{"id":1,"delta":"Ro"}'; echo '{"id":1,"delta":"und"}'; echo 'a log line' >&2
            echo '{"id":1,"message":{"content":"Round"},"finish_reason":"length","usage":{"prompt_tokens":3,"completion_tokens":1},"model":"own"}'
            read -r line
            """#)
        let heard = Mutex<[String]>([])
        let reply = try await model.reply(to: question) { text in
            heard.withLock { $0.append(text) }
        }
        #expect(heard.withLock { $0 } == ["Ro", "und"])
        #expect(reply.message == Message(.assistant, "Round"))
        #expect(reply.finishReason == .length)
        #expect(reply.usage == TokenUsage(input: 3, output: 1))
        #expect(reply.servedModel == "own")
        #expect(reply.latency > 0 && reply.timeToFirstToken != nil)
        await model.close()
    }

    @Test("A program that dies is started again, and the call is tried again")
    func restart() async throws {
        let model = try command(
            """
            read -r line; \(readID); [ "$id" = 1 ] && exit 9
            echo "{\\"id\\":$id,\\"text\\":\\"alive\\"}"; read -r line
            """, retries: 2)
        let reply = try await model.reply(to: question)
        #expect(reply.message.text == "alive")
        #expect(reply.retries == 1)
        await model.close()
    }

    @Test("An end is reported with its code and the last words, without secrets")
    func lastWords() async throws {
        let model = try command(
            "read -r line; echo \"no weights; key was hunter2-secret\" >&2; exit 4",
            environment: ["SOME_API_KEY": "hunter2-secret"])
        let error = await #expect(throws: ProviderError.self) {
            try await model.reply(to: question)
        }
        #expect(error?.code == .service)
        #expect(error?.message.contains("exit code 4") ?? false)
        #expect(error?.message.contains("no weights; key was [secret]") ?? false)
        await model.close()
    }

    @Test("A program gets the variables that it was given and no key besides")
    func environment() async throws {
        let model = try command(
            """
            read -r line
            echo "{\\"id\\":1,\\"text\\":\\"${GIVEN:-none} ${OPENAI_API_KEY:-none}\\"}"; read -r line
            """, variables: ["GIVEN"],
            environment: ["GIVEN": "yes", "OPENAI_API_KEY": "sk-000000000000"])
        #expect(try await model.reply(to: question).message.text == "yes none")
        await model.close()
    }

    @Test(
        "What breaks the protocol is reported at once",
        arguments: [
            (
                "echo 'Loading model…'; read -r line", ProviderError.Code.malformedResponse,
                "not JSON"
            ),
            (#"echo '{"text":"x"}'; read -r line"#, .malformedResponse, "without the request's id"),
            (#"echo '{"id":1}'; read -r line"#, .malformedResponse, "without text"),
            (#"echo '{"id":1,"error":"out of memory"}'; read -r line"#, .service, "out of memory"),
            ("yes | tr -d '\\n'", .service, "1 MiB"),
            ("exit 0", .service, "exit code 0"),
        ])
    func broken(script: String, code: ProviderError.Code, message: String) async throws {
        let model = try command("read -r line; " + script)
        let start = ContinuousClock.now
        let error = await #expect(throws: ProviderError.self) {
            try await model.reply(to: question)
        }
        #expect(error?.code == code)
        #expect(error?.message.contains(message) ?? false, "\(error?.message ?? "")")
        #expect(ContinuousClock.now - start < .seconds(4))
        await model.close()
    }

    @Test("A program that cannot be found is reported")
    func notFound() async throws {
        let model = try CommandModel(
            CommandSettings(
                arguments: ["no-such-program-here"],
                limits: CallLimits(retry: RetryPolicy(retries: 0))),
            environment: ProcessInfo.processInfo.environment)
        let error = await #expect(throws: ProviderError.self) {
            try await model.reply(to: question)
        }
        #expect(error?.code == .service)
        #expect(error?.message.contains("not found") ?? false)
        await model.close()
    }

    @Test("Silence ends a call in time, and a stuck program is replaced")
    func silence() async throws {
        let model = try command(
            """
            read -r line; \(readID); [ "$id" = 1 ] && sleep 60
            echo "{\\"id\\":$id,\\"text\\":\\"alive\\"}"; read -r line
            """, perCall: .milliseconds(400))
        let start = ContinuousClock.now
        let error = await #expect(throws: ProviderError.self) {
            try await model.reply(to: question)
        }
        #expect(error?.code == .timeout)
        #expect(ContinuousClock.now - start < .seconds(3))
        var text: String?
        for _ in 0..<20 where text == nil {
            text = try? await model.reply(to: question).message.text
        }
        #expect(text == "alive")
        await model.close()
    }

    @Test("Cancelling ends a call at once, and closing ends the program and its helpers")
    func closing() async throws {
        let model = try command("sleep 60 & while read -r line; do :; done")
        let call = Task { try await model.reply(to: question) }
        try await Task.sleep(for: .milliseconds(100))
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        let start = ContinuousClock.now
        await model.close()
        #expect(ContinuousClock.now - start < .seconds(4))
        let error = await #expect(throws: ProviderError.self) {
            try await model.reply(to: question)
        }
        #expect(error?.code == .service)
    }
}
