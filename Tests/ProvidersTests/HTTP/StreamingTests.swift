import LanguageModel
import Providers
import Synchronization
import Testing

private func chunk(_ delta: String, _ rest: String = "") -> String {
    #"{"model":"m","choices":[{"index":0,"delta":\#(delta)\#(rest)}]}"#
}

private let usage = #"{"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":2}}"#
private let pieces = [
    chunk(#"{"role":"assistant","content":""}"#), chunk(#"{"content":"Ro"}"#),
    chunk(#"{"content":"und 🙂"}"#), chunk("{}", #","finish_reason":"stop""#), usage, "[DONE]",
]

/// Odd but lawful ways to frame the same events.
private let framings: [(String, String)] = [
    ("line feeds", pieces.map { "data: \($0)\n\n" }.joined()),
    ("carriage returns and line feeds", pieces.map { "data: \($0)\r\n\r\n" }.joined()),
    ("carriage returns", pieces.map { "data: \($0)\r\r" }.joined()),
    ("no space after the colon", pieces.map { "data:\($0)\n\n" }.joined()),
    (
        "comments and other fields",
        pieces.map { ": hi\nid: 1\nretry: 5\nevent: x\ndata: \($0)\n\n" }.joined()
    ),
    ("a byte-order mark", "\u{FEFF}" + pieces.map { "data: \($0)\n\n" }.joined()),
    ("extra blank lines", "\n\n" + pieces.map { "data: \($0)\n\n\n\n" }.joined()),
    ("no blank line at the end", String(pieces.map { "data: \($0)\n\n" }.joined().dropLast(2))),
    ("nothing after the reason", pieces.dropLast().map { "data: \($0)\n\n" }.joined()),
    ("events after the end", pieces.map { "data: \($0)\n\n" }.joined() + "data: {oops\n\n"),
    (
        "JSON over two data lines",
        pieces.map {
            "data: " + $0.replacing(",", with: ",\ndata: ", maxReplacements: 1) + "\n\n"
        }.joined()
    ),
]

@Suite("Streams of events")
struct StreamingTests {
    @Test(
        "However events are framed and cut, the text is the same", arguments: framings.indices,
        [1, 7, 4096])
    func framing(index: Int, size: Int) async throws {
        let bytes = Array(framings[index].1.utf8)
        let heard = Mutex<[String]>([])
        try await withServer { _, connection in
            connection.beginEvents()
            for start in stride(from: 0, to: bytes.count, by: size) {
                connection.send(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            connection.close()
        } _: { server in
            try await withModel(server.base) { model in
                let reply = try await model.reply(to: question) { text in
                    heard.withLock { $0.append(text) }
                }
                #expect(reply.message == Message(.assistant, "Round 🙂"))
                #expect(reply.finishReason == .stop)
                #expect(reply.usage == TokenUsage(input: 4, output: 2))
                #expect(reply.servedModel == "m")
                #expect((reply.timeToFirstToken ?? 0) > 0)
                #expect((reply.timeToFirstToken ?? .max) <= reply.latency)
            }
        }
        #expect(heard.withLock { $0 } == ["Ro", "und 🙂"])
    }

    @Test("Tool calls, reasoning and log-probabilities are put together from their pieces")
    func richStream() async throws {
        let events = [
            chunk(#"{"reasoning_content":"h"}"#), chunk(#"{"reasoning_content":"m"}"#),
            chunk(
                #"{"tool_calls":[{"index":0,"id":"c1","function":{"name":"look","arguments":""}}]}"#
            ),
            chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"q\""}}]}"#),
            chunk(
                #"{"tool_calls":[{"index":1,"id":"c2","function":{"name":"see","arguments":"{}"}}]}"#
            ),
            chunk(
                #"{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}"#,
                #","logprobs":{"content":[{"token":"x","logprob":-1}]}"#),
            chunk("{}", #","finish_reason":"tool_calls""#), "[DONE]",
        ]
        try await withServer { _, connection in
            connection.beginEvents()
            for event in events { connection.send("data: \(event)\n\n") }
            connection.close()
        } _: { server in
            try await withModel(server.base) { model in
                let reply = try await model.reply(to: question) { _ in }
                #expect(
                    reply.message.toolCalls == [
                        ToolCall(id: "c1", name: "look", arguments: ["q": 1]),
                        ToolCall(id: "c2", name: "see", arguments: [:]),
                    ])
                #expect(reply.reasoning == "hm")
                #expect(reply.finishReason == .toolCalls)
                #expect(reply.logprobs == [TokenLogprob(token: "x", logprob: -1)])
            }
        }
    }

    @Test("A service that answers a stream request with one JSON text is understood")
    func notAStream() async throws {
        let heard = Mutex("")
        try await withServer {
            $1.answer(chatAnswer("Round."))
        } _: { server in
            try await withModel(server.base) { model in
                let reply = try await model.reply(to: question) { text in
                    heard.withLock { $0 += text }
                }
                #expect(reply.message.text == "Round.")
            }
        }
        #expect(heard.withLock { $0 } == "Round.")
    }

    @Test("A stream is asked for, with its usage where the service must be asked")
    func request() async throws {
        let seen = Mutex<JSONValue>(.null)
        try await withServer { request, connection in
            seen.withLock { $0 = request.json }
            connection.answer(chatAnswer("Round."))
        } _: { server in
            try await withModel(server.base) { model in
                _ = try await model.reply(to: question) { _ in }
            }
        }
        let sent = seen.withLock { $0 }
        #expect(sent["stream"] == true)
        #expect(sent["stream_options"] == ["include_usage": true])
    }
}
