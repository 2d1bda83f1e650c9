/// The tensors of a Llama model, by their part in the computation.
struct LlamaWeights: Sendable {
    /// The tensors of one transformer block.
    struct Block: Sendable {
        let attentionNorm: [Float]
        let query: WeightMatrix
        let key: WeightMatrix
        let value: WeightMatrix
        let attentionOutput: WeightMatrix
        let feedForwardNorm: [Float]
        let gate: WeightMatrix
        let up: WeightMatrix
        let down: WeightMatrix
    }

    let embedding: WeightMatrix
    let blocks: [Block]
    let outputNorm: [Float]
    /// The head; the embedding where the two are tied.
    let output: WeightMatrix

    init(_ file: GGUFFile, _ configuration: LlamaConfiguration) throws(ModelFileError) {
        func matrix(_ name: String) throws(ModelFileError) -> WeightMatrix {
            WeightMatrix(try file.tensor(named: name), of: file)
        }
        embedding = try matrix("token_embd.weight")
        var blocks: [Block] = []
        for index in 0..<configuration.blockCount {
            let prefix = "blk.\(index)."
            blocks.append(
                Block(
                    attentionNorm: try file.dequantized(prefix + "attn_norm.weight"),
                    query: try matrix(prefix + "attn_q.weight"),
                    key: try matrix(prefix + "attn_k.weight"),
                    value: try matrix(prefix + "attn_v.weight"),
                    attentionOutput: try matrix(prefix + "attn_output.weight"),
                    feedForwardNorm: try file.dequantized(prefix + "ffn_norm.weight"),
                    gate: try matrix(prefix + "ffn_gate.weight"),
                    up: try matrix(prefix + "ffn_up.weight"),
                    down: try matrix(prefix + "ffn_down.weight")))
        }
        self.blocks = blocks
        outputNorm = try file.dequantized("output_norm.weight")
        output = configuration.hasTiedHead ? embedding : try matrix("output.weight")
    }
}
