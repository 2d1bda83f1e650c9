/// The outcome of a comparison of two.
public enum VoteOutcome: Int, Sendable, Hashable, CaseIterable {
    /// The first is better.
    case first
    /// The second is better.
    case second
    /// Neither is better.
    case tie

    /// The outcome with first and second exchanged.
    public var swapped: VoteOutcome {
        switch self {
        case .first: .second
        case .second: .first
        case .tie: .tie
        }
    }

    /// 1, 0 or ½: what the first one gets.
    public var score: Double {
        switch self {
        case .first: 1
        case .second: 0
        case .tie: 0.5
        }
    }
}

/// A property of the two sides that may sway a vote, such as position or length.
public struct VoteCovariate: Sendable, Hashable {
    /// The name of the covariate.
    public let name: String
    /// Its value for each vote, positive when it speaks for the first.
    public let values: [Double]

    /// A covariate with a value for each vote.
    public init(name: String, values: [Double]) {
        self.name = name
        self.values = values
    }

    /// The place on screen: +1 where the first was shown on the left, −1 on the right.
    public static func position(firstOnLeft: [Bool]) -> VoteCovariate {
        VoteCovariate(name: "left position", values: firstOnLeft.map { $0 ? 1 : -1 })
    }

    /// A style feature as (a − b)/(a + b), 0 for two zeros, divided by its standard deviation.
    ///
    /// Li, Angelopoulos and Chiang 2024, "Does style matter?", lmsys.org. Not centred: the sign
    /// must keep its meaning when first and second are exchanged.
    public static func style(
        _ name: String, first: [Double], second: [Double]
    ) throws(Undefined) -> VoteCovariate {
        try Check.lengths(first.count, second.count)
        try Check.data(first)
        try Check.data(second)
        let ratios = zip(first, second).map { a, b in a + b == 0 ? 0 : (a - b) / (a + b) }
        let squares = ratios.map { $0 * $0 }.compensatedSum / Double(ratios.count)
        guard squares > 0 else { throw .noVariation("\(name) is equal on both sides everywhere") }
        let scale = 1 / squares.squareRoot()
        return VoteCovariate(name: name, values: ratios.map { $0 * scale })
    }
}

/// Votes between pairs of players, such as models or prompts.
public struct PairVotes: Sendable, Hashable {
    /// The players' names.
    public let players: [String]
    /// The first player of each vote, a position in `players`.
    public let first: [Int]
    /// The second player of each vote.
    public let second: [Int]
    /// The outcome of each vote.
    public let outcomes: [VoteOutcome]
    /// The weight of each vote, such as an inverse probability; nil counts each once.
    public let weights: [Double]?
    /// What may sway votes besides the players.
    public let covariates: [VoteCovariate]
    /// What is independent: annotators or prompts; nil takes each vote as independent.
    public let clusters: Grouping?

    /// Votes with optional weights, covariates and clusters, all of the same length.
    ///
    /// A "both bad" vote is a tie here; count it as a quality signal of its own as well.
    public init(
        players: [String], first: [Int], second: [Int], outcomes: [VoteOutcome],
        weights: [Double]? = nil, covariates: [VoteCovariate] = [], clusters: Grouping? = nil
    ) throws(Undefined) {
        guard !first.isEmpty else { throw .noData }
        try Check.lengths(first.count, second.count)
        try Check.lengths(first.count, outcomes.count)
        for vote in first.indices {
            guard players.indices.contains(first[vote]), players.indices.contains(second[vote]),
                first[vote] != second[vote]
            else {
                throw .outOfRange(
                    what: "the players of vote \(vote + 1)", allowed: "two different known ones")
            }
        }
        if let weights {
            try Check.lengths(first.count, weights.count)
            for weight in weights { try Check.positive(weight, "a vote's weight") }
        }
        for covariate in covariates {
            try Check.lengths(first.count, covariate.values.count)
            try Check.finite(covariate.values)
        }
        if let clusters { try Check.lengths(first.count, clusters.codes.count) }
        (self.players, self.first, self.second) = (players, first, second)
        (self.outcomes, self.weights) = (outcomes, weights)
        (self.covariates, self.clusters) = (covariates, clusters)
    }

    /// The number of votes.
    public var count: Int { first.count }

    /// The votes at these positions.
    public func subset(_ positions: [Int]) throws(Undefined) -> PairVotes {
        try PairVotes(
            players: players, first: positions.map { first[$0] },
            second: positions.map { second[$0] }, outcomes: positions.map { outcomes[$0] },
            weights: weights.map { weights in positions.map { weights[$0] } },
            covariates: covariates.map { covariate in
                VoteCovariate(
                    name: covariate.name, values: positions.map { covariate.values[$0] })
            }, clusters: clusters.map { clusters in Grouping(positions.map { clusters.codes[$0] }) }
        )
    }

    /// The votes with these weights.
    public func weighted(_ weights: [Double]) throws(Undefined) -> PairVotes {
        try PairVotes(
            players: players, first: first, second: second, outcomes: outcomes, weights: weights,
            covariates: covariates, clusters: clusters)
    }
}
