import Foundation
import HTTPTypes
import LanguageModel
import Testing
import Workspace

@Suite("Rehearsal over the API")
struct PracticeCallTests {
    private static func studio() throws -> (client: StudioClient, folder: WorkspaceFolder) {
        let path = NSTemporaryDirectory() + "conduct-studio-practice-\(UUID().uuidString)"
        let folder = try WorkspaceFolder.create(
            at: path, files: [(path: "conduct.yaml", content: "models: {}\n")]
        ).folder
        return (try StudioClient(try Store.open(at: folder.storePath), folder: folder), folder)
    }

    @Test("An answer is kept, marked, and moves the coverage")
    func answer() async throws {
        let (client, folder) = try Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let kept = try await client.ask(
            .post, "/api/practice/attempts",
            body:
                #"{"question": "evaluate-honesty", "seconds": 95, "notes": "41 of 60", "cites": ["conduct.yaml"]}"#
        )
        let attempt = try #require(kept.json["attempt"]?.string)
        let marked = try await client.ask(
            .post, "/api/practice/attempts/\(attempt)/ratings",
            body: #"{"structure": 4, "limits": 3, "note": "slower"}"#)
        #expect(marked.json["mean"]?.double == 3.5)
        let known = try await client.ask(.get, "/api/practice").json
        let topic = known["topics"]?.array?.first { $0["id"]?.string == "evaluate-honesty" }
        #expect(topic?["attempts"]?.int == 1 && topic?["uncited"]?.int == 0)
        #expect(topic?["ratings"]?.array?.compactMap(\.double) == [3.5])
        let page = try await client.ask(.get, "/practice/attempts/\(attempt)")
        #expect(page.status == 200 && page.body.contains("41 of 60"))
    }

    @Test(
        "What can't be is refused in a sentence",
        arguments: [
            (#"{}"#, 400), (#"{"question": "none-such"}"#, 404),
            (#"{"talk": {"title": "t", "sections": []}, "seconds": 1}"#, 400),
            (#"{"talk": {"title": "t", "minutes": -1, "sections": ["a"]}, "seconds": 1}"#, 400),
            (#"{"talk": {"title": "t", "sections": ["a"]}}"#, 400),
            (#"{"talk": {"title": "t", "sections": ["a"]}, "splits": [1, 2]}"#, 400),
            (#"{"question": "evaluate-honesty", "seconds": -1}"#, 400),
            (#"{"question": "evaluate-honesty", "cites": ["../etc/passwd"]}"#, 400),
            (#"{"question": "evaluate-honesty", "cites": ["nothing.md"]}"#, 404),
            (
                #"{"talk": {"title": "t", "minutes": 1, "sections": [{"title": "a", "seconds": 61}]}, "seconds": 1}"#,
                400
            ),
        ])
    func refused(body: String, status: Int) async throws {
        let (client, folder) = try Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let answer = try await client.ask(.post, "/api/practice/attempts", body: body)
        #expect(answer.status == status, "\(answer.body)")
        #expect(answer.json["error"]?["message"]?.string?.isEmpty == false)
        #expect(
            try await client.ask(.get, "/api/practice/attempts").json["attempts"]?.array?.isEmpty
                == true)
    }

    @Test("A talk's rounded sections add up again")
    func rounded() async throws {
        let (client, folder) = try Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        try folder.write(
            "# T\n\n## A\n\none\n\n## B\n\none\n\n## C\n\none\n", to: "artifacts/t.md")
        let plan = try await client.ask(
            .get, "/api/practice/talk?document=artifacts/t.md&minutes=5.1"
        ).json
        #expect(plan["sections"]?.array?.count == 3)
        let kept = try await client.ask(
            .post, "/practice/attempts",
            body:
                "title=artifacts/t.md&minutes=5.1&sections=A%3D66.667%0AB%3D66.667%0AC%3D172.667&split=1:00&split=&split=",
            type: "application/x-www-form-urlencoded")
        #expect(kept.status == 303, "\(kept.body)")
        let attempts = try await client.ask(.get, "/api/practice/attempts").json["attempts"]
        #expect(attempts?[0]?["body"]?["splits"]?.array?.compactMap(\.double) == [60])
        let outside = try await client.ask(.get, "/practice/talk?document=../../etc/hosts.md")
        #expect(outside.status == 400)
    }
}
