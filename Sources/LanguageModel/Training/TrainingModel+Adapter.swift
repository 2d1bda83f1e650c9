extension TrainingModel {
    /// The adapter as trained so far, for the inference engine. Where matrices are trained whole
    /// instead, their change as an adapter of full rank; nil when neither is trained, or a norm or
    /// an embedding is.
    public var adapter: LoRAAdapter? {
        guard let settings = parts.adapter else { return wholeChange }
        var pairs: [LoRAAdapter.Target: LoRAAdapter.Pair] = [:]
        for (target, down, up) in factors {
            pairs[target] = LoRAAdapter.Pair(
                rank: settings.rank, down: Array(parameters.values[down.range]),
                up: Array(parameters.values[up.range]))
        }
        return LoRAAdapter(pairs: pairs, scale: settings.scale)
    }

    /// Continues from an adapter's values.
    ///
    /// - Throws: `TrainingError` when the adapter has other matrices, ranks or another scale than
    ///   the one in training.
    public func load(_ adapter: LoRAAdapter) throws(TrainingError) {
        let mine = factors
        guard let settings = parts.adapter, adapter.pairs.count == mine.count,
            (adapter.scale - settings.scale).magnitude <= 1e-6 * settings.scale
        else {
            throw TrainingError(
                .otherModel,
                "an adapter of \(adapter.pairs.count) matrices and scale \(adapter.scale), but "
                    + "\(mine.count) matrices of scale \(parts.adapter?.scale ?? 0) are trained",
                advice: "set the same layers, rank and alpha as the adapter has")
        }
        for (target, down, up) in mine {
            guard let pair = adapter.pairs[target], pair.down.count == down.count,
                pair.up.count == up.count
            else {
                throw TrainingError(
                    .otherModel,
                    "the adapter has no factors of rank \(settings.rank) for "
                        + "\(target.projection.rawValue) of block \(target.block)",
                    advice: "set the same layers and rank as the adapter has")
            }
            parameters.values(down).update(from: pair.down, count: down.count)
            parameters.values(up).update(from: pair.up, count: up.count)
        }
        refresh()
    }

    private typealias Entry = TrainableParameters.Entry

    private var factors: [(target: LoRAAdapter.Target, down: Entry, up: Entry)] {
        var factors: [(LoRAAdapter.Target, Entry, Entry)] = []
        for block in 0..<model.configuration.blockCount {
            for projection in LoRAAdapter.Projection.allCases {
                let name = "blk.\(block).\(projection.rawValue).weight"
                guard let down = parameters[name + ".lora_a"],
                    let up = parameters[name + ".lora_b"]
                else { continue }
                factors.append(
                    (LoRAAdapter.Target(block: block, projection: projection), down, up))
            }
        }
        return factors
    }
}
