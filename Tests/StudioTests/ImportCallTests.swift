import Foundation
import HTTPTypes
import LanguageModel
import Testing
import Workspace

@Suite("Files uploaded to a labelling project")
struct ImportCallTests {
    /// A studio over a workspace with a project of two items.
    private static func studio() throws -> (client: StudioClient, folder: WorkspaceFolder) {
        let path = NSTemporaryDirectory() + "conduct-studio-import-\(UUID().uuidString)"
        let folder = try WorkspaceFolder.create(
            at: path, files: [(path: "conduct.yaml", content: "models: {}\n")]
        ).folder
        try folder.write(
            "{\"id\": \"n0\", \"text\": \"0\"}\n{\"id\": \"n1\", \"text\": \"1\"}\n",
            to: "datasets/p.jsonl")
        try folder.write("# Guideline\n", to: "labels/p.md")
        try folder.write(
            """
            project: p
            guideline: labels/p.md
            questions: [{id: ok, kind: choice, options: ["y", "n"]}]
            items: {file: datasets/p.jsonl}
            annotators: {overlap: all}
            """, to: "labels/p.yaml")
        return (try StudioClient(try Store.open(at: folder.storePath), folder: folder), folder)
    }

    private static func form(_ parts: [(String, String?, String)]) -> String {
        parts.map { name, file, text in
            let file = file.map { "; filename=\"\($0)\"" } ?? ""
            return
                "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\(file)\r\n\r\n\(text)\r\n"
        }.joined() + "--x--\r\n"
    }

    private static let type = "multipart/form-data; boundary=x"

    @Test("A CSV in a form is taken in, once")
    func form() async throws {
        let (client, folder) = try Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let body = Self.form([
            ("file", "../a\\b.csv", "source,annotator,ok\r\nn0,ana,y\r\nn1,ana,n\r\n"),
            ("format", nil, "csv"),
        ])
        for new in ["2 of them new", "0 of them new"] {
            let answer = try await client.ask(
                .post, "/projects/p/import", body: body, type: Self.type)
            #expect(answer.status == 200)
            #expect(answer.body.contains(new))
        }
        let progress = try await client.ask(.get, "/api/projects/p").json
        #expect(progress["done"]?.int == 2)
    }

    @Test(
        "A form that ends too early, is none, or lacks its file is refused and changes nothing",
        arguments: [
            ("", 400), ("--x", 400), ("--x\r\n", 400), ("--x--", 400), ("--y--\r\n", 400),
            ("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n", 400),
            ("--x\r\n\r\n--x--", 400), ("--x\r\n\r\n\r\n--x--\r\n", 400), ("\u{0}--x\r\n\r\n", 400),
        ])
    func malformed(body: String, status: Int) async throws {
        let (client, folder) = try Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        let answer = try await client.ask(
            .post, "/projects/p/import", body: body, type: Self.type)
        #expect(answer.status == status)
        let other = try await client.ask(.post, "/projects/p/import", body: body)
        #expect(other.status == 415)
        #expect(try await client.ask(.get, "/api/projects/p").json["done"]?.int == 0)
    }

    @Test("A file with a fault is refused whole, naming the line")
    func fault() async throws {
        let (client, folder) = try Self.studio()
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        for (format, body, place) in [
            ("csv", "source,annotator,ok\nn0,ana,y\nn1,ana,maybe\n", "r.txt:3"),
            ("jsonl", "{}\n", "r.txt:1"), ("label-studio", "[{}]", "r.txt"),
            ("argilla", "[{\"id\": 1}]", "record 1"), ("label-studio", "[", "r.txt"),
        ] {
            let answer = try await client.ask(
                .post, "/api/projects/p/import?format=\(format)&name=r.txt", body: body,
                type: "text/plain")
            #expect(answer.status == 400, "\(format)")
            #expect(answer.body.contains(place), "\(answer.body)")
        }
        #expect(try await client.ask(.get, "/api/projects/p").json["done"]?.int == 0)
        let unknown = try await client.ask(
            .post, "/api/projects/p/import?format=xlsx", body: "x", type: "text/plain")
        #expect(unknown.status == 400)
    }
}
