import CKernels

extension TrainingPass {
    /// What the head says about a batch's counted tokens, in the layout's order.
    struct TargetValues {
        var logprobs: [Double] = []
        var entropies: [Double] = []
    }

    /// The most rows whose logits are held at once.
    static let logitRows = 128
    /// Vocabulary entries of one task.
    static let logitColumns = 1024

    /// The log-probabilities of the counted tokens.
    ///
    /// The gradient of ln p of a token with respect to its state h is W[token] − Σ p·W. The second
    /// term, which does not depend on the loss, is kept here while the logits are at hand, so that
    /// they are computed once and never all at a time.
    func targetValues(keepingGradient: Bool, entropies: Bool) -> TargetValues {
        var values = TargetValues()
        values.logprobs = Array(repeating: 0, count: layout.targets.count)
        values.entropies = Array(repeating: 0, count: entropies ? layout.targets.count : 0)
        let width = shape.embeddingLength
        let means = MatrixView(
            meanRows.holding(keepingGradient ? layout.outputRows.count * width : 1), width)
        eachLogitPiece { outputs, states, logits in
            let sums = inverses.holding(Self.logitRows)
            var found = Array(
                repeating: (lse: 0.0, entropy: 0.0, targets: [Double]()), count: outputs.count)
            found.withUnsafeMutableBufferPointer { found in
                pool.run(outputs.count) { index, _ in
                    let row = logits.row(index)
                    let count = shape.vocabularySize
                    let lse = kernels.table.pointee.log_sum_exp(row, count)
                    found[index].lse = lse
                    found[index].targets = outputs[index].targets.map {
                        Double(row[Int(layout.targets[$0].token)]) - lse
                    }
                    if entropies {
                        found[index].entropy = rows.table.pointee.entropy(row, lse, count)
                    }
                    if keepingGradient {
                        sums[index] = 1 / kernels.table.pointee.exponentiate(row, count)
                    }
                }
            }
            for (index, output) in outputs.enumerated() {
                for (target, logprob) in zip(output.targets, found[index].targets) {
                    values.logprobs[target] = logprob
                    if entropies { values.entropies[target] = found[index].entropy }
                }
            }
            guard keepingGradient else { return }
            let pieces = Self.pieces(rows: outputs.count, columns: width)
            pool.run(pieces.count) { task, _ in
                let columns = pieces[task].columns
                MatrixLibrary.multiply(
                    .plain, logits, weights.output.from(column: columns.lowerBound),
                    into: states.from(column: columns.lowerBound), rows: outputs.count,
                    columns: columns.count, inner: shape.vocabularySize)
            }
            for (index, output) in outputs.enumerated() {
                rows.table.pointee.scale(states.row(index), sums[index], width)
                means.row(output.output).update(from: states.row(index), count: width)
            }
        }
        return values
    }

    /// An output row with the counted tokens that it predicts.
    struct Output {
        let output: Int
        var targets: [Int]
    }

    /// The output rows that predict something.
    private var predictingOutputs: [Output] {
        var targets: [[Int]] = Array(repeating: [], count: layout.outputRows.count)
        for (index, target) in layout.targets.enumerated() { targets[target.output].append(index) }
        return targets.enumerated().compactMap { output, targets in
            targets.isEmpty ? nil : Output(output: output, targets: targets)
        }
    }

    /// Calls `body` for a few output rows at a time: their states, which it may overwrite, and
    /// their logits.
    func eachLogitPiece(
        _ body: (_ outputs: [Output], _ states: MatrixView, _ logits: MatrixView) -> Void
    ) {
        guard let finalStates = finalStates?.start else { return }
        let width = shape.embeddingLength
        let all = predictingOutputs
        let states = MatrixView(gatheredStates.holding(Self.logitRows * width), width)
        for first in stride(from: 0, to: all.count, by: Self.logitRows) {
            let outputs = Array(all[first..<min(all.count, first + Self.logitRows)])
            for (index, output) in outputs.enumerated() {
                states.row(index).update(from: finalStates + output.output * width, count: width)
                temper(states.row(index), count: width)
            }
            let logits = computeLogits(states, count: outputs.count)
            body(outputs, states, logits)
        }
    }

    /// The logits of states: rows of the vocabulary's length, valid until the next call.
    ///
    /// - Parameter first: the first row that they take of the room for `logitRows`.
    func computeLogits(_ states: MatrixView, count: Int, at first: Int = 0) -> MatrixView {
        let vocabulary = shape.vocabularySize
        let logits = MatrixView(self.logits.holding(Self.logitRows * vocabulary), vocabulary)
            .from(row: first)
        pool.run((vocabulary + Self.logitColumns - 1) / Self.logitColumns) { task, _ in
            let first = task * Self.logitColumns
            MatrixLibrary.multiply(
                .rightTransposed, states, weights.output.from(row: first),
                into: logits.from(column: first), rows: count,
                columns: min(vocabulary - first, Self.logitColumns), inner: shape.embeddingLength)
        }
        return logits
    }

    /// Divides states by the temperature, and with them their logits.
    func temper(_ states: UnsafeMutablePointer<Float>, count: Int) {
        if temperature != 1 { rows.table.pointee.scale(states, Float(1 / temperature), count) }
    }

    /// What a scalar head reads at output rows.
    func headValues(_ name: String) -> [Double] {
        guard let weight = parameters[name + ".weight"], let bias = parameters[name + ".bias"],
            let states = finalStates?.start
        else { return [] }
        let width = shape.embeddingLength
        let values = parameters.values(weight)
        return layout.outputRows.indices.map { output in
            var sum = Double(parameters.values(bias)[0])
            for i in 0..<width { sum += Double(states[output * width + i]) * Double(values[i]) }
            return sum
        }
    }
}
