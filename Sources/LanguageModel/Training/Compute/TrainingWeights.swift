/// A model's weights in float32, laid out for training.
///
/// A class because it owns the memory. It belongs to one thread at a time.
final class TrainingWeights {
    struct Block {
        var attentionNorm: FloatBuffer
        var feedForwardNorm: FloatBuffer
        /// By `FusedKind`.
        var matrices: [FusedMatrix]

        subscript(kind: FusedKind) -> FusedMatrix { matrices[kind.rawValue] }
    }

    let shape: LlamaConfiguration
    private(set) var blocks: [Block] = []
    let embedding: MatrixView
    let output: MatrixView
    let outputNorm: FloatBuffer
    private let embeddingMemory: FloatBuffer
    private let outputMemory: FloatBuffer
    /// What the factors' product is multiplied with.
    let scale: Float

    /// Decodes the model's weights, its own adapters merged into them.
    init(
        _ model: TransformerModel, _ parts: TrainableParts, parameters: TrainableParameters,
        pool: WorkerPool
    ) {
        shape = model.configuration
        scale = parts.adapter?.scale ?? 0
        let width = shape.embeddingLength
        let weights = model.weights
        embeddingMemory = FloatBuffer(count: shape.vocabularySize * width)
        embedding = MatrixView(embeddingMemory.start, width)
        Self.decode(weights.embedding, into: embedding, pool)
        if shape.hasTiedHead {
            outputMemory = embeddingMemory
        } else {
            outputMemory = FloatBuffer(count: shape.vocabularySize * width)
            Self.decode(weights.output, into: MatrixView(outputMemory.start, width), pool)
        }
        output = MatrixView(outputMemory.start, width)
        outputNorm = Self.buffer(weights.outputNorm)
        for (index, block) in weights.blocks.enumerated() {
            let matrices = FusedKind.allCases.map { kind in
                let matrix = Self.fused(
                    kind, block: index, weights: block, parts.adapter, parameters)
                for part in matrix.parts {
                    Self.decode(
                        block.matrix(part.projection),
                        into: matrix.weights.from(row: part.firstRow), pool)
                    Self.merge(
                        model.adapterWeights[index, part.projection], part, into: matrix)
                }
                return matrix
            }
            blocks.append(
                Block(
                    attentionNorm: Self.buffer(block.attentionNorm),
                    feedForwardNorm: Self.buffer(block.feedForwardNorm), matrices: matrices))
        }
    }

    /// Copies parameters into the places where they are read.
    func refresh(from parameters: TrainableParameters, pool: WorkerPool) {
        pool.run(blocks.count) { index, _ in
            for matrix in blocks[index].matrices {
                matrix.refresh(from: parameters, scale: scale)
            }
        }
        func copy(_ name: String, to target: UnsafeMutablePointer<Float>) {
            guard let entry = parameters[name] else { return }
            target.update(from: parameters.values(entry), count: entry.count)
        }
        copy("token_embd.weight", to: embedding.start)
        if !shape.hasTiedHead { copy("output.weight", to: output.start) }
        copy("output_norm.weight", to: outputNorm.start)
        for (index, block) in blocks.enumerated() {
            copy("blk.\(index).attn_norm.weight", to: block.attentionNorm.start)
            copy("blk.\(index).ffn_norm.weight", to: block.feedForwardNorm.start)
        }
    }

    /// Fills the parameters that are the model's own tensors with what was decoded.
    func copyTensors(to parameters: TrainableParameters) {
        func copy(_ name: String, from source: UnsafePointer<Float>) {
            guard let entry = parameters[name] else { return }
            parameters.values(entry).update(from: source, count: entry.count)
        }
        copy("token_embd.weight", from: embedding.start)
        copy("output.weight", from: output.start)
        copy("output_norm.weight", from: outputNorm.start)
        for (index, block) in blocks.enumerated() {
            copy("blk.\(index).attn_norm.weight", from: block.attentionNorm.start)
            copy("blk.\(index).ffn_norm.weight", from: block.feedForwardNorm.start)
            for matrix in block.matrices {
                for part in matrix.parts {
                    guard let entry = part.whole else { continue }
                    let target = parameters.values(entry)
                    for row in 0..<part.rows {
                        (target + row * matrix.inputs).update(
                            from: matrix.weights.row(part.firstRow + row), count: matrix.inputs)
                    }
                }
            }
        }
    }

    // MARK: building

    private static func buffer(_ values: [Float]) -> FloatBuffer {
        let buffer = FloatBuffer(count: values.count)
        buffer.start.update(from: values, count: values.count)
        return buffer
    }

    private static func fused(
        _ kind: FusedKind, block: Int, weights: LlamaWeights.Block, _ adapter: LoRASettings?,
        _ parameters: TrainableParameters
    ) -> FusedMatrix {
        var rows = 0
        var inner = 0
        var parts: [FusedMatrix.Part] = []
        for projection in kind.projections {
            let name = "blk.\(block).\(projection.rawValue).weight"
            let down = parameters[name + ".lora_a"]
            let rank = down?.shape[0] ?? 0
            let count = weights.matrix(projection).rows
            parts.append(
                FusedMatrix.Part(
                    projection: projection, firstRow: rows, rows: count, firstInner: inner,
                    rank: rank, down: down, up: parameters[name + ".lora_b"],
                    whole: parameters[name]))
            rows += count
            inner += rank
        }
        return FusedMatrix(
            outputs: rows, inputs: weights.matrix(kind.projections[0]).columns, parts: parts)
    }

    private static func decode(_ matrix: WeightMatrix, into target: MatrixView, _ pool: WorkerPool)
    {
        let piece = 64
        pool.run((matrix.rows + piece - 1) / piece) { task, _ in
            for row in task * piece..<min(matrix.rows, (task + 1) * piece) {
                matrix.decode(rows: row, row + 1, into: target.row(row), with: .best)
            }
        }
    }

    private static func merge(
        _ changes: [AdapterWeights.Change], _ part: FusedMatrix.Part, into matrix: FusedMatrix
    ) {
        for change in changes {
            let factors = [change.up, change.down].map { factor in
                let copy = FloatBuffer(count: factor.rows * factor.columns)
                factor.decode(rows: 0, factor.rows, into: copy.start, with: .best)
                return copy
            }
            // The buffers must outlive the product that reads them by their addresses.
            withExtendedLifetime(factors) {
                MatrixLibrary.multiply(
                    .plain, MatrixView(factors[0].start, change.up.columns),
                    MatrixView(factors[1].start, matrix.inputs),
                    into: matrix.weights.from(row: part.firstRow), rows: part.rows,
                    columns: matrix.inputs, inner: change.up.columns, factor: change.scale,
                    keep: 1)
            }
        }
    }
}
