import FoundationEssentials
import LanguageModel
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("The store's speed")
struct StoreSpeedTests {
    @Test("Samples are written, read and rescored; the rates are printed, not judged")
    func rates() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path)
        // 100,000 where rates are wanted, fewer where it is only to be seen that all works.
        let wanted = ProcessInfo.processInfo.environment["CONDUCT_STORE_SAMPLES"]
        let count = wanted.flatMap(Int.init) ?? 10_000
        let plan = StoreFixture.plan(store, cases: count, prompts: 1, planned: count)
        func report(
            _ what: String, _ records: Int, _ body: () async throws -> Void
        ) async throws {
            let cpu = Self.cpuSeconds()
            let wall = try await ContinuousClock().measure { try await body() }
            let used = Self.cpuSeconds() - cpu
            let rate = Int(Double(records) / (wall / .seconds(1)))
            print(
                "store: \(what): \(rate)/s, \(wall), \(Int(used * 1000)) ms of processor time, "
                    + "\(Int(Double(records) / used)) for each second of it")
        }
        let writer = try await store.begin(plan)
        let entries = (0..<count).map { StoreFixture.entry(store, plan, caseIndex: $0) }
        try await report("append samples, each with a score and a call", count) {
            for entry in entries { try await writer.submit(entry) }
            try await writer.flush()
        }
        try await report("complete with digest", count) { try await writer.complete() }
        let run = plan.run.id
        let reader = store.reader
        try await report("read whole samples", count) {
            var read = 0
            for try await page in reader.samples(of: run) { read += page.count }
            #expect(read == count)
        }
        var outputs: [StoredOutput] = []
        try await report("read outputs for rescoring", count) {
            outputs = try await reader.outputs(of: run).all()
        }
        let scoring = Scoring(
            id: store.ids.next(.scoring), run: run, scorers: ["x"], isPrimary: false)
        let scores = outputs.map {
            Score(
                scoring: scoring.id, sample: $0.sample, scorer: "x", verdict: .pass, value: 1,
                reason: "contains 'yes'")
        }
        try await report("write scores of a rescore", count) {
            try await store.addScoring(scoring, scores: scores)
        }
        try await report("read the score table", count) {
            let table = try await reader.scoreTable(of: scoring.id)
            #expect(table.rows.count == count)
        }
        try await report("resume query", count) {
            let done = try await reader.doneCells(of: run)
            #expect(done.count == count)
        }
        try await report("fill the search index", count) { try await store.fillSearchIndex() }
        let queries = [
            ("all", SampleQuery(run: run)), ("failed", SampleQuery(run: run, verdict: .fail)),
            ("by tag", SampleQuery(run: run, tags: ["intent": "odd"])),
            ("rare word", SampleQuery(run: run, text: "\(count - 2)")),
            ("common word", SampleQuery(run: run, text: "answer")),
            ("no such", SampleQuery(run: run, isFailure: true)),
        ]
        let middle = outputs[count / 2].sample
        for (name, query) in queries {
            try await report("a page of \(name)", 1) {
                _ = try await reader.samples(query, after: middle)
            }
        }
        try await report("list runs", 1) { _ = try await reader.runs() }
        try await report("verify", count) {
            let findings = try await reader.verify(run)
            #expect(findings == [])
        }
        try await report("remove", count) { try await store.remove(run) }
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
