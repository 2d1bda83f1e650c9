import LanguageModel
import TestSupport
import Testing

@Suite struct LlamaConfigurationTests {
    @Test("The embedded model's shape is read from its file")
    func embeddedModel() throws {
        let configuration = try LlamaConfiguration(EmbeddedModelFile.open())
        #expect(configuration.contextLength == 8192)
        #expect(configuration.embeddingLength == 576)
        #expect(configuration.blockCount == 30)
        #expect(configuration.feedForwardLength == 1536)
        #expect(configuration.headCount == 9)
        #expect(configuration.keyValueHeadCount == 3)
        #expect(configuration.headDimension == 64)
        #expect(configuration.queryLength == 576)
        #expect(configuration.keyValueLength == 192)
        #expect(configuration.vocabularySize == 49152)
        #expect(configuration.normEpsilon == 1e-5)
        #expect(configuration.ropeBase == 100_000)
        #expect(configuration.ropeDimension == 64)
        #expect(configuration.ropeScaling == .none)
        #expect(configuration.hasTiedHead)
    }

    @Test("A small model with a head of its own, long keys and scaled angles is read")
    func variations() throws {
        var model = SmallModel()
        model.hasHead = true
        model.set["llama.attention.key_length"] = .uint32(6)
        model.set["llama.attention.value_length"] = .uint32(6)
        model.headDimension = 6
        model.set["llama.rope.dimension_count"] = .uint32(6)
        model.set["llama.rope.scaling.type"] = .string("linear")
        model.set["llama.rope.scaling.factor"] = .float32(2)
        model.set["llama.attention.sliding_window"] = .uint32(16)
        let configuration = try LlamaConfiguration(model.file())
        #expect(!configuration.hasTiedHead)
        #expect(configuration.headDimension == 6)
        #expect(configuration.queryLength == 12)
        #expect(configuration.ropeScaling == .linear(2))
        #expect(configuration.contextLength == 16)
    }

    @Test("Llama 3.1's frequency factors are read from their tensor")
    func factors() throws {
        var model = SmallModel()
        model.extra["rope_freqs.weight"] = ([2], [1, 8])
        let configuration = try LlamaConfiguration(model.file())
        #expect(configuration.ropeScaling == .perFrequency([1, 8]))
    }

    @Test(
        "What Conduct does not run is refused by name",
        arguments: [
            ("general.architecture", GGUFValue.string("qwen2"), "architecture 'qwen2'"),
            ("general.type", .string("adapter"), "type 'adapter'"),
            ("split.count", .uint16(2), "one of 2 parts"),
            ("llama.expert_count", .uint32(8), "mixture of experts"),
            ("llama.rope.scaling.type", .string("yarn"), "'yarn'"),
            ("llama.attention.value_length", .uint32(8), "different lengths"),
            ("llama.logit_scale", .float32(0.5), "llama.logit_scale"),
            ("llama.attention.causal", .bool(false), "not causal"),
            ("llama.use_parallel_residual", .bool(true), "parallel residuals"),
            ("llama.feed_forward_length", .array(.uint32([16, 24])), "different shapes"),
        ])
    func unsupported(key: String, value: GGUFValue, part: String) throws {
        var model = SmallModel()
        model.set[key] = value
        let file = try model.file()
        let error = #expect(throws: ModelFileError.self) { try LlamaConfiguration(file) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test(
        "A shape that cannot be is refused",
        arguments: [
            ("llama.attention.head_count_kv", GGUFValue.uint32(3), "evenly"),
            ("llama.attention.head_count", .uint32(3), "does not divide"),
            ("llama.block_count", .uint32(0), "llama.block_count is 0"),
            ("llama.block_count", .uint32(1 << 30), "blocks"),
            ("llama.block_count", .uint32(3), "blk.2."),
            ("llama.embedding_length", .string("8"), "is a string"),
            ("llama.embedding_length", .uint64(1 << 40), "2^30"),
            ("llama.feed_forward_length", .uint32(32), "ffn_"),
            ("llama.attention.layer_norm_rms_epsilon", .float32(-1), "epsilon"),
            ("llama.rope.freq_base", .float32(.nan), "freq_base"),
            ("llama.rope.dimension_count", .uint32(3), "even"),
            ("llama.rope.dimension_count", .uint32(8), "even"),
            ("llama.rope.scaling.factor", .float32(0), "factor"),
            (
                "tokenizer.ggml.tokens", .array(.string(["a", "b", "c", "d", "e", "f", "g"])),
                "7 tokens"
            ),
        ])
    func malformed(key: String, value: GGUFValue, part: String) throws {
        var model = SmallModel()
        model.set[key] = value
        let file = try model.file()
        let error = #expect(throws: ModelFileError.self) { try LlamaConfiguration(file) }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test(
        "A missing key is named",
        arguments: [
            "general.architecture", "llama.context_length", "llama.embedding_length",
            "llama.block_count", "llama.feed_forward_length", "llama.attention.head_count",
            "llama.attention.layer_norm_rms_epsilon",
        ])
    func missingKeys(key: String) throws {
        var model = SmallModel()
        model.removed = [key]
        let file = try model.file()
        let error = #expect(throws: ModelFileError.self) { try LlamaConfiguration(file) }
        #expect(error?.message.contains(key) == true)
    }

    @Test("A missing tensor, a bias and a wrong shape are named")
    func tensors() throws {
        var model = SmallModel()
        model.removed = ["blk.1.attn_k.weight"]
        var file = try model.file()
        var error = #expect(throws: ModelFileError.self) { try LlamaConfiguration(file) }
        #expect(error?.message == "has no tensor 'blk.1.attn_k.weight'")

        model = SmallModel()
        model.extra["blk.0.attn_q.bias"] = ([8], Array(repeating: 0, count: 8))
        file = try model.file()
        error = #expect(throws: ModelFileError.self) { try LlamaConfiguration(file) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("blk.0.attn_q.bias") == true)

        model = SmallModel()
        model.extra["rope_freqs.weight"] = ([3], [1, 1, 1])
        file = try model.file()
        error = #expect(throws: ModelFileError.self) { try LlamaConfiguration(file) }
        #expect(error?.message.contains("rope_freqs.weight") == true)
    }
}
