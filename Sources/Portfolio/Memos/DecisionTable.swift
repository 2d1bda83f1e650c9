import Statistics
package import Workspace

/// Options weighed by criteria, with what is uncertain carried through to the decision.
///
/// Each value is placed between the worst (0) and the best (1) that the memo names and the places
/// are added up by weight (a linear additive value model: Keeney & Raiffa 1976). Uncertainty is
/// simulated: cases are drawn with replacement, the same cases for all options where they share
/// them (a paired bootstrap), and impacts from triangles; the decision is made anew in each draw.
package struct DecisionTable: Sendable {
    /// A number with the middle 95 % of its draws.
    package struct Value: Sendable, Hashable {
        package var value: Double
        package var low: Double?
        package var high: Double?
        /// How many cases it rests on; nil for a number that somebody gave.
        package var cases: Int?
    }

    /// How one weight could change the decision while the others keep their proportions.
    package struct Sensitivity: Sendable, Hashable {
        package var criterion: String
        /// The criterion's share of all weights now.
        package var weight: Double
        /// The nearest smaller share at which another option leads, and which.
        package var below: (share: Double, option: String)?
        /// The nearest greater share.
        package var above: (share: Double, option: String)?
        /// The value of the leader at which it would lose its lead, within worst and best.
        package var breakEven: Double?

        package static func == (left: Self, right: Self) -> Bool {
            left.criterion == right.criterion && left.weight == right.weight
                && left.below?.share == right.below?.share
                && left.above?.share == right.above?.share && left.breakEven == right.breakEven
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(criterion) }
    }

    /// How many draws.
    package static let draws = 4000

    package let options: [String]
    package let criteria: [String]
    /// Shares of the weights, adding up to 1.
    package let weights: [Double]
    /// By criterion, then option, in the criterion's own unit.
    package let values: [[Value]]
    /// The weighted sum of each option.
    package let scores: [Value]
    /// The share of draws in which an option leads.
    package let leads: [Double]
    /// The share of all thinkable weights (uniform on the simplex) under which it leads.
    package let leadsByWeights: [Double]
    /// The leader's score less that of the second.
    package let margin: Value
    package let sensitivities: [Sensitivity]

    /// The option that leads.
    package var leader: Int {
        scores.indices.max { (scores[$0].value, -$0) < (scores[$1].value, -$1) } ?? 0
    }

    /// Weighs the options of a memo.
    package init(_ memo: MemoDocument, _ evidence: MemoEvidence) {
        let count = memo.options.count
        let total = memo.criteria.reduce(0) { $0 + $1.weight }
        let weights = memo.criteria.map { $0.weight / total }
        func place(_ value: Double, _ index: Int) -> Double {
            let criterion = memo.criteria[index]
            return min(
                1, max(0, (value - criterion.worst) / (criterion.best - criterion.worst)))
        }
        let points = evidence.measures.map { $0.map(Self.point) }
        let places = points.enumerated().map { index, row in row.map { place($0, index) } }
        func sums(_ places: [[Double]], _ weights: [Double]) -> [Double] {
            (0..<count).map { option in
                weights.indices.reduce(0.0) { $0 + weights[$1] * places[$1][option] }
            }
        }
        let scores = sums(places, weights)
        var drawn = evidence.measures.map { $0.map { _ in [Double]() } }
        var drawnScores = [[Double]](repeating: [], count: count)
        var leads = [Double](repeating: 0, count: count)
        let plans = evidence.measures.map(Self.cases)
        for draw in 0..<Self.draws {
            var row: [[Double]] = []
            for (index, measures) in evidence.measures.enumerated() {
                var generator = CounterGenerator(
                    seed: UInt64(memo.seed), stream: UInt64(index) << 32 | UInt64(draw))
                let cases =
                    plans[index].isEmpty
                    ? []
                    : plans[index].map { _ in
                        plans[index][generator.index(below: plans[index].count)]
                    }
                let values = measures.map { Self.drawn($0, cases, &generator) }
                for option in 0..<count { drawn[index][option].append(values[option]) }
                row.append(values.map { place($0, index) })
            }
            let total = sums(row, weights)
            for option in 0..<count { drawnScores[option].append(total[option]) }
            Self.credit(total, to: &leads, 1 / Double(Self.draws))
        }
        var byWeights = [Double](repeating: 0, count: count)
        for draw in 0..<Self.draws {
            var generator = CounterGenerator(
                seed: UInt64(memo.seed), stream: 1 << 63 | UInt64(draw))
            Self.credit(
                sums(places, Self.simplex(weights.count, &generator)), to: &byWeights,
                1 / Double(Self.draws))
        }
        options = memo.options.map(\.id)
        criteria = memo.criteria.map(\.id)
        self.weights = weights
        values = evidence.measures.enumerated().map { index, measures in
            measures.enumerated().map { option, measure in
                Self.value(points[index][option], drawn[index][option], measure)
            }
        }
        self.scores = scores.enumerated().map { Self.value($1, drawnScores[$0], nil) }
        self.leads = leads
        leadsByWeights = byWeights
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        let (first, second) = (order[0], order[1])
        margin = Self.value(
            scores[first] - scores[second],
            zip(drawnScores[first], drawnScores[second]).map { $0 - $1 }, nil)
        sensitivities = memo.criteria.indices.map { index in
            Self.sensitivity(
                index, memo, weights, places, scores: scores, leader: first,
                runnerUp: scores[second])
        }
    }

    /// Gives a lead to the greatest; equals share it.
    private static func credit(_ scores: [Double], to leads: inout [Double], _ amount: Double) {
        let best = scores.max() ?? 0
        let leaders = scores.indices.filter { scores[$0] == best }
        for leader in leaders { leads[leader] += amount / Double(leaders.count) }
    }

    private static func point(_ measure: MemoEvidence.Measure) -> Double {
        switch measure {
        case .mean(let values):
            // In order, so that sums are the same each time.
            let sum = values.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
            return sum / Double(values.count)
        case .percentile(let share, let values):
            return SampleQuantile.ofSorted(values.values.flatMap { $0 }.sorted(), share) ?? 0
        case .given(let value): return value
        case .triangle(let least, let likeliest, let most): return (least + likeliest + most) / 3
        }
    }

    /// All cases of a criterion, in order; empty where it rests on none.
    private static func cases(_ measures: [MemoEvidence.Measure]) -> [String] {
        var ids: Set<String> = []
        for measure in measures {
            switch measure {
            case .mean(let values): ids.formUnion(values.keys)
            case .percentile(_, let values): ids.formUnion(values.keys)
            case .given, .triangle: break
            }
        }
        return ids.sorted()
    }

    private static func drawn(
        _ measure: MemoEvidence.Measure, _ cases: [String], _ generator: inout CounterGenerator
    ) -> Double {
        switch measure {
        case .mean(let values):
            let found = cases.compactMap { values[$0] }
            return found.isEmpty
                ? point(measure) : found.reduce(0, +) / Double(found.count)
        case .percentile(let share, let values):
            let found = cases.flatMap { values[$0] ?? [] }.sorted()
            return SampleQuantile.ofSorted(found, share) ?? point(measure)
        case .given(let value): return value
        case .triangle(let least, let likeliest, let most):
            guard most > least else { return least }
            // The inverse of the triangle's distribution function.
            let u = generator.uniform()
            let split = (likeliest - least) / (most - least)
            return u < split
                ? least + (u * (most - least) * (likeliest - least)).squareRoot()
                : most - ((1 - u) * (most - least) * (most - likeliest)).squareRoot()
        }
    }

    /// Weights drawn evenly from all that add up to 1: gaps between sorted uniform numbers.
    private static func simplex(_ count: Int, _ generator: inout CounterGenerator) -> [Double] {
        var cuts = (0..<(count - 1)).map { _ in generator.uniform() }.sorted()
        cuts.append(1)
        var last = 0.0
        return cuts.map { cut in
            defer { last = cut }
            return cut - last
        }
    }

    private static func value(
        _ point: Double, _ draws: [Double], _ measure: MemoEvidence.Measure?
    ) -> Value {
        let sorted = draws.sorted()
        var cases: Int?
        switch measure {
        case .mean(let values)?: cases = values.count
        case .percentile(_, let values)?: cases = values.count
        case .given?: return Value(value: point)
        case .triangle?, nil: break
        }
        return Value(
            value: point, low: SampleQuantile.ofSorted(sorted, 0.025),
            high: SampleQuantile.ofSorted(sorted, 0.975), cases: cases)
    }

    private static func sensitivity(
        _ index: Int, _ memo: MemoDocument, _ weights: [Double], _ places: [[Double]],
        scores: [Double], leader: Int, runnerUp: Double
    ) -> Sensitivity {
        let weight = weights[index]
        var result = Sensitivity(criterion: memo.criteria[index].id, weight: weight)
        let rest = 1 - weight
        for option in scores.indices where option != leader && rest > 0 {
            // With share w for this criterion the leader is ahead by w·a + (1 − w)·b.
            let a = places[index][leader] - places[index][option]
            let b = (scores[leader] - scores[option] - weight * a) / rest
            guard a != b else { continue }
            let flip = -b / (a - b)
            guard (0...1).contains(flip) else { continue }
            let found = (share: flip, option: memo.options[option].id)
            if flip < weight {
                if result.below.map({ $0.share < flip }) ?? true { result.below = found }
            } else if flip > weight {
                if result.above.map({ $0.share > flip }) ?? true { result.above = found }
            }
        }
        let place = places[index][leader] - (scores[leader] - runnerUp) / weight
        if place >= 0, place <= 1 {
            let criterion = memo.criteria[index]
            result.breakEven = criterion.worst + place * (criterion.best - criterion.worst)
        }
        return result
    }
}
