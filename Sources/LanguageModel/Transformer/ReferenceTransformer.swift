#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The model as the papers write it: plain loops over arrays, one sequence, no cache.
///
/// Kept beside the engine as what the engine is tested against. Touvron et al. 2023
/// (arXiv:2302.13971) with grouped-query attention (Ainslie et al. 2023, arXiv:2305.13245). Slow:
/// every weight row is decoded for every call.
public struct ReferenceTransformer: Sendable {
    private let model: TransformerModel
    private var shape: LlamaConfiguration { model.configuration }

    /// The reference form of a loaded model.
    public init(_ model: TransformerModel) { self.model = model }

    /// The logits after each token: as many rows as tokens, each as long as the vocabulary.
    ///
    /// - Parameter ids: token ids below the vocabulary's size, at most as many as the context.
    public func logits(_ ids: [Int32]) -> [[Float]] {
        var stream = matrixRows("token_embd.weight", ids.map(Int.init))
        for block in 0..<shape.blockCount {
            let attended = attention(
                block, normalized(stream, by: "blk.\(block).attn_norm.weight"))
            stream = sum(stream, attended)
            let fed = feedForward(block, normalized(stream, by: "blk.\(block).ffn_norm.weight"))
            stream = sum(stream, fed)
        }
        let head = shape.hasTiedHead ? "token_embd.weight" : "output.weight"
        return product(head, normalized(stream, by: "output_norm.weight"))
    }

    // MARK: the parts of a block

    private func attention(_ block: Int, _ x: [[Float]]) -> [[Float]] {
        let size = shape.headDimension
        let group = shape.headCount / shape.keyValueHeadCount
        var queries = adapted(block, .query, x)
        var keys = adapted(block, .key, x)
        let values = adapted(block, .value, x)
        for position in x.indices {
            rotate(&queries[position], position: position)
            rotate(&keys[position], position: position)
        }
        var mixed = x.map { _ in [Float](repeating: 0, count: shape.queryLength) }
        for head in 0..<shape.headCount {
            let q = head * size
            let kv = head / group * size
            for position in x.indices {
                var scores = (0...position).map { past in
                    var dot: Float = 0
                    for i in 0..<size { dot += queries[position][q + i] * keys[past][kv + i] }
                    return dot / Float(size).squareRoot()
                }
                softmax(&scores)
                for (past, weight) in scores.enumerated() {
                    for i in 0..<size { mixed[position][q + i] += weight * values[past][kv + i] }
                }
            }
        }
        return adapted(block, .attentionOutput, mixed)
    }

    private func feedForward(_ block: Int, _ x: [[Float]]) -> [[Float]] {
        var gate = adapted(block, .gate, x)
        let up = adapted(block, .up, x)
        for row in gate.indices {
            for i in gate[row].indices {
                gate[row][i] = gate[row][i] / (1 + exp(-gate[row][i])) * up[row][i]
            }
        }
        return adapted(block, .down, gate)
    }

    /// W·x plus, for each adapter, scale · B·(A·x).
    private func adapted(_ block: Int, _ projection: LoRAAdapter.Projection, _ x: [[Float]])
        -> [[Float]]
    {
        var y = product("blk.\(block).\(projection.rawValue).weight", x)
        let target = LoRAAdapter.Target(block: block, projection: projection)
        for applied in model.adapters {
            guard let pair = applied.adapter.pairs[target] else { continue }
            let scale = applied.adapter.scale * applied.weight
            for row in x.indices {
                let z = (0..<pair.rank).map { r in
                    dot(pair.down[(r * x[row].count)...], x[row])
                }
                for o in y[row].indices {
                    y[row][o] += scale * dot(pair.up[(o * pair.rank)...], z)
                }
            }
        }
        return y
    }

    /// Turns the pairs (2i, 2i + 1) of each head, GGUF's order.
    private func rotate(_ x: inout [Float], position: Int) {
        for head in stride(from: 0, to: x.count, by: shape.headDimension) {
            for (pair, frequency) in model.rotary.frequencies.enumerated() {
                let angle = Double(position) * frequency
                let (c, s) = (Float(cos(angle)), Float(sin(angle)))
                let (a, b) = (x[head + 2 * pair], x[head + 2 * pair + 1])
                x[head + 2 * pair] = a * c - b * s
                x[head + 2 * pair + 1] = a * s + b * c
            }
        }
    }

    // MARK: arithmetic

    private func normalized(_ rows: [[Float]], by name: String) -> [[Float]] {
        let weight = matrixRows(name, [0])[0]
        return rows.map { row in
            let square = dot(row[...], row) / Float(row.count)
            let inverse = 1 / (square + shape.normEpsilon).squareRoot()
            return row.indices.map { row[$0] * inverse * weight[$0] }
        }
    }

    private func softmax(_ x: inout [Float]) {
        let greatest = x.max() ?? 0
        for i in x.indices { x[i] = exp(x[i] - greatest) }
        let total = x.reduce(0, +)
        for i in x.indices { x[i] /= total }
    }

    private func product(_ name: String, _ x: [[Float]]) -> [[Float]] {
        guard let tensor = model.file.tensors[name] else { return [] }
        var y = x.map { _ in [Float](repeating: 0, count: tensor.rowCount) }
        var weights = [Float](repeating: 0, count: tensor.rowLength)
        for o in 0..<tensor.rowCount {
            weights.withUnsafeMutableBufferPointer {
                model.file.dequantize(row: o, of: tensor, into: $0)
            }
            for row in x.indices { y[row][o] = dot(weights[...], x[row]) }
        }
        return y
    }

    private func matrixRows(_ name: String, _ rows: [Int]) -> [[Float]] {
        guard let tensor = model.file.tensors[name] else { return [] }
        return rows.map { row in
            var values = [Float](repeating: 0, count: tensor.rowLength)
            values.withUnsafeMutableBufferPointer {
                model.file.dequantize(row: row, of: tensor, into: $0)
            }
            return values
        }
    }

    private func dot(_ a: ArraySlice<Float>, _ b: [Float]) -> Float {
        a.withUnsafeBufferPointer { a in
            var total: Float = 0
            for i in b.indices { total += a[i] * b[i] }
            return total
        }
    }

    private func sum(_ a: [[Float]], _ b: [[Float]]) -> [[Float]] {
        a.indices.map { row in a[row].indices.map { a[row][$0] + b[row][$0] } }
    }
}
