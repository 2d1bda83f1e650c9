/// The activations of one block that its backward pass reads; rows of the whole batch.
struct BlockActivations {
    /// The block's input, the residual stream: rows × embedding.
    let stream: MatrixView
    /// After the attention's norm, with the low-rank inner products beside it.
    let attentionInput: MatrixView
    /// Queries, keys and values, turned to their positions.
    let projected: MatrixView
    /// What attention gives, with inner products beside it.
    let attended: MatrixView
    /// The stream after attention.
    let middle: MatrixView
    /// After the feed-forward norm, with inner products beside it.
    let feedForwardInput: MatrixView
    /// Gate and up, side by side; their gradients take their place, with inner ones beside them.
    let gateUp: MatrixView
    /// The inner products of `down`.
    let downInner: MatrixView
}

/// Room for the activations of a batch; grown, never shrunk.
///
/// A class because it owns memory. It belongs to one thread at a time.
final class ActivationStore {
    /// The row lengths of the buffers of a block, over all blocks.
    struct Widths {
        var stream: Int
        var attentionInput = 0
        var projected = 0
        var attended = 0
        var feedForwardInput = 0
        var gateUp = 0
        var downInner = 0

        /// Floats per row and block.
        var total: Int {
            2 * stream + attentionInput + projected + attended + feedForwardInput + gateUp
                + downInner
        }
    }

    let widths: Widths
    private var memory: [FloatBuffer] = []
    private var rows = 0
    /// The blocks' activations; the slots of a pass without gradients hold one block.
    private(set) var slots: [BlockActivations] = []

    init(_ weights: TrainingWeights) {
        var widths = Widths(stream: weights.shape.embeddingLength)
        for block in weights.blocks {
            widths.attentionInput = max(widths.attentionInput, block[.queryKeyValue].stride)
            widths.projected = max(widths.projected, block[.queryKeyValue].outputs)
            widths.attended = max(widths.attended, block[.attentionOutput].stride)
            widths.feedForwardInput = max(widths.feedForwardInput, block[.gateUp].stride)
            widths.gateUp = max(widths.gateUp, block[.gateUp].outputStride)
            widths.downInner = max(widths.downInner, FusedMatrix.padded(block[.down].inner))
        }
        self.widths = widths
    }

    /// Makes room; what was there is lost where it has to grow.
    func reserve(rows wanted: Int, slots count: Int) {
        guard wanted > rows || count > slots.count else { return }
        rows = max(wanted, rows)
        let total = max(count, slots.count)
        slots = []
        memory = []
        for _ in 0..<total {
            let buffer = FloatBuffer(count: rows * widths.total)
            memory.append(buffer)
            var next = buffer.start
            func take(_ width: Int) -> MatrixView {
                defer { next += width * rows }
                return MatrixView(next, width)
            }
            slots.append(
                BlockActivations(
                    stream: take(widths.stream), attentionInput: take(widths.attentionInput),
                    projected: take(widths.projected), attended: take(widths.attended),
                    middle: take(widths.stream),
                    feedForwardInput: take(widths.feedForwardInput), gateUp: take(widths.gateUp),
                    downInner: take(widths.downInner)))
        }
    }
}
