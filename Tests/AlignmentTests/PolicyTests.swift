import Alignment
import Evaluation
import Foundation
import LanguageModel
import Testing
import Workspace

@Suite("Trainings that sample", .serialized)
struct PolicyTests {
    private static let suite = """
        suite: short
        models: [smollm2]
        cases:
          - {id: a, messages: [{role: user, content: "What is 7 times 8?"}]}
          - {id: b, messages: [{role: user, content: "Name a colour."}]}
        scorers: [{length: {min: 1}}]

        """

    private func recipe(_ method: String, _ more: String) -> String {
        """
        method: \(method)
        model: smollm2
        suite: suites/s.yaml
        updates: 2
        prompts-per-update: 2
        samples: 2
        max-tokens: 8
        learning-rate: 1e-3
        lora: {rank: 2, alpha: 4, blocks: [29]}
        \(more)

        """
    }

    private func plan(_ lab: Lab) throws -> PolicyPlan {
        let suite = try Suite.read(
            "suites/s.yaml", in: lab.folder, scorers: ScorerCatalogue.vocabulary)
        return try PolicyPlan(
            try lab.recipe(), base: try lab.base(), suite: suite,
            scorers: ScorerFactory(environment: .closed), rewardModel: nil)
    }

    private func run(_ method: String, _ more: String = "") async throws -> [PolicyMetrics] {
        try await Lab.with(
            ["recipes/r.yaml": recipe(method, more), "suites/s.yaml": Self.suite]
        ) { lab in
            let seen = Seen()
            let outcome = try await PolicyRunner(
                try plan(lab), in: lab.folder, store: lab.store
            ).run { seen.add($0) }
            #expect(outcome.isFinished)
            #expect(AdapterShelf(lab.folder).names == ["r"])
            #expect(outcome.folder.metrics.count == 2)
            return seen.all
        }
    }

    @Test(
        "Before the first step the ratio is 1 and the divergence 0, and afterwards they move",
        arguments: [("ppo", ""), ("rloo", ""), ("grpo", "kl-weight: 0.1")])
    func first(method: String, more: String) async throws {
        let found = try await run(method, more)
        #expect(found.count == 2)
        let first = try #require(found.first)
        #expect(abs(first.firstRatio - 1) < 1e-9)
        #expect(first.klExact == 0)
        #expect(first.klK1 == 0 && first.klK3 == 0)
        #expect(first.approximateKL < 1e-12)
        #expect(first.clippedShare == 0)
        #expect(first.unscored == 0)
        if method == "ppo" { #expect(found[1].klExact > 0) }
        #expect((first.explainedVariance != nil) == (method == "ppo"))
    }

    @Test("A scorer of the model's probabilities cannot be a reward")
    func refuses() async throws {
        let suite = """
            suite: s
            models: [smollm2]
            cases: [{id: a, messages: [{role: user, content: "x"}]}]
            scorers: [{choice: {right: a, wrong: b, by: logprob}}]

            """
        try await Lab.with(
            ["recipes/r.yaml": recipe("rloo", ""), "suites/s.yaml": suite]
        ) { lab in
            let error = #expect(throws: AlignmentError.self) { try plan(lab) }
            #expect(error?.code == .reward)
        }
    }

    @Test("A reward model scores answers as its training measured them")
    func rewardModel() async throws {
        try await Lab.with([
            "recipes/r.yaml": Lab.recipe(
                "reward", more("epochs: 6\nlearning-rate: 3e-3\nmembers: 2")),
            "datasets/d.jsonl": Lab.pairs,
        ]) { lab in
            let outcome = try await TrainingRunner(
                try lab.plan(), in: lab.folder, store: lab.store
            ).run { _ in }
            let record = try #require(outcome.record)
            let kept = try #require(record.body["rewards"]?[0]?["accuracy"]?.double)
            #expect(kept == 1)
            let model = try await RewardModel(
                named: "r", in: lab.folder, store: lab.store,
                configuration: try lab.folder.configuration())
            #expect(model.members == 2)
            let values = try await ComputeThread.run {
                model.scored([
                    try model.group(
                        [Message(.user, "What is 7 times 8?")], answers: ["56", "54"])
                ])[0]
            }
            #expect(values[0].count == 2)
            #expect(values[0][0] > values[1][0])
            // Two members begin apart and stay so.
            #expect(values[0][0] != values[0][1])
        }
    }

    private func more(_ text: String) -> String { text }
}

/// Collects updates, from the training's thread.
final class Seen: @unchecked Sendable {
    // Guarded by the lock; a test's own bookkeeping.
    private let lock = NSLock()
    private var metrics: [PolicyMetrics] = []

    func add(_ one: PolicyMetrics) { lock.withLock { metrics.append(one) } }
    var all: [PolicyMetrics] { lock.withLock { metrics } }
}
