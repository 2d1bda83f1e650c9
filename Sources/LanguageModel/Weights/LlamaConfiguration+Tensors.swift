extension LlamaConfiguration {
    /// The tensors that a model of this shape consists of, with their dimensions (fastest first).
    public var tensorShapes: [String: [Int]] {
        var shapes: [String: [Int]] = [
            "token_embd.weight": [embeddingLength, vocabularySize],
            "output_norm.weight": [embeddingLength],
        ]
        if !hasTiedHead { shapes["output.weight"] = [embeddingLength, vocabularySize] }
        for block in 0..<blockCount {
            let prefix = "blk.\(block)."
            shapes[prefix + "attn_norm.weight"] = [embeddingLength]
            shapes[prefix + "attn_q.weight"] = [embeddingLength, queryLength]
            shapes[prefix + "attn_k.weight"] = [embeddingLength, keyValueLength]
            shapes[prefix + "attn_v.weight"] = [embeddingLength, keyValueLength]
            shapes[prefix + "attn_output.weight"] = [queryLength, embeddingLength]
            shapes[prefix + "ffn_norm.weight"] = [embeddingLength]
            shapes[prefix + "ffn_gate.weight"] = [embeddingLength, feedForwardLength]
            shapes[prefix + "ffn_up.weight"] = [embeddingLength, feedForwardLength]
            shapes[prefix + "ffn_down.weight"] = [feedForwardLength, embeddingLength]
        }
        return shapes
    }

    func checkTensors(of file: GGUFFile) throws(ModelFileError) {
        // The shape table grows with the block count, which the file alone vouches for.
        guard blockCount <= file.tensors.count else {
            throw ModelFileError(
                .malformed, path: file.path,
                "announces \(blockCount) blocks but has only \(file.tensors.count) tensors")
        }
        let shapes = tensorShapes
        for (name, dimensions) in shapes.sorted(by: { $0.key < $1.key }) {
            let tensor = try file.tensor(named: name)
            guard tensor.dimensions == dimensions else {
                throw ModelFileError(
                    .malformed, path: file.path,
                    "'\(name)' is \(tensor.shape), but the metadata calls for "
                        + dimensions.map(String.init).joined(separator: "×"))
            }
        }
        // A bias or an expert that is left out would change every result without a word.
        for tensor in file.tensorsInOrder
        where shapes[tensor.name] == nil && tensor.name != "rope_freqs.weight" {
            throw ModelFileError(
                .unsupported, path: file.path,
                "has the tensor '\(tensor.name)', which a plain Llama model has no use for")
        }
    }
}
