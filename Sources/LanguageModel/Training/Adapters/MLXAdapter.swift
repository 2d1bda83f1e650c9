/// Adapters in the form of mlx-lm: a folder with `adapter_config.json` and
/// `adapters.safetensors`, factors transposed, the scale written as it is used.
public enum MLXAdapter {
    /// Writes an adapter.
    ///
    /// - Parameters:
    ///   - adapter: the adapter; all its matrices of one rank, as mlx-lm wants them.
    ///   - folder: an existing folder.
    ///   - shape: the model's.
    ///   - base: what mlx-lm is told the base model is.
    /// - Throws: `ModelFileError` when the adapter does not fit the model or mlx-lm's form, or the
    ///   disk refuses.
    public static func write(
        _ adapter: LoRAAdapter, to folder: String, for shape: LlamaConfiguration, base: String
    ) throws(ModelFileError) {
        try adapter.check(shape, path: folder)
        let rank = adapter.commonRank
        guard adapter.pairs.values.allSatisfy({ $0.rank == rank }) else {
            throw ModelFileError(
                .unsupported, path: folder, "mlx-lm knows one rank for all matrices",
                advice: "export to peft or gguf instead")
        }
        var writer = SafetensorsWriter(metadata: ["format": "mlx"])
        for (target, pair) in adapter.orderedPairs {
            let size = target.projection.size(shape)
            var up = pair.up
            if let heads = target.projection.rotaryHeads(shape) {
                up = RotaryRowOrder.rotateHalf(
                    fromInterleaved: up, heads: heads, headDimension: shape.headDimension)
            }
            let name = target.moduleName
            writer.add(
                "\(name).lora_a", shape: [size.inputs, rank],
                pair.down.transposed(rows: rank, columns: size.inputs))
            writer.add(
                "\(name).lora_b", shape: [rank, size.outputs],
                up.transposed(rows: size.outputs, columns: rank))
        }
        // mlx-lm counts blocks from the last one.
        let lowest = adapter.pairs.keys.map(\.block).min() ?? 0
        let keys = Set(adapter.pairs.keys.map(\.projection.moduleName)).sorted()
        let document: JSONValue = [
            "fine_tune_type": "lora", "model": .string(base),
            "num_layers": .integer(shape.blockCount - lowest),
            "lora_parameters": [
                "rank": .integer(rank), "scale": .number(Double(adapter.scale)), "dropout": 0.0,
                "keys": .array(keys.map { .string($0) }),
            ],
        ]
        try PartialFile.save(
            [UInt8]((document.serializedPretty() + "\n").utf8), to: folder + "/adapter_config.json")
        try writer.write(to: folder + "/adapters.safetensors")
    }
}
