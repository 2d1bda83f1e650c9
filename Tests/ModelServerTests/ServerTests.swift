import AsyncHTTPClient
import LanguageModel
import ModelServer
import NIOCore
import Testing

private let hello: JSONValue = [["role": "user", "content": "Hi"]]
private let chat: JSONValue = ["model": "fake", "messages": hello]

@Suite("The server around the models")
struct ServerTests {
    @Test("Health and models are told, and what is not there is a 404 in the API's shape")
    func around() async throws {
        try await withServer([FakeModel(), FakeModel(name: "two")]) { server in
            #expect(try await server.get("/health").json == ["status": "ok"])
            let models = try await server.get("/v1/models").json
            #expect(models["object"] == "list")
            #expect(models["data"]?.array?.map { $0["id"] } == ["fake", "two"])
            #expect(try await server.get("/v1/models/two").json["id"] == "two")
            for path in ["/v1/models/three", "/v1/embeddings", "/"] {
                let answer = try await server.get(path)
                #expect(answer.status == 404)
                #expect(answer.json["error"]?["message"]?.string?.isEmpty == false)
            }
        }
    }

    @Test(
        "A server on the loopback device answers to its own names alone",
        arguments: [
            ("127.0.0.1:1234", nil, 200), ("localhost", nil, 200), ("LOCALHOST:80", nil, 200),
            ("[::1]:8080", nil, 200), ("evil.example", nil, 403),
            ("127.0.0.1.evil.example", nil, 403),
            ("localhost", "http://localhost:3000", 200), ("localhost", "https://evil.example", 403),
            ("localhost", "null", 403),
        ] as [(String, String?, Int)])
    func hosts(host: String, origin: String?, status: Int) async throws {
        try await withServer([FakeModel()]) { server in
            var headers = ["host": host]
            headers["origin"] = origin
            let answer = try await server.get("/v1/models", headers: headers)
            #expect(answer.status == status)
            #expect(answer.header("access-control-allow-origin") == nil)
        }
    }

    @Test("With a key, nothing but health answers without it")
    func key() async throws {
        try await withServer([FakeModel()], .init(key: "k-123")) { server in
            for given in [nil, "Bearer k-12", "Bearer k-1234", "k-123", ""] {
                var headers: [String: String] = [:]
                headers["authorization"] = given
                let answer = try await server.get("/v1/models", headers: headers)
                #expect(answer.status == 401)
                #expect(answer.json["error"]?["code"] == "invalid_api_key")
            }
            let right = ["authorization": "Bearer k-123"]
            #expect(try await server.get("/v1/models", headers: right).status == 200)
            #expect(try await server.get("/health").status == 200)
        }
    }

    @Test("A server open to others needs a key, and models names of their own")
    func settings() {
        #expect(throws: ModelServer.SettingsError.self) {
            try ModelServer([FakeModel()], .init(host: "0.0.0.0"))
        }
        #expect(throws: ModelServer.SettingsError.self) {
            try ModelServer([FakeModel(), FakeModel()])
        }
        #expect(throws: ModelServer.SettingsError.self) { try ModelServer([]) }
        #expect(throws: Never.self) {
            try ModelServer([FakeModel()], .init(host: "0.0.0.0", key: "k"))
        }
    }

    @Test("Bodies beyond the limit and of other types are refused")
    func bodies() async throws {
        try await withServer([FakeModel()], .init(bodyBytes: 1000)) { server in
            let long = JSONValue.object([
                "model": "fake",
                "messages": [
                    ["role": "user", "content": .string(String(repeating: "x", count: 2000))]
                ],
            ])
            #expect(try await server.post("/v1/chat/completions", long).status == 413)
            let answer = try await server.post(
                "/v1/chat/completions", chat, headers: ["content-type": "text/plain"])
            #expect(answer.status == 415)
            #expect(try await server.post("/v1/chat/completions", chat).status == 200)
        }
    }

    @Test("A client that goes away ends its generation, streamed or not", arguments: [true, false])
    func disconnect(streamed: Bool) async throws {
        let model = FakeModel(String(repeating: "x", count: 1000), pace: .milliseconds(20))
        try await withServer([model]) { server in
            let call = Task {
                try await server.post(
                    "/v1/chat/completions",
                    ["model": "fake", "messages": hello, "stream": .bool(streamed)])
            }
            while model.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            call.cancel()
            await #expect(throws: (any Error).self) { try await call.value }
            let end = ContinuousClock.now + .seconds(5)
            while model.cancellations == 0, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(model.cancellations == 1)
            #expect(try await server.get("/health").status == 200)
        }
    }

    @Test("One kept connection serves many requests")
    func keptConnection() async throws {
        try await withServer([FakeModel("Hi")]) { server in
            for _ in 0..<50 {
                let answer = try await server.post("/v1/chat/completions", chat)
                #expect(answer.status == 200)
                #expect(answer.header("connection") != "close")
            }
        }
    }

    @Test("Ending the server ends generations under way and returns")
    func shutdown() async throws {
        let model = FakeModel(String(repeating: "x", count: 10_000), pace: .milliseconds(20))
        let start = ContinuousClock.now
        try await withServer([model], .init(grace: .milliseconds(200))) { server in
            let call = Task { try await server.post("/v1/chat/completions", chat) }
            while model.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            call.cancel()
        }
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(model.cancellations == 1)
    }
}
