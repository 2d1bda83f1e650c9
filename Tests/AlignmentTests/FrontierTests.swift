import Alignment
import Evaluation
import Foundation
import LanguageModel
import Testing
import Workspace

@Suite("Frontiers on the embedded model", .serialized)
struct FrontierTests {
    private static let frontier = """
        frontier: small
        hypothesis: {above: DPO, below: PPO}
        suite: suites/held.yaml
        samples: 2
        max-tokens: 6
        seeds: [0, 1]
        bins: [0.5, 1]
        methods:
          - {name: DPO, recipe: recipes/dpo.yaml, sweep: {beta: [0.1]}}
          - {name: PPO, recipe: recipes/ppo.yaml, sweep: {kl-weight: [0.1]}}

        """
    private static let held = """
        suite: held
        models: [smollm2]
        cases:
          - {id: a, messages: [{role: user, content: "Describe the sea in one word please."}]}
          - {id: b, messages: [{role: user, content: "Describe the moon in one word please."}]}
        scorers: [{sentiment: true}]

        """
    private static let asked = """
        suite: asked
        models: [smollm2]
        cases:
          - {id: c, messages: [{role: user, content: "Describe a stone in one word please."}]}
        scorers: [{sentiment: true}]

        """
    private static let ppo = """
        method: ppo
        model: smollm2
        suite: suites/asked.yaml
        updates: 1
        prompts-per-update: 1
        samples: 2
        max-tokens: 4
        learning-rate: 1e-3
        lora: {rank: 2, alpha: 4, blocks: [29]}
        pretraining: datasets/texts.jsonl
        pretraining-rows: 2
        pretraining-weight: 0.5

        """
    private static let texts = ["The tide comes in.", "A stone lies there.", "It is noon."].map {
        JSONValue.object(["text": .string($0)]).serialized() + "\n"
    }.joined()

    private static var files: [String: String] {
        [
            "frontiers/f.yaml": frontier, "suites/held.yaml": held, "suites/asked.yaml": asked,
            "recipes/dpo.yaml": Lab.recipe("dpo", "learning-rate: 1e-3"),
            "recipes/ppo.yaml": ppo, "datasets/d.jsonl": Lab.pairs, "datasets/texts.jsonl": texts,
        ]
    }

    private func plan(_ lab: Lab) throws -> FrontierPlan {
        let document = try FrontierDocument.read("frontiers/f.yaml", in: lab.folder)
        let recipes = try document.methods.map { try Recipe.read($0.recipe, in: lab.folder) }
        var suites: [String: Suite] = [:]
        for path in ["suites/held.yaml", "suites/asked.yaml"] {
            suites[path] = try Suite.read(
                path, in: lab.folder, scorers: ScorerCatalogue.vocabulary)
        }
        return try FrontierPlan(
            document, recipes: recipes, base: try lab.base(), in: lab.folder, suites: suites,
            scorers: ScorerFactory(environment: .closed), rewardModels: [:])
    }

    @Test("A sweep is locked, carried out point by point, and not carried out twice")
    func run() async throws {
        try await Lab.with(Self.files) { lab in
            let plan = try plan(lab)
            #expect(plan.points.count == 4)
            let lock = FrontierLock(plan, store: lab.store)
            #expect(try await lock.standing() == .open)
            let locked = try await lock.lock()
            let runner = FrontierRunner(plan, in: lab.folder, store: lab.store)
            let first = try await runner.run { _ in }
            #expect(first.isFinished)
            #expect(first.points.count == 4)
            let base = try #require(first.base)
            // Nothing was trained: both distributions are the same to the bit.
            #expect(base.divergences.values.allSatisfy { $0 == 0 })
            #expect(base.divergences.count == 2)
            #expect(base.behaviour.answers == 4)
            for point in first.points {
                #expect((point.divergence ?? -1) > 0)
                #expect(point.cost.labels == (point.method == "DPO" ? 4 : 2))
                let id = try #require(point.training.flatMap(RecordID.init))
                #expect(try await lab.store.reader.record(id).body["method"] != nil)
            }
            guard case .locked(let id, _) = try await lock.standing() else {
                Issue.record("it was locked before the first training")
                return
            }
            #expect(id == locked.id)
            let trainings = try await lab.store.reader.records(.training).count
            let second = try await runner.run { _ in }
            #expect(second.points.map(\.id) == first.points.map(\.id))
            #expect(try await lab.store.reader.records(.training).count == trainings)
        }
    }

    @Test("A point whose measurement is missing takes up the training that is there")
    func takesUp() async throws {
        try await Lab.with(Self.files) { lab in
            let plan = try plan(lab)
            let recipe = plan.points[0].recipe
            guard case .data(let training) = plan.points[0].training else {
                Issue.record("the first point is DPO's")
                return
            }
            let made = try await TrainingRunner(training, in: lab.folder, store: lab.store)
                .run { _ in }
            #expect(recipe.adapterName == "small.dpo.beta-0.1.s0")
            let outcome = try await FrontierRunner(plan, in: lab.folder, store: lab.store)
                .run { _ in }
            #expect(outcome.points.first?.training == made.id.description)
        }
    }

    @Test(
        "A frontier that cannot be is refused, at its place",
        arguments: [
            ("sweep: {beta: [0.1]}", "sweep: {seed: [1]}", "frontiers/f.yaml:9"),
            ("sweep: {beta: [0.1]}", "sweep: {beta: [-1]}", "frontiers/f.yaml:9"),
            ("sweep: {beta: [0.1]}", "sweep: {betta: [1]}", "frontiers/f.yaml:9"),
            ("above: DPO", "above: KTO", "frontiers/f.yaml:2"),
            ("bins: [0.5, 1]", "bins: [1, 0.5]", "frontiers/f.yaml:7"),
            ("seeds: [0, 1]", "seeds: [1, 1]", "frontiers/f.yaml:6"),
            ("name: PPO", "name: dpo", "frontiers/f.yaml:10"),
        ])
    func refuses(old: String, new: String, place: String) async throws {
        var files = Self.files
        files["frontiers/f.yaml"] = Self.frontier.replacingOccurrences(of: old, with: new)
        try await Lab.with(files) { lab in
            let error = #expect(throws: DocumentErrors.self) { try plan(lab) }
            #expect(error?.description.contains(place) == true, "\(error?.description ?? "")")
        }
    }

    @Test("Cases that are measured may not be trained on, neither as data nor as prompts")
    func contamination() async throws {
        var files = Self.files
        files["suites/asked.yaml"] = Self.asked.replacingOccurrences(of: "a stone", with: "the sea")
        try await Lab.with(files) { lab in
            let error = #expect(throws: AlignmentError.self) { try plan(lab) }
            #expect(error?.code == .contamination)
        }
        files = Self.files
        files["datasets/d.jsonl"] = Lab.pairs.replacingOccurrences(
            of: "Who wrote Hamlet?", with: "Describe the sea in one word please.")
        try await Lab.with(files) { lab in
            let error = #expect(throws: AlignmentError.self) { try plan(lab) }
            #expect(error?.code == .contamination)
        }
    }

    @Test("PPO-ptx keeps its rows likelier than PPO without them")
    func mix() async throws {
        func last(_ weight: String?) async throws -> [PolicyMetrics] {
            var files = Self.files
            var recipe = Self.ppo.replacingOccurrences(of: "updates: 1\n", with: "updates: 6\n")
            if let weight {
                recipe = recipe.replacingOccurrences(
                    of: "pretraining-weight: 0.5", with: "pretraining-weight: \(weight)")
            }
            files["recipes/r.yaml"] = recipe
            return try await Lab.with(files) { lab in
                let suite = try Suite.read(
                    "suites/asked.yaml", in: lab.folder, scorers: ScorerCatalogue.vocabulary)
                let seen = Seen()
                let plan = try PolicyPlan(
                    try lab.recipe(), base: try lab.base(), suite: suite,
                    scorers: ScorerFactory(environment: .closed), rewardModel: nil, in: lab.folder)
                _ = try await PolicyRunner(plan, in: lab.folder, store: lab.store)
                    .run { seen.add($0) }
                return seen.all
            }
        }
        let strong = try await last("20")
        let weak = try await last("0.001")
        let (a, b) = (
            try #require(strong.last?.pretrainingLoss), try #require(weak.last?.pretrainingLoss)
        )
        #expect(a < b)
    }

    @Test("A weight of rows that are not named is refused at its place")
    func mixWithoutRows() async throws {
        var files = Self.files
        files["recipes/r.yaml"] = Self.ppo.replacingOccurrences(
            of: "pretraining: datasets/texts.jsonl\n", with: "")
        try await Lab.with(files) { lab in
            let error = #expect(throws: DocumentErrors.self) { try lab.recipe() }
            #expect(error?.description.contains("recipes/r.yaml:11") == true)
        }
    }
}
