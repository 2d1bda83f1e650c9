#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import LanguageModel
import Testing

@Suite struct TrainerTests {
    static let settings = TrainingSettings(
        schedule: LearningRateSchedule(.cosine, rate: 1e-2, warmup: 2), batchSize: 2,
        accumulation: 2, epochs: 2, seed: 4)

    static func pairs(_ count: Int = 9) -> [TrainingExample] {
        (0..<count).map { index in
            let stream = UInt64(100 + 3 * index)
            return TrainingExample(
                prompt: TinyModel.ids(3 + index % 4, stream: stream),
                chosen: TinyModel.ids(2 + index % 5, stream: stream + 1),
                rejected: TinyModel.ids(3 + index % 3, stream: stream + 2))
        }
    }

    static func trainer(
        _ objective: TrainingObjective = .preference(.dpo(beta: 0.3)), threads: Int = 2,
        examples: [TrainingExample] = pairs(), settings: TrainingSettings = settings,
        seed: UInt64 = 4
    ) throws -> Trainer {
        let trained = try TrainingModel(
            try TinyModel.make(),
            training: TrainableParts(adapter: LoRASettings(rank: 2), heads: ["reward"]),
            seed: seed, threads: threads)
        return try Trainer(trained, objective, examples, settings)
    }

    static func bits(_ trainer: Trainer) -> [UInt32] {
        trainer.trained.parameters.values.map(\.bitPattern)
    }

    static func finish(_ trainer: Trainer) throws -> [StepMetrics] {
        trainer.prepare()
        var all: [StepMetrics] = []
        while let metrics = try trainer.step() { all.append(metrics) }
        return all
    }

    static func folder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "conduct-training-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    @Test("The same seed gives the same adapter to the bit, on one thread or two or three")
    func deterministic() throws {
        var found: [[UInt32]] = []
        for threads in [1, 2, 3, 2] {
            let trainer = try Self.trainer(threads: threads)
            #expect(try Self.finish(trainer).count == 6)
            found.append(Self.bits(trainer))
        }
        for other in found.dropFirst() { #expect(other == found[0]) }
        let other = try Self.trainer(seed: 5)
        _ = try Self.finish(other)
        #expect(Self.bits(other) != found[0])
    }

    @Test("The embedded model's training does not depend on the number of threads")
    func embedded() throws {
        var found: [[UInt32]] = []
        for threads in [1, 2] {
            let trained = try TrainingModel(
                try TestEngine.model.get(),
                training: TrainableParts(adapter: LoRASettings(blocks: [27, 29])), seed: 1,
                threads: threads)
            let trainer = try Trainer(
                trained, .preference(.dpo(beta: 0.1)),
                Array(try GoldenPair.examples("Training/pairs.jsonl").prefix(4)),
                TrainingSettings(
                    schedule: LearningRateSchedule(.constant, rate: 1e-3), batchSize: 2))
            _ = try Self.finish(trainer)
            found.append(Self.bits(trainer))
        }
        #expect(found[0] == found[1])
    }

    @Test(
        "A training that is interrupted anywhere ends with the same bits",
        arguments: [0, 1, 3, 5], [OptimiserRule.adamW(decay: 0.01), .rmsProp()])
    func resume(after steps: Int, rule: OptimiserRule) throws {
        var settings = Self.settings
        settings.optimiser = rule
        let whole = try Self.trainer(settings: settings)
        let expected = try Self.finish(whole)
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "checkpoint.safetensors").path
        let first = try Self.trainer(settings: settings)
        first.prepare()
        for _ in 0..<steps { _ = try first.step() }
        try first.saveCheckpoint(to: path)
        let second = try Self.trainer(settings: settings)
        try second.loadCheckpoint(from: path)
        #expect(second.stepsDone == steps)
        #expect(second.references == first.references)
        let rest = try Self.finish(second)
        #expect(rest.map(\.loss) == expected.dropFirst(steps).map(\.loss))
        #expect(Self.bits(second) == Self.bits(whole))
    }

    @Test("A checkpoint of another training is refused, and changes nothing")
    func otherTraining() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "checkpoint.safetensors").path
        let first = try Self.trainer()
        first.prepare()
        _ = try first.step()
        try first.saveCheckpoint(to: path)
        var settings = Self.settings
        settings.seed = 9
        for other in [
            try Self.trainer(settings: settings), try Self.trainer(examples: Self.pairs(10)),
            try Self.trainer(.preference(.ipo(beta: 0.3))),
        ] {
            let before = Self.bits(other)
            let error = #expect(throws: TrainingError.self) {
                try other.loadCheckpoint(from: path)
            }
            #expect(error?.code == .otherModel)
            #expect(Self.bits(other) == before)
        }
        // What a killed write leaves behind is never taken for a checkpoint.
        let bytes = try Data(contentsOf: URL(filePath: path))
        try bytes.dropLast(100).write(to: URL(filePath: path))
        #expect(throws: ModelFileError.self) { try first.loadCheckpoint(from: path) }
    }

    @Test("A loss that is not finite stops the training and saves its batch")
    func notFinite() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let trainer = try Self.trainer()
        trainer.failureFolder = folder.path
        trainer.prepare()
        _ = try trainer.step()
        let index = try #require(trainer.trained.parameters["blk.0.ffn_up.weight.lora_b"]).offset
        trainer.trained.parameters.values[index] = .nan
        trainer.trained.refresh()
        let before = Self.bits(trainer)
        let error = #expect(throws: TrainingError.self) { try trainer.step() }
        #expect(error?.code == .notFinite)
        #expect(Self.bits(trainer) == before)
        #expect(trainer.stepsDone == 1)
        let path = folder.appending(path: "batch-not-finite-step-2.json").path
        #expect(error?.message.contains(path) == true)
        let saved = try JSONValue(parsing: try Data(contentsOf: URL(filePath: path)))
        let batch = try #require(saved["batch"]?.array)
        #expect(batch.count == 4)
        let example = try #require(batch[0]["example"]?.int) - 1
        #expect(
            batch[0]["prompt_ids"]?.array?.compactMap(\.int)
                == trainer.examples[example].group.prompt.map(Int.init))
    }

    @Test(
        "Every objective begins at its known value and falls",
        arguments: [
            (TrainingObjective.preference(.dpo(beta: 0.1)), 0.6931471805599453),
            (.preference(.conservative(beta: 0.1, noise: 0.1)), 0.6931471805599453),
            (.preference(.ipo(beta: 0.1)), 25),
            (.labelled(LabelledLoss(beta: 0.1)), 0.5),
            (.reward(RewardLoss(centring: 0.01)), 0.6931471805599453),
            (.supervised, nil),
        ] as [(TrainingObjective, Double?)])
    func objectives(objective: TrainingObjective, first: Double?) throws {
        var examples = Self.pairs(4)
        if case .labelled = objective {
            for index in examples.indices {
                examples[index].group.completions.removeLast()
                examples[index].isDesirable = index % 2 == 0
            }
        }
        let settings = TrainingSettings(
            schedule: LearningRateSchedule(.constant, rate: 1e-2), batchSize: 4, epochs: 20,
            shuffles: false)
        let trainer = try Self.trainer(objective, examples: examples, settings: settings)
        let metrics = try Self.finish(trainer)
        if let first { #expect(abs(metrics[0].loss - first) < 1e-6) }
        let last = try #require(metrics.last)
        #expect(last.loss < 0.9 * metrics[0].loss)
        if case .labelled = objective { return }
        if case .supervised = objective { return }
        #expect(metrics[0].preference?.accuracy == 0)
        #expect(last.preference?.accuracy == 1)
        #expect(try trainer.measure(examples).preference?.accuracy == 1)
    }

    @Test("Held-out references are taken once, and are what the reference gives")
    func heldOut() throws {
        let examples = Self.pairs(4)
        let settings = TrainingSettings(
            schedule: LearningRateSchedule(.constant, rate: 1e-2), batchSize: 4)
        let loss = TrainingObjective.preference(.dpo(beta: 0.1))
        let watched = try Self.trainer(loss, examples: examples, settings: settings)
        #expect(watched.trained.isReference)
        #expect(abs(try watched.measure(examples).loss - 0.6931471805599453) < 1e-12)
        let late = try Self.trainer(loss, examples: examples, settings: settings)
        _ = try Self.finish(watched)
        _ = try Self.finish(late)
        #expect(!late.trained.isReference)
        // `late` never measured before: it has to ask the reference.
        let (one, other) = (try watched.measure(examples), try late.measure(examples))
        #expect(one.loss == other.loss && one.preference == other.preference)
        #expect(one.loss < 0.69)
        let others = Self.pairs(3)
        let fresh = try late.measure(others)
        #expect(try watched.measure(others).loss == fresh.loss)
    }

    @Test("A batch's loss is the mean over its tokens, pairs or prompts")
    func means() throws {
        let examples = Self.pairs(4)
        let trainer = try Self.trainer(
            .supervised, examples: examples,
            settings: TrainingSettings(
                schedule: LearningRateSchedule(.constant, rate: 1e-9), batchSize: 4))
        let results = trainer.trained.evaluate(examples.map(\.group)).joined()
        let mean =
            -results.reduce(0) { $0 + $1.logprob }
            / Double(results.reduce(0) { $0 + $1.logprobs.count })
        #expect(abs(try #require(try trainer.step()).loss - mean) < 1e-6)
    }

    @Test("What cannot be trained on is refused by name")
    func refusals() throws {
        let good = Self.pairs(2)
        var same = good
        same[1].group.completions[1] = same[1].group.completions[0]
        #expect(refusal(.preference(.dpo(beta: 0.1)), same)?.message.contains("example 2") == true)
        var empty = good
        empty[0].group.prompt = []
        #expect(refusal(.supervised, empty)?.message.contains("example 1") == true)
        var long = good
        long[0].group.completions[1].ids = TinyModel.ids(400, stream: 1)
        #expect(refusal(.supervised, long)?.message.contains("context") == true)
        var unknown = good
        unknown[1].group.completions[0].ids[0] = 262
        #expect(refusal(.supervised, unknown)?.message.contains("262") == true)
        var silent = good
        silent[0].group.completions = silent[0].group.completions.map {
            TrainingGroup.Completion(ids: $0.ids, counted: $0.ids.map { _ in false })
        }
        #expect(refusal(.supervised, silent)?.message.contains("counts") == true)
        #expect(refusal(.labelled(LabelledLoss()), good)?.message.contains("label") == true)
        #expect(refusal(.supervised, [])?.code == .invalidData)
    }

    private func refusal(_ objective: TrainingObjective, _ examples: [TrainingExample])
        -> TrainingError?
    {
        do {
            _ = try Self.trainer(objective, examples: examples)
            return nil
        } catch { return error as? TrainingError }
    }

    @Test(
        "Parts that the model does not have are refused",
        arguments: [
            TrainableParts(), TrainableParts(adapter: LoRASettings(rank: 0)),
            TrainableParts(adapter: LoRASettings(blocks: [2])),
            TrainableParts(adapter: LoRASettings(projections: [])),
            TrainableParts(tensors: ["blk.7.attn_q.weight"]),
            TrainableParts(heads: ["a.b"]), TrainableParts(heads: ["a", "a"]),
        ])
    func parts(_ parts: TrainableParts) throws {
        let model = try TinyModel.make()
        #expect(throws: TrainingError.self) { try TrainingModel(model, training: parts) }
    }

    @Test("The memory is stated before it is taken, and too much is refused")
    func memory() throws {
        let model = try TestEngine.model.get()
        let examples = try GoldenPair.examples("Training/pairs.jsonl")
        let parts = TrainableParts(adapter: LoRASettings())
        let memory = TrainingMemory(model, parts, examples, batchSize: 4)
        // Measured on this training: a peak of 1,106 MB.
        #expect((900_000_000...1_500_000_000).contains(memory.total))
        let error = #expect(throws: TrainingError.self) { try memory.check(available: 500 << 20) }
        #expect(error?.code == .memory)
        try memory.check(available: 2 << 30)
        let whole = TrainingMemory(
            model, TrainableParts(tensors: Set(model.file.tensors.keys)), examples, batchSize: 4)
        #expect(whole.parameters > 4 * memory.parameters)
    }

    @Test("A long computation leaves Swift's threads alone")
    func thread() async throws {
        let loss = try await ComputeThread.run {
            try Self.finish(try Self.trainer()).last?.loss
        }
        #expect(loss != nil)
        await #expect(throws: TrainingError.self) {
            try await ComputeThread.run {
                throw TrainingError(.invalidData, "no", advice: "none")
            }
        }
    }
}
