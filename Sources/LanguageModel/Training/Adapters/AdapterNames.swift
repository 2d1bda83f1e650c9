extension LoRAAdapter.Projection {
    /// The module's name in Hugging Face's Llama.
    var moduleName: String {
        switch self {
        case .query: "self_attn.q_proj"
        case .key: "self_attn.k_proj"
        case .value: "self_attn.v_proj"
        case .attentionOutput: "self_attn.o_proj"
        case .gate: "mlp.gate_proj"
        case .up: "mlp.up_proj"
        case .down: "mlp.down_proj"
        }
    }

    /// The last part of `moduleName`.
    var shortName: String { moduleName.split(separator: ".").last.map(String.init) ?? "" }

    /// How many heads' rows the output consists of, where rotary order matters.
    func rotaryHeads(_ shape: LlamaConfiguration) -> Int? {
        switch self {
        case .query: shape.headCount
        case .key: shape.keyValueHeadCount
        default: nil
        }
    }

    /// Inputs and outputs of the matrix.
    func size(_ shape: LlamaConfiguration) -> (inputs: Int, outputs: Int) {
        switch self {
        case .query: (shape.embeddingLength, shape.queryLength)
        case .key, .value: (shape.embeddingLength, shape.keyValueLength)
        case .attentionOutput: (shape.queryLength, shape.embeddingLength)
        case .gate, .up: (shape.embeddingLength, shape.feedForwardLength)
        case .down: (shape.feedForwardLength, shape.embeddingLength)
        }
    }
}

extension LoRAAdapter.Target {
    /// The matrix that a name such as `model.layers.3.mlp.up_proj` stands for.
    init?(module name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "model", parts[1] == "layers",
            let block = Int(parts[2]), block >= 0, "\(block)" == parts[2],
            let projection = LoRAAdapter.Projection.allCases.first(where: {
                $0.moduleName == "\(parts[3]).\(parts[4])"
            })
        else { return nil }
        self.init(block: block, projection: projection)
    }

    /// `model.layers.N.self_attn.q_proj` and so on.
    var moduleName: String { "model.layers.\(block).\(projection.moduleName)" }

    /// `blk.N.attn_q.weight` and so on.
    var tensorName: String { "blk.\(block).\(projection.rawValue).weight" }
}

extension LoRAAdapter {
    /// The pairs in the order of blocks and projections.
    var orderedPairs: [(target: Target, pair: Pair)] {
        let order = Projection.allCases
        return pairs.map { (target: $0.key, pair: $0.value) }.sorted { left, right in
            let a = order.firstIndex(of: left.target.projection) ?? 0
            let b = order.firstIndex(of: right.target.projection) ?? 0
            return (left.target.block, a) < (right.target.block, b)
        }
    }

    /// The rank of most pairs.
    var commonRank: Int {
        var counts: [Int: Int] = [:]
        for pair in pairs.values { counts[pair.rank, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 1
    }

    /// Checks the factors against a model's shape.
    func check(_ shape: LlamaConfiguration, path: String) throws(ModelFileError) {
        for (target, pair) in orderedPairs {
            let size = target.projection.size(shape)
            guard target.block < shape.blockCount, pair.rank > 0,
                pair.down.count == pair.rank * size.inputs,
                pair.up.count == pair.rank * size.outputs
            else {
                throw ModelFileError(
                    .malformed, path: path,
                    "'\(target.moduleName)' does not fit the model, whose \(shape.blockCount) "
                        + "blocks have there \(size.inputs) inputs and \(size.outputs) outputs",
                    advice: "use the model that the adapter was trained on")
            }
        }
    }
}

extension [Float] {
    /// Rows turned into columns.
    func transposed(rows: Int, columns: Int) -> [Float] {
        var result = [Float](repeating: 0, count: count)
        for row in 0..<rows {
            for column in 0..<columns { result[column * rows + row] = self[row * columns + column] }
        }
        return result
    }
}
