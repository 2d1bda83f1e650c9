import CKernels

/// The activations of a batch, row after row; grown, never shrunk.
///
/// A class because it owns memory.
final class ForwardBuffers {
    private var memory = FloatBuffer(count: 0)
    private var rows = 0

    /// The residual stream: rows × embedding.
    private(set) var stream: UnsafeMutablePointer<Float>
    /// What RMSNorm gives: rows × embedding.
    private(set) var normed: UnsafeMutablePointer<Float>
    /// Queries, keys and values side by side: rows × (query + 2 · key-value length).
    private(set) var projected: UnsafeMutablePointer<Float>
    /// What attention gives: rows × query length.
    private(set) var attended: UnsafeMutablePointer<Float>
    /// The feed-forward gate, later its product with `up`: rows × inner width.
    private(set) var gate: UnsafeMutablePointer<Float>
    /// Rows × inner width.
    private(set) var up: UnsafeMutablePointer<Float>
    /// Cosines and sines of each row's position: rows × 2 · pairs.
    private(set) var angles: UnsafeMutablePointer<Float>
    /// Activations as bytes, for `fast`: rows × widest / 32 blocks.
    private(set) var bytes: UnsafeMutablePointer<ck_block_int8>

    /// Final states.
    var final: FloatBuffer?
    /// The adapters' inner products.
    var inner: FloatBuffer?

    init() {
        let nothing = memory.start
        stream = nothing
        normed = nothing
        projected = nothing
        attended = nothing
        gate = nothing
        up = nothing
        angles = nothing
        bytes = .allocate(capacity: 1)
    }

    deinit { bytes.deallocate() }

    /// Makes room for `rows` rows; what was there is lost.
    func reserve(rows wanted: Int, for shape: LlamaConfiguration, isFast: Bool) {
        guard wanted > rows else { return }
        rows = wanted
        let widths = [
            shape.embeddingLength, shape.embeddingLength,
            shape.queryLength + 2 * shape.keyValueLength, shape.queryLength,
            shape.feedForwardLength, shape.feedForwardLength, shape.ropeDimension,
        ]
        // Each buffer begins on a cache line.
        let sizes = widths.map { ($0 * rows + 15) / 16 * 16 }
        memory = FloatBuffer(count: sizes.reduce(0, +))
        var offset = 0
        let starts = sizes.map { size in
            defer { offset += size }
            return memory.start + offset
        }
        stream = starts[0]
        normed = starts[1]
        projected = starts[2]
        attended = starts[3]
        gate = starts[4]
        up = starts[5]
        angles = starts[6]
        if isFast {
            let widest = max(shape.embeddingLength, shape.feedForwardLength, shape.queryLength)
            bytes.deallocate()
            bytes = .allocate(capacity: rows * (widest / 32 + 1))
        }
    }
}

/// Where one worker finds its memory.
struct WorkerMemory {
    /// Decoded weight rows: as many as a kernel tile or a BLAS panel takes.
    var weights: UnsafeMutablePointer<Float>
    /// An outputs × rows piece of a product, before it is added to what is there.
    var piece: UnsafeMutablePointer<Float>
    /// Attention scores: queries × positions.
    var scores: UnsafeMutablePointer<Float>
    var keyPages: UnsafeMutablePointer<UnsafePointer<Float>?>
    var valuePages: UnsafeMutablePointer<UnsafePointer<Float>?>
    var queryOffsets: UnsafeMutablePointer<Int>
    var lengths: UnsafeMutablePointer<Int>
}

/// The memory that one worker needs for itself.
///
/// A class because it owns memory.
final class WorkerScratch {
    private(set) var memory: WorkerMemory
    private let weights: FloatBuffer
    private var scores: FloatBuffer?
    private var piece: FloatBuffer?
    private var pageCapacity = 1
    private let widest: Int

    /// The most output rows that one task computes of several activation rows.
    static let outputs = 512
    /// The most queries that one task attends with.
    static let queries = 512

    /// - Parameter columns: the longest weight row, and the most outputs of one row's task.
    init(columns: Int) {
        widest = columns
        weights = FloatBuffer(count: max(4, ForwardPass.panel) * columns)
        memory = WorkerMemory(
            weights: weights.start, piece: weights.start, scores: weights.start,
            keyPages: .allocate(capacity: 1), valuePages: .allocate(capacity: 1),
            queryOffsets: .allocate(capacity: Self.queries),
            lengths: .allocate(capacity: Self.queries))
    }

    deinit {
        memory.keyPages.deallocate()
        memory.valuePages.deallocate()
        memory.queryOffsets.deallocate()
        memory.lengths.deallocate()
    }

    /// Makes room for a batch's tasks.
    func reserve(rows: Int, pages: Int, queries: Int) {
        precondition(queries <= Self.queries, "queries per task")
        if pages > pageCapacity {
            memory.keyPages.deallocate()
            memory.valuePages.deallocate()
            pageCapacity = pages * 2
            memory.keyPages = .allocate(capacity: pageCapacity)
            memory.valuePages = .allocate(capacity: pageCapacity)
        }
        memory.scores = scores.holding(queries * pages * KeyValueLayout.positions)
        memory.piece = piece.holding(max(rows * Self.outputs, widest))
    }
}
