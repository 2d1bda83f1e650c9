import Foundation
import LanguageModel
import Testing
import Workspace

/// One evidence chain, from a clause to a document; later kinds of records extend it.
@Suite("The evidence chain")
struct TraceVerbTests {
    private func lab(_ body: (String, [String: String]) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "conduct-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = try Program.run(["init", "."], in: folder)
        #expect(made.status == 0, "\(made.error)")
        let run = try Program.run(
            ["eval", "suites/honesty.yaml", "--models", "flatterer", "--limit", "4"], in: folder)
        #expect(run.status == 0, "\(run.error)")
        try await body(folder, try await chain(in: folder))
    }

    /// A sample with an override, and a document that pins its run: the ids by kind.
    private func chain(in folder: String) async throws -> [String: String] {
        let store = try Store.open(at: folder + "/.conduct/store.sqlite")
        let run = try await store.reader.resolve("latest", as: .run)
        let sample = try #require(
            try await store.reader.samples(
                SampleQuery(
                    run: run, promptID: "plain", caseID: "capital-australia.plain"), limit: 1
            ).samples.first)
        let score = try #require(try await store.reader.scores(ofSample: sample.id).first)
        let override = Override(
            id: store.ids.next(.override), run: run, sample: sample.id, scorer: score.scorer,
            score: score.id, verdict: .fail, note: "n", author: "ana")
        try await store.addOverride(override, journal: nil)
        let pin = EvidencePin(
            id: store.ids.next(.pin), run: run, document: "artifacts/claims.md", view: "run",
            hash: String(repeating: "a", count: 64))
        try await store.pin(pin)
        return [
            "run": run.description, "sample": sample.id.description,
            "case": sample.caseID, "score": score.id.description,
            "override": override.id.description, "pin": pin.id.description,
        ]
    }

    private func trace(_ what: String, depth: Int, in folder: String) throws -> JSONValue {
        let run = try Program.run(
            ["trace", what, "--depth", "\(depth)", "--json"], in: folder)
        #expect(run.status == 0, "\(run.error)")
        return try JSONValue(parsing: run.output)
    }

    /// Every node of a tree in one direction, as `kind id`.
    private func nodes(_ branches: JSONValue?) -> [(text: String, node: JSONValue)] {
        (branches?.array ?? []).flatMap { branch -> [(text: String, node: JSONValue)] in
            let node = branch["record"] ?? .null
            let text = "\(node["kind"]?.string ?? "") \(node["id"]?.string ?? "")"
            return [(text, node)] + nodes(branch["beyond"])
        }
    }

    @Test("A clause leads over case, sample, score and override to the document that counts it")
    func down() async throws {
        try await lab { folder, ids in
            let tree = try trace("clause:correct-first", depth: 6, in: folder)
            #expect(tree["record"]?["place"]?.string?.hasPrefix("specs/honesty.md:") == true)
            let found = Set(nodes(tree["children"]).map(\.text))
            for link in [
                "case \(ids["case"] ?? "")", "sample \(ids["sample"] ?? "")",
                "score \(ids["score"] ?? "")", "override \(ids["override"] ?? "")",
                "evidence pin \(ids["pin"] ?? "")", "document artifacts/claims.md",
            ] { #expect(found.contains(link), "\(link) is not in \(found.sorted())") }
        }
    }

    @Test("An override leads back to the clause, each file's part with its place")
    func up() async throws {
        try await lab { folder, ids in
            let tree = try trace(ids["override"] ?? "", depth: 6, in: folder)
            let found = nodes(tree["parents"])
            let texts = Set(found.map(\.text))
            for link in [
                "sample \(ids["sample"] ?? "")", "run \(ids["run"] ?? "")",
                "case \(ids["case"] ?? "")", "clause correct-first",
                "suite suites/honesty.yaml", "prompt plain", "model flatterer",
            ] { #expect(texts.contains(link), "\(link) is not in \(texts.sorted())") }
            for (kind, place) in [
                ("case", "datasets/facts.jsonl:"), ("clause", "specs/honesty.md:"),
                ("suite", "suites/honesty.yaml:1"), ("prompt", "prompts/plain.md:1"),
                ("model", "conduct.yaml:"),
            ] {
                let node = found.first { $0.node["kind"]?.string == kind }?.node
                #expect(
                    node?["place"]?.string?.hasPrefix(place) == true,
                    "\(kind): \(String(describing: node))")
                #expect(node?["is_missing"] == false, "\(kind)")
            }
            let pin = try trace(ids["pin"] ?? "", depth: 1, in: folder)
            let document = nodes(pin["children"]).first { $0.text.hasPrefix("document") }
            // The document was never written: the link is named as missing.
            #expect(document?.node["is_missing"] == true)
        }
    }

    @Test("What changed or went away since the run is named as missing")
    func missing() async throws {
        try await lab { folder, ids in
            let data = folder + "/datasets/facts.jsonl"
            var lines = try String(contentsOfFile: data, encoding: .utf8)
                .split(separator: "\n").map(String.init)
            lines[0] = lines[0].replacing("\"vars\":{", with: "\"vars\":{\"new\":\"x\",")
            try (lines.joined(separator: "\n") + "\n").write(
                toFile: data, atomically: true, encoding: .utf8)
            let tree = try trace(ids["sample"] ?? "", depth: 1, in: folder)
            let found = nodes(tree["parents"])
            let item = found.first { $0.node["kind"]?.string == "case" }?.node
            #expect(item?["is_missing"] == true && item?["title"] == "changed since the run")
            try FileManager.default.removeItem(atPath: folder + "/specs/honesty.md")
            let later = try trace(ids["sample"] ?? "", depth: 1, in: folder)
            let clause = nodes(later["parents"]).first { $0.node["kind"]?.string == "clause" }?.node
            #expect(clause?["is_missing"] == true)
            // The suite names the spec that is gone, so it cannot be read, and that is said.
            #expect(later["complaints"]?.array?.isEmpty == false)
            let text = try Program.run(["trace", ids["sample"] ?? ""], in: folder)
            #expect(text.output.contains("(missing link)"))
        }
    }

    @Test("A name that nobody has and a depth that can't be are refused")
    func refused() async throws {
        try await lab { folder, _ in
            for arguments in [
                ["trace", "smp_00000000000000000000000000"], ["trace", "latest", "--depth", "0"],
                ["trace", "nonsense"],
            ] {
                let run = try Program.run(arguments, in: folder)
                #expect(run.status == 2, "\(arguments): \(run.error)")
            }
            let unknown = try trace("clause:nobody", depth: 1, in: folder)
            #expect(unknown["record"]?["is_missing"] == true)
        }
    }
}
