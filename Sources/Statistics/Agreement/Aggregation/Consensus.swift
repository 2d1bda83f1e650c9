/// What raters' votes say about the category of each unit.
public struct Consensus: Sendable, Hashable {
    /// The number of categories.
    public let categories: Int
    /// The probability of each category of each unit, unit after unit.
    public let posteriors: [Double]
    /// The most probable category of each unit, the lowest of equals; nil for a unit without votes.
    public let labels: [Int?]
    /// The estimated share of each category.
    public let prevalence: [Double]
    /// The log-likelihood of the votes; nil for the majority vote, which is no model.
    public let logLikelihood: Double?
    /// The iterations taken.
    public let iterations: Int
    /// How good each rater is; empty for the majority vote.
    public let raters: [RaterQuality]
    /// The name of the method.
    public let method: String

    /// The posterior of one unit.
    public func posterior(of unit: Int) -> [Double] {
        Array(posteriors[unit * categories..<(unit + 1) * categories])
    }

    /// The units whose label differs from that of another consensus.
    public func differences(from other: Consensus) -> [Int] {
        labels.indices.filter {
            other.labels.indices.contains($0) && labels[$0] != other.labels[$0]
        }
    }
}

/// What a model says about one rater.
public struct RaterQuality: Sendable, Hashable {
    /// The number of votes.
    public let votes: Int
    /// The probability of naming the true category, over the prevalence of categories.
    public let accuracy: Double
    /// P(vote | truth), truth after truth; empty unless the model is Dawid–Skene.
    public let confusion: [Double]
    /// The probability that a vote ignores the unit; nil unless the model is MACE.
    public let spam: Double?
}

extension Consensus {
    static func labels(
        _ posteriors: [Double], categories: Int, table: RatingTable
    ) -> [Int?] {
        (0..<table.units).map { unit in
            guard !table.ratings(of: unit).isEmpty else { return nil }
            let start = unit * categories
            var best = 0
            for k in 1..<max(categories, 1) {
                // A relative margin, so that ties by symmetry go to the lowest category.
                if posteriors[start + k] > posteriors[start + best] * (1 + 1e-9) { best = k }
            }
            return best
        }
    }
}
