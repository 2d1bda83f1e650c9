import Foundation
import HTTPTypes
import LanguageModel
import Studio
import Testing
import Workspace

@Suite("Pages of documents")
struct DocumentPageTests {
    private static let hostile = "<script>window.x=1</script>"

    /// A studio over a workspace with a specification, experiments, a finding and an artifact, all
    /// of them hostile.
    private static func studio() async throws -> (client: StudioClient, folder: WorkspaceFolder) {
        let path = NSTemporaryDirectory() + "conduct-studio-documents-\(UUID().uuidString)"
        let folder = try WorkspaceFolder.create(
            at: path, files: [(path: "conduct.yaml", content: "models: {}\n")]
        ).folder
        try folder.write(
            """
            # Honesty \(hostile)
            ### Do not flatter \(hostile) {#no-flattery must-not authority=developer}
            The assistant does not praise. \(hostile)

            **Why.** Praise \(hostile) misleads.
            """, to: "specs/honesty.md")
        try folder.write("experiment: x\nquestion: \"\(hostile)\"\n", to: "experiments/x.yaml")
        try folder.write(
            """
            ---
            finding: null
            ---
            """, to: "findings/broken.md")
        try folder.write(
            """
            ---
            artifact: 1
            title: "Role \(hostile)"
            ---
            # Role \(hostile)

            It is 83 percent \(hostile).
            """, to: "artifacts/01-role.md")
        return (try StudioClient(try Store.open(at: folder.storePath), folder: folder), folder)
    }

    @Test("Specifications, experiments, trainings, findings and artifacts have pages that escape")
    func pages() async throws {
        let (client, folder) = try await Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        for (path, text) in [
            ("/specs", "href=\"/specs/honesty\""), ("/specs/honesty", "#no-flattery"),
            ("/specs/honesty", "No case tests this clause"), ("/specs/honesty", "missing-example"),
            ("/experiments", "href=\"/experiments/x\""), ("/experiments/x", "role=\"alert\""),
            ("/laboratory", "Nothing was trained yet"), ("/findings", "findings/broken.md"),
            ("/artifacts", "href=\"/artifacts/01-role\""), ("/artifacts/01-role", "typed by hand"),
        ] {
            let answer = try await client.ask(.get, path)
            #expect(answer.status == 200, "\(path): \(answer.body.prefix(300))")
            #expect(answer.body.contains(text), "\(path) lacks \(text)")
            #expect(!answer.body.contains(Self.hostile), "\(path)")
        }
    }

    @Test(
        "Names that no document has lead nowhere, also out of the folder",
        arguments: [
            "/specs/nothing", "/specs/..%2Fconduct", "/specs/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/experiments/nothing", "/laboratory/nothing", "/laboratory/trn_0",
            "/findings/nothing", "/artifacts/nothing", "/artifacts/..%2F..%2Fconduct",
            "/api/specs/nothing", "/api/experiments/nothing", "/api/trainings/nothing",
            "/api/findings/nothing", "/api/artifacts/nothing",
        ])
    func unknown(path: String) async throws {
        let (client, folder) = try await Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let answer = try await client.ask(.get, path)
        #expect(answer.status == 404, "\(answer.status): \(answer.body.prefix(200))")
    }

    @Test("What the pages show the API tells, and an analysis of nothing is refused")
    func calls() async throws {
        let (client, folder) = try await Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let spec = try await client.ask(.get, "/api/specs/honesty").json
        #expect(spec["coverage"]?["clauses"]?[0]?["id"] == "no-flattery")
        #expect(spec["messages"]?.array?.isEmpty == false)
        let experiment = try await client.ask(.get, "/api/experiments/x").json
        #expect(experiment["fault"]?.string?.isEmpty == false && experiment["runs"] == [])
        let artifact = try await client.ask(.get, "/api/artifacts/01-role").json
        #expect(artifact["markdown"]?.string?.contains("typed by hand") == true)
        let refused = try await client.ask(.post, "/api/experiments/x/analysis", body: "{}")
        #expect(refused.status == 409, "\(refused.body)")
    }

    @Test("A training shows its curves from its folder before there is a record, and who left it")
    func training() async throws {
        let (client, folder) = try await Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let id = client.store.ids.next(.training)
        let path = ".conduct/trainings/\(id)"
        try folder.write(
            "{\"id\":\"\(id)\",\"key\":\"k\",\"recipe\":\"recipes/kind.yaml\",\"status\":\"running\"}\n",
            to: path + "/state.json")
        let lines = (1...3).map {
            "{\"step\":\($0),\"steps\":9,\"member\":0,\"loss\":\(Double($0) / 4),\"tokens_per_second\":50}\n"
        }
        try folder.write(lines.joined() + "{\"step\":4,\"los", to: path + "/metrics.jsonl")
        // A process at it holds the folder's lock, which goes with it however it ends.
        let lock = open("\(folder.root)/\(path)/lock", O_RDWR | O_CREAT, 0o644)
        #expect(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
        let list = try await client.ask(.get, "/laboratory").body
        #expect(list.contains("Under way") && list.contains("step 3 of 9"))
        let page = try await client.ask(.get, "/laboratory/\(id)")
        #expect(page.status == 200 && page.body.contains("Loss") && page.body.contains("<svg"))
        let json = try await client.ask(.get, "/api/trainings/\(id)").json
        #expect(json["training"] == .null && json["metrics"]?.array?.count == 3)
        #expect(
            try await client.ask(.get, "/api/trainings").json["under_way"]
                == [.string(id.description)])
        close(lock)
        let left = try await client.ask(.get, "/laboratory").body
        #expect(!left.contains("Under way") && left.contains("interrupted"))
        let after = try await client.ask(.get, "/api/trainings").json
        #expect(after["under_way"] == [] && after["interrupted"] == [.string(id.description)])
        #expect(try await client.ask(.get, "/api/trainings/\(id)").json["state"] == "interrupted")
    }

    @Test("Variants and models become the factors of an experiment that can be read")
    func promotion() async throws {
        let (client, folder) = try await Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let body: JSONValue = [
            "name": "tried", "models": ["one", "two"], "variables": ["question": "Why?"],
            "variants": ["# user\n{{ question }}", "# user\nTell me: {{ question }}"],
        ]
        let path = "/api/playground/experiment"
        // One case alone tells nothing.
        let alone = try await client.ask(.post, path, body: body.serialized())
        #expect(alone.status == 400 && alone.body.contains("two cases"), "\(alone.body)")
        for (id, name) in [("first", "question"), ("other", "something")] {
            let kept: JSONValue = ["id": .string(id), "variables": [name: "How?"]]
            _ = try await client.ask(.post, "/api/playground/case", body: kept.serialized())
        }
        let made = try await client.ask(.post, path, body: body.serialized())
        #expect(made.json["file"] == "experiments/tried.yaml", "\(made.body)")
        let text = String(decoding: try folder.read("experiments/tried.yaml"), as: UTF8.self)
        #expect(text.contains("v2: {prompt: \"prompts/tried-2.md\"}"))
        #expect(text.contains("model: [\"one\", \"two\"]"))
        let suite = String(decoding: try folder.read("suites/tried.yaml"), as: UTF8.self)
        #expect(suite.contains("\"id\":\"first\"") && !suite.contains("\"other\""))
        #expect(try await client.ask(.post, path, body: body.serialized()).status == 409)
        let single: JSONValue = ["name": "one", "models": ["one"], "variants": ["# user\nHi"]]
        #expect(try await client.ask(.post, path, body: single.serialized()).status == 400)
    }

    @Test("Settings tell neither token nor keys when somebody prints them")
    func secrets() {
        let settings = StudioSettings(token: "a-token-of-20-letters", variables: ["KEY": "s3cret"])
        for text in ["\(settings)", String(reflecting: settings), "\([settings])"] {
            #expect(!text.contains("s3cret") && !text.contains("a-token"), "\(text)")
        }
    }
}
