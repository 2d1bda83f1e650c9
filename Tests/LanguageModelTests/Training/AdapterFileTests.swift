#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import LanguageModel
import Statistics
import Testing

@Suite struct AdapterFileTests {
    /// An adapter of the tiny model whose numbers are all different.
    static func adapter(ranks: [Int] = [2]) throws -> LoRAAdapter {
        let trained = try TrainingModel(
            try TinyModel.make(), training: TrainableParts(adapter: LoRASettings(rank: 2, alpha: 3))
        )
        for i in trained.parameters.values.indices {
            trained.parameters.values[i] = Float(i % 101 - 50) / 64
        }
        trained.refresh()
        var adapter = try #require(trained.adapter)
        if ranks.count > 1 {
            let target = LoRAAdapter.Target(block: 1, projection: .key)
            adapter.pairs[target] = LoRAAdapter.Pair(
                rank: ranks[1], down: (0..<12 * ranks[1]).map { Float($0) / 8 },
                up: (0..<4 * ranks[1]).map { Float($0) / 4 })
        }
        return adapter
    }

    @Test("PEFT's files give the same adapter back", arguments: [[2], [2, 4]])
    func peft(ranks: [Int]) throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let shape = try TinyModel.make().configuration
        let adapter = try Self.adapter(ranks: ranks)
        try PEFTAdapter.write(adapter, to: folder.path, for: shape, base: "tiny")
        #expect(try PEFTAdapter.read(folder.path, for: shape) == adapter)
    }

    @Test("PEFT's files have Hugging Face's names, shapes and row order")
    func peftLayout() throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let shape = try TinyModel.make().configuration
        let adapter = try Self.adapter()
        try PEFTAdapter.write(adapter, to: folder.path, for: shape, base: "tiny")
        let file = try SafetensorsFile(
            path: folder.appending(path: "adapter_model.safetensors").path)
        #expect(file.tensors.count == 2 * 2 * 7)
        let name = "base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight"
        #expect(file.tensors[name]?.shape == [12, 2])
        // Heads of 4: rows 0, 1, 2, 3 of Hugging Face's order are 0, 2, 1, 3 of GGUF's.
        let ours = try #require(adapter.pairs[.init(block: 1, projection: .query)]).up
        let theirs = try file.floats(name)
        for (row, source) in [0, 2, 1, 3, 4, 6, 5, 7].enumerated() {
            #expect(theirs[2 * row] == ours[2 * source])
            #expect(theirs[2 * row + 1] == ours[2 * source + 1])
        }
        let value = name.replacing("q_proj", with: "v_proj")
        #expect(
            try file.floats(value) == adapter.pairs[.init(block: 1, projection: .value)]?.up)
        let configuration = try JSONValue(
            parsing: Data(contentsOf: folder.appending(path: "adapter_config.json")))
        #expect(configuration["peft_type"]?.string == "LORA")
        #expect(configuration["r"]?.int == 2)
        #expect(configuration["lora_alpha"]?.double == 3)
    }

    @Test(
        "An adapter that is more than plain factors is refused",
        arguments: [
            ("\"use_dora\": false", "\"use_dora\": true"),
            ("\"bias\": \"none\"", "\"bias\": \"all\""),
            ("\"modules_to_save\": null", "\"modules_to_save\": [\"lm_head\"]"),
            ("\"peft_type\": \"LORA\"", "\"peft_type\": \"IA3\""),
            ("\"r\": 2", "\"r\": 0"), ("{", "["),
        ])
    func peftRefusals(find: String, replacement: String) throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let shape = try TinyModel.make().configuration
        try PEFTAdapter.write(try Self.adapter(), to: folder.path, for: shape, base: "tiny")
        let path = folder.appending(path: "adapter_config.json")
        let text = try String(contentsOf: path, encoding: .utf8)
        #expect(text.contains(find))
        try text.replacing(find, with: replacement).write(
            to: path, atomically: true, encoding: .utf8)
        #expect(throws: ModelFileError.self) { try PEFTAdapter.read(folder.path, for: shape) }
    }

    @Test("A rank-stabilised PEFT adapter has its own scale")
    func rankStabilised() throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let shape = try TinyModel.make().configuration
        let adapter = try Self.adapter()
        try PEFTAdapter.write(adapter, to: folder.path, for: shape, base: "tiny")
        let path = folder.appending(path: "adapter_config.json")
        let text = try String(contentsOf: path, encoding: .utf8)
        try text.replacing("\"use_rslora\": false", with: "\"use_rslora\": true").write(
            to: path, atomically: true, encoding: .utf8)
        let read = try PEFTAdapter.read(folder.path, for: shape)
        #expect(abs(read.scale - 3 / Float(2).squareRoot()) < 1e-6)
    }

    @Test("llama.cpp's files give the same adapter back", arguments: [[2], [2, 4]])
    func gguf(ranks: [Int]) throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "adapter.gguf").path
        let shape = try TinyModel.make().configuration
        let adapter = try Self.adapter(ranks: ranks)
        try GGUFAdapter.write(adapter, to: path, for: shape)
        let file = try GGUFFile(path: path)
        #expect(file.metadata["adapter.lora.alpha"] == .float32(3))
        #expect(file.tensors["blk.0.attn_q.weight.lora_a"]?.dimensions == [12, 2])
        #expect(file.tensors["blk.0.ffn_up.weight.lora_b"]?.dimensions == [2, 20])
        #expect(try GGUFAdapter.read(file, for: shape) == adapter)
        // The model's own file is no adapter.
        #expect(throws: ModelFileError.self) {
            try GGUFAdapter.read(try TinyModel.make().file, for: shape)
        }
    }

    @Test("mlx-lm's files have the factors transposed and the scale as it is used")
    func mlx() throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let shape = try TinyModel.make().configuration
        let adapter = try Self.adapter()
        try MLXAdapter.write(adapter, to: folder.path, for: shape, base: "tiny")
        let file = try SafetensorsFile(path: folder.appending(path: "adapters.safetensors").path)
        let name = "model.layers.0.mlp.down_proj.lora_"
        #expect(file.tensors[name + "a"]?.shape == [20, 2])
        #expect(file.tensors[name + "b"]?.shape == [2, 12])
        let pair = try #require(adapter.pairs[.init(block: 0, projection: .down)])
        let down = try file.floats(name + "a")
        #expect(down[2 * 7 + 1] == pair.down[20 + 7])
        let configuration = try JSONValue(
            parsing: Data(contentsOf: folder.appending(path: "adapter_config.json")))
        #expect(configuration["lora_parameters"]?["scale"]?.double == 1.5)
        #expect(configuration["num_layers"]?.int == 2)
        #expect(throws: ModelFileError.self) {
            try MLXAdapter.write(
                try Self.adapter(ranks: [2, 4]), to: folder.path, for: shape, base: "tiny")
        }
    }

    @Test(
        "A merged model computes what model and adapter compute",
        arguments: [(TensorType.f32, 1e-4), (.f16, 0.05)])
    func merge(type: TensorType, tolerance: Double) async throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "merged.gguf").path
        let model = try TinyModel.make()
        var adapter = try Self.adapter()
        adapter.scale /= 4
        let adapted = try model.applying([AppliedAdapter(adapter, weight: 0.5)])
        try ModelExport.write(adapted, to: path, type: type)
        let merged = try TransformerModel(path: path)
        let request = ScoringRequest(ids: TinyModel.ids(20, stream: 1))
        let expected = try await InferenceEngine(model: adapted).score(request).logprobs
        let plain = try await InferenceEngine(model: model).score(request).logprobs
        let found = try await InferenceEngine(model: merged).score(request).logprobs
        for (a, b) in zip(expected, found) { #expect(abs(a - b) < tolerance) }
        #expect(zip(expected, plain).contains { abs($0 - $1) > 0.5 })
        #expect(throws: ModelFileError.self) {
            try ModelExport.write(model, to: path, type: .q4_1)
        }
    }

    @Test("A trained model is written whole, in Q8_0 where rows are whole blocks")
    func written() throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "model.gguf").path
        let trained = try TrainingModel(
            try TinyModel.make(),
            training: TrainableParts(tensors: ["blk.0.ffn_norm.weight", "blk.1.ffn_up.weight"]))
        for i in trained.parameters.values.indices { trained.parameters.values[i] = Float(i) / 8 }
        trained.refresh()
        try trained.writeModel(to: path, type: .q8_0)
        let file = try GGUFFile(path: path)
        // Rows of 12 and 20 are no whole blocks of 32.
        #expect(file.tensors["blk.1.ffn_up.weight"]?.type == .f32)
        #expect(
            try file.dequantized("blk.1.ffn_up.weight")
                == trained.parameters.copy(of: "blk.1.ffn_up.weight"))
        #expect(
            try file.dequantized("blk.0.ffn_norm.weight")
                == trained.parameters.copy(of: "blk.0.ffn_norm.weight"))
        #expect(
            try file.dequantized("blk.0.ffn_up.weight")
                == trained.model.file.dequantized("blk.0.ffn_up.weight"))
        // The embedded model's rows are.
        let embedded = try TestEngine.model.get()
        let big = folder.appending(path: "big.gguf").path
        try ModelExport.write(embedded, to: big, type: .q8_0)
        let written = try TransformerModel(path: big)
        let name = "blk.3.ffn_down.weight"
        #expect(written.file.tensors[name]?.type == .q8_0)
        let (a, b) = (try embedded.file.dequantized(name), try written.file.dequantized(name))
        let error = zip(a, b).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(error < 0.01 && error > 0)
    }

    @Test("An adapter that names another model is refused")
    func otherModel() throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "adapter.gguf").path
        let shape = try TinyModel.make().configuration
        let adapter = try Self.adapter()
        let (mine, other) = (SHA256.hex("a"), SHA256.hex("b"))
        try PEFTAdapter.write(
            adapter, to: folder.path, for: shape, base: "tiny", baseSHA256: mine)
        try GGUFAdapter.write(adapter, to: path, for: shape, baseSHA256: mine)
        let file = try GGUFFile(path: path)
        for hash in [nil, mine] {
            #expect(try PEFTAdapter.read(folder.path, for: shape, baseSHA256: hash) == adapter)
            #expect(try GGUFAdapter.read(file, for: shape, baseSHA256: hash) == adapter)
        }
        #expect(throws: ModelFileError.self) {
            try PEFTAdapter.read(folder.path, for: shape, baseSHA256: other)
        }
        #expect(throws: ModelFileError.self) {
            try GGUFAdapter.read(file, for: shape, baseSHA256: other)
        }
    }

    @Test("All trained parts are saved and come back, a reward head with them")
    func parts() throws {
        let folder = try TrainerTests.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "reward.safetensors").path
        let parts = TrainableParts(adapter: LoRASettings(rank: 2), heads: ["reward"])
        let first = try TrainingModel(try TinyModel.make(), training: parts, seed: 1)
        first.randomiseHead("reward", seed: 3)
        let head = try #require(first.parameters.copy(of: "reward.weight"))
        let square = head.reduce(0) { $0 + $1 * $1 }
        #expect(square > 0.2 && square < 3)
        try first.saveParts(to: path, metadata: ["mean": "0.5"])
        let second = try TrainingModel(try TinyModel.make(), training: parts, seed: 2)
        #expect(try second.loadParts(from: path)["mean"] == "0.5")
        #expect(
            second.evaluate(TinyModel.groups, heads: .last)
                == first.evaluate(TinyModel.groups, heads: .last))
        let other = try TrainingModel(
            try TinyModel.make(), training: TrainableParts(adapter: LoRASettings(rank: 2)))
        #expect(throws: TrainingError.self) { try other.loadParts(from: path) }
    }

    @Test("Training goes on from a loaded adapter, and another shape's is refused")
    func load() throws {
        let parts = TrainableParts(adapter: LoRASettings(rank: 2, alpha: 3))
        let trained = try TrainingModel(try TinyModel.make(), training: parts)
        let adapter = try Self.adapter()
        try trained.load(adapter)
        #expect(trained.adapter == adapter)
        #expect(throws: TrainingError.self) { try trained.load(try Self.adapter(ranks: [2, 4])) }
        var other = adapter
        other.scale = 2
        #expect(throws: TrainingError.self) { try trained.load(other) }
    }
}
