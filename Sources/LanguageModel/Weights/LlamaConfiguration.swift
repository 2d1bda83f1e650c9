/// The shape of a Llama-architecture model, from its file's metadata.
///
/// Making one also checks that the file has every tensor that the shape calls for, in that shape,
/// and none that would change the computation, so that the engine can rely on both.
public struct LlamaConfiguration: Sendable, Hashable {
    /// The most positions the model was made for.
    public let contextLength: Int
    /// The width of the residual stream.
    public let embeddingLength: Int
    /// The number of transformer blocks.
    public let blockCount: Int
    /// The inner width of the feed-forward layers.
    public let feedForwardLength: Int
    /// The number of query heads.
    public let headCount: Int
    /// The number of key and value heads; divides `headCount`.
    public let keyValueHeadCount: Int
    /// Outputs per head; even.
    public let headDimension: Int
    /// The number of rows of the embedding and of the head: at least the tokenizer's tokens.
    public let vocabularySize: Int
    /// What RMSNorm adds to the mean square.
    public let normEpsilon: Float
    /// The base of the rotary frequencies.
    public let ropeBase: Double
    /// How many of a head's outputs are rotated; even, at most `headDimension`.
    public let ropeDimension: Int
    /// How rotary angles are stretched for longer contexts.
    public let ropeScaling: RopeScaling
    /// Whether the head shares the embedding's weights (there is no `output.weight`).
    public let hasTiedHead: Bool

    /// The width of all queries together.
    public var queryLength: Int { headCount * headDimension }
    /// The width of all keys, or of all values, together.
    public var keyValueLength: Int { keyValueHeadCount * headDimension }

    /// Reads the shape and checks the tensors.
    ///
    /// - Throws: `ModelFileError` when the file is no Llama model, lacks a key or a tensor, or has
    ///   something that Conduct would have to ignore.
    public init(_ file: GGUFFile) throws(ModelFileError) {
        let keys = try MetadataReader(file)
        try keys.refuseWhatIsNotImplemented()

        embeddingLength = try keys.positive("embedding_length")
        blockCount = try keys.positive("block_count")
        feedForwardLength = try keys.positive("feed_forward_length")
        headCount = try keys.positive("attention.head_count")
        keyValueHeadCount = try keys.positive("attention.head_count_kv", default: headCount)
        guard headCount % keyValueHeadCount == 0 else {
            throw keys.malformed(
                "\(headCount) query heads cannot share \(keyValueHeadCount) key-value heads evenly")
        }
        if keys.has("attention.key_length") {
            headDimension = try keys.positive("attention.key_length")
        } else {
            guard embeddingLength % headCount == 0 else {
                throw keys.malformed(
                    "an embedding of \(embeddingLength) does not divide into \(headCount) heads")
            }
            headDimension = embeddingLength / headCount
        }
        guard try keys.positive("attention.value_length", default: headDimension) == headDimension
        else { throw keys.unsupported("keys and values of different lengths") }

        let context = try keys.positive("context_length")
        // Within its window, sliding-window attention is ordinary attention.
        contextLength = min(
            context, try keys.positive("attention.sliding_window", default: context))
        let epsilon = try keys.number("attention.layer_norm_rms_epsilon")
        guard epsilon > 0, epsilon < 1 else {
            throw keys.malformed("llama.attention.layer_norm_rms_epsilon is \(epsilon)")
        }
        normEpsilon = Float(epsilon)

        ropeBase = try keys.number("rope.freq_base", default: 10_000)
        guard ropeBase > 1, ropeBase.isFinite else {
            throw keys.malformed("llama.rope.freq_base is \(ropeBase)")
        }
        ropeDimension = try keys.positive("rope.dimension_count", default: headDimension)
        guard headDimension % 2 == 0, ropeDimension % 2 == 0, ropeDimension <= headDimension else {
            throw keys.malformed(
                "rotary embedding of \(ropeDimension) of \(headDimension) outputs per head; both "
                    + "must be even")
        }
        ropeScaling = try RopeScaling(keys, dimension: ropeDimension)

        let embedding = try file.tensor(named: "token_embd.weight")
        vocabularySize = embedding.rowCount
        hasTiedHead = file.tensors["output.weight"] == nil
        try checkTensors(of: file)
        if let tokens = file.metadata["tokenizer.ggml.tokens"]?.strings?.count,
            tokens > vocabularySize
        {
            throw keys.malformed(
                "the tokenizer has \(tokens) tokens, but the embedding only \(vocabularySize) rows")
        }
    }
}

/// How rotary angles are stretched for contexts longer than those first trained on.
public enum RopeScaling: Sendable, Hashable {
    /// Angles as they are.
    case none
    /// Positions divided by a factor.
    case linear(Double)
    /// The frequency of each pair divided by its own factor (Llama 3.1; the tensor
    /// `rope_freqs.weight`), one for each rotated pair.
    case perFrequency([Float])

    init(_ keys: MetadataReader, dimension: Int) throws(ModelFileError) {
        let kind = keys.file.metadata["llama.rope.scaling.type"]?.string ?? "none"
        let legacy = try keys.number("rope.scale_linear", default: 1)
        let factor = try keys.number("rope.scaling.factor", default: legacy)
        guard factor > 0, factor.isFinite else {
            throw keys.malformed("llama.rope.scaling.factor is \(factor)")
        }
        let isScaled: Bool
        switch kind {
        case "none": isScaled = !keys.has("rope.scaling.type") && factor != 1
        case "linear": isScaled = factor != 1
        default: throw keys.unsupported("rotary scaling of the type '\(kind)'")
        }
        guard let tensor = keys.file.tensors["rope_freqs.weight"] else {
            self = isScaled ? .linear(factor) : .none
            return
        }
        guard !isScaled else { throw keys.unsupported("linear and per-frequency scaling at once") }
        let factors = try keys.file.dequantized(tensor.name)
        guard factors.count == dimension / 2, factors.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw keys.malformed(
                "'rope_freqs.weight' must hold \(dimension / 2) positive factors, one for each "
                    + "rotated pair")
        }
        self = .perFrequency(factors)
    }
}
