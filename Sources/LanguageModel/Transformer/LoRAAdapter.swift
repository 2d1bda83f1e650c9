/// A low-rank adapter: W·x becomes W·x + scale · B·(A·x) for the projections it has.
///
/// Hu et al. 2021, arXiv:2106.09685. The product is added at run time, in prefill and decoding
/// alike; the base weights stay as they are.
public struct LoRAAdapter: Sendable, Hashable {
    /// A projection of a block that can be adapted.
    public enum Projection: String, Sendable, Hashable, Codable, CaseIterable {
        case query = "attn_q"
        case key = "attn_k"
        case value = "attn_v"
        case attentionOutput = "attn_output"
        case gate = "ffn_gate"
        case up = "ffn_up"
        case down = "ffn_down"
    }

    /// Which matrix of the model a pair belongs to.
    public struct Target: Sendable, Hashable {
        /// The block, from 0.
        public var block: Int
        /// The projection in the block.
        public var projection: Projection

        /// Names a matrix.
        public init(block: Int, projection: Projection) {
            self.block = block
            self.projection = projection
        }
    }

    /// The two factors of one matrix's change.
    public struct Pair: Sendable, Hashable {
        /// The rank r, at least 1.
        public var rank: Int
        /// A: r rows of as many columns as the projection has inputs.
        public var down: [Float]
        /// B: as many rows as the projection has outputs, of r columns; for query and key
        /// projections in GGUF's interleaved row order (see `RotaryRowOrder`).
        public var up: [Float]

        /// Makes a pair; the counts are checked when it is applied to a model.
        public init(rank: Int, down: [Float], up: [Float]) {
            self.rank = rank
            self.down = down
            self.up = up
        }
    }

    /// The pairs by the matrix that they change.
    public var pairs: [Target: Pair]
    /// alpha / rank, or alpha / √rank for rank-stabilised adapters.
    public var scale: Float
    /// The SHA-256 of the file that the adapter came from, where it came from one.
    public var sha256: String?

    /// Makes an adapter.
    public init(pairs: [Target: Pair], scale: Float, sha256: String? = nil) {
        self.pairs = pairs
        self.scale = scale
        self.sha256 = sha256
    }
}

/// An adapter with the weight it is applied with.
public struct AppliedAdapter: Sendable, Hashable {
    /// The adapter.
    public var adapter: LoRAAdapter
    /// Multiplies the adapter's own scale; 1 applies it as trained, 0 leaves the model as it is.
    public var weight: Float

    /// Applies an adapter with a weight.
    public init(_ adapter: LoRAAdapter, weight: Float = 1) {
        self.adapter = adapter
        self.weight = weight
    }
}
