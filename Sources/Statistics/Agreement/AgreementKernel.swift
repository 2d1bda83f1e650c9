/// A coefficient as a function of sums over units.
///
/// Each pattern contributes a sparse vector; the coefficient is `evaluate` of the total. Resampling
/// and leaving out a unit then only change the total.
struct AgreementKernel: Sendable {
    let patterns: RatingPatterns
    /// The length of the total.
    let size: Int
    /// The sparse vectors, pattern after pattern.
    private(set) var starts: [Int] = [0]
    private(set) var indices: [Int] = []
    private(set) var values: [Double] = []
    /// The coefficient of a total, and of how many units have each pattern where it needs that.
    let evaluate: @Sendable (_ total: [Double], _ weights: [Int]) -> Result<Double, Undefined>

    init(
        patterns: RatingPatterns, size: Int,
        contribution: (_ pattern: Int, _ add: (Int, Double) -> Void) -> Void,
        evaluate:
            @escaping @Sendable (_ total: [Double], _ weights: [Int]) -> Result<
                Double, Undefined
            >
    ) {
        self.patterns = patterns
        self.size = size
        self.evaluate = evaluate
        var (indices, values): ([Int], [Double]) = ([], [])
        for pattern in 0..<patterns.count {
            contribution(pattern) { index, value in
                indices.append(index)
                values.append(value)
            }
            starts.append(indices.count)
        }
        (self.indices, self.values) = (indices, values)
    }

    /// The sums for so many units of each pattern.
    func total(_ weights: [Int], into total: inout [Double]) {
        for index in total.indices { total[index] = 0 }
        for pattern in weights.indices where weights[pattern] != 0 {
            add(pattern, times: Double(weights[pattern]), to: &total)
        }
    }

    /// Adds a pattern's vector a number of times.
    func add(_ pattern: Int, times: Double, to total: inout [Double]) {
        for place in starts[pattern]..<starts[pattern + 1] {
            total[indices[place]] += times * values[place]
        }
    }

    /// The coefficient on the data.
    var value: Result<Double, Undefined> {
        var sums = [Double](repeating: 0, count: size)
        total(patterns.weights, into: &sums)
        return evaluate(sums, patterns.weights)
    }
}

extension AgreementCoefficient {
    /// The coefficient's kernel over a table.
    func kernel(_ table: RatingTable) throws(Undefined) -> AgreementKernel {
        let fewest: Int
        switch self {
        case .fleiss, .gwet, .brennanPrediger, .conger, .scott: fewest = 1
        case .percent, .cohen, .krippendorff: fewest = 2
        }
        switch self {
        case .cohen, .scott:
            guard table.raters == 2 else {
                throw .outOfRange(what: "the number of raters of \(name)", allowed: "2")
            }
        default: break
        }
        let patterns = RatingPatterns(table, fewest: fewest, knowsRaters: knowsRaters)
        guard patterns.count > 0 else {
            throw .tooFew(things: "ratings of some unit", needed: 2, found: 1)
        }
        switch self {
        case .percent(let weights):
            return try .observed(table, patterns, weights, chance: .none)
        case .fleiss(let weights):
            return try .observed(table, patterns, weights, chance: .commonMarginal)
        case .scott: return try .observed(table, patterns, .identity, chance: .commonMarginal)
        case .gwet(let weights):
            return try .observed(table, patterns, weights, chance: .gwet)
        case .brennanPrediger(let weights):
            return try .observed(table, patterns, weights, chance: .uniform)
        case .cohen(let weights): return try .byRater(table, patterns, weights, cohen: true)
        case .conger(let weights): return try .byRater(table, patterns, weights, cohen: false)
        case .krippendorff(let metric): return try .alpha(table, patterns, metric)
        }
    }
}
