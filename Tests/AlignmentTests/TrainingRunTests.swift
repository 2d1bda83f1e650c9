import Alignment
import Foundation
import LanguageModel
import Testing
import Workspace

@Suite("Trainings", .serialized)
struct TrainingRunTests {
    private func lab<Result>(
        _ method: String, _ more: String = "", _ body: (Lab) async throws -> Result
    ) async throws -> Result {
        try await Lab.with(
            ["recipes/r.yaml": Lab.recipe(method, more), "datasets/d.jsonl": Lab.pairs], body)
    }

    @Test(
        "The first step has the loss that its formula gives for an untrained model",
        arguments: [
            ("dpo", "", 0.693147180559945), ("dpo", "loss: conservative", 0.693147180559945),
            ("dpo", "loss: ipo", 25.0), ("kto", "", 0.5), ("reward", "", 0.693147180559945),
        ])
    func first(method: String, more: String, loss: Double) async throws {
        try await lab(method, more) { lab in
            let told = Told()
            let runner = TrainingRunner(try lab.plan(), in: lab.folder, store: lab.store)
            let outcome = try await runner.run { told.add($0) }
            #expect(outcome.isFinished)
            let first = try #require(told.steps.first)
            #expect(abs(first.loss - loss) < 1e-6, "\(first.loss)")
            if method == "dpo" {
                #expect(first.preference?.margin == 0)
                // Ties count as wrong.
                #expect(first.preference?.accuracy == 0)
            }
        }
    }

    @Test("An interrupted training continues to the same adapter, bit for bit")
    func resumes() async throws {
        let more = "epochs: 2\nlearning-rate: 1e-3"
        let whole = try await lab("dpo", more) { lab in
            let runner = TrainingRunner(try lab.plan(), in: lab.folder, store: lab.store)
            _ = try await runner.run { _ in }
            return try AdapterShelf(lab.folder).hash(of: "r")
        }
        try await lab("dpo", more) { lab in
            let plan = try lab.plan()
            let told = Told()
            let (store, folder) = (lab.store, lab.folder)
            let stopper = Stopper()
            let task = Task {
                try await TrainingRunner(plan, in: folder, store: store).run { event in
                    told.add(event)
                    if case .step(let step, _) = event, step.step == 2 {
                        #expect(TrainingFolder.all(in: folder).first?.standing == .underWay)
                        stopper.stop()
                    }
                }
            }
            stopper.set { task.cancel() }
            let outcome = try await task.value
            #expect(!outcome.isFinished)
            #expect(TrainingFolder.all(in: folder).first?.standing == .interrupted)
            #expect(outcome.steps < 4)
            #expect(AdapterShelf(lab.folder).names.isEmpty)
            let rest = try await TrainingRunner(plan, in: folder, store: store).run { told.add($0) }
            #expect(rest.isFinished)
            #expect(rest.id == outcome.id)
            #expect(told.steps.map(\.step) == [1, 2, 3, 4])
            #expect(rest.folder.metrics.compactMap { $0["loss"] }.count == 4)
            #expect(try AdapterShelf(lab.folder).hash(of: "r") == whole)
        }
    }

    @Test("A finished training is a record that leads to its data, recipe and adapter")
    func records() async throws {
        try await lab("dpo") { lab in
            let plan = try lab.plan()
            let outcome = try await TrainingRunner(plan, in: lab.folder, store: lab.store).run {
                _ in
            }
            let record = try await lab.store.reader.record(outcome.id)
            #expect(record.body["recipe_sha256"]?.string == plan.recipe.contentHash)
            #expect(record.body["base_sha256"]?.string == EmbeddedModel.sha256)
            let targets = record.links.map(\.target)
            #expect(targets.contains("document:datasets/d.jsonl"))
            #expect(targets.contains("document:recipes/r.yaml"))
            let adapter = try #require(
                try await lab.store.reader.latest(.adapter, named: "r"))
            #expect(adapter.links.contains { $0.target == outcome.id.description })
            #expect(adapter.body["sha256"]?.string == (try AdapterShelf(lab.folder).hash(of: "r")))
            // The alias with '+' applies it, and another base's adapter is refused.
            #expect(try lab.base("smollm2+r").model.adapters.count == 1)
            #expect(throws: AlignmentError.self) { try lab.base("smollm2+nobody") }
            #expect(throws: ModelFileError.self) {
                try AdapterShelf(lab.folder).read(
                    "r", for: plan.base.model.configuration,
                    baseSHA256: String(repeating: "0", count: 64))
            }
        }
    }

    @Test("Matrices are trained whole, and what comes of it is an adapter like any other")
    func whole() async throws {
        let recipe = """
            method: dpo
            model: smollm2
            data: datasets/d.jsonl
            batch-size: 2
            epochs: 4
            learning-rate: 1e-4
            full: {layers: [down, v], blocks: [29]}
            watch: {every: 8, prompts: 2, max-tokens: 4}

            """
        try await Lab.with(
            ["recipes/r.yaml": recipe, "datasets/d.jsonl": Lab.pairs]
        ) { lab in
            let told = Told()
            let outcome = try await TrainingRunner(
                try lab.plan(), in: lab.folder, store: lab.store
            ).run { told.add($0) }
            #expect(outcome.isFinished)
            #expect(abs((told.steps.first?.loss ?? 0) - 0.693147180559945) < 1e-6)
            #expect((told.steps.last?.preference?.margin ?? 0) > 0)
            let divergence = told.all.compactMap {
                if case .watched(let watch, _, _) = $0 { watch.klPerSequence } else { nil }
            }
            #expect(divergence.contains { $0 > 0 })
            #expect(outcome.product?.body["rank"] == nil)
            let base = try lab.base()
            let read = try AdapterShelf(lab.folder).read(
                "r", for: base.model.configuration, baseSHA256: base.sha256)
            #expect(Set(read.pairs.values.map(\.rank)) == [192, 576])
            let exchange = AdapterExchange(lab.folder, base: base)
            for (form, name) in [(AdapterForm.peft, "out-peft"), (.gguf, "out.gguf")] {
                let check = try await exchange.export(
                    "r", to: form, path: lab.folder.root + "/" + name)
                #expect(check.holds && check.effect > 0.01)
            }
            // The two matrices differ in rank, and mlx-lm knows one.
            await #expect(throws: ModelFileError.self) {
                try await exchange.export("r", to: .mlx, path: lab.folder.root + "/out-mlx")
            }
        }
    }

    @Test("A model that has adapters in conduct.yaml is trained on top of them")
    func stacked() async throws {
        try await lab("dpo", "learning-rate: 1e-2\nepochs: 2") { lab in
            _ = try await TrainingRunner(try lab.plan(), in: lab.folder, store: lab.store).run {
                _ in
            }
            try lab.folder.write(
                "models:\n  stacked: {provider: embedded, adapters: [{path: r, strength: 0.5}]}\n",
                to: "conduct.yaml")
            let base = try lab.base("stacked")
            #expect(base.model.adapters.map(\.weight) == [0.5])
            #expect(try lab.base("smollm2+r*0.5").model.adapters.map(\.weight) == [0.5])
            try lab.folder.write(
                Lab.recipe("dpo").replacing("smollm2", with: "stacked"), to: "recipes/top.yaml")
            let plan = try TrainingPlan(
                try lab.recipe("recipes/top.yaml"), base: base, in: lab.folder, heldOutSuite: nil)
            let outcome = try await TrainingRunner(
                plan, in: lab.folder, store: lab.store
            ).run { _ in }
            #expect(outcome.product?.body["base"]?.string == "stacked")
            #expect(try lab.base("stacked+top").model.adapters.count == 2)
        }
    }

    @Test("A loss that is no number stops the training with its batch saved")
    func notFinite() async throws {
        try await lab("dpo", "learning-rate: 1e30\nclip: none\nepochs: 3") { lab in
            let runner = TrainingRunner(try lab.plan(), in: lab.folder, store: lab.store)
            let error = await #expect(throws: TrainingError.self) { try await runner.run { _ in } }
            #expect(error?.code == .notFinite)
            let root = lab.folder.root + "/.conduct/trainings"
            let training = try #require(
                FileManager.default.contentsOfDirectory(atPath: root).first)
            let files = try FileManager.default.contentsOfDirectory(atPath: root + "/" + training)
            #expect(files.contains { $0.hasPrefix("batch-not-finite") })
            #expect(AdapterShelf(lab.folder).names.isEmpty)
        }
    }

    @Test("Every export is read back and computes what the adapter does")
    func exports() async throws {
        try await lab("dpo", "learning-rate: 1e-2\nepochs: 2") { lab in
            _ = try await TrainingRunner(try lab.plan(), in: lab.folder, store: lab.store).run {
                _ in
            }
            let exchange = AdapterExchange(lab.folder, base: try lab.base())
            for form in AdapterForm.allCases {
                let path =
                    lab.folder.root + "/out-\(form.rawValue)" + (form == .gguf ? ".gguf" : "")
                let check = try await exchange.export("r", to: form, path: path)
                #expect(check.holds)
                #expect(
                    check.effect > 0.01, "the adapter must do something for the check to mean it")
                let taken = try await exchange.take(
                    path, as: "from-\(form.rawValue)", store: lab.store)
                #expect(taken.check.greatest < 1e-3)
            }
            #expect(AdapterShelf(lab.folder).names == ["from-gguf", "from-mlx", "from-peft", "r"])
            await #expect(throws: AlignmentError.self) {
                try await exchange.take(
                    lab.folder.root + "/out-gguf.gguf", as: "r", store: lab.store)
            }
        }
    }
}

/// Cancels a task from a callback that is older than the task's name.
final class Stopper: @unchecked Sendable {
    // Guarded by the lock; a test's own bookkeeping.
    private let lock = NSLock()
    private var action: (@Sendable () -> Void)?
    private var isStopped = false

    func set(_ action: @escaping @Sendable () -> Void) {
        let now = lock.withLock {
            self.action = action
            return isStopped
        }
        if now { action() }
    }

    func stop() {
        let action = lock.withLock {
            isStopped = true
            return self.action
        }
        action?()
    }
}
