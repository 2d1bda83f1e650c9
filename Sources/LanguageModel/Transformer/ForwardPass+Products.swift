import CKernels

extension ForwardPass {
    /// Rows of activations, and the same as bytes where the precision is `fast`.
    struct Activations {
        let floats: UnsafeMutablePointer<Float>
        let columns: Int
    }

    /// A product with a weight matrix, adapters included, and where it goes.
    struct Product {
        let matrix: WeightMatrix
        let changes: [AdapterWeights.Change]
        let output: UnsafeMutablePointer<Float>
        let stride: Int

        init(
            _ matrix: WeightMatrix, _ changes: [AdapterWeights.Change],
            into output: UnsafeMutablePointer<Float>, stride: Int
        ) {
            self.matrix = matrix
            self.changes = changes
            self.output = output
            self.stride = stride
        }
    }

    /// The activations of all rows of the batch, rounded to bytes too where `fast` needs it.
    func activations(_ floats: UnsafeMutablePointer<Float>, columns: Int, rows count: Int? = nil)
        -> Activations
    {
        if isFast, columns % 32 == 0 {
            let count = count ?? rows.count
            let blocks = columns / 32
            let bytes = buffers.bytes
            let quantise = kernels.table.pointee.quantise
            pool.run((count + 3) / 4) { task, _ in
                for row in task * 4..<min(count, task * 4 + 4) {
                    quantise?(floats + row * columns, columns, bytes + row * blocks)
                }
            }
        }
        return Activations(floats: floats, columns: columns)
    }

    /// Computes products that share their input.
    func multiply(_ products: [Product], with input: Activations, usingBLAS: Bool) {
        let inner = innerProducts(products, input)
        eachBlock(of: products.map(\.matrix.rows), usingBLAS: usingBLAS) {
            index, first, last, worker in
            let product = products[index]
            self.multiply(
                product, inner[index], first, last, with: input, worker: self.workers[worker],
                usingBLAS: usingBLAS)
        }
    }

    /// Adds a product to the residual stream.
    func add(
        _ matrix: WeightMatrix, _ changes: [AdapterWeights.Change], of input: Activations,
        usingBLAS: Bool
    ) {
        let width = matrix.rows
        let stream = buffers.stream
        let count = rows.count
        let shared = Product(matrix, changes, into: stream, stride: width)
        let inner = innerProducts([shared], input)[0]
        eachBlock(of: [width], usingBLAS: usingBLAS) { _, first, last, worker in
            let scratch = self.workers[worker]
            // The product's outputs first ..< last, as rows of their own.
            let outputs = last - first
            let product = Product(matrix, changes, into: scratch.piece - first, stride: outputs)
            self.multiply(
                product, inner, first, last, with: input, worker: scratch, usingBLAS: usingBLAS)
            for row in 0..<count {
                self.kernels.table.pointee.add_scaled(
                    stream + row * width + first, scratch.piece + row * outputs, 1, outputs)
            }
        }
    }

    /// Outputs first ..< last of a product, for all rows of the batch.
    private func multiply(
        _ product: Product, _ inner: [UnsafeMutablePointer<Float>], _ first: Int, _ last: Int,
        with input: Activations, worker: WorkerScratch, usingBLAS: Bool
    ) {
        let count = rows.count
        if usingBLAS {
            let weights = worker.weights.start
            product.matrix.decode(rows: first, last, into: weights, with: kernels)
            for chunk in stride(from: 0, to: count, by: Self.chunk) {
                MatrixLibrary.product(
                    input.floats + chunk * input.columns, stride: input.columns, rows: Self.chunk,
                    weights, outputs: last - first, columns: input.columns,
                    product.output + chunk * product.stride + first, stride: product.stride)
            }
        } else {
            multiply(
                product.matrix, first, last, with: input, rows: count, into: product.output,
                stride: product.stride, worker: worker)
        }
        for (change, z) in zip(product.changes, inner) {
            // B·z for these outputs, one row at a time; the rank is small.
            var matrix = change.up.kernelMatrix
            withUnsafeTemporaryAllocation(of: Float.self, capacity: last - first) { piece in
                guard let piece = piece.baseAddress else { return }
                for row in 0..<count {
                    kernels.table.pointee.product(
                        &matrix, first, last, z + row * change.up.columns, change.up.columns, 1,
                        piece - first, 0, worker.weights.start)
                    kernels.table.pointee.add_scaled(
                        product.output + row * product.stride + first, piece, change.scale,
                        last - first)
                }
            }
        }
    }

    /// Outputs first ..< last of a product by our own kernels.
    func multiply(
        _ matrix: WeightMatrix, _ first: Int, _ last: Int, with input: Activations, rows count: Int,
        into output: UnsafeMutablePointer<Float>, stride: Int, worker: WorkerScratch
    ) {
        var weights = matrix.kernelMatrix
        if isFast, matrix.hasByteProduct {
            kernels.table.pointee.product_int8(
                &weights, first, last, buffers.bytes, count, output, stride)
        } else {
            kernels.table.pointee.product(
                &weights, first, last, input.floats, input.columns, count, output, stride,
                worker.weights.start)
        }
    }

    /// The adapters' A·x for every product and change: rows × rank each.
    private func innerProducts(_ products: [Product], _ input: Activations)
        -> [[UnsafeMutablePointer<Float>]]
    {
        if model.adapterWeights.changes.isEmpty { return products.map { _ in [] } }
        let count = rows.count
        let total = products.reduce(0) { $1.changes.reduce($0) { $0 + $1.down.rows } }
        var next = buffers.inner.holding(max(1, total * count))
        var tasks: [(matrix: WeightMatrix, output: UnsafeMutablePointer<Float>)] = []
        let places = products.map { product in
            product.changes.map { change in
                defer { next += change.down.rows * count }
                tasks.append((change.down, next))
                return next
            }
        }
        pool.run(tasks.count) { task, worker in
            let (matrix, output) = tasks[task]
            var weights = matrix.kernelMatrix
            self.kernels.table.pointee.product(
                &weights, 0, matrix.rows, input.floats, input.columns, count, output, matrix.rows,
                self.workers[worker].weights.start)
        }
        return places
    }

    /// Splits the outputs of several matrices into blocks and computes them in parallel.
    ///
    /// With BLAS the blocks are of one fixed size, because a product's bits may depend on it; our
    /// kernels' don't, so their blocks follow the number of threads.
    private func eachBlock(
        of outputs: [Int], usingBLAS: Bool,
        _ body: (_ product: Int, _ first: Int, _ last: Int, _ worker: Int) -> Void
    ) {
        let total = outputs.reduce(0, +)
        let share = (total / (pool.threads * 8) + 15) / 16 * 16
        let size = usingBLAS ? Self.panel : min(max(share, 16), WorkerScratch.outputs)
        var blocks: [(product: Int, first: Int, last: Int)] = []
        for (product, count) in outputs.enumerated() {
            for first in Swift.stride(from: 0, to: count, by: size) {
                blocks.append((product, first, min(count, first + size)))
            }
        }
        pool.run(blocks.count) { task, worker in
            let block = blocks[task]
            body(block.product, block.first, block.last, worker)
        }
    }

    /// The logits of final states: `count` rows of the vocabulary's length each; valid until the
    /// next call.
    func logits(
        of states: UnsafeMutablePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
    ) {
        let head = model.weights.output
        let width = model.configuration.embeddingLength
        buffers.reserve(rows: count, for: model.configuration, isFast: isFast)
        let input = activations(states, columns: width, rows: count)
        eachBlock(of: [head.rows], usingBLAS: false) { _, first, last, worker in
            self.multiply(
                head, first, last, with: input, rows: count, into: output, stride: head.rows,
                worker: self.workers[worker])
        }
    }
}
