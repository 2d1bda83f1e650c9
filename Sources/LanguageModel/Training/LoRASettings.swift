/// Which matrices of a model get low-rank factors, and of what size.
///
/// Hu et al. 2021, arXiv:2106.09685; rank-stabilised scaling: Kalajdzievski 2023,
/// arXiv:2312.03732.
public struct LoRASettings: Sendable, Hashable {
    /// The inner width r of the factors, at least 1.
    public var rank: Int
    /// The numerator of the scale.
    public var alpha: Double
    /// Whether the scale is alpha / √rank instead of alpha / rank.
    public var isRankStabilised: Bool
    /// The projections that are adapted; all seven by default.
    public var projections: Set<LoRAAdapter.Projection>
    /// The blocks that are adapted; nil means all.
    public var blocks: Set<Int>?

    /// Describes an adapter; by default rank 8 and alpha 16 on every linear layer of every block.
    public init(
        rank: Int = 8, alpha: Double = 16, isRankStabilised: Bool = false,
        projections: Set<LoRAAdapter.Projection> = Set(LoRAAdapter.Projection.allCases),
        blocks: Set<Int>? = nil
    ) {
        self.rank = rank
        self.alpha = alpha
        self.isRankStabilised = isRankStabilised
        self.projections = projections
        self.blocks = blocks
    }

    /// What the factors' product is multiplied with.
    public var scale: Float {
        let rank = Double(rank)
        return Float(isRankStabilised ? alpha / rank.squareRoot() : alpha / rank)
    }
}

/// Everything that a training changes.
public struct TrainableParts: Sendable, Hashable {
    /// The low-rank adapter, if one is trained.
    public var adapter: LoRASettings?
    /// Names of the model's own tensors that are trained whole, such as `blk.3.ffn_down.weight`
    /// or `token_embd.weight`.
    public var tensors: Set<String>
    /// Names of scalar heads on the final state, such as `reward` or `value`.
    public var heads: [String]

    /// Names what is trained.
    public init(
        adapter: LoRASettings? = nil, tensors: Set<String> = [], heads: [String] = []
    ) {
        self.adapter = adapter
        self.tensors = tensors
        self.heads = heads
    }
}
