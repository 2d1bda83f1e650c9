/// Which of two completions of a prompt is preferred.
public struct RankedPair: Sendable, Hashable {
    /// The index of the preferred completion in its group.
    public var chosen: Int
    /// The index of the other.
    public var rejected: Int
    /// By how much the reward should differ at least; 0 without margins.
    public var margin: Double

    /// Makes a pair.
    public init(chosen: Int, rejected: Int, margin: Double = 0) {
        self.chosen = chosen
        self.rejected = rejected
        self.margin = margin
    }
}

/// The Bradley–Terry loss of a reward model over all pairs of one prompt:
/// the mean of −ln σ(r_w − r_l − margin) + c · (r_w + r_l)².
///
/// The pairs of a prompt belong into one batch element, because shuffling them separately
/// over-fits (Ouyang et al. 2022, arXiv:2203.02155, section 3.5); c centres the rewards (Eisenstein
/// et al. 2023, arXiv:2312.09244).
public struct RewardLoss: Sendable, Hashable {
    /// The factor c of the centring term; 0 leaves it out.
    public var centring: Double

    /// Makes a loss.
    public init(centring: Double = 0) { self.centring = centring }

    /// The loss of one prompt and its derivatives with respect to the rewards.
    ///
    /// - Parameters:
    ///   - rewards: one for each completion.
    ///   - pairs: indices into `rewards`; at least one.
    public func callAsFunction(_ rewards: [Double], pairs: [RankedPair])
        -> (loss: Double, slopes: [Double])
    {
        var loss = 0.0
        var slopes = [Double](repeating: 0, count: rewards.count)
        let share = 1 / Double(max(1, pairs.count))
        for pair in pairs {
            let (w, l) = (rewards[pair.chosen], rewards[pair.rejected])
            let x = w - l - pair.margin
            let sum = w + l
            loss += share * (centring * sum * sum - logSigmoid(x))
            let pull = -share * sigmoid(-x)
            let centre = share * 2 * centring * sum
            slopes[pair.chosen] += pull + centre
            slopes[pair.rejected] += centre - pull
        }
        return (loss, slopes)
    }
}
