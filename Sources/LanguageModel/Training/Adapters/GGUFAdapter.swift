/// Adapters in the form of llama.cpp: one GGUF file.
///
/// Row orders are GGUF's, as in Conduct itself. llama.cpp knows one alpha for all matrices and no
/// rank-stabilised scale, so alpha is written as scale · rank, and a matrix of another rank takes
/// the difference into its B.
public enum GGUFAdapter {
    /// Writes an adapter.
    ///
    /// - Parameters:
    ///   - adapter: the adapter.
    ///   - path: the file.
    ///   - shape: the model's.
    ///   - type: how the factors are stored: F32 or F16.
    ///   - baseSHA256: the hash of the model's file, so that `read` can tell another model.
    /// - Throws: `ModelFileError` when the adapter does not fit the model or the disk refuses.
    public static func write(
        _ adapter: LoRAAdapter, to path: String, for shape: LlamaConfiguration,
        type: TensorType = .f32, baseSHA256: String? = nil
    ) throws(ModelFileError) {
        var writer = try writer(adapter, for: shape, type: type, path: path)
        if let baseSHA256 { writer.set("conduct." + AdapterBase.key, .string(baseSHA256)) }
        try writer.write(to: path)
    }

    static func writer(
        _ adapter: LoRAAdapter, for shape: LlamaConfiguration, type: TensorType, path: String
    ) throws(ModelFileError) -> GGUFWriter {
        try adapter.check(shape, path: path)
        let alpha = adapter.scale * Float(adapter.commonRank)
        var writer = GGUFWriter()
        writer.set("general.type", .string("adapter"))
        writer.set("general.architecture", .string("llama"))
        writer.set("adapter.type", .string("lora"))
        writer.set("adapter.lora.alpha", .float32(alpha))
        for (target, pair) in adapter.orderedPairs {
            let size = target.projection.size(shape)
            let factor = adapter.scale * Float(pair.rank) / alpha
            writer.add(
                target.tensorName + ".lora_a", dimensions: [size.inputs, pair.rank], type: type,
                values: pair.down)
            writer.add(
                target.tensorName + ".lora_b", dimensions: [pair.rank, size.outputs], type: type,
                values: factor == 1 ? pair.up : pair.up.map { $0 * factor })
        }
        return writer
    }

    /// Reads an adapter.
    ///
    /// - Parameters:
    ///   - file: the adapter's file.
    ///   - shape: the model's.
    ///   - baseSHA256: the hash of the model's file; an adapter that names another is refused.
    /// - Throws: `ModelFileError` for a file that is no adapter, or does not fit the model.
    public static func read(
        _ file: GGUFFile, for shape: LlamaConfiguration, baseSHA256: String? = nil
    ) throws(ModelFileError) -> LoRAAdapter {
        try AdapterBase.check(
            file.metadata["conduct." + AdapterBase.key]?.string, against: baseSHA256,
            path: file.path)
        func fail(_ message: String) -> ModelFileError {
            ModelFileError(
                .malformed, path: file.path, message,
                advice: "convert the adapter again for this model")
        }
        guard file.metadata["general.type"]?.string == "adapter",
            file.metadata["adapter.type"]?.string == "lora",
            file.metadata["general.architecture"]?.string == "llama"
        else { throw fail("is no LoRA adapter for a Llama model") }
        let alpha = file.metadata["adapter.lora.alpha"]?.double ?? 0
        guard alpha >= 0, alpha.isFinite else { throw fail("adapter.lora.alpha is \(alpha)") }
        var found: [LoRAAdapter.Target: (down: TensorInfo, up: TensorInfo)] = [:]
        for tensor in file.tensorsInOrder {
            // llama.cpp's converter may write norms, which llama.cpp ignores; a norm that was
            // trained would be lost, so it is refused here.
            guard let target = target(tensor.name) else {
                throw fail("has the tensor '\(tensor.name)', which is no factor of a linear layer")
            }
            if tensor.name.hasSuffix(".lora_b") {
                guard file.tensors[tensor.name.dropLast(1) + "a"] != nil else {
                    throw fail("has '\(tensor.name)' without its other factor")
                }
                continue
            }
            guard let up = file.tensors[tensor.name.dropLast(1) + "b"] else {
                throw fail("has '\(tensor.name)' without its other factor")
            }
            let size = target.projection.size(shape)
            let rank = tensor.dimensions.count == 2 ? tensor.dimensions[1] : 0
            guard rank > 0, tensor.dimensions[0] == size.inputs,
                up.dimensions == [rank, size.outputs]
            else {
                throw fail(
                    "'\(tensor.name)' is \(tensor.shape) and its other factor \(up.shape); the "
                        + "model calls for \(size.inputs)×r and r×\(size.outputs)")
            }
            found[target] = (tensor, up)
        }
        guard !found.isEmpty else { throw fail("has no factors") }
        var adapter = LoRAAdapter(pairs: [:], scale: 1)
        for (target, tensors) in found {
            let rank = tensors.down.dimensions[1]
            adapter.pairs[target] = LoRAAdapter.Pair(
                rank: rank, down: try file.dequantized(tensors.down.name),
                up: try file.dequantized(tensors.up.name))
        }
        let rank = adapter.commonRank
        // llama.cpp takes alpha 0 as a scale of 1.
        adapter.scale = alpha == 0 ? 1 : Float(alpha / Double(rank))
        for (target, pair) in adapter.pairs where pair.rank != rank && alpha != 0 {
            let factor = Float(rank) / Float(pair.rank)
            adapter.pairs[target]?.up = pair.up.map { $0 * factor }
        }
        return adapter
    }

    private static func target(_ name: String) -> LoRAAdapter.Target? {
        let parts = name.split(separator: ".")
        guard parts.count == 5, parts[0] == "blk", let block = Int(parts[1]), block >= 0,
            let projection = LoRAAdapter.Projection(rawValue: String(parts[2])),
            parts[3] == "weight", parts[4] == "lora_a" || parts[4] == "lora_b"
        else { return nil }
        return LoRAAdapter.Target(block: block, projection: projection)
    }
}
