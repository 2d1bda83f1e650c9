#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import LanguageModel
import TestSupport
import Testing

/// Full-parameter gradients against PyTorch's on the embedded model's decoded weights in float32.
@Suite("Golden gradients of the embedded model", .serialized) struct GoldenGradientTests {
    @Test("Every listed tensor's gradient has PyTorch's length, projections and elements")
    func gradients() throws {
        let golden = try JSONValue(parsing: Fixture.text("Training/gradients.json"))
        let expected = try #require(golden["gradients"]?.object)
        let model = try TestEngine.model.get()
        let names = Dictionary(
            uniqueKeysWithValues: try expected.keys.map { ($0, try ggufName($0)) })
        let trained = try TrainingModel(
            model, training: TrainableParts(tensors: Set(names.values)))
        let groups = try #require(golden["texts"]?.array).map { text in
            let ids = model.tokenizer.encode(
                try #require(text.string), parsingSpecials: false)
            return TrainingGroup(prompt: [ids[0]], completions: [Array(ids.dropFirst())])
        }
        try trained.check(groups)
        let results = trained.differentiate(groups) { _, results in
            results.map { group in
                group.map {
                    let count = $0.logprobs.count
                    return CompletionGradient(
                        logprob: -1 / Double(count * groups.count), count: count)
                }
            }
        }
        let losses = try #require(golden["sequence_losses"]?.array)
        for (result, loss) in zip(results, losses) {
            let mean = -result[0].logprob / Double(result[0].logprobs.count)
            #expect(abs(mean - (try #require(loss.double))) < 1e-4)
        }
        for (name, value) in expected.sorted(by: { $0.key < $1.key }) {
            try compare(name, value, try #require(names[name]), trained)
        }
    }

    private func compare(
        _ name: String, _ expected: JSONValue, _ tensor: String, _ trained: TrainingModel
    ) throws {
        var gradient = try #require(trained.parameters.gradientCopy(of: tensor))
        let shape = trained.model.configuration
        if name.contains("q_proj") || name.contains("k_proj") {
            gradient = RotaryRowOrder.rotateHalf(
                fromInterleaved: gradient,
                heads: name.contains("q_proj") ? shape.headCount : shape.keyValueHeadCount,
                headDimension: shape.headDimension)
        }
        let length = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        let golden = try #require(expected["l2"]?.double)
        #expect(abs(length - golden) < 1e-3 * golden, "\(name): length \(length), not \(golden)")
        // A projection is a sum over the whole tensor, so its error is that of the tensor.
        for (j, projection) in try #require(expected["projections"]?.array).enumerated() {
            var sum = 0.0
            let factor = 0.37 * Double(j + 1)
            for (i, value) in gradient.enumerated() {
                sum += Double(value) * cos(factor * Double(i + 1) + Double(j))
            }
            let error = abs(sum - (try #require(projection.double)))
            #expect(error < 1e-3 * golden, "\(name): projection \(j) is off by \(error)")
        }
        if let whole = expected["whole"]?.array {
            try #require(whole.count == gradient.count)
            var error = 0.0
            for (ours, theirs) in zip(gradient, whole) {
                let difference = Double(ours) - (try #require(theirs.double))
                error += difference * difference
            }
            #expect(error.squareRoot() < 1e-3 * golden, "\(name): off by \(error.squareRoot())")
        }
    }

    private func ggufName(_ name: String) throws -> String {
        let fixed = ["model.embed_tokens.weight": "token_embd", "model.norm.weight": "output_norm"]
        if let fixed = fixed[name] { return fixed + ".weight" }
        let parts = name.split(separator: ".")
        let kinds = [
            "q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output",
            "gate_proj": "ffn_gate", "up_proj": "ffn_up", "down_proj": "ffn_down",
            "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
        ]
        let kind = try #require(kinds[String(parts[parts.count - 2])])
        return "blk.\(parts[2]).\(kind).weight"
    }
}
