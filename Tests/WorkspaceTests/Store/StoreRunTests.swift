import LanguageModel
import Testing
import Workspace

@Suite("Runs in the store")
struct StoreRunTests {
    @Test("What a run stores is read back as it was")
    func roundTrip() async throws {
        let store = try Store.inMemory()
        let plan = StoreFixture.plan(store, cases: 3)
        let writer = try await store.begin(plan)
        var entry = StoreFixture.entry(store, plan, caseIndex: 0)
        entry.sample.transcript = [
            Message(.system, "s"), Message(.user, "u\r\n\u{0} \u{1F600}"),
            Message(
                role: .assistant, parts: [.text("x"), .other(["type": "image"])],
                toolCalls: [ToolCall(id: "1", name: "f", arguments: ["a": 1])]),
            Message(role: .tool, parts: [.text("r")], toolCallID: "1"),
            Message(.assistant, entry.sample.output),
        ]
        entry.sample.logprobs = [["token": "a", "logprob": -0.5]]
        entry.sample.usage?.cachedInput = 3
        entry.sample.timeToFirstToken = 10
        entry.sample.retries = 2
        entry.sample.servedModel = "m-2026"
        entry.sample.reusedFrom = store.ids.next(.sample)
        entry.scores[0].detail = ["x": [1, 2.5, nil]]
        entry.scores[0].latency = 5
        entry.scores[0].cost = 6
        try await writer.submit(entry)
        try await writer.flush()
        let reader = store.reader
        let stored = try await reader.run(plan.run.id)
        #expect(stored == plan.run)
        #expect(try await reader.cases(of: plan.run.id) == plan.cases)
        #expect(try await reader.prompts(of: plan.run.id) == plan.prompts)
        #expect(try await reader.models(of: plan.run.id) == plan.models)
        #expect(try await reader.scorings(of: plan.run.id) == [plan.scoring])
        #expect(try await reader.sample(entry.sample.id) == entry.sample)
        #expect(try await reader.samples(of: plan.run.id).all() == [entry.sample])
        #expect(try await reader.scores(ofSample: entry.sample.id) == entry.scores)
        #expect(try await reader.score(entry.scores[0].id) == entry.scores[0])
        #expect(
            try await reader.calls(forKeys: entry.sample.callKeys + [ContentHash.of("none")])
                == [entry.calls[0].key: entry.calls[0]])
    }

    @Test("A run's headline counts follow what is written, also where a failure is tried again")
    func counts() async throws {
        let store = try Store.inMemory()
        let plan = StoreFixture.plan(store, cases: 4)
        let writer = try await store.begin(plan)
        for index in 0..<4 {
            let failure = index == 3 ? SampleFailure(code: "timeout", message: "late") : nil
            try await writer.submit(
                StoreFixture.entry(store, plan, caseIndex: index, failure: failure))
        }
        try await writer.flush()
        var summary = try await store.reader.summary(of: plan.run.id)
        #expect(summary.samples == 4 && summary.failures == 1 && summary.cost == 126)
        #expect(summary.costUnknown == 1)
        #expect(
            summary.verdicts == [ScorerCount(scorer: "contains", pass: 2, fail: 1, unscored: 1)])
        #expect(summary.lease != nil)
        let done = try await store.reader.doneCells(of: plan.run.id)
        #expect(Set(done.map(\.caseID)) == ["case-0", "case-1", "case-2"])

        try await store.fillSearchIndex()
        try await writer.submit(StoreFixture.entry(store, plan, caseIndex: 3))
        try await writer.flush()
        summary = try await store.reader.summary(of: plan.run.id)
        #expect(summary.samples == 4 && summary.failures == 0 && summary.cost == 168)
        #expect(summary.costUnknown == 0)
        #expect(
            summary.verdicts == [ScorerCount(scorer: "contains", pass: 2, fail: 2, unscored: 0)])
    }

    @Test("A cell that has an answer takes no second one, and the first stays")
    func duplicateCell() async throws {
        let store = try Store.inMemory()
        let plan = StoreFixture.plan(store, cases: 1)
        let writer = try await store.begin(plan)
        let first = StoreFixture.entry(store, plan, caseIndex: 0)
        try await writer.submit(first)
        try await writer.flush()
        try await writer.submit(StoreFixture.entry(store, plan, caseIndex: 0))
        try await writer.submit(StoreFixture.entry(store, plan, caseIndex: 0, prompt: 1))
        await #expect { try await writer.flush() } throws: { error in
            (error as? StoreError)?.code == .invalid
        }
        // The refused entry is gone, what waited behind it is not.
        try await writer.flush()
        let stored = try await store.reader.samples(of: plan.run.id).all()
        #expect(stored.count == 2 && stored[0].id == first.sample.id)
        #expect(stored[1].promptID == "prompt-1")
    }

    @Test("A complete run is final, whoever writes")
    func immutable() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 2)
        let summary = try await store.reader.summary(of: plan.run.id)
        #expect(summary.run.status == .complete && summary.lease == nil)
        #expect(summary.run.finished != nil)
        await #expect { try await store.resume(plan.run.id) } throws: { error in
            (error as? StoreError)?.code == .immutable
        }
        try await store.annotate(plan.run.id, labels: ["kept"], notes: "mine")
        let run = try await store.reader.run(plan.run.id)
        #expect(run.labels == ["kept"] && run.notes == "mine")
    }

    @Test("A run that lacks planned samples can't be completed, only interrupted and resumed")
    func planned() async throws {
        let store = try Store.inMemory()
        let plan = StoreFixture.plan(store, cases: 2, planned: 2)
        let writer = try await store.begin(plan)
        try await writer.submit(StoreFixture.entry(store, plan, caseIndex: 0))
        await #expect { try await writer.complete() } throws: { error in
            (error as? StoreError)?.message.contains("1 of its 2 planned") == true
        }
        try await writer.interrupt()
        await #expect(throws: StoreError.self) {
            try await writer.submit(StoreFixture.entry(store, plan, caseIndex: 1))
        }
        let found = try await store.reader.unfinishedRun(manifestHash: plan.run.manifestHash)
        #expect(found?.id == plan.run.id && found?.status == .interrupted)
        let again = try await store.resume(plan.run.id)
        #expect(again.scoring == plan.scoring?.id)
        try await again.submit(StoreFixture.entry(store, plan, caseIndex: 1))
        try await again.complete()
        #expect(
            try await store.reader.unfinishedRun(manifestHash: plan.run.manifestHash) == nil)
    }

    @Test("Back-pressure: thousands of entries from many tasks arrive, each once")
    func backPressure() async throws {
        let store = try Store.inMemory()
        let plan = StoreFixture.plan(store, cases: 4000, prompts: 1, planned: 4000)
        let writer = try await store.begin(plan)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in 0..<40 {
                group.addTask {
                    for index in 0..<100 {
                        try await writer.submit(
                            StoreFixture.entry(store, plan, caseIndex: start * 100 + index))
                    }
                }
            }
            try await group.waitForAll()
        }
        try await writer.complete()
        #expect(try await store.reader.outputs(of: plan.run.id).all().count == 4000)
    }
}
