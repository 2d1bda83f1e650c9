#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Adapters in the form of Hugging Face's PEFT: a folder with `adapter_config.json` and
/// `adapter_model.safetensors`.
///
/// Names and row orders are Hugging Face's; A is the same in both, the rows of B of query and key
/// projections are reordered (see `RotaryRowOrder`).
public enum PEFTAdapter {
    static let prefix = "base_model.model."

    /// Writes an adapter.
    ///
    /// - Parameters:
    ///   - adapter: the adapter; ranks may differ between matrices.
    ///   - folder: an existing folder.
    ///   - shape: the model's.
    ///   - base: what PEFT is told the base model is: a hub name or a path.
    ///   - baseSHA256: the hash of the model's file, so that `read` can tell another model.
    /// - Throws: `ModelFileError` when the adapter does not fit the model or the disk refuses.
    public static func write(
        _ adapter: LoRAAdapter, to folder: String, for shape: LlamaConfiguration, base: String,
        baseSHA256: String? = nil
    ) throws(ModelFileError) {
        try adapter.check(shape, path: folder)
        var metadata = ["format": "pt"]
        metadata[AdapterBase.key] = baseSHA256
        var writer = SafetensorsWriter(metadata: metadata)
        for (target, pair) in adapter.orderedPairs {
            let size = target.projection.size(shape)
            let name = prefix + target.moduleName
            var up = pair.up
            if let heads = target.projection.rotaryHeads(shape) {
                up = RotaryRowOrder.rotateHalf(
                    fromInterleaved: up, heads: heads, headDimension: shape.headDimension)
            }
            writer.add("\(name).lora_A.weight", shape: [pair.rank, size.inputs], pair.down)
            writer.add("\(name).lora_B.weight", shape: [size.outputs, pair.rank], up)
        }
        let document = configuration(adapter, base: base).serializedPretty() + "\n"
        try PartialFile.save([UInt8](document.utf8), to: folder + "/adapter_config.json")
        try writer.write(to: folder + "/adapter_model.safetensors")
    }

    private static func configuration(_ adapter: LoRAAdapter, base: String) -> JSONValue {
        let rank = adapter.commonRank
        // The scale is alpha / rank everywhere: a matrix of another rank needs another alpha.
        let scale = Double(adapter.scale)
        let others = adapter.orderedPairs.filter { $0.pair.rank != rank }
        let blocks = Set(adapter.pairs.keys.map(\.block))
        return [
            "peft_type": "LORA", "task_type": "CAUSAL_LM",
            "base_model_name_or_path": .string(base), "revision": nil,
            "r": .integer(rank), "lora_alpha": number(scale * Double(rank)),
            "lora_dropout": 0.0, "bias": "none", "fan_in_fan_out": false, "use_rslora": false,
            "use_dora": false, "modules_to_save": nil, "init_lora_weights": true,
            "inference_mode": true, "layers_pattern": nil, "exclude_modules": nil,
            "layers_to_transform": .array(blocks.sorted().map { .integer($0) }),
            "target_modules": .array(
                Set(adapter.pairs.keys.map(\.projection.shortName)).sorted().map { .string($0) }),
            "rank_pattern": .object(
                Dictionary(
                    uniqueKeysWithValues: others.map {
                        ($0.target.moduleName, .integer($0.pair.rank))
                    })),
            "alpha_pattern": .object(
                Dictionary(
                    uniqueKeysWithValues: others.map {
                        ($0.target.moduleName, number(scale * Double($0.pair.rank)))
                    })),
        ]
    }

    /// PEFT wants a whole alpha where there is one.
    private static func number(_ value: Double) -> JSONValue {
        let rounded = (value * 1e6).rounded() / 1e6
        return Int(exactly: rounded).map { .integer($0) } ?? .number(rounded)
    }

    /// Reads an adapter.
    ///
    /// - Parameters:
    ///   - folder: the folder with the two files.
    ///   - shape: the model's.
    ///   - baseSHA256: the hash of the model's file; an adapter that names another is refused.
    /// - Throws: `ModelFileError` for what is malformed, does not fit the model, or is no plain
    ///   LoRA: DoRA, biases, trained modules.
    public static func read(
        _ folder: String, for shape: LlamaConfiguration, baseSHA256: String? = nil
    ) throws(ModelFileError) -> LoRAAdapter {
        let configuration = try PEFTConfiguration(folder + "/adapter_config.json")
        let file = try SafetensorsFile(path: folder + "/adapter_model.safetensors")
        try AdapterBase.check(
            file.metadata[AdapterBase.key], against: baseSHA256, path: file.path)
        var adapter = LoRAAdapter(pairs: [:], scale: Float(configuration.scale))
        for name in file.tensors.keys.sorted() {
            let suffix = ".lora_A.weight"
            if name.hasSuffix(".lora_B.weight"),
                file.tensors[String(name.dropLast(14)) + suffix] != nil
            {
                continue
            }
            guard name.hasPrefix(prefix), name.hasSuffix(suffix),
                let target = LoRAAdapter.Target(
                    module: String(name.dropFirst(prefix.count).dropLast(suffix.count)))
            else {
                throw ModelFileError(
                    .unsupported, path: file.path,
                    "has the tensor '\(name)', which is no factor of a linear layer of Llama",
                    advice: "merge the adapter with PEFT and convert the merged model instead")
            }
            let size = target.projection.size(shape)
            let upName = String(name.dropLast(suffix.count)) + ".lora_B.weight"
            let (a, b) = (try file.tensor(named: name), try file.tensor(named: upName))
            guard a.shape.count == 2, a.shape[0] > 0, a.shape[1] == size.inputs,
                b.shape == [size.outputs, a.shape[0]]
            else {
                throw ModelFileError(
                    .malformed, path: file.path,
                    "'\(target.moduleName)' has factors of \(a.shape) and \(b.shape); the model "
                        + "calls for [r, \(size.inputs)] and [\(size.outputs), r]",
                    advice: "use the model that the adapter was trained on")
            }
            var up = try file.floats(upName)
            if let heads = target.projection.rotaryHeads(shape) {
                up = RotaryRowOrder.interleaved(
                    fromRotateHalf: up, heads: heads, headDimension: shape.headDimension)
            }
            // One scale for all: where a matrix has another, B takes the difference.
            let own = configuration.scale(of: target, rank: a.shape[0])
            if own != configuration.scale {
                let factor = Float(own / configuration.scale)
                up = up.map { $0 * factor }
            }
            adapter.pairs[target] = LoRAAdapter.Pair(
                rank: a.shape[0], down: try file.floats(name), up: up)
        }
        try adapter.check(shape, path: file.path)
        guard !adapter.pairs.isEmpty else {
            throw ModelFileError(
                .malformed, path: file.path, "has no factors",
                advice: "save the adapter again with PEFT")
        }
        return adapter
    }
}
