import FoundationEssentials
import LanguageModel
import Testing
import Workspace

@Suite("The store's speed")
struct StoreSpeedTests {
    @Test("100,000 samples are written, read and rescored; the rates are printed, not judged")
    func rates() async throws {
        let path = StoreFixture.path()
        defer { StoreFixture.remove(path) }
        let store = try Store.open(at: path)
        let count = 100_000
        let plan = StoreFixture.plan(store, cases: count, prompts: 1, planned: count)
        let clock = ContinuousClock()
        func report(_ what: String, _ records: Int, _ time: Duration) {
            let seconds =
                Double(time.components.attoseconds) * 1e-18
                + Double(time.components.seconds)
            print("store: \(what): \(Int(Double(records) / seconds))/s (\(seconds) s)")
        }
        let writer = try await store.begin(plan)
        let entries = (0..<count).map { StoreFixture.entry(store, plan, caseIndex: $0) }
        report(
            "append samples, each with a score and a call", count,
            try await clock.measure {
                for entry in entries { try await writer.submit(entry) }
                try await writer.flush()
            })
        report(
            "complete with digest", count, try await clock.measure { try await writer.complete() })
        let run = plan.run.id
        let reader = store.reader
        report(
            "read whole samples", count,
            try await clock.measure {
                var read = 0
                for try await page in reader.samples(of: run) { read += page.count }
                #expect(read == count)
            })
        var outputs: [StoredOutput] = []
        report(
            "read outputs for rescoring", count,
            try await clock.measure { outputs = try await reader.outputs(of: run).all() })
        let scoring = Scoring(
            id: store.ids.next(.scoring), run: run, scorers: ["x"], isPrimary: false)
        let scores = outputs.map {
            Score(
                scoring: scoring.id, sample: $0.sample, scorer: "x", verdict: .pass, value: 1,
                reason: "contains 'yes'")
        }
        report(
            "write scores of a rescore", count,
            try await clock.measure { try await store.addScoring(scoring, scores: scores) })
        report(
            "read the score table", count,
            try await clock.measure {
                let table = try await reader.scoreTable(of: scoring.id)
                #expect(table.rows.count == count)
            })
        report(
            "resume query", count,
            try await clock.measure {
                let done = try await reader.doneCells(of: run)
                #expect(done.count == count)
            })
        report(
            "fill the search index", count,
            try await clock.measure { try await store.fillSearchIndex() })
        let queries = [
            ("all", SampleQuery(run: run)), ("failed", SampleQuery(run: run, verdict: .fail)),
            ("by tag", SampleQuery(run: run, tags: ["intent": "odd"])),
            ("rare word", SampleQuery(run: run, text: "99998")),
            ("common word", SampleQuery(run: run, text: "answer")),
            ("no such", SampleQuery(run: run, isFailure: true)),
        ]
        let middle = outputs[count / 2].sample
        for (name, query) in queries {
            report(
                "a page of \(name)", 1,
                try await clock.measure {
                    _ = try await reader.samples(query, after: middle)
                })
        }
        report("list runs", 1, try await clock.measure { _ = try await reader.runs() })
        report(
            "verify", count,
            try await clock.measure {
                let findings = try await reader.verify(run)
                #expect(findings == [])
            })
        report("remove", count, try await clock.measure { try await store.remove(run) })
    }
}
