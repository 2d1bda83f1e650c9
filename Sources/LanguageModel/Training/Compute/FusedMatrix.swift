/// The linear layers of a block as the trainer computes them: projections that share an input are
/// one matrix.
enum FusedKind: Int, CaseIterable {
    case queryKeyValue, attentionOutput, gateUp, down

    /// The projections in the fused matrix, from its first row on.
    var projections: [LoRAAdapter.Projection] {
        switch self {
        case .queryKeyValue: [.query, .key, .value]
        case .attentionOutput: [.attentionOutput]
        case .gateUp: [.gate, .up]
        case .down: [.down]
        }
    }
}

/// A fused matrix with its low-rank factors beside and below it, so that one product computes
/// both:
///
///     [ W  s·B ]     forward:  y = [x | x·Aᵀ] · [W | s·B]ᵀ
///     [ A   ·  ]     backward: dx = [dy | dy·s·B] · [W ; A]
///
/// The factors of several projections lie side by side; B is then block-diagonal.
struct FusedMatrix {
    /// One projection of the matrix.
    struct Part {
        let projection: LoRAAdapter.Projection
        /// The first output row.
        let firstRow: Int
        let rows: Int
        /// The first of its inner columns; as many as the rank, or none.
        let firstInner: Int
        let rank: Int
        /// Where its factors and its own gradient lie in the parameters.
        var down: TrainableParameters.Entry?
        var up: TrainableParameters.Entry?
        var whole: TrainableParameters.Entry?
    }

    let outputs: Int
    let inputs: Int
    /// The sum of the parts' ranks.
    let inner: Int
    var parts: [Part]
    private let memory: FloatBuffer

    /// The distance of its rows, and of activation rows that it takes.
    var stride: Int { Self.padded(inputs + inner) }
    /// The distance of rows of its output's gradient.
    var outputStride: Int { Self.padded(outputs + inner) }
    var weights: MatrixView { MatrixView(memory.start, stride) }
    /// s·B beside the weights.
    var scaledUp: MatrixView { weights.from(column: inputs) }
    /// A below the weights.
    var downCopy: MatrixView { weights.from(row: outputs) }

    var hasTrainableWhole: Bool { parts.contains { $0.whole != nil } }

    static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

    init(outputs: Int, inputs: Int, parts: [Part]) {
        self.outputs = outputs
        self.inputs = inputs
        self.parts = parts
        inner = parts.reduce(0) { $0 + $1.rank }
        memory = FloatBuffer(count: (outputs + inner) * Self.padded(inputs + inner))
        memory.start.initialize(repeating: 0, count: memory.count)
    }

    /// Copies the parameters into the places where the products read them.
    func refresh(from parameters: TrainableParameters, scale: Float) {
        for part in parts {
            if let whole = part.whole {
                let source = parameters.values(whole)
                for row in 0..<part.rows {
                    weights.row(part.firstRow + row)
                        .update(from: source + row * inputs, count: inputs)
                }
            }
            guard let down = part.down, let up = part.up else { continue }
            let (a, b) = (parameters.values(down), parameters.values(up))
            for r in 0..<part.rank {
                downCopy.row(part.firstInner + r).update(from: a + r * inputs, count: inputs)
            }
            for row in 0..<part.rows {
                let target = scaledUp.row(part.firstRow + row) + part.firstInner
                for r in 0..<part.rank { target[r] = scale * b[row * part.rank + r] }
            }
        }
    }
}
