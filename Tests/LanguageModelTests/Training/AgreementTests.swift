#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import LanguageModel
import TestSupport
import Testing

/// Training, scoring and sampling see the same model.
@Suite("Agreement of training and generation", .serialized) struct AgreementTests {
    @Test("Every token has the engine's log-probability within 1e-4, adapter or not")
    func engine() async throws {
        let model = try TestEngine.model.get()
        let trained = try TrainingModel(
            model, training: TrainableParts(adapter: LoRASettings(rank: 4)), seed: 5)
        let examples = try GoldenPair.examples("Training/pairs.jsonl").prefix(4)
        for entry in trained.parameters.entries where entry.name.hasSuffix("lora_b") {
            for i in entry.range { trained.parameters.values[i] = Float(i % 7 - 3) * 2e-3 }
        }
        trained.refresh()
        let adapter = try #require(trained.adapter)
        for (policy, subject) in [
            (TrainingModel.Policy.reference, model),
            (.trained, try model.applying([AppliedAdapter(adapter)])),
        ] {
            let engine = InferenceEngine(model: subject)
            let results = trained.evaluate(examples.map(\.group), policy: policy)
            var worst = 0.0
            for (example, result) in zip(examples, results) {
                for (completion, ours) in zip(example.group.completions, result) {
                    let scored = try await engine.score(
                        ScoringRequest(
                            ids: example.group.prompt + completion.ids,
                            first: example.group.prompt.count))
                    try #require(scored.logprobs.count == ours.logprobs.count)
                    for (a, b) in zip(scored.logprobs, ours.logprobs) {
                        worst = max(worst, abs(a - b))
                    }
                }
            }
            #expect(worst < 1e-4, "\(policy): \(worst)")
        }
    }

    @Test("An adapter that changes nothing has the reference's bits, and no divergence")
    func stepZero() throws {
        let trained = try TrainingModel(
            try TestEngine.model.get(), training: TrainableParts(adapter: LoRASettings()))
        let groups = try GoldenPair.examples("Training/pairs.jsonl").prefix(2).map(\.group)
        #expect(trained.evaluate(groups) == trained.evaluate(groups, policy: .reference))
        for value in trained.divergences(groups).joined().joined() { #expect(value == 0) }
        // PPO's old log-probabilities come from the pass that is differentiated.
        let old = trained.evaluate(groups)
        let new = trained.differentiate(groups) { _, results in
            results.map { $0.map { CompletionGradient(logprob: 0, count: $0.logprobs.count) } }
        }
        #expect(old == new)
    }

    @Test("A shared prompt gives what each completion gives alone")
    func sharing() throws {
        let trained = try TrainingModel(
            try TinyModel.make(), training: TrainableParts(adapter: LoRASettings(rank: 2)))
        let prompt = TinyModel.ids(140, stream: 1)
        let completions = [2, 30, 1, 135].enumerated().map {
            TinyModel.ids($1, stream: UInt64(2 + $0))
        }
        let together = trained.evaluate(
            [TrainingGroup(prompt: prompt, completions: completions)], entropies: true)[0]
        for (completion, shared) in zip(completions, together) {
            let alone = trained.evaluate(
                [TrainingGroup(prompt: prompt, completions: [completion])], entropies: true)[0][0]
            for (a, b) in zip(shared.logprobs, alone.logprobs) { #expect(abs(a - b) < 1e-5) }
            for (a, b) in zip(shared.entropies, alone.entropies) { #expect(abs(a - b) < 1e-5) }
        }
    }

    @Test("The divergence is that of two whole softmaxes")
    func divergence() throws {
        let model = try TinyModel.make()
        let trained = try TrainingModel(
            model, training: TrainableParts(adapter: LoRASettings(rank: 2)))
        for entry in trained.parameters.entries where entry.name.hasSuffix("lora_b") {
            for i in entry.range { trained.parameters.values[i] = Float(i % 5 - 2) * 0.1 }
        }
        trained.refresh()
        let group = TrainingGroup(
            prompt: TinyModel.ids(4, stream: 1), completions: [TinyModel.ids(1, stream: 2)])
        let found = trained.divergences([group])[0][0][0]
        // Every token of the vocabulary as a completion gives the whole softmax.
        let whole = TrainingGroup(prompt: group.prompt, completions: (0..<262).map { [Int32($0)] })
        let policy = trained.evaluate([whole], entropies: true)[0]
        let reference = trained.evaluate([whole], policy: .reference)[0]
        var expected = 0.0
        var entropy = 0.0
        for (a, b) in zip(policy, reference) {
            let p = exp(a.logprob)
            expected += p * (a.logprob - b.logprob)
            entropy -= p * a.logprob
        }
        #expect(expected > 0.01)
        #expect(abs(found - expected) < 1e-5)
        #expect(abs(policy[0].entropies[0] - entropy) < 1e-5)
    }

    @Test("At a temperature every number is that of the logits divided by it")
    func temperature() throws {
        let trained = try TrainingModel(
            try TinyModel.make(), training: TrainableParts(adapter: LoRASettings(rank: 2)))
        let prompt = TinyModel.ids(4, stream: 1)
        let whole = [TrainingGroup(prompt: prompt, completions: (0..<262).map { [Int32($0)] })]
        let plain = trained.evaluate(whole)[0].map(\.logprob)
        trained.temperature = 0.7
        let tempered = trained.evaluate(whole, entropies: true)[0]
        let scaled = plain.map { $0 / 0.7 }
        let sum = log(scaled.reduce(0) { $0 + exp($1) })
        for (found, expected) in zip(tempered, scaled) {
            #expect(abs(found.logprob - (expected - sum)) < 1e-5)
        }
        let entropy = -scaled.reduce(0) { $0 + exp($1 - sum) * ($1 - sum) }
        #expect(abs(tempered[0].entropies[0] - entropy) < 1e-5)
    }

    @Test("A merged adapter and one on top of it compute what the engine computes")
    func stacked() async throws {
        let base = try TinyModel.make()
        let first = try TrainingModel(
            base, training: TrainableParts(adapter: LoRASettings(rank: 2)), seed: 1)
        for i in first.parameters.values.indices {
            first.parameters.values[i] += Float(i % 3) * 0.02
        }
        let applied = try #require(first.adapter)
        let model = try base.applying([AppliedAdapter(applied, weight: 0.5)])
        let trained = try TrainingModel(
            model, training: TrainableParts(adapter: LoRASettings(rank: 2)), seed: 2)
        let ids = TinyModel.ids(12, stream: 9)
        let ours = trained.evaluate([
            TrainingGroup(prompt: [ids[0]], completions: [Array(ids[1...])])
        ])
        let scored = try await InferenceEngine(model: model).score(ScoringRequest(ids: ids))
        for (a, b) in zip(ours[0][0].logprobs, scored.logprobs) { #expect(abs(a - b) < 1e-4) }
    }

}
