#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a training will hold in memory, known before it starts. In bytes.
public struct TrainingMemory: Sendable, Hashable, Codable {
    /// The model's weights in float32, with room for low-rank factors, and the mapped file.
    public var weights: Int
    /// The trained numbers, their gradients and the optimiser's memory.
    public var parameters: Int
    /// The activations of the largest pass.
    public var activations: Int
    /// Logits, what is kept of the frozen blocks, and other scratch.
    public var scratch: Int

    /// Everything together.
    public var total: Int { weights + parameters + activations + scratch }

    /// Estimates a training's memory.
    ///
    /// - Parameters:
    ///   - model: the model.
    ///   - parts: what is trained.
    ///   - examples: the training set.
    ///   - batchSize: examples per batch.
    ///   - rowLimit: the most rows of a pass.
    public init(
        _ model: TransformerModel, _ parts: TrainableParts, _ examples: [TrainingExample],
        batchSize: Int, rowLimit: Int = 1024
    ) {
        let shape = model.configuration
        let matrices = shape.hasTiedHead ? 1 : 2
        let projections = LoRAAdapter.Projection.allCases
        let body = projections.reduce(0) {
            let size = $1.size(shape)
            return $0 + size.inputs * size.outputs
        }
        let rank = parts.adapter?.rank ?? 0
        let adapted = parts.adapter?.projections ?? []
        let blocks = parts.adapter?.blocks?.count ?? shape.blockCount
        let factors = adapted.reduce(0) {
            let size = $1.size(shape)
            return $0 + rank * (size.inputs + size.outputs)
        }
        let floats =
            shape.blockCount * body + 2 * blocks * factors
            + matrices * shape.vocabularySize * shape.embeddingLength
        weights = 4 * floats + model.file.byteCount
        let whole = parts.tensors.reduce(0) { $0 + (model.file.tensors[$1]?.elementCount ?? 0) }
        let count =
            (adapted.isEmpty ? 0 : blocks * factors) + whole
            + parts.heads.count * (shape.embeddingLength + 1)
        // Values, gradients, two moments; and whole tensors once more, as they were.
        parameters = 4 * (4 * count + whole)

        let rows = Self.largestPass(examples, batchSize, rowLimit)
        let lowest = Self.lowestBlock(parts, shape)
        let width =
            2 * shape.embeddingLength + 2 * shape.embeddingLength + 4 * rank
            + shape.queryLength * 2 + 2 * shape.keyValueLength + 2 * shape.feedForwardLength
            + 6 * rank + 64
        let kept = max(1, shape.blockCount - lowest)
        let passing =
            4 * shape.embeddingLength + 3 * shape.feedForwardLength + 2 * shape.queryLength
        activations = 4 * rows * (kept * width + passing)
        let longest = examples.reduce(0) { longest, example in
            example.group.completions.reduce(longest) {
                max($0, example.group.prompt.count + $1.ids.count)
            }
        }
        let threads = InferenceEngine.coreCount
        let trunk = examples.reduce(0) { $0 + BatchLayout.rowCount($1.group) }
        scratch =
            (lowest > 0 ? TrainingModel.trunkBytes(rows: trunk, shape) : 0)
            + 4 * TrainingPass.logitRows * (shape.vocabularySize + shape.embeddingLength)
            + 4 * threads * 2 * AttentionScratch.queries * longest + 64 << 20
    }

    /// Refuses a training that would not fit.
    ///
    /// - Parameter available: bytes to use; by default what the system says is available.
    /// - Throws: `TrainingError` of the code `memory`.
    public func check(available: Int? = nil) throws(TrainingError) {
        guard let available = available ?? Self.available, total > available else { return }
        func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
        throw TrainingError(
            .memory,
            "the training would need \(megabytes(total)) (weights \(megabytes(weights)), trained "
                + "numbers \(megabytes(parameters)), activations \(megabytes(activations)), "
                + "scratch \(megabytes(scratch))), but \(megabytes(available)) are available",
            advice: activations > parameters
                ? "lower the batch size, or shorten the examples"
                : "train an adapter or fewer tensors")
    }

    /// What the system could give without swapping, where it says so.
    public static var available: Int? {
        #if os(Linux)
            guard let data = FileManager.default.contents(atPath: "/proc/meminfo") else {
                return nil
            }
            for line in String(decoding: data, as: UTF8.self).split(separator: "\n")
            where line.hasPrefix("MemAvailable:") {
                return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                    .map { $0 * 1024 }
            }
            return nil
        #else
            return Int(ProcessInfo.processInfo.physicalMemory)
        #endif
    }

    private static func largestPass(
        _ examples: [TrainingExample], _ batchSize: Int, _ limit: Int
    ) -> Int {
        // Any order may come: the longest examples may meet in one batch.
        let counts = examples.map { BatchLayout.rowCount($0.group) }.sorted(by: >)
        let batch = counts.prefix(max(1, batchSize)).reduce(0, +)
        return max(counts.first ?? 0, min(batch, limit))
    }

    private static func lowestBlock(_ parts: TrainableParts, _ shape: LlamaConfiguration) -> Int {
        if parts.tensors.contains("token_embd.weight") { return 0 }
        var lowest = shape.blockCount
        if let adapter = parts.adapter { lowest = adapter.blocks?.min() ?? 0 }
        for name in parts.tensors {
            let pieces = name.split(separator: ".")
            if pieces.first == "blk", pieces.count > 1, let block = Int(pieces[1]) {
                lowest = min(lowest, block)
            }
        }
        return lowest
    }
}
