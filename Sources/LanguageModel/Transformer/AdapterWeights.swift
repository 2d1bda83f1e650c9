/// The factors of a model's adapters, laid out for the kernels.
struct AdapterWeights: Sendable {
    /// One adapter's change of one matrix.
    struct Change: Sendable {
        let down: WeightMatrix
        let up: WeightMatrix
        let scale: Float
        /// Keeps the floats of both.
        private let storage: FloatBuffer

        init(_ pair: LoRAAdapter.Pair, inputs: Int, outputs: Int, scale: Float) {
            storage = FloatBuffer(count: pair.down.count + pair.up.count)
            let upStart = storage.start + pair.down.count
            storage.start.update(from: pair.down, count: pair.down.count)
            upStart.update(from: pair.up, count: pair.up.count)
            down = WeightMatrix(floats: storage.start, rows: pair.rank, columns: inputs)
            up = WeightMatrix(floats: upStart, rows: outputs, columns: pair.rank)
            self.scale = scale
        }
    }

    /// The changes of each matrix, in the order in which the adapters were given.
    let changes: [LoRAAdapter.Target: [Change]]

    static let none = AdapterWeights(changes: [:])

    private init(changes: [LoRAAdapter.Target: [Change]]) { self.changes = changes }

    /// Checks the factors against the model's matrices.
    init(_ adapters: [AppliedAdapter], for weights: LlamaWeights) throws(EngineError) {
        var changes: [LoRAAdapter.Target: [Change]] = [:]
        for applied in adapters {
            for (target, pair) in applied.adapter.pairs {
                guard weights.blocks.indices.contains(target.block) else {
                    throw EngineError(
                        .adapter,
                        "an adapter changes block \(target.block), but the model has "
                            + "blocks 0 to \(weights.blocks.count - 1)",
                        advice: "use the model that the adapter was trained on")
                }
                let matrix = weights.blocks[target.block].matrix(target.projection)
                guard pair.rank > 0, pair.down.count == pair.rank * matrix.columns,
                    pair.up.count == pair.rank * matrix.rows
                else {
                    throw EngineError(
                        .adapter,
                        "an adapter of rank \(pair.rank) for \(target.projection.rawValue) of "
                            + "block \(target.block) has \(pair.down.count) and \(pair.up.count) "
                            + "numbers; the model's matrix of \(matrix.columns) inputs and "
                            + "\(matrix.rows) outputs needs \(pair.rank * matrix.columns) and "
                            + "\(pair.rank * matrix.rows)",
                        advice: "use the model that the adapter was trained on")
                }
                changes[target, default: []].append(
                    Change(
                        pair, inputs: matrix.columns, outputs: matrix.rows,
                        scale: applied.adapter.scale * applied.weight))
            }
        }
        self.changes = changes
    }

    subscript(block: Int, projection: LoRAAdapter.Projection) -> [Change] {
        if changes.isEmpty { return [] }
        return changes[LoRAAdapter.Target(block: block, projection: projection)] ?? []
    }
}

extension LlamaWeights.Block {
    /// The matrix of a projection.
    func matrix(_ projection: LoRAAdapter.Projection) -> WeightMatrix {
        switch projection {
        case .query: query
        case .key: key
        case .value: value
        case .attentionOutput: attentionOutput
        case .gate: gate
        case .up: up
        case .down: down
        }
    }
}
