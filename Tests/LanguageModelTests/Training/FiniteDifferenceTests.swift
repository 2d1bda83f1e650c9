import LanguageModel
import Statistics
import Testing

/// Gradients against the loss itself, along random directions of every trained tensor.
@Suite struct FiniteDifferenceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var parts: TrainableParts
        var heads = HeadPlaces.none
        var hasHead = false
        var groups = TinyModel.groups
        var temperature = 1.0
    }

    static let cases: [Case] = [
        Case(
            testDescription: "an adapter on all layers",
            parts: TrainableParts(adapter: LoRASettings(rank: 3, alpha: 6))),
        Case(
            testDescription: "a rank-stabilised adapter on some layers of the last block",
            parts: TrainableParts(
                adapter: LoRASettings(
                    rank: 2, alpha: 3, isRankStabilised: true,
                    projections: [.key, .attentionOutput, .up], blocks: [1]))),
        Case(
            testDescription: "an adapter on the first block's feed-forward alone",
            parts: TrainableParts(
                adapter: LoRASettings(rank: 1, projections: [.down], blocks: [0]))),
        Case(
            testDescription: "all tensors, the head tied",
            parts: TrainableParts(tensors: allTensors)),
        Case(
            testDescription: "all tensors and a head of its own",
            parts: TrainableParts(tensors: allTensors.union(["output.weight"])), hasHead: true),
        Case(
            testDescription: "all tensors at a temperature",
            parts: TrainableParts(tensors: allTensors), temperature: 0.7),
        Case(
            testDescription: "an adapter beside one whole matrix and a norm",
            parts: TrainableParts(
                adapter: LoRASettings(rank: 2, projections: [.query]),
                tensors: ["blk.1.ffn_down.weight", "blk.0.ffn_norm.weight"])),
        Case(
            testDescription: "a reward head with an adapter",
            parts: TrainableParts(adapter: LoRASettings(rank: 2), heads: ["reward"]),
            heads: .last),
        Case(
            testDescription: "value and cost heads at every counted token",
            parts: TrainableParts(adapter: LoRASettings(rank: 2), heads: ["value", "cost"]),
            heads: .predicting),
        Case(
            testDescription: "an adapter on sequences longer than an attention block",
            parts: TrainableParts(adapter: LoRASettings(rank: 2)),
            groups: [
                TrainingGroup(
                    prompt: TinyModel.ids(150, stream: 20),
                    completions: [
                        TinyModel.ids(3, stream: 21), TinyModel.ids(140, stream: 22),
                    ])
            ]),
    ]

    static let allTensors: Set<String> = {
        var names: Set<String> = ["token_embd.weight", "output_norm.weight"]
        for block in 0..<2 {
            for part in [
                "attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate",
                "ffn_up", "ffn_down",
            ] { names.insert("blk.\(block).\(part).weight") }
        }
        return names
    }()

    /// A loss that weighs every log-probability and head value differently.
    private func loss(_ results: [[CompletionResult]]) -> (
        value: Double, gradients: [[CompletionGradient]]
    ) {
        var weight = 0.0
        func next() -> Double {
            weight = weight > 1 ? weight - 1.7 : weight + 0.37
            return weight
        }
        var value = 0.0
        let gradients = results.map { group in
            group.map { result in
                var gradient = CompletionGradient()
                for logprob in result.logprobs {
                    gradient.logprobs.append(next())
                    value += gradient.logprobs.last.map { $0 * logprob } ?? 0
                }
                for (name, values) in result.heads.sorted(by: { $0.key < $1.key }) {
                    // A square, so that the slope depends on the value.
                    let factors = values.map { _ in next() }
                    value += zip(factors, values).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
                    gradient.heads[name] = zip(factors, values).map { 2 * $0 * $1 }
                }
                return gradient
            }
        }
        return (value, gradients)
    }

    @Test("The gradient is the slope of the loss", arguments: cases)
    func slopes(_ one: Case) throws {
        let model = try TinyModel.make(hasHead: one.hasHead)
        let trained = try TrainingModel(model, training: one.parts, threads: 2)
        trained.temperature = one.temperature
        let parameters = trained.parameters
        // B and the heads begin at zero, where half of the gradients vanish.
        var generator = CounterGenerator(seed: 3)
        for entry in parameters.entries
        where entry.name.hasSuffix("lora_b")
            || one.parts.heads.contains(where: entry.name.hasPrefix)
        {
            for i in entry.range {
                parameters.values[i] = Float(0.4 * (2 * generator.uniform() - 1))
            }
        }
        trained.refresh()
        try trained.check(one.groups)
        _ = trained.differentiate(one.groups, heads: one.heads) { _, results in
            loss(results).gradients
        }
        let step = 4e-4
        for entry in parameters.entries {
            let start = Array(parameters.values[entry.range])
            let gradient = Array(parameters.gradients[entry.range])
            let direction = start.map { _ in 2 * generator.uniform() - 1 }
            func value(_ distance: Double) -> Double {
                for (index, i) in entry.range.enumerated() {
                    parameters.values[i] = start[index] + Float(distance * direction[index])
                }
                trained.refresh()
                return loss(trained.evaluate(one.groups, heads: one.heads)).value
            }
            // Two distances, so that the third derivative cancels (Richardson).
            let near = (value(step) - value(-step)) / (2 * step)
            let far = (value(2 * step) - value(-2 * step)) / (4 * step)
            let slope = (4 * near - far) / 3
            _ = value(0)
            let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * $1.1 }
            let length = gradient.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
            #expect(length > 0, "\(entry.name) has no gradient")
            #expect(
                abs(slope - expected) < 5e-3 * max(length, 0.1),
                "\(entry.name): slope \(slope), gradient \(expected), length \(length)")
        }
    }

    @Test("Gradients of several passes add up to those of one")
    func passes() throws {
        let parts = TrainableParts(adapter: LoRASettings(rank: 2), tensors: ["output_norm.weight"])
        var found: [[Float]] = []
        for limit in [1, 1000] {
            let trained = try TrainingModel(try TinyModel.make(), training: parts)
            trained.rowLimit = limit
            var calls = 0
            _ = trained.differentiate(TinyModel.groups) { range, results in
                calls += 1
                return results.map {
                    $0.map {
                        CompletionGradient(
                            logprob: 0.5, count: $0.logprobs.count)
                    }
                }
            }
            #expect(calls == (limit == 1 ? 2 : 1))
            found.append(Array(trained.parameters.gradients))
        }
        for (a, b) in zip(found[0], found[1]) { #expect(abs(a - b) < 1e-5) }
    }
}
