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
        let tasks = products.map { PlainProduct($0, self) }
        let context = context(for: input, usingBLAS: usingBLAS)
        tasks.withUnsafeBufferPointer { tasks in
            eachBlock(of: products.map(\.matrix.rows), usingBLAS: usingBLAS) {
                index, first, last, worker in
                let task = tasks[index]
                task.compute(first, last, context, worker)
                if task.isAdapted {
                    self.adapt(products[index], inner[index], first, last, worker)
                }
            }
        }
    }

    /// gate = silu(gate product) · up product, element by element.
    func multiplyGated(
        _ gate: Product, _ up: Product, with input: Activations, usingBLAS: Bool
    ) {
        let inner = innerProducts([gate, up], input)
        let (gateTask, upTask) = (PlainProduct(gate, self), PlainProduct(up, self))
        let context = context(for: input, usingBLAS: usingBLAS)
        let count = rows.count
        let silu = kernels.table.pointee.silu_multiply
        eachBlock(of: [gate.matrix.rows], usingBLAS: usingBLAS) { _, first, last, worker in
            gateTask.compute(first, last, context, worker)
            upTask.compute(first, last, context, worker)
            if gateTask.isAdapted { self.adapt(gate, inner[0], first, last, worker) }
            if upTask.isAdapted { self.adapt(up, inner[1], first, last, worker) }
            for row in 0..<count {
                let start = row * gateTask.stride + first
                silu?(gateTask.output + start, upTask.output + start, last - first)
            }
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
        let task = PlainProduct(shared, self)
        let context = context(for: input, usingBLAS: usingBLAS)
        let memory = workerMemory
        let addScaled = kernels.table.pointee.add_scaled
        eachBlock(of: [width], usingBLAS: usingBLAS) { _, first, last, worker in
            // The product's outputs first ..< last, as rows of their own.
            let outputs = last - first
            let piece = memory[worker].piece
            var part = task
            part.output = piece - first
            part.stride = outputs
            part.compute(first, last, context, worker)
            if part.isAdapted {
                let product = Product(matrix, changes, into: part.output, stride: outputs)
                self.adapt(product, inner, first, last, worker)
            }
            for row in 0..<count {
                addScaled?(stream + row * width + first, piece + row * outputs, 1, outputs)
            }
        }
    }

    /// What the blocks of a product share: plain values, so that threads don't contend for
    /// reference counts.
    struct BlockContext {
        let kernels: UnsafePointer<ck_kernels>
        let input: UnsafePointer<Float>
        let bytes: UnsafePointer<ck_block_int8>
        let columns: Int
        let rows: Int
        let usingBLAS: Bool
        let memory: UnsafePointer<WorkerMemory>
    }

    /// A product without its adapters, as plain values.
    struct PlainProduct {
        var matrix: ck_matrix
        var output: UnsafeMutablePointer<Float>
        var stride: Int
        let rowBytes: Int
        let isAdapted: Bool
        let isBytes: Bool

        init(_ product: Product, _ pass: ForwardPass) {
            matrix = product.matrix.kernelMatrix
            output = product.output
            stride = product.stride
            rowBytes = product.matrix.rowBytes
            isAdapted = !product.changes.isEmpty
            isBytes = pass.isFast && product.matrix.hasByteProduct
        }

        /// Outputs first ..< last for all rows.
        func compute(_ first: Int, _ last: Int, _ context: BlockContext, _ worker: Int) {
            var matrix = matrix
            let weights = context.memory[worker].weights
            if context.usingBLAS {
                context.kernels.pointee.dequantise(
                    matrix.type, matrix.data + first * rowBytes, (last - first) * context.columns,
                    weights)
                for chunk in Swift.stride(from: 0, to: context.rows, by: ForwardPass.chunk) {
                    MatrixLibrary.product(
                        context.input + chunk * context.columns, stride: context.columns,
                        rows: ForwardPass.chunk, weights, outputs: last - first,
                        columns: context.columns, output + chunk * stride + first, stride: stride)
                }
            } else if isBytes {
                context.kernels.pointee.product_int8(
                    &matrix, first, last, context.bytes, context.rows, output, stride)
            } else {
                context.kernels.pointee.product(
                    &matrix, first, last, context.input, context.columns, context.rows, output,
                    stride, weights)
            }
        }
    }

    private func context(for input: Activations, rows count: Int? = nil, usingBLAS: Bool)
        -> BlockContext
    {
        BlockContext(
            kernels: kernels.table, input: input.floats, bytes: buffers.bytes,
            columns: input.columns, rows: count ?? rows.count, usingBLAS: usingBLAS,
            memory: workerMemory)
    }

    /// Adds scale · B·(A·x) of each adapter to outputs first ..< last of a product.
    private func adapt(
        _ product: Product, _ inner: [UnsafeMutablePointer<Float>], _ first: Int, _ last: Int,
        _ worker: Int
    ) {
        let scratch = workerMemory[worker].weights
        for (change, z) in zip(product.changes, inner) {
            var matrix = change.up.kernelMatrix
            withUnsafeTemporaryAllocation(of: Float.self, capacity: last - first) { piece in
                guard let piece = piece.baseAddress else { return }
                for row in rows.indices {
                    kernels.table.pointee.product(
                        &matrix, first, last, z + row * change.up.columns, change.up.columns, 1,
                        piece - first, 0, scratch)
                    kernels.table.pointee.add_scaled(
                        product.output + row * product.stride + first, piece, change.scale,
                        last - first)
                }
            }
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
                self.workerMemory[worker].weights)
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
        // A single row streams weights from memory, best in long runs; several compute, best in
        // pieces that even out.
        let pieces = pool.threads * (rows.count == 1 ? 3 : 8)
        let share = (total / pieces + 15) / 16 * 16
        let most = rows.count == 1 ? Int.max : WorkerScratch.outputs
        let size = usingBLAS ? Self.panel : min(max(share, 16), most)
        var blocks: [(product: Int, first: Int, last: Int)] = []
        for (product, count) in outputs.enumerated() {
            for first in Swift.stride(from: 0, to: count, by: size) {
                blocks.append((product, first, min(count, first + size)))
            }
        }
        blocks.withUnsafeBufferPointer { blocks in
            pool.run(blocks.count) { task, worker in
                let block = blocks[task]
                body(block.product, block.first, block.last, worker)
            }
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
        let task = PlainProduct(Product(head, [], into: output, stride: head.rows), self)
        let context = context(for: input, rows: count, usingBLAS: false)
        eachBlock(of: [head.rows], usingBLAS: false) { _, first, last, worker in
            task.compute(first, last, context, worker)
        }
    }
}
