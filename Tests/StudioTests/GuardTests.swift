import Annotation
import Foundation
import HTTPTypes
import LanguageModel
import Studio
import Testing
import Workspace

@Suite("Who may ask the studio")
struct GuardTests {
    @Test("With the token the API answers, without it or with another it does not")
    func token() async throws {
        let (client, _) = try await StudioFixture.client()
        #expect(try await client.ask(.get, "/api/runs").status == 200)
        let refused = try await client.ask(.get, "/api/runs", isKnown: false)
        #expect(refused.status == 401)
        #expect(refused.json["error"]?["status"] == 401)
        #expect(refused.headers[.wwwAuthenticate] == "Bearer")
        for wrong in ["Bearer nobody", "Basic x", "Bearer ", StudioClient.token] {
            let answer = try await client.ask(
                .get, "/api/runs", headers: [.authorization: wrong], isKnown: false)
            #expect(answer.status == 401, "\(wrong)")
        }
        #expect(
            try await client.ask(
                .get, "/api/runs?token=\(StudioClient.token)", isKnown: false
            ).status == 200)
    }

    @Test("On a network the owner's token opens nothing from another machine, a personal link does")
    func network() async throws {
        let path = NSTemporaryDirectory() + "conduct-studio-lan-\(UUID().uuidString)"
        let folder = try WorkspaceFolder.create(
            at: path, files: [(path: "conduct.yaml", content: "models: {}\n")]
        ).folder
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        try folder.write("{\"id\": \"n0\", \"text\": \"0\"}\n", to: "datasets/p.jsonl")
        try folder.write("# Guideline\n", to: "labels/p.md")
        try folder.write(
            """
            project: p
            guideline: labels/p.md
            questions: [{id: ok, kind: choice, options: ["y", "n"]}]
            items: {file: datasets/p.jsonl}
            annotators: {names: [ana]}
            """, to: "labels/p.yaml")
        let client = try StudioClient(
            try Store.open(at: folder.storePath), folder: folder, lan: "192.168.1.5")
        func ask(_ path: String, _ address: String, token: String) async throws -> Int {
            try await client.ask(
                .get, path, headers: [.authorization: "Bearer \(token)"], isKnown: false,
                authority: "192.168.1.5:8181", from: address
            ).status
        }
        #expect(try await ask("/api/runs", "192.168.1.5", token: StudioClient.token) == 200)
        #expect(try await ask("/api/runs", "192.168.1.9", token: StudioClient.token) == 403)
        let first = try await client.ask(
            .get, "/?token=\(StudioClient.token)", isKnown: false, authority: "192.168.1.5:8181",
            from: "192.168.1.9")
        #expect(first.status == 403 && first.headers[.setCookie] == nil)
        let ana = try PersonalLinks(folder: folder).token(project: "p", annotator: "ana")
        #expect(try await ask("/label/p", "192.168.1.9", token: ana) == 200)
        #expect(try await ask("/api/runs", "192.168.1.9", token: ana) == 403)
    }

    @Test("The first address turns its token into a cookie and leaves it out of the next")
    func firstVisit() async throws {
        let (client, _) = try await StudioFixture.client()
        let first = try await client.ask(
            .get, "/runs?q=a&token=\(StudioClient.token)", isKnown: false)
        #expect(first.status == 303)
        #expect(first.headers[.location] == "/runs?q=a")
        let cookie = try #require(first.headers[.setCookie])
        #expect(cookie.hasPrefix("conduct_8181=\(StudioClient.token);"))
        #expect(cookie.contains("HttpOnly"))
        #expect(cookie.contains("SameSite=Strict"))
        let next = try await client.ask(
            .get, "/runs", headers: [.cookie: "conduct_8181=\(StudioClient.token)"], isKnown: false)
        #expect(next.status == 200)
        let wrong = try await client.ask(.get, "/?token=wrong", isKnown: false)
        #expect(wrong.status == 401)
        #expect(wrong.headers[.setCookie] == nil)
        let another = try await client.ask(
            .get, "/runs", headers: [.cookie: "conduct_9999=\(StudioClient.token)"], isKnown: false)
        #expect(another.status == 401)
    }

    @Test(
        "Another name is refused, whatever token comes with it",
        arguments: ["evil.example", "evil.example:8181", "127.0.0.1.evil.example", "", nil])
    func rebinding(authority: String?) async throws {
        let (client, _) = try await StudioFixture.client()
        #expect(try await client.ask(.get, "/api/runs", authority: authority).status == 403)
    }

    @Test("Its own names are taken", arguments: ["127.0.0.1:8181", "localhost:8181", "[::1]:8181"])
    func names(authority: String) async throws {
        let (client, _) = try await StudioFixture.client()
        #expect(try await client.ask(.get, "/api/runs", authority: authority).status == 200)
    }

    @Test(
        "A post from a page elsewhere is refused, also from another port of this machine",
        arguments: [
            ("http://evil.example", 403), ("null", 403), ("http://127.0.0.1:9999", 403),
            ("https://127.0.0.1:8181", 403), ("http://127.0.0.1:8181", 303),
        ])
    func origin(origin: String, status: Int) async throws {
        let (client, run) = try await StudioFixture.client()
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let answer = try await client.ask(
            .post, "/samples/\(sample.id)/overrides", body: "scorer=contains&verdict=fail&note=no",
            type: "application/x-www-form-urlencoded",
            headers: [.cookie: "conduct_8181=\(StudioClient.token)", .origin: origin],
            isKnown: false)
        #expect(answer.status == status)
        let count = try await client.store.reader.overrides(ofSample: sample.id).count
        #expect(count == (status == 303 ? 1 : 0))
    }

    @Test("A post with a cookie alone is refused: who sends it cannot be told")
    func noOrigin() async throws {
        let (client, run) = try await StudioFixture.client()
        let sample = try await StudioFixture.samples(run, in: client.store)[0]
        let answer = try await client.ask(
            .post, "/api/samples/\(sample.id)/overrides",
            body: #"{"scorer":"contains","verdict":"fail","note":"no"}"#,
            headers: [.cookie: "conduct_8181=\(StudioClient.token)"], isKnown: false)
        #expect(answer.status == 403)
    }

    @Test("A page elsewhere may lead here, but not fetch, frame or include")
    func fetchMetadata() async throws {
        let (client, _) = try await StudioFixture.client()
        let site = HTTPField.Name("Sec-Fetch-Site")!
        let mode = HTTPField.Name("Sec-Fetch-Mode")!
        let destination = HTTPField.Name("Sec-Fetch-Dest")!
        let visit: HTTPFields = [site: "cross-site", mode: "navigate", destination: "document"]
        #expect(try await client.ask(.get, "/runs", headers: visit).status == 200)
        let frame: HTTPFields = [site: "cross-site", mode: "navigate", destination: "iframe"]
        #expect(try await client.ask(.get, "/runs", headers: frame).status == 403)
        for word in ["cross-site", "same-site"] {
            let fetch: HTTPFields = [site: word, mode: "cors", destination: "empty"]
            #expect(try await client.ask(.get, "/api/runs", headers: fetch).status == 403)
        }
        let own: HTTPFields = [site: "same-origin", mode: "cors", destination: "empty"]
        #expect(try await client.ask(.get, "/api/runs", headers: own).status == 200)
    }

    @Test("Every answer carries the headers, refusals and errors too")
    func headers() async throws {
        let (client, run) = try await StudioFixture.client()
        let answers = [
            try await client.ask(.get, "/"), try await client.ask(.get, "/runs/\(run.id)"),
            try await client.ask(.get, "/nowhere"), try await client.ask(.get, "/api/runs"),
            try await client.ask(.get, "/", isKnown: false),
            try await client.ask(.get, "/assets/studio.js", isKnown: false),
        ]
        for answer in answers {
            let policy = answer.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("script-src 'self'"))
            #expect(!policy.contains("unsafe"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.cacheControl] != nil)
        }
    }

    @Test("Listening where others can reach it must be asked for, at one address")
    func network() throws {
        #expect(throws: StudioSettingsError.self) {
            try Studio(
                Store.inMemory(), folder: nil, StudioSettings(host: "192.168.1.5"))
        }
        #expect(throws: StudioSettingsError.self) {
            try Studio(
                Store.inMemory(), folder: nil,
                StudioSettings(host: "0.0.0.0", allowsNetwork: true))
        }
        #expect(StudioSettings.freshToken() != StudioSettings.freshToken())
    }
}
