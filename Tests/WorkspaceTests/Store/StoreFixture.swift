import FoundationEssentials
import LanguageModel
import Workspace

/// Makes stores and runs for tests.
enum StoreFixture {
    static let toolVersion = "0.0.1"

    /// A path in a new folder of its own.
    static func path(_ name: String = #function) -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "conduct-store-\(UUID().uuidString)")
        return folder.appending(path: "store.sqlite").path
    }

    static func remove(_ path: String) {
        try? FileManager.default.removeItem(
            at: URL(filePath: path).deletingLastPathComponent())
    }

    /// A plan of `cases` cases, two prompts and one model, with one scoring.
    static func plan(
        _ store: Store, cases: Int, prompts: Int = 2, planned: Int? = nil, shard: Shard? = nil,
        manifest: JSONValue = ["suite": "abc"]
    ) -> RunPlan {
        let run = Run(
            id: store.ids.next(.run), suite: "honesty", suitePath: "suites/honesty.yaml", seed: 7,
            epochs: 1, manifest: manifest, planned: planned, shard: shard,
            toolVersion: toolVersion)
        let first = ((shard?.index ?? 1) - 1) * cases
        return RunPlan(
            run: run,
            cases: (first..<first + cases).map { index in
                CaseSnapshot(
                    run: run.id, caseID: "case-\(index)", ordinal: index,
                    tags: ["intent": index % 2 == 0 ? "even" : "odd"],
                    clauses: index % 3 == 0 ? ["no-flattery"] : [], groupKey: "g\(index % 5)",
                    content: ["vars": ["question": .string("What is \(index)?")]])
            },
            prompts: (0..<prompts).map { index in
                PromptSnapshot(
                    run: run.id, promptID: "prompt-\(index)", ordinal: index,
                    factors: ["length": .integer(index)],
                    content: [["role": "user", "content": "{{ question }}"]])
            },
            models: [
                ModelSnapshot(
                    run: run.id, alias: "echo", ordinal: 0, identity: ["kind": "echo"],
                    isSimulated: true)
            ],
            scoring: Scoring(
                id: store.ids.next(.scoring), run: run.id, scorers: [["contains": "yes"]]))
    }

    /// A sample of a plan's cell, scored: even cases pass.
    static func entry(
        _ store: Store, _ plan: RunPlan, caseIndex: Int, prompt: Int = 0, epoch: Int = 0,
        failure: SampleFailure? = nil
    ) -> SampleEntry {
        let item = plan.cases[caseIndex]
        let output = failure == nil ? "The answer to \(item.caseID) is yes, naïvely." : ""
        let messages = [
            Message(.system, "Be kind."), Message(.user, "What is \(item.ordinal)?"),
        ]
        let key = ContentHash.of("\(item.caseID)/\(prompt)/\(epoch)")
        let sample = Sample(
            id: store.ids.next(.sample), run: plan.run.id, caseID: item.caseID,
            promptID: "prompt-\(prompt)", model: "echo", epoch: epoch,
            seed: SampleSeed.of(
                runSeed: 7, caseID: item.caseID, promptID: "prompt-\(prompt)", epoch: epoch),
            callKeys: [key],
            transcript: messages + (failure == nil ? [Message(.assistant, output)] : []),
            promptCount: 2, output: output, finishReason: failure == nil ? .stop : nil,
            usage: failure == nil ? TokenUsage(input: 12, output: 9) : nil, latency: 1500,
            cost: failure == nil ? 42 : nil, failure: failure)
        var scores: [Score] = []
        if let scoring = plan.scoring {
            let verdict: Verdict =
                failure != nil ? .unscored : item.ordinal % 2 == 0 ? .pass : .fail
            scores = [
                Score(
                    scoring: scoring.id, sample: sample.id, scorer: "contains", verdict: verdict,
                    value: verdict == .unscored ? nil : verdict == .pass ? 1 : 0,
                    reason: "because")
            ]
        }
        let calls =
            failure == nil
            ? [StoredCall(key: key, reply: ["text": .string(output)], sample: sample.id)] : []
        return SampleEntry(sample: sample, scores: scores, calls: calls)
    }

    /// Stores and completes a run.
    @discardableResult
    static func completeRun(
        _ store: Store, cases: Int, prompts: Int = 2, shard: Shard? = nil
    ) async throws -> RunPlan {
        let plan = plan(
            store, cases: cases, prompts: prompts, planned: cases * prompts, shard: shard)
        let writer = try await store.begin(plan)
        for index in 0..<cases {
            for prompt in 0..<prompts {
                try await writer.submit(entry(store, plan, caseIndex: index, prompt: prompt))
            }
        }
        try await writer.complete()
        return plan
    }
}
