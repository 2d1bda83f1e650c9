import LanguageModel
import NIOCore
import Providers
import Synchronization
import Testing

/// One way in which a service can go wrong, and what the caller must be told.
struct Misbehaviour: Sendable, CustomTestStringConvertible {
    var name: String
    var code: ProviderError.Code
    var streaming = false
    var milliseconds = 2500
    var message = ""
    var handler: LoopbackServer.Handler

    var testDescription: String { name }
}

/// The head of an answer with a length.
private func head(_ length: Int, _ type: String = "application/json") -> String {
    "HTTP/1.1 200 OK\r\ncontent-type: \(type)\r\ncontent-length: \(length)\r\n\r\n"
}

private let chunk = #"data: {"choices":[{"index":0,"delta":{"content":"Rou"}}]}"# + "\n\n"

private let misbehaviours: [Misbehaviour] = [
    Misbehaviour(name: "429 without retry-after", code: .rateLimited, message: "HTTP 429") {
        $1.answer(status: "429 Too Many Requests", #"{"error":{"message":"slow down"}}"#)
    },
    Misbehaviour(name: "429 with an endless retry-after", code: .rateLimited) {
        $1.answer(status: "429 Too Many Requests", headers: ["retry-after: 86400"], "{}")
    },
    Misbehaviour(name: "429 for a used-up quota", code: .rateLimited, message: "quota") {
        $1.answer(
            status: "429 Too Many Requests",
            #"{"error":{"message":"no money","code":"insufficient_quota"}}"#)
    },
    Misbehaviour(name: "500 with an HTML page", code: .service, message: "HTML page") {
        $1.answer(
            status: "500 Internal Server Error", type: "text/html",
            "<!DOCTYPE html><html><body>nginx</body></html>")
    },
    Misbehaviour(name: "400 with a reason", code: .invalidRequest, message: "bad temperature") {
        $1.answer(status: "400 Bad Request", #"{"error":{"message":"bad temperature"}}"#)
    },
    Misbehaviour(name: "422 in FastAPI's shape", code: .invalidRequest, message: "field required") {
        $1.answer(
            status: "422 Unprocessable Entity", #"{"detail":[{"msg":"field required"}]}"#)
    },
    Misbehaviour(name: "404", code: .invalidRequest, message: "no such model") {
        $1.answer(status: "404 Not Found", #"{"error":"model not found"}"#)
    },
    Misbehaviour(name: "401", code: .authentication, message: "asks for a key") {
        $1.answer(status: "401 Unauthorized", #"{"error":{"message":"who are you?"}}"#)
    },
    Misbehaviour(name: "a redirect", code: .invalidRequest, message: "elsewhere") {
        $1.answer(status: "302 Found", headers: ["location: http://127.0.0.1:1/"], "")
    },
    Misbehaviour(name: "an empty success without content", code: .malformedResponse) {
        $1.answer(status: "204 No Content", "")
    },
    Misbehaviour(name: "a reset before the answer", code: .service, message: "broke off") {
        $1.reset()
    },
    Misbehaviour(name: "a close before the answer", code: .service, message: "broke off") {
        $1.close()
    },
    Misbehaviour(name: "a reset in the middle of the body", code: .service) { _, connection in
        connection.send(head(1000) + #"{"choices":[{"mess"#)
        connection.after(milliseconds: 30) { connection.reset() }
    },
    Misbehaviour(name: "a close in the middle of the body", code: .service) { _, connection in
        connection.send(head(1000) + #"{"choices":[{"mess"#)
        connection.after(milliseconds: 30) { connection.close() }
    },
    Misbehaviour(name: "JSON cut short", code: .malformedResponse, message: "broken at 1:") {
        $1.answer(#"{"choices":[{"message":{"role":"assistant","content":"Rou"#)
    },
    Misbehaviour(name: "another content type", code: .malformedResponse, message: "text/html") {
        $1.answer(type: "text/html", "<html><body>Welcome!</body></html>")
    },
    Misbehaviour(name: "invalid UTF-8", code: .malformedResponse, message: "UTF-8") {
        let body =
            Array(#"{"choices":[{"message":{"content":"a"#.utf8) + [0xC3, 0x28]
            + Array(#""}}]}"#.utf8)
        $1.send(head(body.count))
        $1.send(body)
    },
    Misbehaviour(name: "JSON without choices", code: .malformedResponse, message: "choices") {
        $1.answer(#"{"answer": 42}"#)
    },
    Misbehaviour(name: "choices that are empty", code: .malformedResponse) {
        $1.answer(#"{"choices": []}"#)
    },
    Misbehaviour(name: "nesting without end", code: .malformedResponse) {
        $1.answer(String(repeating: "[", count: 1_000_000))
    },
    Misbehaviour(name: "200 with an error object", code: .service, message: "backend is gone") {
        $1.answer(#"{"error": {"message": "backend is gone", "code": 502}}"#)
    },
    Misbehaviour(name: "200 with an error in words", code: .service, message: "no such model") {
        $1.answer(#"{"error": "no such model"}"#)
    },
    Misbehaviour(name: "silence", code: .timeout, message: "within 600 ms") { _, _ in },
    Misbehaviour(name: "silence after the head", code: .timeout) { $1.send(head(1000)) },
    Misbehaviour(name: "a slow drip", code: .timeout) { _, connection in
        connection.send(head(100_000))
        for step in 0..<200 { connection.after(milliseconds: step * 20) { connection.send(" ") } }
    },
    Misbehaviour(name: "a body that says it has 100 MB", code: .tooLarge) { _, connection in
        connection.send(head(100 << 20))
        connection.pour(ByteBuffer(repeating: 0x20, count: 1 << 20), times: 100)
    },
    Misbehaviour(name: "100 MB without a length", code: .tooLarge) { _, connection in
        connection.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        connection.pour(ByteBuffer(repeating: 0x20, count: 1 << 20), times: 100)
    },
    Misbehaviour(name: "something that is not HTTP", code: .malformedResponse, message: "HTTP") {
        $1.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")
    },
    Misbehaviour(name: "a head without end", code: .malformedResponse) { _, connection in
        connection.send("HTTP/1.1 200 OK\r\n")
        connection.pour(
            ByteBuffer(string: "x-filler: \(String(repeating: "a", count: 60_000))\r\n"), times: 200
        )
    },
    Misbehaviour(name: "a stream reset in the middle", code: .service, streaming: true) {
        _, connection in
        connection.beginEvents()
        connection.send(chunk)
        connection.after(milliseconds: 50) { connection.reset() }
    },
    Misbehaviour(name: "a stream that just ends", code: .service, streaming: true) {
        _, connection in
        connection.beginEvents()
        connection.send(chunk)
        connection.after(milliseconds: 50) { connection.close() }
    },
    Misbehaviour(name: "a stream that pauses", code: .timeout, streaming: true, message: "paused") {
        _, connection in
        connection.beginEvents()
        connection.send(chunk)
    },
    Misbehaviour(name: "a stream with broken JSON", code: .malformedResponse, streaming: true) {
        $1.beginEvents()
        $1.send("data: {\"choices\":[{\n\n")
    },
    Misbehaviour(
        name: "a stream with an error in it", code: .service, streaming: true,
        message: "out of memory"
    ) {
        $1.beginEvents()
        $1.send(chunk + "data: {\"error\":{\"message\":\"out of memory\"}}\n\n")
    },
    Misbehaviour(name: "an event without end", code: .tooLarge, streaming: true) { _, connection in
        connection.beginEvents()
        connection.send("data: ")
        connection.pour(ByteBuffer(repeating: 0x61, count: 1 << 20), times: 100)
    },
    Misbehaviour(name: "100 MB of events", code: .tooLarge, streaming: true) {
        _, connection in
        connection.beginEvents()
        let long = chunk.replacing("Rou", with: String(repeating: "Rou", count: 5000))
        connection.pour(ByteBuffer(string: long), times: 7000)
    },
    Misbehaviour(name: "500 where a stream was asked for", code: .service, streaming: true) {
        $1.answer(status: "500 Internal Server Error", #"{"error":{"message":"oops"}}"#)
    },
]

@Suite("A server that misbehaves")
struct MisbehaviourTests {
    @Test(
        "Each way of going wrong has its error, in bounded time, and the next call works",
        arguments: misbehaviours)
    func misbehaves(_ way: Misbehaviour) async throws {
        let isSound = Atomic<Bool>(false)
        try await withServer { request, connection in
            if isSound.load(ordering: .relaxed) {
                connection.answer(chatAnswer("Round."))
            } else {
                way.handler(request, connection)
            }
        } _: { server in
            try await withModel(server.base) { model in
                let ignore: @Sendable (String) -> Void = { _ in }
                let onText = way.streaming ? ignore : nil
                let start = ContinuousClock.now
                let error = await #expect(throws: ProviderError.self) {
                    try await model.reply(to: question, onText: onText)
                }
                let elapsed = ContinuousClock.now - start
                let said = error.map { $0.description } ?? "nothing"
                #expect(error?.code == way.code, "\(said)")
                #expect(way.message.isEmpty || said.contains(way.message), "\(said)")
                #expect(elapsed < .milliseconds(way.milliseconds))
                #expect(said.utf8.count < 600)
                isSound.store(true, ordering: .relaxed)
                let next = try await model.reply(to: question)
                #expect(next.message.text == "Round.")
            }
        }
    }

    @Test("Nobody listening is a network error that says so at once")
    func refused() async throws {
        // A port that was just freed may be another test's by now; nobody listens at this one.
        try await withModel("http://127.0.0.1:1/v1") { model in
            let start = ContinuousClock.now
            let error = await #expect(throws: ProviderError.self) {
                try await model.reply(to: question)
            }
            #expect(error?.code == .network)
            #expect(error?.message.contains("accepts no connection") ?? false)
            #expect(ContinuousClock.now - start < .seconds(2))
        }
    }

    @Test("TLS asked of a server that speaks none is a network error")
    func noTLS() async throws {
        try await withServer { _, connection in
            connection.close()
        } _: { server in
            let base = server.base.replacing("http://", with: "https://")
            try await withModel(base) { model in
                let error = await #expect(throws: ProviderError.self) {
                    try await model.reply(to: question)
                }
                #expect(error?.code == .network, "\(error.map { "\($0)" } ?? "none")")
            }
        }
    }

    @Test("Failures that pass are tried again, and the tries are counted")
    func recovers() async throws {
        try await withServer { request, connection in
            switch request.number {
            case 1: connection.answer(status: "500 Internal Server Error", "{}")
            case 2: connection.answer(status: "429 Too Many Requests", "{}")
            case 3: connection.reset()
            default: connection.answer(chatAnswer("Round."))
            }
        } _: { server in
            try await withModel(server.base, limits: shortLimits(retries: 5)) { model in
                let reply = try await model.reply(to: question)
                #expect(reply.message.text == "Round.")
                #expect(reply.retries == 3)
            }
        }
    }

    @Test(
        "A retry-after is honoured in full",
        arguments: ["retry-after: 0.4", "retry-after-ms: 400"])
    func retryAfter(header: String) async throws {
        try await withServer { request, connection in
            if request.number == 1 {
                connection.answer(status: "429 Too Many Requests", headers: [header], "{}")
            } else {
                connection.answer(chatAnswer("Round."))
            }
        } _: { server in
            try await withModel(server.base, limits: shortLimits(retries: 1)) { model in
                let start = ContinuousClock.now
                let reply = try await model.reply(to: question)
                #expect(reply.retries == 1)
                #expect(ContinuousClock.now - start >= .milliseconds(400))
                // Waiting is no part of the latency.
                #expect(reply.latency < 400_000)
            }
        }
    }

    @Test("Tries end with the total time limit, and the error counts them")
    func totalLimit() async throws {
        var limits = shortLimits(retries: 1000)
        limits.total = .milliseconds(400)
        try await withServer {
            $1.answer(status: "503 Service Unavailable", "{}")
        } _: { server in
            try await withModel(server.base, limits: limits) { model in
                let start = ContinuousClock.now
                let error = await #expect(throws: ProviderError.self) {
                    try await model.reply(to: question)
                }
                #expect(error?.code == .service)
                #expect(error?.message.contains("tries)") ?? false)
                #expect(ContinuousClock.now - start < .seconds(2))
            }
        }
    }

    @Test(
        "A refusal of the request itself is not tried again",
        arguments: ["400 Bad Request", "404 Not Found", "401 Unauthorized"])
    func notRetried(status: String) async throws {
        try await withServer {
            $1.answer(status: status, "{}")
        } _: { server in
            try await withModel(server.base, limits: shortLimits(retries: 5)) { model in
                await #expect(throws: ProviderError.self) { try await model.reply(to: question) }
            }
            #expect(server.requests == 1)
        }
    }

    @Test("A stream whose text was handed on is not begun again")
    func notRepeated() async throws {
        let heard = Mutex("")
        try await withServer { _, connection in
            connection.beginEvents()
            connection.send(chunk)
            connection.after(milliseconds: 30) { connection.reset() }
        } _: { server in
            try await withModel(server.base, limits: shortLimits(retries: 5)) { model in
                await #expect(throws: ProviderError.self) {
                    try await model.reply(to: question) { text in heard.withLock { $0 += text } }
                }
            }
            #expect(server.requests == 1)
        }
        #expect(heard.withLock { $0 } == "Rou")
    }

    @Test("A cancelled call ends at once and leaves its place to the next")
    func cancellation() async throws {
        try await withServer { request, connection in
            if request.number > 1 { connection.answer(chatAnswer("Round.")) }
        } _: { server in
            var limits = shortLimits()
            limits.perCall = .seconds(30)
            limits.concurrency = AdaptiveConcurrency(fixed: 1)
            try await withModel(server.base, limits: limits) { model in
                let call = Task { try await model.reply(to: question) }
                while server.requests == 0 { try await Task.sleep(for: .milliseconds(5)) }
                let start = ContinuousClock.now
                call.cancel()
                await #expect(throws: CancellationError.self) { try await call.value }
                #expect(ContinuousClock.now - start < .seconds(1))
                let next = try await model.reply(to: question)
                #expect(next.message.text == "Round.")
            }
        }
    }

    @Test("Calls fall back to fewer at once when the service complains")
    func adapts() async throws {
        let current = Counter()
        let answered = Counter()
        try await withServer { _, connection in
            let now = current.add()
            connection.after(milliseconds: 10) {
                current.add(-1)
                if now > 4 {
                    connection.answer(status: "429 Too Many Requests", "{}")
                } else {
                    answered.add()
                    connection.answer(chatAnswer("Round."))
                }
            }
        } _: { server in
            var limits = shortLimits(retries: 100)
            limits.total = .seconds(30)
            limits.concurrency = AdaptiveConcurrency(initial: 32, ceiling: 64)
            try await withModel(server.base, limits: limits) { model in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<200 {
                        group.addTask { _ = try await model.reply(to: question) }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(answered.value == 200)
            #expect(server.requests < 600, "most calls went through at the first try")
        }
    }
}
