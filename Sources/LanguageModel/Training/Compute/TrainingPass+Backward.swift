import CKernels

extension TrainingPass {
    /// Adds the gradients of a loss to those of the parameters, after `forward` with `keeping` and
    /// `targetValues` with `keepingGradient`.
    ///
    /// - Parameters:
    ///   - targets: ∂loss/∂ln p for each of the layout's targets.
    ///   - heads: ∂loss/∂value for each output row, by the head's name.
    func backward(targets: [Double], heads: [String: [Double]]) {
        let width = shape.embeddingLength
        let count = layout.rowCount
        let widest = weights.blocks.reduce(width) {
            max($0, $1[.attentionOutput].outputStride, $1[.down].outputStride)
        }
        let stream = MatrixView(streamGradient.holding(count * widest), widest)
        stream.start.initialize(repeating: 0, count: count * widest)
        outputBackward(targets: targets, heads: heads, into: stream)
        guard lowest < weights.blocks.count else { return }
        for block in (lowest..<weights.blocks.count).reversed() {
            let slot = store.slots[slot(block, keeping: true)]
            feedForwardBackward(block, slot, stream)
            if block > lowest || trainsAttention(block) {
                attentionBackward(block, slot, stream)
            }
        }
        guard let embedding = parameters.gradients(named: "token_embd.weight") else { return }
        for (row, token) in layout.tokens.enumerated() {
            kernels.table.pointee.add_scaled(
                embedding + Int(token) * width, stream.row(row), 1, width)
        }
    }

    private var trainsEmbedding: Bool { parameters["token_embd.weight"] != nil }

    private func trainsAttention(_ block: Int) -> Bool {
        trainsEmbedding || parameters["blk.\(block).attn_norm.weight"] != nil
            || [FusedKind.queryKeyValue, .attentionOutput].contains {
                let matrix = weights.blocks[block][$0]
                return matrix.inner > 0 || matrix.hasTrainableWhole
            }
    }

    // MARK: feed-forward

    private func feedForwardBackward(_ block: Int, _ slot: BlockActivations, _ stream: MatrixView) {
        let matrices = weights.blocks[block]
        let (down, gateUp) = (matrices[.down], matrices[.gateUp])
        let width = shape.feedForwardLength
        let count = layout.rowCount
        let hidden = MatrixView(self.hidden.holding(count * down.stride), down.stride)
        let outer = MatrixView(
            projectedGradient.holding(count * projectedWidth), FusedMatrix.padded(width))
        eachRowBlock(count) { innerGradients(down, stream, $0) }
        run(inputTasks(down, stream, into: outer))
        eachRowBlock(count) { block in
            for row in block {
                let gate = slot.gateUp.row(row)
                rows.table.pointee.silu_product_backward(
                    gate, gate + width, outer.row(row), gate, gate + width, hidden.row(row), width)
            }
            innerGradients(gateUp, slot.gateUp, block)
        }
        let input = normGradient
        run(
            inputTasks(gateUp, slot.gateUp, into: input)
                + weightTasks(gateUp, slot.gateUp, slot.feedForwardInput)
                + weightTasks(down, stream, hidden, inner: slot.downInner))
        normBackward(
            slot.middle, matrices.feedForwardNorm, input, named: "blk.\(block).ffn_norm.weight",
            into: stream)
    }

    // MARK: attention

    private func attentionBackward(_ block: Int, _ slot: BlockActivations, _ stream: MatrixView) {
        let matrices = weights.blocks[block]
        let (output, projections) = (matrices[.attentionOutput], matrices[.queryKeyValue])
        let count = layout.rowCount
        let input = normGradient
        eachRowBlock(count) { innerGradients(output, stream, $0) }
        run(
            inputTasks(output, stream, into: input)
                + weightTasks(output, stream, slot.attended))
        let projected = MatrixView(
            projectedGradient.holding(count * projectedWidth), projections.outputStride)
        attentionBackward(slot, from: input, into: projected)
        turn(projected, sines: -1)
        eachRowBlock(count) { innerGradients(projections, projected, $0) }
        let norm = "blk.\(block).attn_norm.weight"
        let goesOn = block > lowest || trainsEmbedding || parameters[norm] != nil
        run(
            (goesOn ? inputTasks(projections, projected, into: input) : [])
                + weightTasks(projections, projected, slot.attentionInput))
        guard goesOn else { return }
        normBackward(slot.stream, matrices.attentionNorm, input, named: norm, into: stream)
    }

    // MARK: parts

    private typealias Task = () -> Void

    private func run(_ tasks: [Task]) { pool.run(tasks.count) { index, _ in tasks[index]() } }

    /// The widest of what `projectedGradient` holds in turn.
    private var projectedWidth: Int {
        weights.blocks.reduce(FusedMatrix.padded(shape.feedForwardLength)) {
            max($0, $1[.queryKeyValue].outputStride)
        }
    }

    /// Room for the gradient of a norm's output, or of what attention gave.
    private var normGradient: MatrixView {
        let width = max(shape.embeddingLength, shape.queryLength)
        return MatrixView(inputGradient.holding(layout.rowCount * width), width)
    }

    /// dy·s·B beside dy.
    private func innerGradients(_ matrix: FusedMatrix, _ outer: MatrixView, _ rows: Range<Int>) {
        guard matrix.inner > 0 else { return }
        let part = outer.from(row: rows.lowerBound)
        MatrixLibrary.multiply(
            .plain, part, matrix.scaledUp, into: part.from(column: matrix.outputs),
            rows: rows.count, columns: matrix.inner, inner: matrix.outputs)
    }

    /// dx = [dy | dy·s·B] · [W ; A].
    private func inputTasks(_ matrix: FusedMatrix, _ outer: MatrixView, into input: MatrixView)
        -> [Task]
    {
        Self.pieces(rows: layout.rowCount, columns: matrix.inputs).map { piece in
            {
                MatrixLibrary.multiply(
                    .plain, outer.from(row: piece.rows.lowerBound),
                    matrix.weights.from(column: piece.columns.lowerBound),
                    into: input.from(
                        row: piece.rows.lowerBound, column: piece.columns.lowerBound),
                    rows: piece.rows.count, columns: piece.columns.count,
                    inner: matrix.outputs + matrix.inner)
            }
        }
    }

    /// The gradients of a matrix's trained parts.
    ///
    /// - Parameters:
    ///   - outer: the gradient of the output, with that of the inner products beside it.
    ///   - input: the input.
    ///   - inner: the inner products; beside the input unless given.
    private func weightTasks(
        _ matrix: FusedMatrix, _ outer: MatrixView, _ input: MatrixView, inner: MatrixView? = nil
    ) -> [Task] {
        let count = layout.rowCount
        let inner = inner ?? input.from(column: matrix.inputs)
        var tasks: [Task] = []
        if let first = matrix.parts.first(where: { $0.rank > 0 })?.down {
            let target = MatrixView(parameters.gradients(first), matrix.inputs)
            tasks.append {
                MatrixLibrary.multiply(
                    .leftTransposed, outer.from(column: matrix.outputs), input, into: target,
                    rows: matrix.inner, columns: matrix.inputs, inner: count, keep: 1)
            }
        }
        for part in matrix.parts {
            let outer = outer.from(column: part.firstRow)
            if let up = part.up {
                let target = MatrixView(parameters.gradients(up), part.rank)
                tasks.append {
                    MatrixLibrary.multiply(
                        .leftTransposed, outer, inner.from(column: part.firstInner), into: target,
                        rows: part.rows, columns: part.rank, inner: count,
                        factor: self.weights.scale, keep: 1)
                }
            }
            if let whole = part.whole {
                let target = MatrixView(parameters.gradients(whole), matrix.inputs)
                for first in stride(from: 0, to: part.rows, by: 256) {
                    tasks.append {
                        MatrixLibrary.multiply(
                            .leftTransposed, outer.from(column: first), input,
                            into: target.from(row: first), rows: min(256, part.rows - first),
                            columns: matrix.inputs, inner: count, keep: 1)
                    }
                }
            }
        }
        return tasks
    }

    /// Adds a norm's gradient to the stream's, and to its weight's where that is trained.
    private func normBackward(
        _ x: MatrixView, _ weight: FloatBuffer, _ outer: MatrixView, named name: String,
        into stream: MatrixView
    ) {
        let width = shape.embeddingLength
        let inverses = self.inverses.holding(max(Self.logitRows, layout.rowCount))
        eachRowBlock(layout.rowCount) { block in
            for row in block {
                inverses[row] = rows.table.pointee.rms_norm_backward(
                    x.row(row), weight.start, outer.row(row), width, shape.normEpsilon,
                    stream.row(row))
            }
        }
        guard let total = parameters.gradients(named: name) else { return }
        for row in 0..<layout.rowCount {
            rows.table.pointee.add_product(total, outer.row(row), x.row(row), inverses[row], width)
        }
    }
}
