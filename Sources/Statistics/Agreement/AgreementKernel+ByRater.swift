extension AgreementKernel {
    /// Observed agreement corrected by each rater's own marginal: Cohen and Conger.
    ///
    /// The total is Σp_a and the count of units with two ratings, then each rater's counts of
    /// categories. For Cohen only units with both ratings take part.
    static func byRater(
        _ table: RatingTable, _ patterns: RatingPatterns, _ weights: AgreementWeights, cohen: Bool
    ) throws(Undefined) -> AgreementKernel {
        let credits = try CreditMatrix(weights, categories: table.categories)
        let (q, r) = (table.categories, table.raters)
        guard r > 1 else { throw .tooFew(things: "raters", needed: 2, found: r) }
        guard q * r <= 50_000_000 else {
            throw .outOfRange(
                what: "the number of raters times categories", allowed: "at most 50,000,000")
        }
        return AgreementKernel(patterns: patterns, size: 2 + r * q) { pattern, add in
            let range = patterns.ratings(of: pattern)
            if range.count > 1 {
                add(0, patterns.agreement(of: pattern, credits))
                add(1, 1)
            }
            for place in range {
                add(2 + Int(patterns.raterOf[place]) * q + Int(patterns.categoryOf[place]), 1)
            }
        } evaluate: { total, _ in
            guard total[1] > 0.5 else {
                return .failure(.tooFew(things: "units with two ratings", needed: 1, found: 0))
            }
            // p_e is the mean over pairs of different raters of Σ w_kl p_gk p_hl, which is
            // (r² p̄ᵀWp̄ − Σ_g p_gᵀWp_g)/(r(r−1)).
            var mean = [Double](repeating: 0, count: q)
            var own = 0.0
            for rater in 0..<r {
                let counts = total[(2 + rater * q)..<(2 + (rater + 1) * q)]
                let sum = counts.reduce(0, +)
                guard sum > 0.5 else {
                    return .failure(.noVariation("a rater has no ratings"))
                }
                let shares = counts.map { $0 / sum }
                for k in 0..<q { mean[k] += shares[k] }
                own += credits.quadratic(shares, shares)
            }
            let size = Double(r)
            let expected = (credits.quadratic(mean, mean) - own) / (size * (size - 1))
            guard 1 - expected > 1e-12 else {
                return .failure(.noVariation("every rating is the same category"))
            }
            return .success((total[0] / total[1] - expected) / (1 - expected))
        }
    }
}
