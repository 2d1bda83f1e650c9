import FoundationEssentials
import LanguageModel

/// Reads adapters of mlx-lm: `adapters.safetensors` with transposed factors, and the scale in
/// `adapter_config.json`.
enum MLXReader {
    /// - Throws: `ModelFileError` for what is malformed, no LoRA, or of another model.
    static func read(_ folder: String, for shape: LlamaConfiguration) throws -> LoRAAdapter {
        let path = folder + "/adapter_config.json"
        guard let data = FileManager.default.contents(atPath: path),
            let configuration = try? JSONValue(parsing: data)
        else { throw fail(path, "cannot be read as JSON") }
        guard configuration["fine_tune_type"]?.string ?? "lora" == "lora",
            let scale = configuration["lora_parameters"]?["scale"]?.double, scale.isFinite
        else { throw fail(path, "is no configuration of a LoRA adapter with a scale") }
        let file = try SafetensorsFile(path: folder + "/adapters.safetensors")
        var adapter = LoRAAdapter(pairs: [:], scale: Float(scale))
        for (name, down) in file.tensors where name.hasSuffix(".lora_a") {
            let module = String(name.dropLast(".lora_a".utf8.count))
            guard let target = target(module) else {
                throw fail(file.path, "has '\(name)', which is no linear layer of Llama")
            }
            guard let up = file.tensors[module + ".lora_b"], down.shape.count == 2,
                up.shape.count == 2, up.shape[0] == down.shape[1]
            else { throw fail(file.path, "'\(module)' has no two factors that fit") }
            let (inputs, rank, outputs) = (down.shape[0], down.shape[1], up.shape[1])
            var rows = transposed(try file.floats(module + ".lora_b"), rank, outputs)
            let heads: Int? =
                switch target.projection {
                case .query: shape.headCount
                case .key: shape.keyValueHeadCount
                default: nil
                }
            if let heads, outputs % heads == 0 {
                rows = RotaryRowOrder.interleaved(
                    fromRotateHalf: rows, heads: heads, headDimension: outputs / heads)
            }
            adapter.pairs[target] = LoRAAdapter.Pair(
                rank: rank, down: transposed(try file.floats(name), inputs, rank), up: rows)
        }
        guard !adapter.pairs.isEmpty else { throw fail(file.path, "has no factors") }
        return adapter
    }

    /// A matrix of `rows` × `columns`, the other way round.
    private static func transposed(_ values: [Float], _ rows: Int, _ columns: Int) -> [Float] {
        var result = [Float](repeating: 0, count: values.count)
        for row in 0..<rows {
            for column in 0..<columns {
                result[column * rows + row] = values[row * columns + column]
            }
        }
        return result
    }

    private static func target(_ module: String) -> LoRAAdapter.Target? {
        let parts = module.split(separator: ".")
        guard parts.count == 5, parts[0] == "model", parts[1] == "layers",
            let block = Int(parts[2]), block >= 0
        else { return nil }
        let projection: LoRAAdapter.Projection? =
            switch parts[4] {
            case "q_proj": .query
            case "k_proj": .key
            case "v_proj": .value
            case "o_proj": .attentionOutput
            case "gate_proj": .gate
            case "up_proj": .up
            case "down_proj": .down
            default: nil
            }
        return projection.map { LoRAAdapter.Target(block: block, projection: $0) }
    }

    private static func fail(_ path: String, _ message: String) -> ModelFileError {
        ModelFileError(
            .malformed, path: path, message, advice: "give a folder that mlx-lm saved an adapter in"
        )
    }
}
