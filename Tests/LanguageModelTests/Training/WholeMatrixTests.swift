import LanguageModel
import Testing

/// Matrices that are trained whole, told as an adapter.
@Suite("Matrices trained whole") struct WholeMatrixTests {
    private static let names: Set = [
        "blk.0.attn_q.weight", "blk.0.attn_v.weight", "blk.1.ffn_up.weight",
        "blk.1.ffn_down.weight",
    ]

    private func trained(_ names: Set<String> = names) throws -> TrainingModel {
        try TrainingModel(try TinyModel.make(), training: TrainableParts(tensors: names))
    }

    private func train(
        _ trained: TrainingModel, _ objective: TrainingObjective, _ examples: [TrainingExample]
    ) throws -> [StepMetrics] {
        let trainer = try Trainer(
            trained, objective, examples,
            TrainingSettings(
                schedule: LearningRateSchedule(.constant, rate: 1e-2), batchSize: 4, epochs: 8))
        return try TrainerTests.finish(trainer)
    }

    @Test("Their change as an adapter gives the base the trained model's log-probabilities")
    func adapter() throws {
        let trained = try trained()
        let examples = TrainerTests.pairs(4)
        let metrics = try train(trained, .preference(.dpo(beta: 0.1)), examples)
        #expect(abs(metrics[0].loss - 0.6931471805599453) < 1e-6)
        #expect(try #require(metrics.last).loss < 0.9 * metrics[0].loss)
        let adapter = try #require(trained.adapter)
        #expect(adapter.pairs.count == 4)
        let applied = try TrainingModel(
            try trained.model.applying([AppliedAdapter(adapter)]),
            training: TrainableParts(adapter: LoRASettings(rank: 1)))
        let groups = examples.map(\.group)
        for (ours, theirs) in zip(trained.evaluate(groups), applied.evaluate(groups)) {
            for (a, b) in zip(ours, theirs) {
                for (x, y) in zip(a.logprobs, b.logprobs) { #expect(abs(x - y) < 1e-4) }
            }
        }
    }

    @Test("The reference stays the model before the training, to the bit")
    func reference() throws {
        let trained = try trained()
        let groups = TinyModel.groups
        let before = trained.evaluate(groups)
        for value in trained.divergences(groups).joined().joined() { #expect(value == 0) }
        _ = try train(trained, .preference(.dpo(beta: 0.1)), TrainerTests.pairs(4))
        let after = trained.evaluate(groups)
        #expect(after != before)
        #expect(trained.evaluate(groups, policy: .reference) == before)
        #expect(trained.divergences(groups).joined().joined().contains { $0 > 1e-6 })
        // Looking at the reference leaves the trained numbers where they are.
        #expect(trained.evaluate(groups) == after)
    }

    @Test("KTO begins at one half, whose baseline is the reference's")
    func labelled() throws {
        var examples = TrainerTests.pairs(4)
        for index in examples.indices {
            examples[index].group.completions.removeLast()
            examples[index].pairs = []
            examples[index].isDesirable = index % 2 == 0
        }
        let metrics = try train(
            try trained(), .labelled(LabelledLoss(beta: 0.1)), examples)
        #expect(abs(metrics[0].loss - 0.5) < 1e-6)
        #expect(try #require(metrics.last).loss < metrics[0].loss)
    }

    @Test("A norm's change is no adapter's")
    func norm() throws {
        #expect(try trained(["blk.0.attn_norm.weight", "blk.0.attn_q.weight"]).adapter == nil)
    }
}
