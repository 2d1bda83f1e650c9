#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import LanguageModel
import TestSupport
import Testing

/// Preference training against PyTorch's on the embedded model's decoded weights in float32.
@Suite("Golden preference training of the embedded model", .serialized)
struct GoldenPreferenceTests {
    @Test("Preferred and rejected answers have the golden summed log-probabilities")
    func logprobs() throws {
        let trained = try TrainingModel(
            try TestEngine.model.get(), training: TrainableParts(adapter: LoRASettings()))
        for line in try GoldenChat.lines("preference_logprobs.jsonl") {
            let tokenizer = trained.model.tokenizer
            let ids = try ["prompt", "chosen", "rejected"].map {
                tokenizer.encode(try #require(line[$0]?.string), parsingSpecials: true)
            }
            let group = TrainingGroup(prompt: ids[0], completions: [ids[1], ids[2]])
            let results = trained.evaluate([group])[0]
            for (result, side) in zip(results, ["chosen", "rejected"]) {
                let golden = try #require(line["logprob_\(side)"]?.double)
                #expect(abs(result.logprob - golden) < 0.02)
                #expect(result.logprobs.count == line["tokens_\(side)"]?.int)
            }
        }
    }

    @Test("Four stated DPO steps have PyTorch's losses, gradients and log-probabilities")
    func steps() throws {
        let golden = try JSONValue(parsing: Fixture.text("Training/dpo_steps.json"))
        let settings = LoRASettings(
            rank: 2, alpha: 4, projections: [.query, .value], blocks: [0, 29])
        let trained = try TrainingModel(
            try TestEngine.model.get(), training: TrainableParts(adapter: settings))
        for entry in trained.parameters.entries where entry.name.hasSuffix(".lora_a") {
            for i in 0..<entry.shape[0] {
                for j in 0..<entry.shape[1] {
                    trained.parameters.values[entry.offset + i * entry.shape[1] + j] = Float(
                        0.02 * sin(1 + 0.7 * Double(i) + 0.13 * Double(j)))
                }
            }
        }
        trained.refresh()
        let examples = Array(try GoldenPair.examples("Training/pairs.jsonl").prefix(8))
        let trainer = try Trainer(
            trained, .preference(.dpo(beta: 0.1)), examples,
            TrainingSettings(
                schedule: LearningRateSchedule(.constant, rate: 1e-3), clip: nil, batchSize: 2,
                shuffles: false))
        trainer.prepare()
        for (ours, theirs) in zip(
            trainer.references, try #require(golden["reference"]?.array))
        {
            #expect(abs(ours[0] - (try #require(theirs["chosen"]?.double))) < 0.02)
            #expect(abs(ours[1] - (try #require(theirs["rejected"]?.double))) < 0.02)
        }
        for step in try #require(golden["steps"]?.array) {
            let metrics = try #require(try trainer.step())
            #expect(abs(metrics.loss - (try #require(step["loss"]?.double))) < 1e-4)
            #expect(
                abs(metrics.gradientNorm - (try #require(step["gradient_norm"]?.double))) < 1e-3)
        }
        #expect(try trainer.step() == nil)
        let results = trained.evaluate(examples.map(\.group))
        for (ours, theirs) in zip(results, try #require(golden["final_logprobs"]?.array)) {
            #expect(abs(ours[0].logprob - (try #require(theirs["chosen"]?.double))) < 0.02)
            #expect(abs(ours[1].logprob - (try #require(theirs["rejected"]?.double))) < 0.02)
        }
        for (name, lengths) in try #require(golden["adapter_l2"]?.object) {
            let parts = name.split(separator: ".")
            let tensor =
                "blk.\(parts[1]).\(parts[2] == "q_proj" ? "attn_q" : "attn_v").weight.lora_"
            for (index, factor) in ["a", "b"].enumerated() {
                let values = try #require(trained.parameters.copy(of: tensor + factor))
                let length = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
                let expected = try #require(lengths[index]?.double)
                #expect(abs(length - expected) < 1e-3 * expected)
            }
        }
    }

    @Test("An epoch of DPO is TRL's step by step: losses, margins, gradients, held-out pairs")
    func epoch() throws {
        let golden = try JSONValue(parsing: Fixture.text("Training/trl_epoch.json"))
        let trained = try TrainingModel(
            try TestEngine.model.get(),
            training: TrainableParts(adapter: LoRASettings(rank: 8, alpha: 16)))
        try setStatedAdapter(trained)
        let pairs = try GoldenPair.examples("Training/pairs.jsonl")
        let order = try #require(golden["order"]?.array).flatMap {
            try #require($0.array).map { try #require($0.int) }
        }
        try #require(order.sorted() == Array(pairs.indices))
        let trainer = try Trainer(
            trained, .preference(.dpo(beta: 0.1)), order.map { pairs[$0] },
            TrainingSettings(
                schedule: LearningRateSchedule(.linear, rate: 1e-4), batchSize: 4,
                shuffles: false))
        trainer.prepare()
        var last: PreferenceMetrics?
        for step in try #require(golden["steps"]?.array) {
            let metrics = try #require(try trainer.step())
            let ours = try #require(metrics.preference)
            if metrics.step == 1 {
                #expect(abs(metrics.loss - log(2)) < 1e-6)
                #expect(ours.margin == 0)
            }
            func golden(_ key: String) throws -> Double { try #require(step[key]?.double) }
            #expect(abs(metrics.loss - (try golden("loss"))) < 1e-4)
            #expect(abs(ours.margin - (try golden("margin"))) < 1e-3)
            #expect(ours.accuracy == (try golden("accuracy")))
            #expect(abs(metrics.gradientNorm - (try golden("gradient_norm"))) < 1e-3)
            #expect(abs(ours.logprobChosen - (try golden("logp_chosen"))) < 0.02)
            #expect(abs(ours.logprobRejected - (try golden("logp_rejected"))) < 0.02)
            last = ours
        }
        #expect(try trainer.step() == nil)
        // With TRL's own first adapter and order the last batch's margin was 0.89 (both).
        #expect(last?.accuracy == 1)
        #expect((last?.margin ?? 0) >= 0.89)
        let held = try trainer.measure(try GoldenPair.examples("Training/pairs_held_out.jsonl"))
        let theirs = try #require(golden["held_out"])
        #expect(abs(held.loss - (try #require(theirs["loss"]?.double))) < 1e-4)
        #expect(
            abs((held.preference?.margin ?? 0) - (try #require(theirs["margin"]?.double))) < 1e-3)
        #expect(held.preference?.accuracy == theirs["accuracy"]?.double)
    }

    /// The adapter that the fixture's formula states.
    private func setStatedAdapter(_ trained: TrainingModel) throws {
        let parameters = trained.parameters
        let modules: [LoRAAdapter.Projection] = [
            .query, .key, .value, .attentionOutput, .gate, .up, .down,
        ]
        for block in 0..<trained.model.configuration.blockCount {
            for (place, module) in modules.enumerated() {
                let name = "blk.\(block).\(module.rawValue).weight.lora_a"
                let entry = try #require(parameters[name])
                let (rank, inputs) = (entry.shape[0], entry.shape[1])
                for i in 0..<rank {
                    for j in 0..<inputs {
                        let angle =
                            1 + 0.7 * Double(i) + 0.13 * Double(j)
                            + 0.37 * Double(7 * block + place)
                        parameters.values[entry.offset + i * inputs + j] = Float(
                            sin(angle) / Double(inputs).squareRoot())
                    }
                }
            }
        }
        trained.refresh()
    }
}
