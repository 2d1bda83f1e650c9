import CKernels

extension TrainingPass {
    /// Takes a loss's gradient from the head and the scalar heads back to the stream.
    func outputBackward(
        targets: [Double], heads: [String: [Double]], into stream: MatrixView
    ) {
        let width = shape.embeddingLength
        let outputs = layout.outputRows.count
        guard outputs > 0, let final = finalStream?.start, let states = finalStates?.start,
            let means = meanRows?.start
        else { return }
        let gradient = MatrixView(finalGradient.holding(outputs * width), width)
        gradient.start.initialize(repeating: 0, count: outputs * width)
        let add = kernels.table.pointee.add_scaled
        var totals = [Double](repeating: 0, count: outputs)
        for (target, factor) in zip(layout.targets, targets) where factor != 0 {
            totals[target.output] += factor
            add?(
                gradient.row(target.output), weights.output.row(Int(target.token)), Float(factor),
                width)
        }
        for output in 0..<outputs where totals[output] != 0 {
            add?(gradient.row(output), means + output * width, -Float(totals[output]), width)
        }
        temper(gradient.start, count: outputs * width)
        for (name, factors) in heads.sorted(by: { $0.key < $1.key }) {
            guard let weight = parameters[name + ".weight"], let bias = parameters[name + ".bias"]
            else { continue }
            for (output, factor) in factors.enumerated() where factor != 0 {
                add?(gradient.row(output), parameters.values(weight), Float(factor), width)
                add?(
                    parameters.gradients(weight), states + output * width, Float(factor), width)
                parameters.gradients(bias)[0] += Float(factor)
            }
        }
        headWeightGradient(targets, totals)
        let norm = parameters.gradients(named: "output_norm.weight")
        for (output, row) in layout.outputRows.enumerated() {
            let x = final + row * width
            let inverse = rows.table.pointee.rms_norm_backward(
                x, weights.outputNorm.start, gradient.row(output), width, shape.normEpsilon,
                stream.row(row))
            if let norm {
                rows.table.pointee.add_product(norm, gradient.row(output), x, inverse, width)
            }
        }
    }

    /// The gradient of the head's own matrix, where it is trained: Σ (factor at the token − total
    /// factor · softmax) · state, the softmax computed again.
    private func headWeightGradient(_ targets: [Double], _ totals: [Double]) {
        let name = shape.hasTiedHead ? "token_embd.weight" : "output.weight"
        guard let gradients = parameters.gradients(named: name) else { return }
        let width = shape.embeddingLength
        let vocabulary = shape.vocabularySize
        let target = MatrixView(gradients, width)
        eachLogitPiece { outputs, states, logits in
            pool.run(outputs.count) { index, _ in
                let row = logits.row(index)
                let sum = kernels.table.pointee.exponentiate(row, vocabulary)
                rows.table.pointee.scale(
                    row, -Float(totals[outputs[index].output]) / sum, vocabulary)
                for place in outputs[index].targets {
                    row[Int(layout.targets[place].token)] += Float(targets[place])
                }
            }
            pool.run((vocabulary + Self.logitColumns - 1) / Self.logitColumns) { task, _ in
                let first = task * Self.logitColumns
                MatrixLibrary.multiply(
                    .leftTransposed, logits.from(column: first), states,
                    into: target.from(row: first), rows: min(vocabulary - first, Self.logitColumns),
                    columns: width, inner: outputs.count, keep: 1)
            }
        }
    }
}
