/// One element of a training set.
public struct TrainingExample: Sendable, Hashable {
    /// What is computed together.
    public var group: TrainingGroup
    /// Which completions are preferred to which; for preference losses and reward models.
    public var pairs: [RankedPair]
    /// Whether the one completion is good; for losses on labelled completions.
    public var isDesirable: Bool?

    /// Makes an element.
    public init(
        group: TrainingGroup, pairs: [RankedPair] = [], isDesirable: Bool? = nil
    ) {
        self.group = group
        self.pairs = pairs
        self.isDesirable = isDesirable
    }

    /// A preferred and a rejected completion of a prompt.
    public init(prompt: [Int32], chosen: [Int32], rejected: [Int32], margin: Double = 0) {
        self.init(
            group: TrainingGroup(prompt: prompt, completions: [chosen, rejected]),
            pairs: [RankedPair(chosen: 0, rejected: 1, margin: margin)])
    }
}

/// What a training makes smaller.
public enum TrainingObjective: Sendable, Hashable {
    /// The mean of −ln p over all counted tokens of a batch.
    case supervised
    /// A loss on pairs, averaged over the batch's pairs.
    case preference(PairLoss)
    /// A loss on labelled completions, averaged; needs batches of two or more, and nothing but an
    /// adapter in training.
    case labelled(LabelledLoss)
    /// A reward model on the head `reward`, averaged over prompts.
    case reward(RewardLoss)

    /// Whether log-probabilities under the reference are needed.
    public var needsReference: Bool {
        switch self {
        case .preference, .labelled: true
        case .supervised, .reward: false
        }
    }

    /// Where heads are read.
    var heads: HeadPlaces { if case .reward = self { .last } else { .none } }
}
