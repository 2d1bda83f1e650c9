import LanguageModel
import Workspace

/// The answers of one round with everything that was true when they were sampled.
struct Rollout {
    /// One group for each prompt, its samples as completions.
    var groups: [TrainingGroup]
    /// Scores as given, then less the penalty for a missing end.
    var scores: [[Double]]
    var hasEnded: [[Bool]]
    /// By the training's own forward pass, before the first step of the round.
    var old: [[CompletionResult]]
    var reference: [[CompletionResult]]
    /// Exact divergence at each token.
    var divergences: [[[Double]]]
    /// Answers that the reward could not score.
    var unscored = 0

    /// All answers as (prompt, sample).
    var places: [(prompt: Int, sample: Int)] {
        groups.indices.flatMap { prompt in
            groups[prompt].completions.indices.map { (prompt, $0) }
        }
    }

    /// The estimate of the divergence at each token of an answer.
    func estimates(_ estimator: DivergenceEstimator, _ prompt: Int, _ sample: Int) -> [Double] {
        zip(old[prompt][sample].logprobs, reference[prompt][sample].logprobs).map {
            estimator(policy: $0, reference: $1)
        }
    }
}

/// What each token of a rollout is pushed by.
struct TokenTargets {
    /// By prompt, sample and token.
    var advantages: [[[Double]]]
    /// PPO's targets of the value; empty otherwise.
    var returns: [[[Double]]] = []
    /// The mean reward with all penalties.
    var meanReward = 0.0

    /// The targets by a recipe's method.
    ///
    /// - Parameter weight: the price of a nat.
    init(_ rollout: Rollout, recipe: Recipe, weight: Double) {
        switch recipe.method {
        case .ppo: self.init(generalised: rollout, recipe.sampling, weight)
        case .rloo: self.init(leaveOneOut: rollout, recipe.sampling, weight)
        default: self.init(groupRelative: rollout, recipe.sampling)
        }
    }

    private init(generalised rollout: Rollout, _ sampling: Recipe.Sampling, _ weight: Double) {
        var rewards = rollout.places.map { prompt, sample in
            Advantages.tokenRewards(
                score: rollout.scores[prompt][sample],
                divergences: rollout.estimates(sampling.divergenceEstimator, prompt, sample),
                weight: weight)
        }
        let total = rewards.reduce(0) { $0 + $1.reduce(0, +) }
        if sampling.whitensRewards { rewards = Self.whitened(rewards, keepingMean: true) }
        var advantages: [[Double]] = []
        var returns: [[Double]] = []
        for (place, reward) in zip(rollout.places, rewards) {
            let values = rollout.old[place.prompt][place.sample].heads["value"] ?? []
            let made = Advantages.generalised(
                rewards: reward, values: values, discount: sampling.discount,
                decay: sampling.decay)
            advantages.append(made.advantages)
            returns.append(made.returns)
        }
        self.advantages = Self.shaped(Self.whitened(advantages, keepingMean: false), rollout)
        self.returns = Self.shaped(returns, rollout)
        meanReward = total / Double(max(1, rewards.count))
    }

    private init(leaveOneOut rollout: Rollout, _ sampling: Recipe.Sampling, _ weight: Double) {
        var total = 0.0
        advantages = rollout.groups.indices.map { prompt in
            let rewards = rollout.groups[prompt].completions.indices.map { sample in
                rollout.scores[prompt][sample] - weight
                    * rollout.estimates(sampling.divergenceEstimator, prompt, sample).reduce(0, +)
            }
            total += rewards.reduce(0, +)
            return zip(Advantages.leaveOneOut(rewards), rollout.old[prompt]).map {
                Array(repeating: $0, count: $1.logprobs.count)
            }
        }
        meanReward = total / Double(max(1, rollout.places.count))
    }

    private init(groupRelative rollout: Rollout, _ sampling: Recipe.Sampling) {
        advantages = rollout.groups.indices.map { prompt in
            let relative = Advantages.groupRelative(
                rollout.scores[prompt], isScaled: sampling.scalesRewards)
            return zip(relative, rollout.old[prompt]).map {
                Array(repeating: $0, count: $1.logprobs.count)
            }
        }
        let all = rollout.scores.flatMap(\.self)
        meanReward = all.reduce(0, +) / Double(max(1, all.count))
    }

    /// Whitens the numbers of all answers together.
    private static func whitened(_ rows: [[Double]], keepingMean: Bool) -> [[Double]] {
        var flat = Advantages.whitened(rows.flatMap(\.self), keepingMean: keepingMean)[...]
        return rows.map { row in
            defer { flat = flat.dropFirst(row.count) }
            return Array(flat.prefix(row.count))
        }
    }

    private static func shaped(_ rows: [[Double]], _ rollout: Rollout) -> [[[Double]]] {
        var rest = rows[...]
        return rollout.groups.map { group in
            defer { rest = rest.dropFirst(group.completions.count) }
            return Array(rest.prefix(group.completions.count))
        }
    }
}
