import LanguageModel
import Providers
import Synchronization
import Testing

private let secret = "sk-test-9f8e7d6c5b4a"
private let environment = ["MY_KEY": secret, "OPENAI_API_KEY": "sk-other-000000"]

@Suite("Keys")
struct KeyTests {
    @Test("A key goes out in its header and to no other service's address")
    func sent() async throws {
        let seen = Mutex<[String]>([])
        try await withServer { request, connection in
            seen.withLock { $0.append(request.header("authorization")) }
            connection.answer(chatAnswer("Round."))
        } _: { server in
            try await withModel(server.base, keyVariable: "MY_KEY", environment: environment) {
                _ = try await $0.reply(to: question)
            }
            try await withModel(server.base, environment: environment) {
                _ = try await $0.reply(to: question)
            }
        }
        #expect(seen.withLock { $0 } == ["Bearer \(secret)", ""])
    }

    @Test(
        "A service that echoes the key cannot put it into an error",
        arguments: [
            "400 Bad Request", "401 Unauthorized", "403 Forbidden", "429 Too Many Requests",
            "500 Internal Server Error", "200 OK",
        ])
    func echoedInError(status: String) async throws {
        let bodies = [
            #"{"error":{"message":"bad key \#(secret)","code":"\#(secret)"}}"#,
            "<pre>authorization: Bearer \(secret)</pre>",
        ]
        for body in bodies {
            try await withServer {
                $1.answer(status: status, body)
            } _: { server in
                try await withModel(server.base, keyVariable: "MY_KEY", environment: environment) {
                    model in
                    let error = await #expect(throws: ProviderError.self) {
                        try await model.reply(to: question)
                    }
                    #expect(!"\(String(reflecting: error)) \(error!)".contains("9f8e7d6c"))
                    var dumped = "\(model)"
                    dump(model, to: &dumped)
                    #expect(!dumped.contains("9f8e7d6c"))
                }
            }
        }
    }

    @Test("A service that echoes the key cannot put it into an answer", arguments: [true, false])
    func echoedInAnswer(streaming: Bool) async throws {
        let heard = Mutex("")
        try await withServer { _, connection in
            if streaming {
                connection.beginEvents()
                connection.send(
                    #"data: {"choices":[{"delta":{"content":"key: \#(secret)"},"finish_reason":"stop"}]}"#
                        + "\n\ndata: [DONE]\n\n")
                connection.close()
            } else {
                connection.answer(chatAnswer("key: \(secret)"))
            }
        } _: { server in
            try await withModel(server.base, keyVariable: "MY_KEY", environment: environment) {
                model in
                let take: @Sendable (String) -> Void = { text in heard.withLock { $0 += text } }
                let reply = try await model.reply(to: question, onText: streaming ? take : nil)
                #expect(reply.message.text == "key: [MY_KEY]")
            }
        }
        #expect(heard.withLock { $0 } == (streaming ? "key: [MY_KEY]" : ""))
    }

    @Test("A key prints as its variable's name in every way of printing")
    func printing() throws {
        let key = try APIKey(variable: "MY_KEY", environment: environment)
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\([key])"] {
            #expect(!text.contains("9f8e"))
            #expect(text.contains("MY_KEY"))
        }
    }

    @Test("A missing or malformed key is an error that names the variable")
    func missing() {
        for environment in [[:], ["K": "  "], ["K": "two words"], ["K": "line\nbreak-key"]] {
            let error = #expect(throws: ProviderError.self) {
                try APIKey(variable: "K", environment: environment)
            }
            #expect(error?.code == .authentication)
            #expect(error?.description.contains("K") ?? false)
        }
    }

    @Test(
        "Known services have a variable of their own, which is sent nowhere else",
        arguments: [
            ("https://api.openai.com/v1", "OPENAI_API_KEY"),
            ("https://eu.api.openai.com/v1", "OPENAI_API_KEY"),
            ("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
            ("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
            ("https://api.perplexity.ai", "PERPLEXITY_API_KEY"),
            ("https://api.openai.com.evil.example/v1", nil),
            ("https://evilapi.openai.com/v1", nil), ("http://127.0.0.1:8080/v1", nil),
        ] as [(String, String?)])
    func usualVariable(address: String, variable: String?) throws {
        #expect(APIKey.usualVariable(for: try BaseURL(address)) == variable)
    }

    @Test("A known service's key is never sent unencrypted")
    func encrypted() throws {
        let error = #expect(throws: ProviderError.self) {
            try APIKey.resolve(
                named: nil, for: BaseURL("http://api.openai.com/v1"), environment: environment)
        }
        #expect(error?.code == .authentication)
    }

    @Test(
        "Addresses that are none are refused with what is wrong",
        arguments: [
            "", "api.openai.com", "ftp://x/v1", "http://", "https://x/v1?key=1", "https://x/v1#a",
            "https://me:pass@x/v1", "https://x/v1/chat/completions", "http://x y/",
        ])
    func badAddress(text: String) {
        let error = #expect(throws: ProviderError.self) { try BaseURL(text) }
        #expect(error?.code == .invalidRequest)
        #expect(!(error?.description.contains("pass@") ?? true))
    }

    @Test("Addresses have one spelling")
    func oneSpelling() throws {
        #expect(try BaseURL("HTTP://LocalHost:8080/v1/").text == "http://localhost:8080/v1")
        #expect(try BaseURL("http://[::1]:8080").text == "http://[::1]:8080")
    }
}
