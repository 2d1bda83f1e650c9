package import LanguageModel

/// What one update of a policy showed. Means are over the tokens or answers that there are; there
/// is no padding to leave out.
package struct PolicyMetrics: Sendable, Hashable {
    package var update = 0
    package var updates = 0
    /// The mean score of the answers, and with penalties for divergence and missing ends.
    package var score = 0.0
    package var reward = 0.0
    /// Answers that the reward could not score; they count as 0.
    package var unscored = 0
    /// Divergence from the base per answer, in nats: estimated from the sampled tokens two ways,
    /// and exact at each of them.
    package var klK1 = 0.0
    package var klK3 = 0.0
    package var klExact = 0.0
    package var klPerToken = 0.0
    package var klWeight = 0.0
    /// The mean entropy of the sampling distributions, in nats.
    package var entropy = 0.0
    package var length = 0.0
    package var ended = 0.0
    package var repetition = 0.0
    package var distinct2 = 0.0
    /// The mean of π / π_old in the first batch, which is 1, and over all batches.
    package var firstRatio = 1.0
    package var ratio = 0.0
    package var approximateKL = 0.0
    package var clippedShare = 0.0
    package var policyLoss = 0.0
    package var valueLoss = 0.0
    package var valueClippedShare = 0.0
    /// 1 − Var(R − V) / Var(R); nil without values or variance.
    package var explainedVariance: Double?
    /// PPO-ptx: the mean −ln p of a token of the rows mixed in; nil without them.
    package var pretrainingLoss: Double?
    package var gradientNorm = 0.0
    package var learningRate = 0.0
    package var tokens = 0
    package var seconds = 0.0
    /// An answer of this round.
    package var example = ""

    package var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }

    /// The line of the metrics file; `loss` is the policy's, so that reports find it.
    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "step": .integer(update), "steps": .integer(updates), "member": 0,
            "loss": .number(policyLoss), "score": .number(score), "reward": .number(reward),
            "unscored": .integer(unscored), "kl_k1": .number(klK1), "kl_k3": .number(klK3),
            "kl_exact": .number(klExact), "kl_token": .number(klPerToken),
            "kl_weight": .number(klWeight), "entropy": .number(entropy),
            "length": .number(length), "ended": .number(ended),
            "repetition": .number(repetition), "distinct_2": .number(distinct2),
            "first_ratio": .number(firstRatio), "ratio": .number(ratio),
            "approximate_kl": .number(approximateKL), "clipped": .number(clippedShare),
            "value_loss": .number(valueLoss), "value_clipped": .number(valueClippedShare),
            "gradient_norm": .number(gradientNorm), "learning_rate": .number(learningRate),
            "tokens": .integer(tokens), "seconds": .number(seconds),
            "tokens_per_second": .number(tokensPerSecond), "example": .string(example),
        ]
        object["explained_variance"] = explainedVariance.map(JSONValue.number)
        object["pretraining_loss"] = pretrainingLoss.map(JSONValue.number)
        return .object(object)
    }
}
