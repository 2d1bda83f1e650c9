import CKernels

extension TrainingModel {
    /// The exact divergence KL(trained ‖ reference) of the distributions that each counted token
    /// was drawn from, in nats: both softmaxes whole, summed in float64.
    ///
    /// Summed over a response that the trained model sampled, this is an estimate of the
    /// sequence's divergence with far less noise than one from the sampled tokens alone.
    ///
    /// - Returns: for each group and completion, one number for each counted token.
    public func divergences(_ groups: [TrainingGroup]) -> [[[Double]]] {
        passes(groups).flatMap { part in
            let layout = BatchLayout(Array(groups[part]), heads: .none)
            let reference = withOriginals {
                pass.forward(layout, adapted: false, keeping: false)
                return pass.copyFinalStates()
            }
            pass.forward(layout, adapted: true, keeping: false)
            return divergences(from: reference)
        }
    }

    /// What `evaluate` gives of both policies and `divergences` of the two, with one pass of each.
    ///
    /// - Parameters:
    ///   - groups: what to compute; see `check`.
    ///   - heads: where the trained policy's heads are read.
    ///   - entropies: whether the trained policy's entropies are computed too.
    public func compare(
        _ groups: [TrainingGroup], heads: HeadPlaces = .none, entropies: Bool = false
    ) -> PolicyComparison {
        var comparison = PolicyComparison()
        for part in passes(groups) {
            let layout = BatchLayout(Array(groups[part]), heads: heads)
            let states = withOriginals {
                pass.forward(layout, adapted: false, keeping: false)
                comparison.reference += read(
                    heads: .none, keepingGradient: false, entropies: false)
                return pass.copyFinalStates()
            }
            pass.forward(layout, adapted: true, keeping: false)
            comparison.policy += read(heads: heads, keepingGradient: false, entropies: entropies)
            comparison.divergences += divergences(from: states)
        }
        return comparison
    }

    /// The divergences of the pass that was computed last from another's final states.
    private func divergences(from reference: FloatBuffer) -> [[[Double]]] {
        let values = pass.divergences(from: reference)
        let targets = pass.layout.targets
        return pass.layout.places.map { group in
            group.map { place in place.targets.map { values[targets[$0].output] } }
        }
    }
}

/// The trained policy and the reference on the same completions; by group and completion.
public struct PolicyComparison: Sendable {
    /// By the weights as trained so far.
    public internal(set) var policy: [[CompletionResult]] = []
    /// By the reference.
    public internal(set) var reference: [[CompletionResult]] = []
    /// The exact divergence at each counted token, in nats.
    public internal(set) var divergences: [[[Double]]] = []
}

extension TrainingPass {
    func copyFinalStates() -> FloatBuffer {
        let count = layout.outputRows.count * shape.embeddingLength
        let copy = FloatBuffer(count: count)
        if let states = finalStates?.start { copy.start.update(from: states, count: count) }
        return copy
    }

    /// For each output row the divergence of its distribution from that of another state, whose
    /// memory it may change.
    func divergences(from reference: FloatBuffer) -> [Double] {
        let width = shape.embeddingLength
        let vocabulary = shape.vocabularySize
        var result = [Double](repeating: 0, count: layout.outputRows.count)
        guard let states = finalStates?.start else { return result }
        // Half of the room for each policy, in products of one shape: equal states then have equal
        // logits to the bit.
        let size = Self.logitRows / 2
        let floats = result.count * width
        let copy = gatheredStates.holding(floats)
        copy.update(from: states, count: floats)
        temper(copy, count: floats)
        temper(reference.start, count: floats)
        for first in stride(from: 0, to: result.count, by: size) {
            let count = min(size, result.count - first)
            let policy = computeLogits(
                MatrixView(copy + first * width, width), count: count)
            let other = computeLogits(
                MatrixView(reference.start + first * width, width), count: count, at: size)
            result.withUnsafeMutableBufferPointer { result in
                pool.run(count) { index, _ in
                    let (a, b) = (policy.row(index), other.row(index))
                    result[first + index] = rows.table.pointee.divergence(
                        a, kernels.table.pointee.log_sum_exp(a, vocabulary), b,
                        kernels.table.pointee.log_sum_exp(b, vocabulary), vocabulary)
                }
            }
        }
        return result
    }
}
