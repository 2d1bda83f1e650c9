/// A model made ready for training: float32 weights, the parameters that change, and the forward
/// and backward passes.
///
/// ```swift
/// let trained = try TrainingModel(model, training: TrainableParts(adapter: LoRASettings()))
/// let results = trained.differentiate([group]) { results in …gradients of the loss… }
/// ```
///
/// A class because it owns half a gigabyte. It is not `Sendable`: it belongs to one thread at a
/// time, which must not be one of Swift's cooperative pool, because every call computes for long.
public final class TrainingModel {
    /// The model that is trained.
    public let model: TransformerModel
    /// What is trained.
    public let parts: TrainableParts
    /// The numbers that change, and their gradients.
    public let parameters: TrainableParameters
    /// How many threads compute.
    public var threads: Int { pool.threads }
    /// The most rows of one pass: longer batches are cut into several, whose gradients add up.
    public var rowLimit = 1024

    /// What logits are divided by in every log-probability, entropy and divergence: where samples
    /// were drawn at a temperature, all of these must be taken at the same one.
    public var temperature: Double {
        get { pass.temperature }
        set {
            precondition(newValue > 0, "a positive temperature")
            pass.temperature = newValue
        }
    }

    let weights: TrainingWeights
    let pass: TrainingPass
    private let pool: WorkerPool
    /// The tensors that are trained whole, as they were before.
    let originals: [String: [Float]]

    /// Which weights compute.
    public enum Policy: Sendable, Hashable {
        /// The weights as trained so far.
        case trained
        /// The model without the adapter in training, and with its own tensors as they were: the
        /// reference.
        case reference
    }

    /// Decodes the weights and makes the parameters.
    ///
    /// - Parameters:
    ///   - model: the model; adapters that it has already are merged into the frozen weights.
    ///   - parts: what is trained.
    ///   - seed: of the adapter's first values.
    ///   - threads: how many threads compute; by default as many as the machine has cores. Results
    ///     do not depend on it.
    /// - Throws: `TrainingError` when `parts` does not fit the model.
    public init(
        _ model: TransformerModel, training parts: TrainableParts, seed: UInt64 = 0,
        threads: Int? = nil
    ) throws(TrainingError) {
        MatrixLibrary.useCallingThreadOnly()
        self.model = model
        self.parts = parts
        pool = WorkerPool(threads: threads ?? InferenceEngine.coreCount)
        parameters = try TrainableParameters(parts, of: model)
        weights = TrainingWeights(model, parts, parameters: parameters, pool: pool)
        weights.copyTensors(to: parameters)
        var originals: [String: [Float]] = [:]
        for name in parts.tensors { originals[name] = parameters.copy(of: name) }
        self.originals = originals
        parameters.initialiseAdapter(seed: seed)
        pass = TrainingPass(
            weights: weights, parameters: parameters, rotary: model.rotary, pool: pool)
        refresh()
    }

    /// Whether the weights as trained so far are the reference's: the policy then gives its bits.
    public var isReference: Bool {
        parameters.entries.allSatisfy { entry in
            let values = parameters.values[entry.range]
            if let original = originals[entry.name] { return values.elementsEqual(original) }
            return !entry.name.hasSuffix(".lora_b") || values.allSatisfy { $0 == 0 }
        }
    }

    /// Makes the forward pass see the parameters' values; call after changing them.
    public func refresh() { weights.refresh(from: parameters, pool: pool) }

    /// Log-probabilities and head values, without gradients.
    ///
    /// - Parameters:
    ///   - groups: what to compute; see `check`.
    ///   - policy: which weights compute.
    ///   - heads: where the heads are read.
    ///   - entropies: whether entropies are computed too.
    /// - Returns: for each group a result for each completion.
    public func evaluate(
        _ groups: [TrainingGroup], policy: Policy = .trained, heads: HeadPlaces = .none,
        entropies: Bool = false
    ) -> [[CompletionResult]] {
        guard policy == .trained || originals.isEmpty else {
            return withOriginals {
                evaluated(groups, policy: policy, heads: heads, entropies: entropies)
            }
        }
        return evaluated(groups, policy: policy, heads: heads, entropies: entropies)
    }

    private func evaluated(
        _ groups: [TrainingGroup], policy: Policy, heads: HeadPlaces, entropies: Bool
    ) -> [[CompletionResult]] {
        var results: [[CompletionResult]] = []
        for part in passes(groups) {
            let layout = BatchLayout(Array(groups[part]), heads: heads)
            pass.forward(layout, adapted: policy == .trained, keeping: false)
            results += read(heads: heads, keepingGradient: false, entropies: entropies)
        }
        return results
    }

    /// Computes a batch and adds the gradient of a loss to those of the parameters.
    ///
    /// - Parameters:
    ///   - groups: the batch; more rows than `rowLimit` are computed in several passes.
    ///   - heads: where the heads are read.
    ///   - entropies: whether entropies are computed too.
    ///   - gradients: given the indices of some of the groups and their results, the gradient of
    ///     the loss with respect to them; called for each pass.
    /// - Returns: all results.
    public func differentiate(
        _ groups: [TrainingGroup], heads: HeadPlaces = .none, entropies: Bool = false,
        _ gradients: (_ groups: Range<Int>, _ results: [[CompletionResult]]) ->
            [[CompletionGradient]]
    ) -> [[CompletionResult]] {
        var results: [[CompletionResult]] = []
        for part in passes(groups) {
            let layout = BatchLayout(Array(groups[part]), heads: heads)
            pass.forward(layout, adapted: true, keeping: true)
            let found = read(heads: heads, keepingGradient: true, entropies: entropies)
            backward(gradients(part, found))
            results += found
        }
        return results
    }

    /// Computes what the frozen blocks below the lowest trained one make of some groups, for all
    /// later passes over these groups; what was kept before is let go.
    ///
    /// Nothing is kept where the lowest block is trained, or where it would take more than
    /// `trunkLimit`: results are then computed as a whole each time.
    ///
    /// - Parameters:
    ///   - groups: what will be computed again and again; their order and number decide the
    ///     result's last bits.
    ///   - heads: where the heads will be read.
    public func keepTrunk(of groups: [TrainingGroup], heads: HeadPlaces) {
        pass.trunk = nil
        let rows = groups.reduce(0) { $0 + BatchLayout.rowCount($1) }
        guard pass.lowest > 0, Self.trunkBytes(rows: rows, model.configuration) > 0 else { return }
        let trunk = FrozenTrunk(rows: rows, width: model.configuration.embeddingLength)
        for part in passes(groups) {
            let layout = BatchLayout(Array(groups[part]), heads: heads)
            trunk.keep(layout, from: pass.frozenStream(layout))
        }
        pass.trunk = trunk
    }

    /// The most bytes that `keepTrunk` takes.
    public static let trunkLimit = 256 << 20

    /// What so many rows take; 0 where that is over the limit.
    static func trunkBytes(rows: Int, _ shape: LlamaConfiguration) -> Int {
        let bytes = 4 * rows * shape.embeddingLength
        return bytes <= trunkLimit ? bytes : 0
    }

    /// Checks that groups can be computed.
    ///
    /// - Throws: `TrainingError` of the code `invalidData` that names the group.
    public func check(_ groups: [TrainingGroup]) throws(TrainingError) {
        for (index, group) in groups.enumerated() {
            func fail(_ what: String, _ advice: String) -> TrainingError {
                TrainingError(.invalidData, "example \(index + 1) \(what)", advice: advice)
            }
            guard !group.prompt.isEmpty, !group.completions.isEmpty,
                group.completions.allSatisfy({ !$0.ids.isEmpty })
            else {
                throw fail(
                    "has an empty prompt or completion", "remove it or give it a token or more")
            }
            for completion in group.completions {
                if let counted = completion.counted, counted.count != completion.ids.count {
                    throw fail(
                        "has \(counted.count) marks for \(completion.ids.count) tokens",
                        "give one mark for each token")
                }
                let length = group.prompt.count + completion.ids.count
                guard length <= model.configuration.contextLength else {
                    throw fail(
                        "has \(length) tokens, more than the model's context of "
                            + "\(model.configuration.contextLength)", "shorten or remove it")
                }
                let size = Int32(model.configuration.vocabularySize)
                if let wrong = (group.prompt + completion.ids).first(where: {
                    $0 < 0 || $0 >= size
                }) {
                    throw fail(
                        "has the token \(wrong), which is not one of the model's \(size)",
                        "use ids of this model's tokenizer")
                }
            }
        }
    }

    // MARK: passes

    /// Cuts groups into runs of at most `rowLimit` rows, at least one group each.
    func passes(_ groups: [TrainingGroup]) -> [Range<Int>] {
        var passes: [Range<Int>] = []
        var first = 0
        var rows = 0
        for (index, group) in groups.enumerated() {
            let count = BatchLayout.rowCount(group)
            if index > first, rows + count > rowLimit {
                passes.append(first..<index)
                first = index
                rows = 0
            }
            rows += count
        }
        if first < groups.count { passes.append(first..<groups.count) }
        return passes
    }

    func read(heads: HeadPlaces, keepingGradient: Bool, entropies: Bool)
        -> [[CompletionResult]]
    {
        let values = pass.targetValues(keepingGradient: keepingGradient, entropies: entropies)
        let names = heads == .none ? [] : parts.heads
        let read = names.map { (name: $0, values: pass.headValues($0)) }
        return pass.layout.places.map { group in
            group.map { place in
                CompletionResult(
                    logprobs: Array(values.logprobs[place.targets]),
                    entropies: entropies ? Array(values.entropies[place.targets]) : [],
                    heads: Dictionary(
                        uniqueKeysWithValues: read.map { head in
                            (head.name, place.states.map { head.values[$0] })
                        }))
            }
        }
    }

    private func backward(_ gradients: [[CompletionGradient]]) {
        let layout = pass.layout
        var targets = [Double](repeating: 0, count: layout.targets.count)
        var heads: [String: [Double]] = [:]
        for (places, group) in zip(layout.places, gradients) {
            for (place, gradient) in zip(places, group) {
                for (target, value) in zip(place.targets, gradient.logprobs) {
                    targets[target] = value
                }
                for (name, values) in gradient.heads {
                    for (state, value) in zip(place.states, values) {
                        heads[
                            name,
                            default: Array(repeating: 0, count: layout.outputRows.count)][state] +=
                            value
                    }
                }
            }
        }
        pass.backward(targets: targets, heads: heads)
    }
}
