extension RatingTable {
    /// Gwet's linearised standard errors, Fleiss–Cohen–Everitt for Cohen's kappa.
    ///
    /// Definition: with κᵢ = (n/n′)(p_a|i − p_e[rᵢ≥2])/(1−p_e) and p_e|i the unit's part in the
    /// expected agreement, SE² = Σ(κᵢ* − κ)²/(n(n−1)), κᵢ* = κᵢ − 2(1−κ)(p_e|i − p_e)/(1−p_e); t
    /// with n − 1 degrees of freedom. Gwet 2014, chapter 5; for Cohen's kappa [Σp_ij(w_ij − (w̄_i +
    /// w̄_j)(1−κ))² − (κ − p_e(1−κ))²]/(n(1−p_e)²) with the normal: Fleiss, Cohen and Everitt 1969,
    /// doi:10.1037/h0028106. Range: above 0. Assumes independent units and many of them. Edge
    /// cases: no variation is undefined. Worked number: Krippendorff's example C has AC1 0.775444 ±
    /// 0.142950.
    ///
    /// - Complexity: O(ratings · categories).
    func linearized(
        _ coefficient: AgreementCoefficient, level: Double
    ) throws(Undefined) -> Estimate {
        switch coefficient {
        case .cohen(let weights): return try linearizedCohen(weights, level: level)
        case .gwet(let weights): return try linearized(coefficient, weights, .gwet, level)
        case .fleiss(let weights):
            return try linearized(coefficient, weights, .commonMarginal, level)
        case .scott: return try linearized(coefficient, .identity, .commonMarginal, level)
        case .brennanPrediger(let weights):
            return try linearized(coefficient, weights, .uniform, level)
        case .percent(let weights): return try linearized(coefficient, weights, .none, level)
        case .conger, .krippendorff:
            throw .outOfRange(
                what: "the linearised interval of \(coefficient.name)",
                allowed: "replaced by the unit bootstrap or the jackknife")
        }
    }

    private func linearized(
        _ coefficient: AgreementCoefficient, _ weights: AgreementWeights, _ chance: ChanceModel,
        _ level: Double
    ) throws(Undefined) -> Estimate {
        let kernel = try coefficient.kernel(self)
        let value = try kernel.value.get()
        let patterns = kernel.patterns
        let credits = try CreditMatrix(weights, categories: categories)
        var total = [Double](repeating: 0, count: kernel.size)
        kernel.total(patterns.weights, into: &total)
        let (n, paired) = (total[2], total[1])
        try Check.atLeast(2, "units", found: Int(n))
        let shares = total[3...].map { $0 / n }
        let expected = chance.expected(shares, credits)
        let q = Double(categories)
        let rowCredits = credits.times(shares)
        var sum = Neumaier()
        for pattern in 0..<patterns.count {
            let codes = patterns.categoryOf[patterns.ratings(of: pattern)]
            var own = 0.0
            if codes.count > 1 {
                own =
                    n / paired * (patterns.agreement(of: pattern, credits) - expected)
                    / (1 - expected)
            }
            var chancePart = expected
            switch chance {
            case .gwet:
                chancePart =
                    credits.sum / (q * (q - 1))
                    * codes.map { 1 - shares[Int($0)] }.reduce(0, +) / Double(codes.count)
            case .commonMarginal:
                chancePart = codes.map { rowCredits[Int($0)] }.reduce(0, +) / Double(codes.count)
            case .uniform, .none: break
            }
            let linear = own - 2 * (1 - value) * (chancePart - expected) / (1 - expected)
            sum.add(Double(patterns.weights[pattern]) * (linear - value) * (linear - value))
        }
        return try .symmetric(
            value: value, standardError: (sum.sum / (n * (n - 1))).squareRoot(),
            degreesOfFreedom: n - 1, count: Int(n), level: level, method: "linearised t")
    }

    private func linearizedCohen(
        _ weights: AgreementWeights, level: Double
    ) throws(Undefined) -> Estimate {
        let kernel = try AgreementCoefficient.cohen(weights).kernel(self)
        let value = try kernel.value.get()
        let patterns = kernel.patterns
        let credits = try CreditMatrix(weights, categories: categories)
        var total = [Double](repeating: 0, count: kernel.size)
        kernel.total(patterns.weights, into: &total)
        let n = total[1]
        let rows = total[2..<(2 + categories)].map { $0 / n }
        let columns = total[(2 + categories)...].map { $0 / n }
        let expected = credits.quadratic(rows, columns)
        let rowCredits = credits.times(columns)
        let columnCredits = credits.times(rows)
        var sum = Neumaier()
        for pattern in 0..<patterns.count {
            let codes = Array(patterns.categoryOf[patterns.ratings(of: pattern)]).map { Int($0) }
            let part =
                credits[codes[0], codes[1]]
                - (rowCredits[codes[0]] + columnCredits[codes[1]]) * (1 - value)
            sum.add(Double(patterns.weights[pattern]) / n * part * part)
        }
        let shift = value - expected * (1 - value)
        let variance = max(0, sum.sum - shift * shift) / (n * (1 - expected) * (1 - expected))
        return try .symmetric(
            value: value, standardError: variance.squareRoot(), degreesOfFreedom: nil,
            count: Int(n), level: level, method: "Fleiss–Cohen–Everitt")
    }
}
