import LanguageModel
import Testing

@Suite struct OptimiserTests {
    /// A model whose trained numbers are one norm of twelve.
    private func parameters() throws -> TrainableParameters {
        try TrainingModel(
            try TinyModel.make(), training: TrainableParts(tensors: ["output_norm.weight"])
        ).parameters
    }

    private func set(_ values: Float, _ gradient: Float, _ parameters: TrainableParameters) {
        for i in parameters.values.indices {
            parameters.values[i] = values
            parameters.gradients[i] = gradient
        }
    }

    @Test(
        "The first steps are those of PyTorch's rules",
        arguments: [
            // AdamW's first step is the rate times g / (|g| + ε), whatever the betas.
            (OptimiserRule.adamW(), Float(0.5), Float(0.9)),
            (.adamW(beta1: 0.5, beta2: 0.7), 0.5, 0.9),
            // ε is added after the bias correction: with |g| = ε the step is half the rate.
            (.adamW(epsilon: 1e-3), 1e-3, 0.95),
            // The decay is taken off first: 1 · (1 − 0.1 · 0.2) − 0.1.
            (.adamW(decay: 0.2), 0.5, 0.88),
            // RMSprop: g / (√(0.01 g²) + ε) = 10; with ε = 0.1 |g| it is 5.
            (.rmsProp(), 0.5, 0), (.rmsProp(epsilon: 0.05), 0.5, 0.5),
        ])
    func firstStep(rule: OptimiserRule, gradient: Float, expected: Float) throws {
        let parameters = try parameters()
        set(1, gradient, parameters)
        let optimiser = Optimiser(rule, for: parameters)
        optimiser.step(parameters, learningRate: 0.1)
        for value in parameters.values { #expect(abs(value - expected) < 1e-5) }
        #expect(optimiser.stepCount == 1)
    }

    @Test("AdamW's second step has both moments corrected")
    func secondStep() throws {
        let parameters = try parameters()
        let optimiser = Optimiser(.adamW(beta1: 0.5, beta2: 0.75, epsilon: 0), for: parameters)
        set(0, 1, parameters)
        optimiser.step(parameters, learningRate: 1)
        for i in parameters.gradients.indices { parameters.gradients[i] = -2 }
        optimiser.step(parameters, learningRate: 1)
        // m = 0.25 − 1 = −0.75 over 0.75; v = 0.1875 + 1 = 1.1875 over 0.4375.
        let expected = -1 + 1 / (1.1875 / 0.4375).squareRoot()
        for value in parameters.values { #expect(abs(Double(value) - expected) < 1e-6) }
    }

    @Test("Clipping shortens the whole gradient to its limit, and only when it is longer")
    func clipping() throws {
        let parameters = try parameters()
        set(0, 3, parameters)
        let norm = 3 * 12.0.squareRoot()
        #expect(abs(parameters.clipGradients(to: 100) - norm) < 1e-9)
        #expect(parameters.gradients[0] == 3)
        #expect(abs(parameters.clipGradients(to: 1) - norm) < 1e-9)
        #expect(abs(parameters.gradientNorm - 1) < 1e-6)
        #expect(abs(parameters.clipGradients(to: nil) - 1) < 1e-6)
    }

    @Test(
        "Schedules take their course",
        arguments: [
            (LearningRateSchedule(.constant, rate: 2), [2.0, 2, 2, 2]),
            (LearningRateSchedule(.linear, rate: 2), [2, 1.5, 1, 0.5]),
            (LearningRateSchedule(.linear, rate: 2, finalShare: 0.5), [2, 1.75, 1.5, 1.25]),
            (LearningRateSchedule(.linear, rate: 2, warmup: 2), [1, 2, 2, 1]),
            (
                LearningRateSchedule(.cosine, rate: 2),
                [2, 1.7071067811865475, 1, 0.2928932188134524]
            ),
            (
                LearningRateSchedule(.cosine, rate: 2, finalShare: 0.1),
                [2, 1.7363961030678928, 1.1, 0.4636038969321072]
            ),
        ])
    func schedules(schedule: LearningRateSchedule, expected: [Double]) {
        for (step, rate) in expected.enumerated() {
            #expect(abs(schedule.rate(at: step, of: 4) - rate) < 1e-12)
        }
    }

    @Test("An adapter begins with A in PEFT's range and B at zero")
    func initialisation() throws {
        let trained = try TrainingModel(
            try TestEngine.model.get(),
            training: TrainableParts(adapter: LoRASettings(rank: 8, blocks: [3])), seed: 1)
        for entry in trained.parameters.entries {
            let values = try #require(trained.parameters.copy(of: entry.name))
            if entry.name.hasSuffix("lora_b") {
                #expect(values.allSatisfy { $0 == 0 })
                continue
            }
            let bound = 1 / Float(entry.shape[1]).squareRoot()
            #expect(values.allSatisfy { abs($0) <= bound })
            // Uniform numbers have a variance of a third of the bound's square.
            let square = values.reduce(0.0) { $0 + Double($1 * $1) } / Double(values.count)
            #expect(abs(square * 3 / Double(bound * bound) - 1) < 0.06)
        }
    }
}
