extension TrainingModel {
    /// The change of matrices that are trained whole as an adapter of full rank and scale 1, exact
    /// to the last bit of the difference: one factor is the difference, the other the identity.
    ///
    /// Nil when none is trained, or when something else than a projection of a block is: norms and
    /// embeddings cannot be told by an adapter.
    var wholeChange: LoRAAdapter? {
        guard !parts.tensors.isEmpty else { return nil }
        var pairs: [LoRAAdapter.Target: LoRAAdapter.Pair] = [:]
        for (name, before) in originals {
            guard let target = Self.target(name), let entry = parameters[name] else { return nil }
            let now = parameters.values[entry.range]
            let change = zip(now, before).map { $0 - $1 }
            let (outputs, inputs) = (entry.shape[0], entry.shape[1])
            let rank = min(inputs, outputs)
            var identity = [Float](repeating: 0, count: rank * rank)
            for i in 0..<rank { identity[i * rank + i] = 1 }
            pairs[target] =
                inputs <= outputs
                ? LoRAAdapter.Pair(rank: rank, down: identity, up: change)
                : LoRAAdapter.Pair(rank: rank, down: change, up: identity)
        }
        return LoRAAdapter(pairs: pairs, scale: 1)
    }

    /// Lets a body see the model's own tensors as they were before the training.
    func withOriginals<Result>(_ body: () -> Result) -> Result {
        guard !originals.isEmpty else { return body() }
        var trained: [String: [Float]] = [:]
        for (name, values) in originals {
            guard let entry = parameters[name] else { continue }
            trained[name] = Array(parameters.values[entry.range])
            parameters.values(entry).update(from: values, count: entry.count)
        }
        refresh()
        defer {
            for (name, values) in trained {
                guard let entry = parameters[name] else { continue }
                parameters.values(entry).update(from: values, count: entry.count)
            }
            refresh()
        }
        return body()
    }

    private static func target(_ tensor: String) -> LoRAAdapter.Target? {
        let pieces = tensor.split(separator: ".")
        guard pieces.count == 4, pieces[0] == "blk", pieces[3] == "weight",
            let block = Int(pieces[1]),
            let projection = LoRAAdapter.Projection(rawValue: String(pieces[2]))
        else { return nil }
        return LoRAAdapter.Target(block: block, projection: projection)
    }
}
