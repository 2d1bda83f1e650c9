import Alignment
import Foundation
import LanguageModel
import Testing
import Workspace

@Suite("Stop rules", .serialized)
struct StopRuleTests {
    /// Eight steps that change much, looked at after each.
    private func lab<Result>(_ stop: String, _ body: (Lab) async throws -> Result) async throws
        -> Result
    {
        let recipe = """
            method: dpo
            model: smollm2
            data: datasets/d.jsonl
            batch-size: 1
            epochs: 2
            learning-rate: 1e-2
            lora: {rank: 2, alpha: 4, blocks: [28, 29]}
            watch: {every: 1, prompts: 2, max-tokens: 8}
            stop: {\(stop)}

            """
        return try await Lab.with(
            ["recipes/r.yaml": recipe, "datasets/d.jsonl": Lab.pairs], body)
    }

    @Test(
        "A limit that samples pass ends the training there, with its reason, and keeps the adapter",
        arguments: [
            ("kl-above: 1e-9, patience: 1", "kl-above", 1),
            ("kl-above: 1e-9, patience: 3", "kl-above", 3),
            ("entropy-below: 1000", "entropy-below", 2),
            ("distinct-2-below: 1, repetition-above: 0.99, patience: 8", nil, 8),
            ("kl-above: 1e9, entropy-below: 1e-9, repetition-above: 1", nil, 8),
        ] as [(String, String?, Int)])
    func stops(rules: String, rule: String?, step: Int) async throws {
        try await lab(rules) { lab in
            let told = Told()
            let outcome = try await TrainingRunner(
                try lab.plan(), in: lab.folder, store: lab.store
            ).run { told.add($0) }
            #expect(outcome.isFinished)
            #expect(outcome.stop?.rule.rawValue == rule)
            #expect(told.steps.count == step)
            #expect(AdapterShelf(lab.folder).names == ["r"])
            let record = try await lab.store.reader.record(outcome.id)
            #expect(record.body["steps"]?.int == step)
            #expect(record.body["planned_steps"]?.int == 8)
            #expect(record.body["stopped"]?["rule"]?.string == rule)
            let stopped = told.all.contains { if case .stopped = $0 { true } else { false } }
            #expect(stopped == (rule != nil))
            if let stop = outcome.stop {
                #expect(stop.step == step)
                #expect(record.body["stopped"]?["reason"]?.string == stop.reason)
                #expect(outcome.folder.metrics.contains { $0["stopped"] != nil })
            }
        }
    }

    @Test("A training that is continued stops where it would have stopped, with the same adapter")
    func continues() async throws {
        let rules = "kl-above: 1e-9, patience: 4"
        let whole = try await lab(rules) { lab in
            _ = try await TrainingRunner(try lab.plan(), in: lab.folder, store: lab.store).run {
                _ in
            }
            return try AdapterShelf(lab.folder).hash(of: "r")
        }
        try await lab(rules) { lab in
            let plan = try lab.plan()
            let (store, folder) = (lab.store, lab.folder)
            let stopper = Stopper()
            let task = Task {
                try await TrainingRunner(plan, in: folder, store: store).run { event in
                    if case .step(let step, _) = event, step.step == 2 { stopper.stop() }
                }
            }
            stopper.set { task.cancel() }
            let first = try await task.value
            #expect(!first.isFinished)
            #expect(first.steps == 2)
            let rest = try await TrainingRunner(plan, in: folder, store: store).run { _ in }
            #expect(rest.stop?.step == 4)
            #expect(rest.id == first.id)
            #expect(try AdapterShelf(lab.folder).hash(of: "r") == whole)
        }
    }

    @Test("A recipe that checks a suite does not train where nothing can run it")
    func noSuite() async throws {
        try await Lab.with([
            "recipes/r.yaml": Lab.recipe("dpo", "checks: {suite: suites/s.yaml, every: 1}"),
            "datasets/d.jsonl": Lab.pairs,
        ]) { lab in
            let runner = TrainingRunner(try lab.plan(), in: lab.folder, store: lab.store)
            await #expect(throws: AlignmentError.self) { try await runner.run { _ in } }
        }
    }
}
