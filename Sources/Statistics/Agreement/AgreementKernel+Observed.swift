/// What chance agreement means for raters that are not told apart.
enum ChanceModel: Sendable {
    /// No correction.
    case none
    /// Two draws from the common marginal (Scott, Fleiss).
    case commonMarginal
    /// Random rating of hard units (Gwet).
    case gwet
    /// A uniform draw from the scale (Brennan and Prediger).
    case uniform

    /// The expected agreement for marginal shares.
    func expected(_ shares: [Double], _ weights: CreditMatrix) -> Double {
        let q = Double(shares.count)
        switch self {
        case .none: return 0
        case .commonMarginal: return weights.quadratic(shares, shares)
        case .gwet:
            let spread = shares.map { $0 * (1 - $0) }.reduce(0, +)
            return shares.count > 1 ? weights.sum * spread / (q * (q - 1)) : 1
        case .uniform: return weights.sum / (q * q)
        }
    }
}

/// The credits of all pairs of categories, kept as one row by distance.
struct CreditMatrix: Sendable {
    private let credits: [Double]
    private let isIdentity: Bool

    /// Scales beyond this need weights of identity: the others compare all pairs of categories.
    static let largest = 4_000

    init(_ weights: AgreementWeights, categories: Int) throws(Undefined) {
        isIdentity = weights == .identity
        guard isIdentity || categories <= Self.largest else {
            throw .outOfRange(
                what: "the number of categories with weights", allowed: "at most \(Self.largest)")
        }
        credits =
            isIdentity
            ? [] : (0..<categories).map { weights.credit(distance: $0, categories: categories) }
        sum =
            isIdentity
            ? Double(categories)
            : credits.enumerated().map { distance, credit in
                credit * Double(distance == 0 ? categories : 2 * (categories - distance))
            }.reduce(0, +)
    }

    /// The sum over all ordered pairs.
    let sum: Double

    subscript(first: Int, second: Int) -> Double {
        isIdentity ? (first == second ? 1 : 0) : credits[abs(first - second)]
    }

    /// Σ w_kl a_k b_l.
    func quadratic(_ a: [Double], _ b: [Double]) -> Double {
        var total = 0.0
        if isIdentity {
            for k in a.indices { total += a[k] * b[k] }
            return total
        }
        for k in a.indices where a[k] != 0 {
            var row = 0.0
            for l in b.indices { row += credits[abs(k - l)] * b[l] }
            total += a[k] * row
        }
        return total
    }

    /// Σ_l w_kl b_l for each k.
    func times(_ b: [Double]) -> [Double] {
        if isIdentity { return b }
        return b.indices.map { k in
            var row = 0.0
            for l in b.indices { row += credits[abs(k - l)] * b[l] }
            return row
        }
    }
}

extension RatingPatterns {
    /// The share of agreeing ordered pairs of a pattern's ratings, at least two of them.
    func agreement(of pattern: Int, _ weights: CreditMatrix) -> Double {
        let range = ratings(of: pattern)
        var sum = 0.0
        for first in range {
            for second in range where second != first {
                sum += weights[Int(categoryOf[first]), Int(categoryOf[second])]
            }
        }
        let r = Double(range.count)
        return sum / (r * (r - 1))
    }
}

extension AgreementKernel {
    /// Observed agreement corrected by a chance model that does not tell raters apart.
    ///
    /// The total is Σp_a and the count of units with two ratings, the count of all units, and Σ
    /// r_ik/r_i for each category.
    static func observed(
        _ table: RatingTable, _ patterns: RatingPatterns, _ weights: AgreementWeights,
        chance: ChanceModel
    ) throws(Undefined) -> AgreementKernel {
        let credits = try CreditMatrix(weights, categories: table.categories)
        let q = table.categories
        return AgreementKernel(patterns: patterns, size: 3 + q) { pattern, add in
            let range = patterns.ratings(of: pattern)
            if range.count > 1 {
                add(0, patterns.agreement(of: pattern, credits))
                add(1, 1)
            }
            add(2, 1)
            for place in range { add(3 + Int(patterns.categoryOf[place]), 1 / Double(range.count)) }
        } evaluate: { total, _ in
            guard total[1] > 0.5 else {
                return .failure(.tooFew(things: "ratings of some unit", needed: 2, found: 1))
            }
            let agreement = total[0] / total[1]
            if case .none = chance { return .success(agreement) }
            let shares = total[3...].map { $0 / total[2] }
            let expected = chance.expected(shares, credits)
            guard 1 - expected > 1e-12 else {
                return .failure(.noVariation("chance alone explains all agreement"))
            }
            return .success((agreement - expected) / (1 - expected))
        }
    }
}
