/// What a judge does when the same two answers are shown in the other order.
///
/// Definition: each pair is judged twice, once in each order; an outcome names the *place*, first
/// or second. A pair is consistent when both judgments prefer the same answer or both are ties. The
/// flip rate is the share of pairs that are not; the first-place preference is the share of
/// inconsistent, decided pairs whose judgments both name the first place, ½ without bias. Assumes
/// independent pairs. Range: rates within 0...1. Edge cases: no pairs are `noData`; no decided
/// inconsistent pair leaves the preference undefined. Zheng and others 2023,
/// doi:10.48550/arXiv.2306.05685; Shi and others 2024, doi:10.48550/arXiv.2406.07791. Worked
/// number: 65 of 100 consistent pairs is a flip rate of 0.35 with Wilson 0.2636...0.4475.
///
/// - Complexity: O(pairs).
public struct PositionBias: Sendable, Hashable {
    /// The pairs judged in both orders.
    public let pairs: Int
    /// The pairs judged alike in both orders.
    public let consistent: Int
    /// Pairs whose judgments both name the first place.
    public let bothFirst: Int
    /// Pairs whose judgments both name the second place.
    public let bothSecond: Int
    /// Pairs of which one judgment is a tie and the other is not.
    public let halfTied: Int
    private let firstPlaceShare: [Double]

    /// Outcomes by place in one order and, for the same pairs, in the other.
    public init(oneOrder: [VoteOutcome], otherOrder: [VoteOutcome]) throws(Undefined) {
        try Check.lengths(oneOrder.count, otherOrder.count)
        guard !oneOrder.isEmpty else { throw .noData }
        var (consistent, bothFirst, bothSecond, halfTied) = (0, 0, 0, 0)
        var shares: [Double] = []
        for (one, other) in zip(oneOrder, otherOrder) {
            shares.append((one.score + other.score) / 2)
            switch (one, other) {
            case (.first, .second), (.second, .first), (.tie, .tie): consistent += 1
            case (.first, .first): bothFirst += 1
            case (.second, .second): bothSecond += 1
            default: halfTied += 1
            }
        }
        pairs = oneOrder.count
        (self.consistent, self.bothFirst) = (consistent, bothFirst)
        (self.bothSecond, self.halfTied) = (bothSecond, halfTied)
        firstPlaceShare = shares
    }

    /// The share of pairs whose judgment changes with the order.
    public func flipRate(level: Double = 0.95) throws(Undefined) -> Estimate {
        try .rate(successes: pairs - consistent, trials: pairs, level: level)
    }

    /// The share of flipped, decided pairs in which the first place won both times.
    public func firstPreference(level: Double = 0.95) throws(Undefined) -> Estimate {
        guard bothFirst + bothSecond > 0 else {
            throw .noVariation("no decided pair changed with the order")
        }
        return try .rate(successes: bothFirst, trials: bothFirst + bothSecond, level: level)
    }

    /// The score of the first place over all judgments, less ½: 0 without bias, with its interval.
    public func firstAdvantage(level: Double = 0.95) throws(Undefined) -> Estimate {
        var estimate = try Estimate.mean(of: firstPlaceShare, level: level)
        estimate.value -= 0.5
        estimate.interval = estimate.interval.map {
            Interval(
                lower: $0.lower - 0.5, upper: $0.upper - 0.5, level: level, method: $0.method)
        }
        estimate.method = "advantage of the first place, t"
        return estimate
    }

    /// The test that flips favour neither place.
    public func test(method: McNemarMethod = .midP) throws(Undefined) -> HypothesisTest {
        try .mcNemar(onlyFirst: bothFirst, onlySecond: bothSecond, method: method)
    }
}
