/// What PPO and its relatives make of rewards.
public enum Advantages {
    /// Generalised advantage estimation over one response (Schulman et al. 2015,
    /// arXiv:1506.02438): δ_t = r_t + γV_{t+1} − V_t, A_t = δ_t + γλA_{t+1}; V past the end is 0.
    ///
    /// - Returns: the advantages, and the returns A + V that the value is trained on.
    public static func generalised(
        rewards: [Double], values: [Double], discount: Double = 1, decay: Double = 0.95
    ) -> (advantages: [Double], returns: [Double]) {
        precondition(rewards.count == values.count, "one value for each reward")
        var advantages = [Double](repeating: 0, count: rewards.count)
        var next = 0.0
        for t in rewards.indices.reversed() {
            let following = t + 1 < values.count ? values[t + 1] : 0
            next = rewards[t] + discount * following - values[t] + discount * decay * next
            advantages[t] = next
        }
        return (advantages, zip(advantages, values).map { $0 + $1 })
    }

    /// Numbers scaled to unit variance (n − 1 in the denominator, 10⁻⁸ added), and to mean 0
    /// unless `keepingMean`: advantages lose their mean, rewards keep it.
    public static func whitened(_ values: [Double], keepingMean: Bool = false) -> [Double] {
        guard values.count > 1 else { return values }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance =
            values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
        let inverse = 1 / (variance + 1e-8).squareRoot()
        return values.map { ($0 - mean) * inverse + (keepingMean ? mean : 0) }
    }

    /// The rewards of a response's tokens: the divergence's price at each, and the score at the
    /// last.
    ///
    /// - Parameters:
    ///   - score: the whole response's.
    ///   - divergences: an estimate for each token.
    ///   - weight: the price β of a nat.
    public static func tokenRewards(score: Double, divergences: [Double], weight: Double)
        -> [Double]
    {
        var rewards = divergences.map { -weight * $0 }
        if !rewards.isEmpty { rewards[rewards.count - 1] += score }
        return rewards
    }

    /// A score less the penalty for a response that never ended.
    public static func penalised(_ score: Double, hasEnd: Bool, penalty: Double) -> Double {
        hasEnd ? score : score - penalty
    }

    /// RLOO: each score less the mean of the prompt's other scores (Ahmadian et al. 2024,
    /// arXiv:2402.14740). At least two scores.
    public static func leaveOneOut(_ scores: [Double]) -> [Double] {
        guard scores.count > 1 else { return scores.map { _ in 0 } }
        let sum = scores.reduce(0, +)
        return scores.map { $0 - (sum - $0) / Double(scores.count - 1) }
    }

    /// GRPO: each score less the prompt's mean, divided by the standard deviation (n − 1 in the
    /// denominator) plus 10⁻⁴ where `isScaled` (Shao et al. 2024, arXiv:2402.03300; leaving the
    /// division out: Liu et al. 2025, arXiv:2503.20783).
    public static func groupRelative(_ scores: [Double], isScaled: Bool = true) -> [Double] {
        guard scores.count > 1 else { return scores.map { _ in 0 } }
        let mean = scores.reduce(0, +) / Double(scores.count)
        let centred = scores.map { $0 - mean }
        guard isScaled else { return centred }
        let variance = centred.reduce(0) { $0 + $1 * $1 } / Double(scores.count - 1)
        return centred.map { $0 / (variance.squareRoot() + 1e-4) }
    }

    /// 1 − Var(R − V) / Var(R): 1 where values foresee returns, 0 where they say nothing, below
    /// where they mislead; NaN without variance.
    public static func explainedVariance(values: [Double], returns: [Double]) -> Double {
        func variance(_ x: [Double]) -> Double {
            let mean = x.reduce(0, +) / Double(x.count)
            return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        return 1 - variance(zip(returns, values).map { $0 - $1 }) / variance(returns)
    }
}
