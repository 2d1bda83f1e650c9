import Foundation
import HTTPTypes
import LanguageModel
import Testing
import Workspace

@Suite("Labelling over the API")
struct LabelCallTests {
    /// A studio over a workspace with one project.
    private static func studio(
        items: Int, annotators: String
    ) throws -> (client: StudioClient, folder: WorkspaceFolder) {
        let path = NSTemporaryDirectory() + "conduct-studio-labels-\(UUID().uuidString)"
        let folder = try WorkspaceFolder.create(
            at: path, files: [(path: "conduct.yaml", content: "models: {}\n")]
        ).folder
        let records = (0..<items).map { "{\"id\": \"n\($0)\", \"text\": \"number \($0)\"}\n" }
        try folder.write(records.joined(), to: "datasets/p.jsonl")
        try folder.write("# Guideline <script>window.x=1</script>\n", to: "labels/p.md")
        try folder.write(
            """
            project: p
            guideline: labels/p.md
            questions: [{id: ok, kind: choice, options: ["y", "n"]}]
            items: {file: datasets/p.jsonl}
            annotators: \(annotators)
            """, to: "labels/p.yaml")
        let store = try Store.open(at: folder.storePath)
        return (try StudioClient(store, folder: folder), folder)
    }

    @Test("Fifty annotators posting at once, each judgment twice, lose nothing and double nothing")
    func fifty() async throws {
        let (client, folder) = try Self.studio(items: 3, annotators: "{overlap: all}")
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let person = "person-\(number)"
                    for _ in 0..<3 {
                        let next = try await client.ask(.get, "/api/label/p/next?as=\(person)")
                            .json["next"]
                        let body: JSONValue = [
                            "as": .string(person), "ticket": next?["ticket"] ?? .null,
                            "handle": next?["handle"] ?? .null,
                            "answers": ["ok": number % 2 == 0 ? "y" : "n"],
                        ]
                        let text = body.serialized()
                        async let one = client.ask(.post, "/api/label/p/judgments", body: text)
                        async let two = client.ask(.post, "/api/label/p/judgments", body: text)
                        let answers = try await [one, two]
                        #expect(answers.map(\.status) == [200, 200], "\(answers.map(\.body))")
                        #expect(answers[0].json == answers[1].json)
                    }
                }
            }
            try await group.waitForAll()
        }
        let records = try await client.store.reader.records(.annotation, named: "p")
        #expect(records.count == 150)
        #expect(Set(records.map { "\($0.author)/\($0.links[0].target)" }).count == 150)
        let progress = try await client.ask(.get, "/api/projects/p").json
        #expect(progress["done"]?.int == 150 && progress["complete"]?.int == 3)
    }

    @Test("Where two differ a third decides, and the agreement is kept, over the API")
    func decisions() async throws {
        let (client, folder) = try Self.studio(items: 1, annotators: "{overlap: all}")
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        var item = ""
        for (person, answer) in [("ana", "y"), ("ben", "n")] {
            let next = try await client.ask(.get, "/api/label/p/next?as=\(person)").json["next"]
            let body: JSONValue = [
                "as": .string(person), "ticket": next?["ticket"] ?? .null,
                "handle": next?["handle"] ?? .null, "answers": ["ok": .string(answer)],
            ]
            let made = try await client.ask(
                .post, "/api/label/p/judgments", body: body.serialized())
            let id = try #require(made.json["judgment"]?.string.flatMap { RecordID($0) })
            let record = try await client.store.reader.record(id)
            item = try #require(record.links.first { $0.target.hasPrefix("itm_") }?.target)
        }
        #expect(try await client.ask(.get, "/api/projects/p").json["disagreements"]?.int == 1)
        for body in ["{}", #"{"item": "\#(item)", "question": "ok", "answer": "y"}"#] {
            let refused = try await client.ask(.post, "/api/projects/p/decisions", body: body)
            #expect(refused.status == 400, "\(refused.body)")
        }
        let decided = try await client.ask(
            .post, "/api/projects/p/decisions",
            body: #"{"item": "\#(item)", "question": "ok", "answer": "\"y\"", "as": "cat"}"#)
        #expect(decided.status == 200, "\(decided.body)")
        #expect(decided.json["body"]?["role"]?.string == "adjudicator", "\(decided.body)")
        #expect(try await client.ask(.get, "/api/projects/p").json["disagreements"]?.int == 0)
        let kept = try await client.ask(.post, "/api/projects/p/agreement", body: "{}")
        #expect(kept.status == 200, "\(kept.body)")
        #expect(try await client.store.reader.records(.agreement, named: "p").count == 1)
    }

    @Test("The pages answer, and the guideline's markup does not become the page's")
    func pages() async throws {
        let (client, folder) = try Self.studio(items: 2, annotators: "{names: [ana, ben]}")
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        for (path, text) in [
            ("/projects", "href=\"/projects/p\""), ("/projects/p", "Personal links"),
            ("/label/p?as=ana", "name=\"handle\""),
            ("/projects/p/agreement", "Do annotators agree?"),
            ("/arena", "No arena yet"),
        ] {
            let answer = try await client.ask(.get, path)
            #expect(answer.status == 200, "\(path): \(answer.body.prefix(300))")
            #expect(answer.body.contains(text), "\(path) lacks \(text)")
            #expect(!answer.body.contains("<script>window.x"), "\(path)")
        }
        #expect(try await client.ask(.get, "/label/p?as=eva").status == 403)
        #expect(try await client.ask(.get, "/label/nothing?as=eva").status == 404)
    }

    @Test(
        "What can't be a judgment gets a sentence and no 500",
        arguments: [
            "{}", "[]", "{\"ticket\": 1}", "{\"ticket\": \"ann_x\", \"handle\": \"\"}",
            "{\"ticket\": \"ann_01arz3ndektsv4rrffq69g5fav\", \"handle\": \"0\"}",
            "{\"ticket\": \"ann_01arz3ndektsv4rrffq69g5fav\", \"handle\": \"0\", \"x\": 1}",
            "{\"ticket\": \"ann_01arz3ndektsv4rrffq69g5fav\", \"handle\": \"0\", \"answers\": 3}",
        ])
    func refused(body: String) async throws {
        let (client, folder) = try Self.studio(items: 1, annotators: "{}")
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let answer = try await client.ask(.post, "/api/label/p/judgments", body: body)
        #expect((400..<500).contains(answer.status), "\(answer.status): \(answer.body)")
        #expect(answer.json["error"]?["message"]?.string?.isEmpty == false)
    }
}
