import Evaluation
import Foundation
import LanguageModel
import TestSupport
import Testing
import Workspace

@Suite("Imports of damaged and hostile files")
struct HostileImportTests {
    /// What is said of a text that cannot be imported; nothing of it may be left.
    private func complaint(
        _ text: String, _ options: Importer.Options = Importer.Options()
    ) async throws -> String {
        try await complaint(bytes: Array(text.utf8), options)
    }

    private func complaint(
        bytes: [UInt8], _ options: Importer.Options = Importer.Options(), name: String = "in.jsonl"
    ) async throws -> String {
        var said = ""
        try await Folder.with { folder in
            let file = folder + "/" + name
            try Data(bytes).write(to: URL(filePath: file))
            let store = try Store.inMemory()
            do {
                _ = try await ImportTests.take(file, options, into: store)
            } catch { said = "\(error)" }
            #expect(try await store.reader.runs(limit: 9).isEmpty)
        }
        return said
    }

    static let wrong: [(text: String, says: [String])] = [
        ("", ["empty"]), ("\n \n", ["empty"]), ("hello", ["in.jsonl:1:1"]),
        ("{}", ["not recognised"]), ("[]", ["not recognised"]), ("[1, 2]", ["not recognised"]),
        (#"{"prompt": "a", "output": "b"}"# + "\n{\"prompt\": ", ["in.jsonl:2:"]),
        (#"{"prompt": "a", "output": "b"}"# + "\n7", ["in.jsonl:2", "object"]),
        (#"{"prompt": "a", "output": "b"}"# + "\n{\"output\": 1}", ["in.jsonl:2", "prompt"]),
        (#"{"prompt": "a", "output": "b"}"# + "\n{\"prompt\": \"a\"}", ["in.jsonl:2", "output"]),
        (#"{"prompt": [{"role": "king", "content": "x"}], "output": "b"}"#, ["message 1", "king"]),
        (#"{"prompt": "a", "output": "b", "id": "x\ny"}"#, ["id"]),
        (#"{"prompt": "a", "output": "b", "id": ""}"#, ["id"]),
        (#"{"prompt": "a", "output": "b", "epoch": 0}"#, ["epoch"]),
        (#"{"prompt": "a", "output": "b", "epoch": 1e300}"#, ["epoch"]),
        (#"{"prompt": "a", "output": "b", "epoch": 99999999}"#, ["epoch"]),
        (#"{"prompt": "a", "output": "b", "scores": [1]}"#, ["scores"]),
        (#"{"prompt": "a", "output": "b", "model": "x\u0000y"}"#, ["model"]),
        (
            #"{"prompt": "a", "output": "b", "id": "q", "epoch": 1}"# + "\n"
                + #"{"prompt": "a", "output": "c", "id": "q", "epoch": 1}"#,
            ["in.jsonl:2", "second answer"]
        ),
        (
            #"{"prompt": "a", "output": "b", "id": "q"}"# + "\n"
                + #"{"prompt": "z", "output": "b", "id": "q"}"#, ["in.jsonl:2", "another content"]
        ),
        (#"{"results": {"results": []}}"#, ["no sample"]),
        (#"{"results": {"table": {}}}"#, ["table"]),
        (#"{"results": {"results": [7]}}"#, ["results.results[0]", "object"]),
        (#"{"results": {"results": [{"vars": [1]}]}}"#, ["results.results[0]", "vars"]),
        (#"{"results": {"results": [{"vars": {}}]}}"#, ["results.results[0]", "prompt"]),
        (
            #"{"results": {"results": [{"vars": {}, "prompt": {"raw": "x"}}]}}"#, ["provider"]
        ), (#"{"version": 2, "eval": {}, "samples": []}"#, ["no sample"]),
        (
            #"{"version": 2, "eval": {"model": "m"}, "samples": [{"id": 1, "epoch": 0}]}"#,
            ["samples[0]", "epoch"]
        ),
        (
            #"{"version": 2, "eval": {"model": "m"}, "samples": [{"epoch": 1}]}"#,
            ["samples[0]", "id"]
        ),
        (
            #"{"version": 2, "eval": {}, "samples": [{"id": 1, "epoch": 1, "input": "x"}]}"#,
            ["no model"]
        ),
        (
            #"{"version": 2, "eval": {"model": "m"}, "samples": [{"id": 1, "epoch": 1, "input": "x"}, {"id": 1, "epoch": 1, "input": "x"}]}"#,
            ["samples[1]", "second answer"]
        ), (#"{"doc_id": 0, "resps": []}"#, ["arguments"]),
        (#"{"doc_id": null, "resps": []}"#, ["doc_id"]),
        (
            #"{"doc_id": 0, "resps": [["a"]], "arguments": [["x"]]}"# + "\n"
                + #"{"doc_id": 0, "resps": [["a"]], "arguments": [["x"]]}"#,
            ["in.jsonl:2", "twice"]
        ), (#"{"record": "run", "id": "run_x"}"#, ["line 1"]),
        (#"{"record": "finding", "id": "fnd_x"}"#, ["in.jsonl:1"]),
        (String(repeating: "[", count: 5_000), ["deep"]),
    ]

    @Test(
        "A wrong file is refused with the place that is wrong, and nothing is left",
        arguments: wrong)
    func refused(text: String, says: [String]) async throws {
        let said = try await complaint(text)
        #expect(!said.isEmpty)
        for part in says { #expect(said.contains(part), "\(said)") }
    }

    @Test("A wrong --format is refused", arguments: ImportFormat.allCases)
    func wrongFormat(format: ImportFormat) async throws {
        let said = try await complaint("{\"x\": 1}\n{\"x\": 2}", Importer.Options(format: format))
        #expect(!said.isEmpty && !said.contains("Fatal"))
    }

    @Test("Values that cannot be are left out of the numbers, and the text is kept")
    func values() async throws {
        let line =
            #"{"prompt": "a\u0000b", "output": "<script>\u001b[31m\u202e", "latency_ms": -5, "input_tokens": 1e300, "output_tokens": 3, "cost_usd": NaN, "scores": {"s": Infinity, "": 1, "t": {"a": {"b": 1}}}, "tags": {"k": "v", "n": 7}}"#
        try await Folder.with { folder in
            let file = folder + "/in.jsonl"
            try (line + "\n").write(toFile: file, atomically: true, encoding: .utf8)
            let store = try Store.inMemory()
            let outcome = try await ImportTests.take(file, into: store)
            var found: [Sample] = []
            for try await page in store.reader.samples(of: try #require(outcome.run)) {
                found += page
            }
            let sample = try #require(found.first)
            #expect(sample.latency == nil && sample.usage == nil && sample.cost == nil)
            #expect(sample.output == "<script>\u{1B}[31m\u{202E}")
            #expect(sample.transcript[0].text == "a\u{0}b")
            let scores = try await store.reader.scores(ofSample: sample.id)
            #expect(scores.count == 3)
            #expect(scores.first { $0.scorer == "s" }?.verdict == .unscored)
            #expect(scores.first { $0.scorer == "t.a" }?.verdict == .unscored)
            let run = try #require(outcome.run)
            #expect(try await store.reader.verify(run).isEmpty)
        }
    }

    @Test("Every damaged or shortened archive is refused or read right, never a crash")
    func damaged() async throws {
        for name in ["inspect-deflate.eval", "inspect-zstd.eval"] {
            let whole = try Fixture.bytes("Import/" + name)
            var refusals = 0
            for cut in stride(from: 0, to: whole.count, by: 97) {
                let said = try await complaint(bytes: Array(whole.prefix(cut)), name: "in.eval")
                #expect(!said.isEmpty, "\(name) cut at \(cut)")
            }
            for place in stride(from: 5, to: whole.count, by: 41) {
                var bytes = whole
                bytes[place] ^= 0x5A
                try await Folder.with { folder in
                    let file = folder + "/in.eval"
                    try Data(bytes).write(to: URL(filePath: file))
                    let store = try Store.inMemory()
                    do { _ = try await ImportTests.take(file, into: store) } catch {
                        refusals += 1
                        #expect(try await store.reader.runs(limit: 9).isEmpty)
                    }
                }
            }
            #expect(refusals > 20)
        }
    }
}
