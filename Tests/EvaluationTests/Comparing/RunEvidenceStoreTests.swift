import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Evidence read from a store")
struct RunEvidenceStoreTests {
    @Test("What was stored is summarised: samples, scores, overrides, reuse and failures")
    func roundTrip() async throws {
        let store = try Store.inMemory()
        let run = Run(
            id: store.ids.next(.run), suite: "honesty", manifest: ["suite": "abc"], planned: 6,
            toolVersion: "1")
        let plan = RunPlan(
            run: run,
            cases: (0..<6).map { index in
                CaseSnapshot(
                    run: run.id, caseID: "c\(index)", ordinal: index, tags: ["n": "\(index % 2)"],
                    clauses: ["x"], content: ["vars": ["q": .integer(index)]])
            },
            prompts: [
                PromptSnapshot(
                    run: run.id, promptID: "p", ordinal: 0,
                    content: [["role": "user", "content": "{{ q }}"]])
            ],
            models: [
                ModelSnapshot(
                    run: run.id, alias: "m", ordinal: 0, identity: ["kind": "scripted"],
                    isSimulated: true)
            ],
            scoring: Scoring(
                id: store.ids.next(.scoring), run: run.id, scorers: [["contains": "yes"]]))
        let writer = try await store.begin(plan)
        var ids: [RecordID] = []
        for index in 0..<6 {
            let failure =
                index == 5 ? SampleFailure(code: "timeout", message: "no answer in 60 s") : nil
            let sample = Sample(
                id: store.ids.next(.sample), run: run.id, caseID: "c\(index)", promptID: "p",
                model: "m", transcript: [Message(.user, "\(index)"), Message(.assistant, "yes")],
                promptCount: 1, output: failure == nil ? "yes" : "",
                usage: failure == nil ? TokenUsage(input: 5, output: 1) : nil, latency: 100,
                cost: index == 0 ? 3_000_000_000 : nil, failure: failure, isReused: index == 1)
            ids.append(sample.id)
            let verdict: Verdict = index == 5 ? .unscored : index < 3 ? .pass : .fail
            let score = Score(
                scoring: try #require(plan.scoring).id, sample: sample.id, scorer: "contains",
                verdict: verdict, reason: "because")
            try await writer.submit(SampleEntry(sample: sample, scores: [score], calls: []))
        }
        try await writer.complete()
        try await store.addOverride(
            Override(
                id: store.ids.next(.override), run: run.id, sample: ids[3], scorer: "contains",
                verdict: .pass, note: "it says so", author: "ada"), journal: nil)

        let evidence = try await RunEvidence.read(run: run.id, from: store.reader)
        let results = RunResults(evidence)
        let cell = try #require(results.cells.first)
        #expect(cell.scored == 5 && cell.passed == 4 && cell.unscored == 1)
        #expect(cell.overridden == 1)
        #expect(results.counts.failed == 1 && results.counts.reused == 1)
        #expect(results.usage.first?.knownCostUSD == 3)
        #expect(results.usage.first?.callsOfUnknownCost == 3)
        #expect(results.usage.first?.inputTokens == 20)
        #expect(results.isSimulated)
        #expect(results.breakdowns.map(\.key) == ["n", "clause"])

        // The failing sample is shown first, then what could not be scored.
        let shown = try await evidence.readSamples(limit: 3, from: store.reader)
        #expect(shown.map(\.sample.caseID) == ["c4", "c5", "c0"])
        #expect(shown.first?.scores.first?.reason == "because")
        await #expect(throws: StoreError.self) {
            try await RunEvidence.read(
                run: run.id, scoring: store.ids.next(.scoring), from: store.reader)
        }
    }
}
