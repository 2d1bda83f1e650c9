/// PPO's clipped surrogate loss on tokens (Schulman et al. 2017, arXiv:1707.06347): the mean of
/// max(−A·ρ, −A·clip(ρ, 1 ± ε)), ρ = π(token) / π_old(token).
public struct ClippedPolicyLoss: Sendable, Hashable {
    /// The range ε.
    public var range: Double

    /// Makes a loss.
    public init(range: Double = 0.2) { self.range = range }

    /// A loss over tokens, with what tells whether the step was too large. All means are over the
    /// tokens given: leave padding out.
    public struct Value: Sendable, Hashable {
        /// The mean loss.
        public var loss: Double
        /// ∂loss / ∂ln π of each token.
        public var slopes: [Double]
        /// The mean of ρ; far from 1, something is broken.
        public var meanRatio: Double
        /// The mean of (ln π − ln π_old)² / 2.
        public var approximateKL: Double
        /// The share of tokens that the clipping held.
        public var clippedShare: Double
    }

    /// The loss of some tokens.
    ///
    /// - Parameters:
    ///   - logprobs: under the policy as it is.
    ///   - old: under the policy that sampled, from the same forward pass.
    ///   - advantages: one for each token.
    ///   - count: what the sum is divided by; the number of tokens given, unless they are one part
    ///     of a batch.
    public func callAsFunction(
        logprobs: [Double], old: [Double], advantages: [Double], count: Int? = nil
    ) -> Value {
        let share = 1 / Double(max(1, count ?? logprobs.count))
        var value = Value(
            loss: 0, slopes: [], meanRatio: 0, approximateKL: 0, clippedShare: 0)
        for index in logprobs.indices {
            let difference = logprobs[index] - old[index]
            let ratio = exponential(difference)
            let advantage = advantages[index]
            let plain = -advantage * ratio
            let clipped = -advantage * min(max(ratio, 1 - range), 1 + range)
            value.loss += share * max(plain, clipped)
            value.slopes.append(plain >= clipped ? share * plain : 0)
            value.meanRatio += share * ratio
            value.approximateKL += share * difference * difference / 2
            if clipped > plain { value.clippedShare += share }
        }
        return value
    }
}

/// PPO's clipped value loss: the mean of ½ max((v − R)², (clip(v, v_old ± ε) − R)²).
public struct ClippedValueLoss: Sendable, Hashable {
    /// The range ε.
    public var range: Double

    /// Makes a loss.
    public init(range: Double = 0.2) { self.range = range }

    /// The loss of some states, its derivatives and the share that the clipping held.
    public func callAsFunction(
        values: [Double], old: [Double], returns: [Double], count: Int? = nil
    ) -> (loss: Double, slopes: [Double], clippedShare: Double) {
        let share = 1 / Double(max(1, count ?? values.count))
        var loss = 0.0
        var clippedShare = 0.0
        var slopes: [Double] = []
        for index in values.indices {
            let value = values[index]
            let held = min(max(value, old[index] - range), old[index] + range)
            let plain = (value - returns[index]) * (value - returns[index])
            let clipped = (held - returns[index]) * (held - returns[index])
            loss += share * max(plain, clipped) / 2
            // Where the clipped error is the greater one, the value itself no longer matters.
            slopes.append(
                plain >= clipped || held == value ? share * (value - returns[index]) : 0)
            if clipped > plain { clippedShare += share }
        }
        return (loss, slopes, clippedShare)
    }
}
