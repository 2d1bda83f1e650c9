/// Forward and backward of a Llama model over ragged batches, in float32 and without a tape.
///
/// Every sum has one order that the number of threads does not change: work is cut into blocks of
/// sizes that depend on the shapes alone, a block is one thread's, and blocks never share an
/// output.
///
/// A class because it owns the buffers. It belongs to one thread at a time.
final class TrainingPass {
    let weights: TrainingWeights
    let parameters: TrainableParameters
    let pool: WorkerPool
    let shape: LlamaConfiguration
    let rotary: RotaryTable
    let kernels = Kernels.best
    let rows = TrainingKernels.best
    let store: ActivationStore
    let workers: [AttentionScratch]

    /// What is known of the blocks below the lowest trained one.
    var trunk: FrozenTrunk?
    /// What logits are divided by.
    var temperature = 1.0
    /// The batch in work.
    var layout = BatchLayout([], heads: .none)
    /// Cosines, sines and negated sines of each row's position.
    var angles: FloatBuffer?
    /// Feed-forward activations: rows × (inner width + inner products).
    var hidden: FloatBuffer?
    /// The residual stream after the last block.
    var finalStream: FloatBuffer?
    /// The final states of the layout's output rows, after the last norm.
    var finalStates: FloatBuffer?
    /// For each output row the mean of the head's rows under the softmax.
    var meanRows: FloatBuffer?
    /// The states of a piece of the logits, divided by the temperature.
    var gatheredStates: FloatBuffer?
    /// A piece of the logits.
    var logits: FloatBuffer?
    /// Gradients of the stream, of the projected rows and of a norm's output.
    var streamGradient: FloatBuffer?
    var projectedGradient: FloatBuffer?
    var inputGradient: FloatBuffer?
    var finalGradient: FloatBuffer?
    var inverses: FloatBuffer?

    /// The lowest block that has something to train, or the number of blocks.
    let lowest: Int

    init(
        weights: TrainingWeights, parameters: TrainableParameters, rotary: RotaryTable,
        pool: WorkerPool
    ) {
        self.weights = weights
        self.parameters = parameters
        self.rotary = rotary
        self.pool = pool
        shape = weights.shape
        store = ActivationStore(weights)
        workers = (0..<pool.threads).map { _ in AttentionScratch() }
        if parameters["token_embd.weight"] != nil {
            lowest = 0
        } else {
            lowest =
                weights.blocks.indices.first { index in
                    weights.blocks[index].matrices.contains {
                        $0.inner > 0 || $0.hasTrainableWhole
                    } || parameters["blk.\(index).attn_norm.weight"] != nil
                        || parameters["blk.\(index).ffn_norm.weight"] != nil
                } ?? weights.blocks.count
        }
    }

    /// Rows of one task of row-wise work.
    static let rowBlock = 32
    /// The most rows of one task of a matrix product.
    static let productRows = 512

    /// Calls `body` for blocks of `count` rows.
    func eachRowBlock(
        _ count: Int, size: Int = TrainingPass.rowBlock, _ body: (_ rows: Range<Int>) -> Void
    ) {
        pool.run((count + size - 1) / size) { task, _ in
            body(task * size..<min(count, (task + 1) * size))
        }
    }

    /// A piece of a matrix product: some rows and some columns of the result.
    struct Piece {
        let rows: Range<Int>
        let columns: Range<Int>
    }

    /// Cuts a result of rows × columns into pieces.
    ///
    /// An even number of column blocks keeps two threads equally busy; each block reads all of its
    /// rows' inputs, so they are as wide as balance allows.
    static func pieces(rows: Int, columns: Int) -> [Piece] {
        let blocks = columns < 64 ? 1 : 2 * ((columns + 1023) / 1024)
        let width = ((columns + blocks - 1) / blocks + 15) / 16 * 16
        var pieces: [Piece] = []
        for firstRow in stride(from: 0, to: rows, by: productRows) {
            for first in stride(from: 0, to: columns, by: width) {
                pieces.append(
                    Piece(
                        rows: firstRow..<min(rows, firstRow + productRows),
                        columns: first..<min(columns, first + width)))
            }
        }
        return pieces
    }

    /// The slot of a block's activations: its own from the lowest trained block on, if they are
    /// kept.
    func slot(_ block: Int, keeping: Bool) -> Int { keeping ? max(0, block - lowest) : 0 }
}

/// What one thread needs for attention.
///
/// A class because it owns memory.
final class AttentionScratch {
    private var memory: FloatBuffer?
    private(set) var probabilities = MatrixView(.init(bitPattern: 64).unsafelyUnwrapped, 0)
    private(set) var gradients = MatrixView(.init(bitPattern: 64).unsafelyUnwrapped, 0)

    /// The most query rows computed together.
    static let queries = 128

    func reserve(longest: Int) {
        let stride = FusedMatrix.padded(longest)
        let start = memory.holding(2 * Self.queries * stride)
        probabilities = MatrixView(start, stride)
        gradients = MatrixView(start + Self.queries * stride, stride)
    }
}
