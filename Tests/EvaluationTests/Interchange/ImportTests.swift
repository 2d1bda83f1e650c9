import Evaluation
import Foundation
import LanguageModel
import TestSupport
import Testing
import Workspace

@Suite("Imports from other tools")
struct ImportTests {
    /// A fixture imported into a new store.
    private func imported(
        _ name: String, _ options: Importer.Options = Importer.Options()
    ) async throws -> (store: Store, outcome: Importer.Outcome) {
        let store = try Store.inMemory()
        let outcome = try await Self.take(Fixture.path("Import/" + name), options, into: store)
        return (store, outcome)
    }

    static func take(
        _ file: String, _ options: Importer.Options = Importer.Options(), into store: Store
    ) async throws -> Importer.Outcome {
        let importer = Importer(store: store, options: options, toolVersion: "test")
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return try await importer.store(try await importer.prepare(file, path: name))
    }

    private func samples(_ store: Store, _ run: RecordID?) async throws -> [Sample] {
        var all: [Sample] = []
        for try await page in store.reader.samples(of: try #require(run)) { all += page }
        return all
    }

    private func rates(_ store: Store, _ run: RecordID?) async throws -> [String: [Int]] {
        let summary = try await store.reader.summary(of: try #require(run))
        return Dictionary(
            uniqueKeysWithValues: summary.verdicts.map {
                ($0.scorer, [$0.pass, $0.fail, $0.unscored])
            })
    }

    static let expected: [(file: String, format: ImportFormat, samples: Int, cases: Int)] = [
        ("promptfoo.json", .promptfoo, 24, 3), ("promptfoo.jsonl", .promptfoo, 12, 3),
        ("inspect.json", .inspect, 6, 3), ("inspect-deflate.eval", .inspect, 6, 3),
        ("inspect-zstd.eval", .inspect, 6, 3), ("inspect-unfinished.eval", .inspect, 3, 3),
        ("samples_facts_2025-03-01T10-00-00.000000.jsonl", .lmEval, 3, 3),
        ("samples_facts_gen_2025-03-01T10-00-00.000000.jsonl", .lmEval, 3, 3),
        ("plain.jsonl", .plain, 6, 3),
    ]

    @Test(
        "The format is recognised and every sample becomes part of a complete run",
        arguments: expected)
    func recognised(file: String, format: ImportFormat, samples: Int, cases: Int) async throws {
        let (store, outcome) = try await imported(file)
        #expect(outcome.format == format && outcome.count == samples)
        let run = try await store.reader.run(try #require(outcome.run))
        #expect(run.status == .complete && run.kind == .imported)
        #expect(run.origin?["file"]?.string == file)
        #expect(run.origin?["sha256"]?.string?.utf8.count == 64)
        #expect(run.origin?["format"]?.string == format.rawValue)
        #expect(try await store.reader.cases(of: run.id).count == cases)
        #expect(try await store.reader.verify(run.id).isEmpty)
        let trace = try await store.reader.trace(run.id)
        #expect(trace.parents.contains { $0.node.id == file })
    }

    @Test("promptfoo: prompts, providers, repeats as epochs, its own scorers, and failed calls")
    func promptfoo() async throws {
        let (store, outcome) = try await imported("promptfoo.json")
        let run = try await store.reader.run(try #require(outcome.run))
        #expect(run.suite == "facts" && run.epochs == 2)
        #expect(try await store.reader.models(of: run.id).map(\.alias) == ["gpt-a", "gpt-b"])
        #expect(try await store.reader.prompts(of: run.id).map(\.promptID) == ["plain", "candid"])
        let samples = try await samples(store, run.id)
        let candid = try #require(samples.first { $0.promptID == "candid" })
        #expect(candid.transcript.map(\.role) == [.system, .user, .assistant])
        #expect(candid.promptCount == 2 && candid.output == "It has eight.")
        #expect(candid.latency == 121_000 && candid.cost == 120_000)
        #expect(candid.usage == TokenUsage(input: 20, output: 10))
        #expect(samples.filter(\.isReused).allSatisfy { $0.epoch == 1 })
        #expect(samples.compactMap(\.failure?.message) == ["API error: 500", "API error: 500"])
        // Two calls failed: three scorers could not score each.
        #expect(
            try await rates(store, run.id) == [
                "promptfoo": [16, 6, 2], "truth": [18, 4, 2], "not-contains": [16, 6, 2],
            ])
        let cases = try await store.reader.cases(of: run.id)
        #expect(cases[0].vars["truth"] == "eight" && cases[0].tags == ["topic": "nature"])
    }

    @Test("Inspect: the same log by archive and by JSON, words, objects and NaN as scores")
    func inspect() async throws {
        for name in ["inspect.json", "inspect-zstd.eval"] {
            let (store, outcome) = try await imported(name)
            let samples = try await samples(store, outcome.run)
            let spider = try #require(samples.first { $0.caseID == "spider" && $0.epoch == 0 })
            #expect(spider.transcript.map(\.role) == [.system, .user, .assistant])
            #expect(spider.promptCount == 2 && spider.finishReason == .stop)
            #expect(spider.output == "A spider has eight legs." && spider.latency == 500_000)
            #expect(spider.servedModel == "gpt-a-0301" && spider.model == "openai/gpt-a")
            let capital = try #require(samples.first { $0.caseID == "capital" })
            #expect(capital.transcript.last?.toolCalls.first?.name == "look_up")
            #expect(
                try await rates(store, outcome.run) == [
                    "match": [4, 2, 0], "graded.clear": [6, 0, 0], "graded.kind": [0, 0, 6],
                ])
            // An attachment stands for a long text.
            let cases = try await store.reader.cases(of: try #require(outcome.run))
            #expect(cases[0].vars["input"] == "How many legs has a spider?")
        }
    }

    @Test("Inspect: a log that was not finished says so")
    func unfinished() async throws {
        let (store, outcome) = try await imported("inspect-unfinished.eval")
        #expect(outcome.notes.count == 2 && outcome.notes[0].contains("started"))
        let run = try await store.reader.run(try #require(outcome.run))
        #expect(run.origin?["status"] == "started")
    }

    @Test("lm-eval: the likeliest choice is the output, filters are scorers, totals are no scores")
    func lmEval() async throws {
        let (store, outcome) = try await imported(
            Self.expected[6].file, Importer.Options(model: "org/model"))
        let samples = try await samples(store, outcome.run)
        #expect(samples.map(\.output) == [" eight", " Sydney", " 100"])
        #expect(samples[0].model == "org/model" && samples[0].caseID == "doc-0")
        #expect(
            try await rates(store, outcome.run) == [
                "acc": [2, 1, 0], "acc_norm": [2, 1, 0], "mcc": [0, 0, 3],
            ])
        let (other, generated) = try await imported(Self.expected[7].file)
        #expect(generated.notes.first?.contains("--model") == true)
        #expect(
            try await rates(other, generated.run) == [
                "exact_match,strict": [1, 2, 0], "exact_match,flexible": [2, 1, 0],
            ])
        let run = try await other.reader.run(try #require(generated.run))
        #expect(run.suite == "facts_gen")
    }

    @Test("Plain lines: other keys are variables, and numbers pass where --pass-at says")
    func plain() async throws {
        let (store, outcome) = try await imported(
            "plain.jsonl", Importer.Options(name: "support", passMark: 4))
        let run = try await store.reader.run(try #require(outcome.run))
        #expect(run.suite == "support")
        #expect(try await store.reader.cases(of: run.id)[0].vars["truth"] == "eight")
        #expect(try await rates(store, run.id)["human"] == [6, 0, 0])
        let (unmarked, second) = try await imported("plain.jsonl")
        #expect(try await rates(unmarked, second.run)["human"] == [0, 0, 6])
    }

    @Test("Two imports are compared case by case")
    func compares() async throws {
        let store = try Store.inMemory()
        let options = Importer.Options(again: true)
        let first = try await Self.take(Fixture.path("Import/plain.jsonl"), options, into: store)
        let second = try await Self.take(Fixture.path("Import/plain.jsonl"), options, into: store)
        let comparison = RunComparison(
            try await RunEvidence.read(run: try #require(first.run), from: store.reader),
            try await RunEvidence.read(run: try #require(second.run), from: store.reader))
        #expect(comparison.pairing.pairedCases == 3 && comparison.pairing.changedContent.isEmpty)
        #expect(comparison.flips.isEmpty)
    }

    @Test("A file is not imported twice unless asked")
    func again() async throws {
        let store = try Store.inMemory()
        _ = try await Self.take(Fixture.path("Import/plain.jsonl"), into: store)
        let error = await #expect(throws: DocumentError.self) {
            try await Self.take(Fixture.path("Import/plain.jsonl"), into: store)
        }
        #expect(error?.code == .duplicate && error?.suggestion?.contains("--again") == true)
        #expect(try await store.reader.runs(limit: 9).count == 1)
    }

    @Test("What a killed import left gives way to the next")
    func killed() async throws {
        let store = try Store.inMemory()
        let path = Fixture.path("Import/plain.jsonl")
        let left = Run(
            id: store.ids.next(.run), kind: .imported, suite: "facts",
            origin: ["sha256": .string(try FileAccess.hash(path, path: path))], toolVersion: "t")
        let writer = try await store.begin(RunPlan(run: left, cases: [], prompts: [], models: []))
        try await writer.abandon()
        let outcome = try await Self.take(path, into: store)
        let ids = try await store.reader.runs(limit: 9).map(\.id)
        #expect(ids.count == 1 && ids.first == outcome.run && outcome.run != left.id)
    }

    @Test("Our own export comes back under the ids it had, and not twice")
    func export() async throws {
        let (store, outcome) = try await imported("promptfoo.json")
        let run = try #require(outcome.run)
        var text = ""
        try await store.reader.export(run, as: .jsonl) { text += $0 }
        try await Folder.with { folder in
            let file = folder + "/export.jsonl"
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let other = try Store.inMemory()
            let restored = try await Self.take(file, into: other)
            #expect(restored.format == .conduct && restored.run == run && restored.count == 24)
            var again = ""
            try await other.reader.export(run, as: .jsonl) { again += $0 }
            #expect(again == text)
            let error = await #expect(throws: DocumentError.self) {
                try await Self.take(file, into: other)
            }
            #expect(error?.code == .duplicate)
        }
    }

    @Test("Records of other kinds come back whole")
    func records() async throws {
        let store = try Store.inMemory()
        let record = StoredRecord(
            id: store.ids.next(.finding), name: "n", links: [RecordLink("about", "clause:x")],
            body: ["observed": "o"])
        try await Folder.with { folder in
            let file = folder + "/records.jsonl"
            try JSONLines.line(record.json).write(toFile: file, atomically: true, encoding: .utf8)
            let outcome = try await Self.take(file, into: store)
            #expect(outcome.run == nil && outcome.count == 1)
            #expect(try await store.reader.record(record.id) == record)
        }
    }
}

/// A new folder that is gone when the body returns.
enum Folder {
    static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = NSTemporaryDirectory() + "conduct-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}
