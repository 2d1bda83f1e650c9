import CKernels

/// A run of neighbouring positions of one sequence that goes through the model together.
struct Segment {
    /// The sequence's pages, with room for these positions.
    let pages: [KeyValuePage]
    /// The first token's position.
    let start: Int
    let tokens: ArraySlice<Int32>
    /// Which tokens' final states are wanted, counted from the segment's first.
    let wanted: Range<Int>
}

/// Takes segments of sequences through the model: keys and values into their pages, final states
/// out.
///
/// A token's result depends on the tokens before it in its sequence alone, to the bit: never on
/// what else is in the batch, on how a prompt was cut or on the number of threads. A class because
/// it owns threads and scratch memory; only the engine's thread uses it.
final class ForwardPass {
    let model: TransformerModel
    let kernels: Kernels
    let pool: WorkerPool
    let layout: KeyValueLayout
    let isFast: Bool

    /// Rows of a zero-padded chunk when BLAS computes; chunks begin at multiples of it.
    static let chunk = 64
    /// Output rows that BLAS computes at once, from weights decoded into a worker's scratch.
    static let panel = 96

    var buffers = ForwardBuffers()
    private let workers: [WorkerScratch]
    /// The workers' memory, by worker.
    let workerMemory: UnsafeMutablePointer<WorkerMemory>

    /// One row of the batch; padding belongs to no segment.
    struct Row {
        var segment: Int
        var position: Int
    }
    var rows: [Row] = []
    var segments: [Segment] = []
    /// One task of attention: a key-value head of a few neighbouring rows of a segment.
    struct AttentionTask {
        var segment: Int
        var head: Int
        var firstRow: Int
        var rowCount: Int
    }
    var attentionTasks: [AttentionTask] = []

    init(_ model: TransformerModel, kernels: Kernels, pool: WorkerPool, precision: Precision) {
        self.model = model
        self.kernels = kernels
        self.pool = pool
        layout = KeyValueLayout(model.configuration)
        isFast = precision == .fast
        let shape = model.configuration
        let widest = max(shape.embeddingLength, shape.feedForwardLength, shape.queryLength)
        workers = (0..<pool.threads).map { _ in WorkerScratch(columns: widest) }
        workerMemory = .allocate(capacity: workers.count)
        workerMemory.initialize(from: workers.map(\.memory), count: workers.count)
        MatrixLibrary.useCallingThreadOnly()
    }

    deinit { workerMemory.deallocate() }

    /// Computes segments and returns the final states that they want, one after another, each of
    /// `embeddingLength` floats; valid until the next call.
    ///
    /// - Parameter usingBLAS: whether products go through BLAS; each segment then lies within one
    ///   chunk.
    func run(_ segments: [Segment], usingBLAS: Bool) -> UnsafeMutablePointer<Float> {
        arrange(segments, padding: usingBLAS)
        embed()
        for block in 0..<model.configuration.blockCount {
            attend(block, usingBLAS: usingBLAS)
            feedForward(block, usingBLAS: usingBLAS)
        }
        let states = gather()
        self.segments = []
        return states
    }

    // MARK: the batch

    private func arrange(_ segments: [Segment], padding: Bool) {
        self.segments = segments
        rows.removeAll(keepingCapacity: true)
        attentionTasks.removeAll(keepingCapacity: true)
        let perTask = max(1, 24 / (model.configuration.headCount / layout.heads))
        for (index, segment) in segments.enumerated() {
            let offset = padding ? segment.start % Self.chunk : 0
            if padding {
                precondition(offset + segment.tokens.count <= Self.chunk, "a chunk holds a segment")
                for _ in 0..<offset { rows.append(Row(segment: -1, position: 0)) }
            }
            let first = rows.count
            for i in segment.tokens.indices {
                let position = segment.start + i - segment.tokens.startIndex
                rows.append(Row(segment: index, position: position))
            }
            for start in stride(from: 0, to: segment.tokens.count, by: perTask) {
                let count = min(perTask, segment.tokens.count - start)
                for head in 0..<layout.heads {
                    attentionTasks.append(
                        AttentionTask(
                            segment: index, head: head, firstRow: first + start, rowCount: count))
                }
            }
            if padding {
                while rows.count % Self.chunk != 0 { rows.append(Row(segment: -1, position: 0)) }
            }
        }
        buffers.reserve(rows: rows.count, for: model.configuration, isFast: isFast)
        let longest = segments.map { $0.start + $0.tokens.count }.max() ?? 0
        let pages = (longest + KeyValueLayout.positions - 1) / KeyValueLayout.positions
        for (index, worker) in workers.enumerated() {
            worker.reserve(
                rows: rows.count, pages: pages, queries: 24 + model.configuration.headCount)
            workerMemory[index] = worker.memory
        }
    }

    private func embed() {
        let width = model.configuration.embeddingLength
        let pairs = model.rotary.pairs
        eachRow { row, _ in
            let target = self.buffers.stream + row * width
            let entry = self.rows[row]
            guard entry.segment >= 0 else {
                target.update(repeating: 0, count: width)
                let queries = self.model.configuration.queryLength
                (self.buffers.attended + row * queries).update(repeating: 0, count: queries)
                return
            }
            let segment = self.segments[entry.segment]
            let token = Int(
                segment.tokens[segment.tokens.startIndex + entry.position - segment.start])
            self.model.weights.embedding.decode(
                rows: token, token + 1, into: target, with: self.kernels)
            self.model.rotary.write(
                position: entry.position, into: self.buffers.angles + row * 2 * pairs)
        }
    }

    /// The normalised final states of the wanted rows.
    private func gather() -> UnsafeMutablePointer<Float> {
        let width = model.configuration.embeddingLength
        var wanted: [Int] = []
        for (index, row) in rows.enumerated() where row.segment >= 0 {
            let segment = segments[row.segment]
            if segment.wanted.contains(row.position - segment.start) { wanted.append(index) }
        }
        let states = buffers.final.holding(max(1, wanted.count) * width)
        for (index, row) in wanted.enumerated() {
            kernels.table.pointee.rms_norm(
                buffers.stream + row * width, model.weights.outputNorm, width,
                model.configuration.normEpsilon, states + index * width)
        }
        return states
    }

    /// Calls `body(row, worker)` for every row, in parallel where there are several.
    func eachRow(_ body: (Int, Int) -> Void) {
        let count = rows.count
        let size = 4
        pool.run((count + size - 1) / size) { task, worker in
            for row in task * size..<min(count, (task + 1) * size) { body(row, worker) }
        }
    }
}
