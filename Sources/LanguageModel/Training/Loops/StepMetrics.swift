/// What one optimiser step showed.
public struct StepMetrics: Sendable, Hashable, Codable {
    /// The step, from 1.
    public var step: Int
    /// How many steps the training has.
    public var stepCount: Int
    /// The epoch, from 1.
    public var epoch: Int
    /// The learning rate of the step.
    public var learningRate: Double
    /// The loss before the step.
    public var loss: Double
    /// The gradient's length before it was clipped.
    public var gradientNorm: Double
    /// Tokens as a trainer without prefix sharing counts them: prompt and completion of every
    /// completion.
    public var tokens: Int
    /// Wall-clock seconds of the step.
    public var seconds: Double
    /// What preference losses and reward models show.
    public var preference: PreferenceMetrics?

    /// Tokens per second.
    public var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }
}

/// How a policy or a reward model tells preferred completions from others.
public struct PreferenceMetrics: Sendable, Hashable, Codable {
    /// The mean reward of preferred completions: β · (ln π − ln π_ref), or the reward head's.
    public var rewardChosen = 0.0
    /// The mean reward of the others.
    public var rewardRejected = 0.0
    /// The share of pairs whose preferred completion has the greater reward; ties count as wrong.
    public var accuracy = 0.0
    /// The mean summed ln π of preferred completions.
    public var logprobChosen = 0.0
    /// The mean summed ln π of the others.
    public var logprobRejected = 0.0
    /// The mean of ln π − ln π_ref per token of preferred completions.
    public var driftChosen = 0.0
    /// The same of the others. Drift on given data is no divergence: the policy did not sample it.
    public var driftRejected = 0.0

    /// `rewardChosen` − `rewardRejected`.
    public var margin: Double { rewardChosen - rewardRejected }

    /// Adds another mean's share.
    mutating func add(_ other: PreferenceMetrics, share: Double) {
        rewardChosen += share * other.rewardChosen
        rewardRejected += share * other.rewardRejected
        accuracy += share * other.accuracy
        logprobChosen += share * other.logprobChosen
        logprobRejected += share * other.logprobRejected
        driftChosen += share * other.driftChosen
        driftRejected += share * other.driftRejected
    }
}
