import CKernels

extension TrainingPass {
    /// Computes the stream of a batch up to the final states of its output rows.
    ///
    /// - Parameters:
    ///   - layout: the batch.
    ///   - adapted: whether the low-rank factors take part; without them this is the reference.
    ///   - keeping: whether a backward pass follows.
    func forward(_ layout: BatchLayout, adapted: Bool, keeping: Bool) {
        let blocks = weights.blocks.count
        prepare(layout, slots: keeping ? max(1, blocks - lowest) : 1)
        let width = shape.embeddingLength
        let final = MatrixView(finalStream.holding(layout.rowCount * width), width)
        let entry = blocks == lowest ? final : store.slots[0].stream
        let first = trunk?.fill(entry, for: layout) == true ? lowest : 0
        if first == 0 { embed(into: blocks == 0 ? final : store.slots[0].stream) }
        for block in first..<blocks {
            let slot = store.slots[slot(block, keeping: keeping)]
            let next =
                block + 1 == blocks
                ? final : store.slots[self.slot(block + 1, keeping: keeping)].stream
            attend(block, slot, adapted: adapted)
            feedForward(block, slot, into: next, adapted: adapted)
        }
        let states = finalStates.holding(max(1, layout.outputRows.count) * width)
        eachRowBlock(layout.outputRows.count) { rows in
            for row in rows {
                kernels.table.pointee.rms_norm(
                    final.row(layout.outputRows[row]), weights.outputNorm.start, width,
                    shape.normEpsilon, states + row * width)
            }
        }
    }

    /// Computes the stream of a batch up to the lowest trained block.
    ///
    /// - Returns: rows × embedding, until the next pass.
    func frozenStream(_ layout: BatchLayout) -> MatrixView {
        prepare(layout, slots: 1)
        let slot = store.slots[0]
        embed(into: slot.stream)
        for block in 0..<lowest {
            attend(block, slot, adapted: false)
            feedForward(block, slot, into: slot.stream, adapted: false)
        }
        return slot.stream
    }

    private func prepare(_ layout: BatchLayout, slots: Int) {
        self.layout = layout
        store.reserve(rows: layout.rowCount, slots: slots)
        for worker in workers { worker.reserve(longest: layout.longest) }
        writeAngles()
    }

    private func embed(into stream: MatrixView) {
        for (row, token) in layout.tokens.enumerated() {
            stream.row(row).update(
                from: weights.embedding.row(Int(token)), count: shape.embeddingLength)
        }
    }

    private func writeAngles() {
        let pairs = rotary.pairs
        let start = angles.holding(layout.rowCount * 3 * pairs)
        eachRowBlock(layout.rowCount) { rows in
            for row in rows {
                let angle = start + row * 3 * pairs
                rotary.write(position: layout.positions[row], into: angle)
                for i in 0..<pairs { angle[2 * pairs + i] = -angle[pairs + i] }
            }
        }
    }

    /// middle = stream + attention(norm(stream)).
    private func attend(_ block: Int, _ slot: BlockActivations, adapted: Bool) {
        let matrices = weights.blocks[block]
        normalize(
            slot.stream, matrices.attentionNorm, into: slot.attentionInput,
            matrices[.queryKeyValue], adapted: adapted)
        multiply(matrices[.queryKeyValue], slot.attentionInput, into: slot.projected)
        turn(slot.projected, sines: 1)
        attention(slot)
        let output = matrices[.attentionOutput]
        let width = shape.embeddingLength
        eachRowBlock(layout.rowCount) { rows in
            innerProducts(output, slot.attended, rows, adapted)
            slot.middle.row(rows.lowerBound).update(
                from: slot.stream.row(rows.lowerBound), count: rows.count * width)
        }
        multiply(output, slot.attended, into: slot.middle, keep: 1)
    }

    /// next = middle + feed-forward(norm(middle)).
    private func feedForward(
        _ block: Int, _ slot: BlockActivations, into next: MatrixView, adapted: Bool
    ) {
        let matrices = weights.blocks[block]
        let count = layout.rowCount
        normalize(
            slot.middle, matrices.feedForwardNorm, into: slot.feedForwardInput, matrices[.gateUp],
            adapted: adapted)
        multiply(matrices[.gateUp], slot.feedForwardInput, into: slot.gateUp)
        let down = matrices[.down]
        let inner = shape.feedForwardLength
        let width = shape.embeddingLength
        let hidden = MatrixView(self.hidden.holding(count * down.stride), down.stride)
        eachRowBlock(count) { block in
            for row in block {
                let gate = slot.gateUp.row(row)
                rows.table.pointee.silu_product(gate, gate + inner, hidden.row(row), inner)
            }
            innerProducts(down, hidden, block, adapted)
            for row in block {
                if adapted, down.inner > 0 {
                    slot.downInner.row(row).update(
                        from: hidden.row(row) + inner, count: down.inner)
                }
                next.row(row).update(from: slot.middle.row(row), count: width)
            }
        }
        multiply(down, hidden, into: next, keep: 1)
    }

    // MARK: parts

    /// Normalises rows and puts the inner products of the matrix that takes them beside them.
    private func normalize(
        _ x: MatrixView, _ weight: FloatBuffer, into output: MatrixView, _ matrix: FusedMatrix,
        adapted: Bool
    ) {
        eachRowBlock(layout.rowCount) { rows in
            for row in rows {
                kernels.table.pointee.rms_norm(
                    x.row(row), weight.start, shape.embeddingLength, shape.normEpsilon,
                    output.row(row))
            }
            innerProducts(matrix, output, rows, adapted)
        }
    }

    /// x·Aᵀ beside x; zeros for the reference, so that a product's sums have the same order for
    /// both and an adapter that changes nothing gives the reference's bits.
    private func innerProducts(
        _ matrix: FusedMatrix, _ x: MatrixView, _ rows: Range<Int>, _ adapted: Bool
    ) {
        guard matrix.inner > 0 else { return }
        guard adapted else {
            for row in rows {
                (x.row(row) + matrix.inputs).initialize(repeating: 0, count: matrix.inner)
            }
            return
        }
        let part = x.from(row: rows.lowerBound)
        MatrixLibrary.multiply(
            .rightTransposed, part, matrix.downCopy, into: part.from(column: matrix.inputs),
            rows: rows.count, columns: matrix.inner, inner: matrix.inputs)
    }

    /// y = keep · y + [x | x·Aᵀ] · [W | s·B]ᵀ.
    private func multiply(
        _ matrix: FusedMatrix, _ x: MatrixView, into y: MatrixView, keep: Float = 0
    ) {
        let pieces = Self.pieces(rows: layout.rowCount, columns: matrix.outputs)
        let inner = matrix.inputs + matrix.inner
        pool.run(pieces.count) { task, _ in
            let piece = pieces[task]
            MatrixLibrary.multiply(
                .rightTransposed, x.from(row: piece.rows.lowerBound),
                matrix.weights.from(row: piece.columns.lowerBound),
                into: y.from(row: piece.rows.lowerBound, column: piece.columns.lowerBound),
                rows: piece.rows.count, columns: piece.columns.count, inner: inner, keep: keep)
        }
    }

    /// Turns queries and keys to their positions, or their gradients back.
    func turn(_ projected: MatrixView, sines sign: Int) {
        let pairs = rotary.pairs
        guard let angles = angles?.start else { return }
        eachRowBlock(layout.rowCount) { rows in
            for row in rows {
                let cosine = angles + row * 3 * pairs
                let sine = cosine + (sign > 0 ? pairs : 2 * pairs)
                kernels.table.pointee.rope(
                    projected.row(row), shape.headCount + shape.keyValueHeadCount,
                    shape.headDimension, cosine, sine, pairs)
            }
        }
    }
}
