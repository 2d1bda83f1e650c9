import CKernels

extension ForwardPass {
    /// stream += attention(norm(stream)).
    func attend(_ block: Int, usingBLAS: Bool) {
        let shape = model.configuration
        let weights = model.weights.blocks[block]
        let adapters = model.adapterWeights
        let stride = shape.queryLength + 2 * shape.keyValueLength
        let input = normalize(weights.attentionNorm)
        let projected = buffers.projected
        if rows.count == 1 { fetchKeys(block: block) }
        multiply(
            [
                Product(
                    weights.query, adapters[block, .query], into: projected, stride: stride),
                Product(
                    weights.key, adapters[block, .key], into: projected + shape.queryLength,
                    stride: stride),
                Product(
                    weights.value, adapters[block, .value],
                    into: projected + shape.queryLength + shape.keyValueLength, stride: stride),
            ], with: input, usingBLAS: usingBLAS)
        eachRow { row, _ in self.place(row, block: block) }
        pool.run(attentionTasks.count) { task, worker in
            self.attention(
                self.attentionTasks[task], block: block, worker: self.workerMemory[worker])
        }
        add(
            weights.attentionOutput, adapters[block, .attentionOutput],
            of: activations(buffers.attended, columns: shape.queryLength), usingBLAS: usingBLAS)
    }

    /// stream += feed-forward(norm(stream)).
    func feedForward(_ block: Int, usingBLAS: Bool) {
        let shape = model.configuration
        let weights = model.weights.blocks[block]
        let adapters = model.adapterWeights
        let width = shape.feedForwardLength
        let input = normalize(weights.feedForwardNorm)
        multiplyGated(
            Product(weights.gate, adapters[block, .gate], into: buffers.gate, stride: width),
            Product(weights.up, adapters[block, .up], into: buffers.up, stride: width),
            with: input, usingBLAS: usingBLAS)
        add(
            weights.down, adapters[block, .down], of: activations(buffers.gate, columns: width),
            usingBLAS: usingBLAS)
    }

    private func normalize(_ weight: [Float]) -> Activations {
        let width = model.configuration.embeddingLength
        let (stream, normed) = (buffers.stream, buffers.normed)
        weight.withUnsafeBufferPointer { weight in
            eachRow { row, _ in
                self.kernels.table.pointee.rms_norm(
                    stream + row * width, weight.baseAddress, width,
                    self.model.configuration.normEpsilon, normed + row * width)
            }
        }
        return activations(normed, columns: width)
    }

    /// Turns a row's queries and keys to its position and puts its keys and values into its page.
    private func place(_ row: Int, block: Int) {
        let entry = rows[row]
        guard entry.segment >= 0 else { return }
        let shape = model.configuration
        let pairs = model.rotary.pairs
        let size = shape.headDimension
        let queries = buffers.projected + row * (shape.queryLength + 2 * shape.keyValueLength)
        let keys = queries + shape.queryLength
        let values = keys + shape.keyValueLength
        let cosine = buffers.angles + row * 2 * pairs
        let rope = kernels.table.pointee.rope
        rope?(queries, shape.headCount, size, cosine, cosine + pairs, pairs)
        rope?(keys, shape.keyValueHeadCount, size, cosine, cosine + pairs, pairs)
        let (index, slot) = entry.position.quotientAndRemainder(
            dividingBy: KeyValueLayout.positions)
        let page = segments[entry.segment].pages[index].start
        for head in 0..<shape.keyValueHeadCount {
            let target = page + layout.keys(block: block, head: head) + slot
            for d in 0..<size {
                target[d * KeyValueLayout.positions] = keys[head * size + d]
            }
            (page + layout.values(block: block, head: head) + slot * size)
                .update(from: values + head * size, count: size)
        }
    }

    /// Fetches the scattered places of the next keys while their product is computed.
    private func fetchKeys(block: Int) {
        guard rows[0].segment >= 0 else { return }
        let size = KeyValueLayout.positions
        let page = segments[0].pages[rows[0].position / size].start + rows[0].position % size
        for head in 0..<layout.heads {
            ck_fetch_for_writing(
                page + layout.keys(block: block, head: head), size, layout.headSize)
        }
    }

    private func attention(_ task: AttentionTask, block: Int, worker: WorkerMemory) {
        let shape = model.configuration
        let size = shape.headDimension
        let group = shape.headCount / shape.keyValueHeadCount
        let stride = shape.queryLength + 2 * shape.keyValueLength
        let pages = segments[task.segment].pages
        let last = rows[task.firstRow + task.rowCount - 1].position
        let pageCount = last / KeyValueLayout.positions + 1
        let (keys, values) = (
            layout.keys(block: block, head: task.head), layout.values(block: block, head: task.head)
        )
        for page in 0..<pageCount {
            worker.keyPages[page] = UnsafePointer(pages[page].start + keys)
            worker.valuePages[page] = UnsafePointer(pages[page].start + values)
        }
        // The kernel reads a query and writes its result at the same offset, so the results replace
        // the queries; they are copied out below.
        var count = 0
        for row in task.firstRow..<task.firstRow + task.rowCount {
            for head in 0..<group {
                worker.queryOffsets[count] = row * stride + (task.head * group + head) * size
                worker.lengths[count] = rows[row].position + 1
                count += 1
            }
        }
        var arguments = ck_attention(
            key_pages: worker.keyPages, value_pages: worker.valuePages,
            page_positions: KeyValueLayout.positions, head_size: size, queries: buffers.projected,
            output: buffers.projected, query_offsets: worker.queryOffsets,
            lengths: worker.lengths, count: count, scale: 1 / Float(size).squareRoot(),
            scores: worker.scores, score_stride: pageCount * KeyValueLayout.positions)
        kernels.table.pointee.attention(&arguments)
        for row in task.firstRow..<task.firstRow + task.rowCount {
            let head = task.head * group * size
            (buffers.attended + row * shape.queryLength + head)
                .update(from: buffers.projected + row * stride + head, count: group * size)
        }
    }
}
