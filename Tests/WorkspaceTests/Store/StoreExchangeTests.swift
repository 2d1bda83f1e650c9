import LanguageModel
import Testing
import Workspace

extension StoreFixture {
    /// A run's whole export.
    static func export(
        _ store: Store, _ run: RecordID, as format: ExportFormat = .jsonl
    ) async throws -> String {
        var text = ""
        try await store.reader.export(run, as: format) { text += $0 }
        return text
    }

    /// A text's lines as they come from a file.
    static func lines(_ text: String) -> AsyncStream<String> {
        AsyncStream { continuation in
            for line in text.split(separator: "\n") { continuation.yield(String(line)) }
            continuation.finish()
        }
    }
}

@Suite("Exporting, restoring and merging runs")
struct StoreExchangeTests {
    @Test("An export restores to a run that exports the same, with its ids, scorings and overrides")
    func restore() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 3)
        let outputs = try await store.reader.outputs(of: plan.run.id).all()
        let second = Scoring(
            id: store.ids.next(.scoring), run: plan.run.id, scorers: ["b"], isPrimary: false)
        try await store.addScoring(
            second,
            scores: outputs.map {
                Score(scoring: second.id, sample: $0.sample, scorer: "b", verdict: .unscored)
            })
        try await store.addOverride(
            Override(
                id: store.ids.next(.override), run: plan.run.id, sample: outputs[0].sample,
                scorer: "contains", verdict: .fail, note: "n", author: "ada"), journal: nil)
        try await store.annotate(plan.run.id, labels: ["a"], notes: "b")
        let text = try await StoreFixture.export(store, plan.run.id)

        let other = try Store.inMemory()
        let run = try await other.restore(StoreFixture.lines(text), name: "run.jsonl")
        #expect(try await run == store.reader.run(plan.run.id))
        #expect(try await StoreFixture.export(other, run.id) == text)
        #expect(try await other.reader.verify(run.id) == [])
        // A second time is refused and harms nothing.
        await #expect(throws: StoreError.self) {
            try await other.restore(StoreFixture.lines(text), name: "run.jsonl")
        }
        #expect(try await StoreFixture.export(other, run.id) == text)
    }

    @Test("A damaged export is refused with its line, and nothing of it stays")
    func damagedExport() async throws {
        let store = try Store.inMemory()
        let plan = try await StoreFixture.completeRun(store, cases: 3)
        let lines = try await StoreFixture.export(store, plan.run.id).split(separator: "\n")
            .map(String.init)
        let last = lines.count
        let damages: [(Int, (String) -> String, String)] = [
            (last, { String($0.dropLast(5)) }, "line \(last): "),
            (
                last, { $0.replacing("\"verdict\":\"pass\"", with: "\"verdict\":\"good\"") },
                "'verdict'"
            ),
            (last, { $0.replacing("\"epoch\":0", with: "\"epoch\":\"0\"") }, "'epoch'"),
            (last, { $0.replacing("case-2", with: "case-9") }, "case-9"),
            (5, { $0.replacing("What is", with: "Who is") }, "content was changed"),
            (1, { $0.replacing("\"record\":\"run\"", with: "\"record\":\"ruin\"") }, "'ruin'"),
            (1, { _ in "" }, "run's own record is missing"),
        ]
        for (line, damage, expected) in damages {
            var changed = lines
            changed[line - 1] = damage(changed[line - 1])
            #expect(changed != lines)
            let text = changed.joined(separator: "\n")
            let other = try Store.inMemory()
            await #expect {
                try await other.restore(StoreFixture.lines(text), name: "run.jsonl")
            } throws: { error in
                guard let error = error as? StoreError else { return false }
                return error.code == .invalid && error.message.contains(expected)
            }
            #expect(try await other.reader.runs().isEmpty)
        }
    }

    @Test("A table has a row for each sample, and quotes what needs it")
    func table() async throws {
        let store = try Store.inMemory()
        let plan = StoreFixture.plan(store, cases: 1, prompts: 1)
        let writer = try await store.begin(plan)
        var entry = StoreFixture.entry(store, plan, caseIndex: 0)
        entry.sample.output = "a \"b\",\r\nc"
        entry.scores[0].value = 0.25
        try await writer.submit(entry)
        try await writer.complete()
        let text = try await StoreFixture.export(store, plan.run.id, as: .csv)
        #expect(
            text == """
                sample,case,prompt,model,epoch,output,failure,finish_reason,input_tokens,\
                output_tokens,latency_us,cost_nanodollars,reused,tag.intent,contains,\
                contains.value,contains.reason\r
                \(entry.sample.id),case-0,prompt-0,echo,0,"a ""b"",\r
                c",,stop,12,9,1500,42,false,even,pass,0.25,because\r

                """)
    }

    @Test("Shards in this and other stores merge into one run that says what they say")
    func merge() async throws {
        let paths = [StoreFixture.path(), StoreFixture.path()]
        defer { for path in paths { StoreFixture.remove(path) } }
        let store = try Store.open(at: paths[0])
        let other = try Store.open(at: paths[1])
        let first = try await StoreFixture.completeRun(
            store, cases: 3, shard: Shard(index: 1, count: 2))
        let second = try await StoreFixture.completeRun(
            other, cases: 3, shard: Shard(index: 2, count: 2))
        await #expect {
            try await store.merge([
                .run(first.run.id),
                .run(
                    try await StoreFixture.completeRun(
                        store, cases: 3, shard: Shard(index: 3, count: 3)
                    ).run.id),
            ])
        } throws: { error in
            (error as? StoreError)?.code == .mismatch
        }
        let run = try await store.merge([
            .run(first.run.id), .store(path: paths[1], run: nil),
        ])
        #expect(run.kind == .merged && run.shard == nil && run.status == .complete)
        let samples = try await store.reader.samples(of: run.id).all()
        #expect(samples.count == 12 && Set(samples.map(\.cell)).count == 12)
        let sources =
            try await store.reader.samples(of: first.run.id).all().map(\.id)
            + other.reader.samples(of: second.run.id).all().map(\.id)
        #expect(samples.map(\.reusedFrom) == sources)
        let summary = try await store.reader.summary(of: run.id)
        #expect(summary.verdicts == [ScorerCount(scorer: "contains", pass: 6, fail: 6)])
        #expect(summary.cost == 12 * 42)
        #expect(try await store.reader.verify(run.id) == [])
        let trace = try await store.reader.trace(run.id)
        #expect(
            trace.parents.filter { $0.relation == "merged from" }.map(\.node.isMissing)
                == [false, true])
    }

    @Test("Runs that differ don't merge, and leave nothing behind")
    func mergeRefusals() async throws {
        let store = try Store.inMemory()
        let first = try await StoreFixture.completeRun(
            store, cases: 2, shard: Shard(index: 1, count: 3)
        ).run.id
        let second = try await StoreFixture.completeRun(
            store, cases: 2, shard: Shard(index: 2, count: 3)
        ).run.id
        let whole = try await StoreFixture.completeRun(store, cases: 2).run.id
        let again = try await StoreFixture.completeRun(store, cases: 2).run.id
        let otherPlan = StoreFixture.plan(store, cases: 2, manifest: ["suite": "other"])
        let writer = try await store.begin(otherPlan)
        let running = otherPlan.run.id
        for sources in [
            [first], [first, first], [first, second], [first, whole], [whole, running],
            [whole, again],
        ] {
            await #expect(throws: StoreError.self) {
                try await store.merge(sources.map(MergeSource.run))
            }
        }
        try await writer.complete()
        await #expect {
            try await store.merge([.run(whole), .run(running)])
        } throws: { error in
            (error as? StoreError)?.message.contains("different manifests") == true
        }
        #expect(try await store.reader.runs().count == 5)
    }
}
