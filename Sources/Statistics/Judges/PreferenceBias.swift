/// Whether a judge prefers answers with a mark, such as the longer one or its own, more than it
/// should.
///
/// Definition: over pairs in which exactly one answer carries the mark, the judge's rate of
/// preferring it (ties count ½) less a reference rate: that of humans on the same pairs (paired),
/// or ½ where pairs are balanced by design. Without a reference a high rate is no bias: longer
/// answers may be better. Assumes independent pairs, or clusters of them. Range: a bias within
/// −1...1. Edge cases: no marked pair is `noData`. For length: Dubois and others 2024,
/// doi:10.48550/arXiv.2404.04475; for self-preference: Panickssery, Bowman and Feng 2024,
/// doi:10.48550/arXiv.2404.13076. Worked number: judge 1, 1, 1, 0 and human 1, 0, 1, 0 give 0.25.
///
/// - Complexity: O(pairs).
public enum PreferenceBias {
    /// Which answer of a pair carries the mark.
    public enum Mark: String, Sendable, Hashable {
        /// The first answer.
        case first
        /// The second answer.
        case second
        /// Neither or both: the pair takes no part.
        case neither
    }

    /// The longer answer of each pair.
    public static func longer(first: [Int], second: [Int]) throws(Undefined) -> [Mark] {
        try Check.lengths(first.count, second.count)
        return zip(first, second).map { $0 > $1 ? .first : $0 < $1 ? .second : .neither }
    }

    /// The answer of each pair that the judge's own model wrote.
    public static func own<Model: Equatable>(
        judge: Model, first: [Model], second: [Model]
    ) throws(Undefined) -> [Mark] {
        try Check.lengths(first.count, second.count)
        return zip(first, second).map { a, b in
            a == judge && b != judge ? .first : b == judge && a != judge ? .second : .neither
        }
    }

    /// The rate at which the marked answer is preferred, ties as ½.
    public static func rate(
        _ outcomes: [VoteOutcome], marks: [Mark], clusters: Grouping? = nil, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        let (scores, kept) = try marked(outcomes, marks)
        if let clusters {
            try Check.lengths(clusters.codes.count, outcomes.count)
            return try .mean(
                of: scores, clusters: Grouping(kept.map { clusters.codes[$0] }), level: level)
        }
        if scores.allSatisfy({ $0 == 0 || $0 == 1 }) {
            return try .rate(
                successes: scores.count { $0 == 1 }, trials: scores.count, level: level)
        }
        return try .mean(of: scores, level: level)
    }

    /// The judge's rate less the humans' on the same pairs: the bias, with its interval.
    public static func againstHumans(
        judge: [VoteOutcome], human: [VoteOutcome], marks: [Mark], clusters: Grouping? = nil,
        level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.lengths(judge.count, human.count)
        let (judged, kept) = try marked(judge, marks)
        let (wished, _) = try marked(human, marks)
        if let clusters { try Check.lengths(clusters.codes.count, judge.count) }
        return try .pairedDifference(
            judged, wished, clusters: clusters.map { all in Grouping(kept.map { all.codes[$0] }) },
            level: level)
    }

    /// The effect of a feature on the judge's choice in log odds, given the humans' choice.
    ///
    /// A logistic regression of the judge's decided choices on the feature difference (first minus
    /// second, as `VoteCovariate.style` makes it) and on the human choice (±½, 0 for ties), without
    /// a constant; t with clusters − 1 degrees of freedom.
    public static func featureEffect(
        judge: [VoteOutcome], human: [VoteOutcome]? = nil, feature: VoteCovariate,
        clusters: Grouping? = nil, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.lengths(judge.count, feature.values.count)
        if let human { try Check.lengths(judge.count, human.count) }
        if let clusters { try Check.lengths(judge.count, clusters.codes.count) }
        let kept = judge.indices.filter { judge[$0] != .tie }
        guard !kept.isEmpty else { throw .noData }
        let rows = kept.map { position in
            human.map { [feature.values[position], $0[position].score - 0.5] }
                ?? [feature.values[position]]
        }
        let groups = Grouping(kept.map { clusters?.codes[$0] ?? $0 })
        let fit = try LogisticModel.fit(
            rows: rows, outcome: kept.map { judge[$0].score }, clusters: groups,
            names: [feature.name, "the human choice"])
        return try .symmetric(
            value: fit.coefficients[0], standardError: fit.covariance[0, 0].squareRoot(),
            degreesOfFreedom: Double(groups.count - 1), count: kept.count,
            clusters: groups.count, level: level,
            method: "effect of \(feature.name) on the judge, log odds")
    }

    private static func marked(
        _ outcomes: [VoteOutcome], _ marks: [Mark]
    ) throws(Undefined) -> ([Double], [Int]) {
        try Check.lengths(outcomes.count, marks.count)
        let kept = marks.indices.filter { marks[$0] != .neither }
        guard !kept.isEmpty else { throw .noData }
        let scores = kept.map { position in
            marks[position] == .first
                ? outcomes[position].score : outcomes[position].swapped.score
        }
        return (scores, kept)
    }
}
