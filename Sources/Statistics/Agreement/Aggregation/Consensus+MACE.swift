import RealModule

/// How MACE's parameters are estimated.
public enum MaceInference: String, Sendable, Hashable, CaseIterable {
    /// Variational Bayes with Beta(½, ½) on spamming and Dirichlet(10) on habits, as in the paper.
    case variational
    /// Expectation–maximisation with additive smoothing of 0.01 over the number of categories.
    case maximumLikelihood = "maximum-likelihood"
}

extension Consensus {
    /// MACE: a rater either copies the truth or, when spamming, draws from an own habit.
    ///
    /// Definition: with probability 1 − θ a vote is the truth, else it is drawn from the rater's
    /// habit ξ; the truth is uniform over categories. Variational Bayes (or EM), the best of
    /// several random starts by log-likelihood. Assumes that votes are independent given the truth.
    /// θ is the rater's spam score. Edge cases: one category is undefined. Range: posteriors and
    /// spam scores within 0...1. Hovy and others 2013, "Learning whom to trust with MACE",
    /// NAACL-HLT, ACL anthology N13-1132. Worked number: on Dawid and Skene's patients it differs
    /// from the majority on patients 2, 12 and 36 at most.
    ///
    /// - Parameters:
    ///   - restarts: Random starts; start r uses the random stream r of `seed`.
    /// - Complexity: O(restarts · iterations · ratings · categories).
    public static func mace(
        _ table: RatingTable, sameRater: [Int]? = nil, seed: UInt64 = 0, restarts: Int = 10,
        iterations: Int = 50, inference: MaceInference = .variational
    ) throws(Undefined) -> Consensus {
        let q = try checkedCategories(table)
        guard q > 1 else { throw .noVariation("the scale has one category") }
        try Check.atLeast(1, "restarts", found: restarts)
        try Check.atLeast(1, "iterations", found: iterations)
        let codes = sameRater ?? Array(0..<table.raters)
        try Check.lengths(codes.count, table.raters)
        let model = Mace(
            table: table, codes: codes, raters: (codes.max() ?? 0) + 1, q: q,
            inference: inference)
        var best: Mace.Fit?
        for restart in 0..<restarts {
            var generator = CounterGenerator(seed: seed, stream: UInt64(restart))
            let fit = model.fit(&generator, iterations: iterations)
            if fit.logLikelihood > (best?.logLikelihood ?? -.infinity) { best = fit }
        }
        guard let best else { throw .notConverged(iterations: iterations) }
        var prevalence = [Double](repeating: 0, count: q)
        let rated = (0..<table.units).filter { !table.ratings(of: $0).isEmpty }
        for unit in rated {
            for j in 0..<q {
                prevalence[j] += best.posteriors[unit * q + j] / Double(rated.count)
            }
        }
        var votes = [Int](repeating: 0, count: model.raters)
        for rater in table.raterOf { votes[codes[Int(rater)]] += 1 }
        let quality = votes.indices.map { rater in
            let spam = best.meanSpam[rater]
            let habit = (0..<q).map { prevalence[$0] * best.habits[rater * q + $0] }
            let spread = best.habits[rater * q..<(rater + 1) * q].reduce(0, +)
            return RaterQuality(
                votes: votes[rater], accuracy: 1 - spam + spam * habit.compensatedSum / spread,
                confusion: [], spam: spam)
        }
        return Consensus(
            categories: q, posteriors: best.posteriors,
            labels: labels(best.posteriors, categories: q, table: table), prevalence: prevalence,
            logLikelihood: best.logLikelihood, iterations: iterations, raters: quality,
            method: "MACE")
    }
}
