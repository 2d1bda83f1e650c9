#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import LanguageModel
import Testing

/// What the frozen blocks give, computed once.
@Suite("The frozen trunk") struct FrozenTrunkTests {
    /// A model with an adapter on its last block alone, that does something.
    private func trained() throws -> TrainingModel {
        let trained = try TrainingModel(
            try TinyModel.make(),
            training: TrainableParts(adapter: LoRASettings(rank: 2, blocks: [1])))
        for entry in trained.parameters.entries where entry.name.hasSuffix("lora_b") {
            for i in entry.range { trained.parameters.values[i] = Float(i % 5 - 2) * 0.05 }
        }
        trained.refresh()
        return trained
    }

    @Test(
        "Values, gradients and divergences are those of whole passes",
        arguments: [HeadPlaces.none, .last])
    func values(heads: HeadPlaces) throws {
        let groups = TrainerTests.pairs(7).map(\.group)
        let (with, without) = (try trained(), try trained())
        with.rowLimit = 40
        with.keepTrunk(of: groups, heads: heads)
        func compare(_ a: [[CompletionResult]], _ b: [[CompletionResult]]) {
            #expect(a.count == b.count)
            for (a, b) in zip(a.joined(), b.joined()) {
                for (x, y) in zip(a.logprobs, b.logprobs) { #expect(abs(x - y) < 1e-5) }
            }
        }
        // Some of them, in another order; and a group that was never seen.
        let some = [groups[5], groups[0], groups[3]]
        let mixed = some + [TrainerTests.pairs(9)[8].group]
        for batch in [some, mixed, groups] {
            for policy in [TrainingModel.Policy.trained, .reference] {
                compare(
                    with.evaluate(batch, policy: policy, heads: heads),
                    without.evaluate(batch, policy: policy, heads: heads))
            }
            var gradients: [[Float]] = []
            for model in [with, without] {
                model.parameters.clearGradients()
                _ = model.differentiate(batch, heads: heads) { _, results in
                    results.map { group in
                        group.map { CompletionGradient(logprob: 1, count: $0.logprobs.count) }
                    }
                }
                gradients.append(Array(model.parameters.gradients))
            }
            #expect(gradients[0].contains { $0 != 0 })
            for (a, b) in zip(gradients[0], gradients[1]) { #expect(abs(a - b) < 1e-4) }
        }
    }

    @Test("One comparison gives what three passes give")
    func comparison() throws {
        let trained = try trained()
        let groups = TrainerTests.pairs(5).map(\.group)
        trained.rowLimit = 30
        let found = trained.compare(groups, heads: .predicting, entropies: true)
        #expect(found.policy == trained.evaluate(groups, heads: .predicting, entropies: true))
        #expect(found.reference == trained.evaluate(groups, policy: .reference))
        #expect(found.divergences == trained.divergences(groups))
        #expect(found.divergences.joined().joined().contains { $0 > 1e-6 })
    }

    @Test("An interrupted training of the upper blocks ends with the same bits", arguments: [1, 4])
    func resume(after steps: Int) throws {
        func trainer() throws -> Trainer {
            try Trainer(
                try TrainingModel(
                    try TinyModel.make(),
                    training: TrainableParts(adapter: LoRASettings(rank: 2, blocks: [1])), seed: 3),
                .preference(.dpo(beta: 0.3)), TrainerTests.pairs(), TrainerTests.settings)
        }
        let whole = try trainer()
        let expected = try TrainerTests.finish(whole)
        #expect(abs(expected[0].loss - 0.6931471805599453) < 1e-6)
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "checkpoint.safetensors").path
        let first = try trainer()
        first.prepare()
        for _ in 0..<steps { _ = try first.step() }
        try first.saveCheckpoint(to: path)
        let second = try trainer()
        try second.loadCheckpoint(from: path)
        _ = try TrainerTests.finish(second)
        #expect(TrainerTests.bits(second) == TrainerTests.bits(whole))
    }
}
