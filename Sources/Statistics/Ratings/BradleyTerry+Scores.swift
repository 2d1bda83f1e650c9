extension BradleyTerry {
    /// The slope of one vote's log-likelihood in each parameter that it touches.
    static func score(
        of vote: Int, in votes: PairVotes, ties: TieModel, parameters: [Double]
    ) -> [(index: Int, value: Double)] {
        let n = votes.players.count
        let (a, b) = (votes.first[vote], votes.second[vote])
        var logit = parameters[a] - parameters[b]
        for (k, covariate) in votes.covariates.enumerated() {
            logit += parameters[n + k] * covariate.values[vote]
        }
        let last = n + votes.covariates.count
        let terms = ties.terms(
            votes.outcomes[vote], logit, ties.hasParameter ? parameters[last] : 0)
        let weight = votes.weights?[vote] ?? 1
        let slope = weight * terms.byLogit
        var score = [(index: a, value: slope), (index: b, value: -slope)]
        for (k, covariate) in votes.covariates.enumerated() {
            score.append((n + k, slope * covariate.values[vote]))
        }
        if ties.hasParameter { score.append((last, weight * terms.byTie)) }
        return score
    }

    /// G/(G−1) Σ_c s_c s_cᵀ over clusters of votes.
    ///
    /// - Complexity: O(votes + Σ_c (parameters touched)²).
    static func clusteredMeat(
        _ votes: PairVotes, _ clusters: Grouping, ties: TieModel, parameters: [Double]
    ) throws(Undefined) -> Matrix {
        try Check.atLeast(2, "clusters of votes", found: clusters.count)
        let size = parameters.count
        var meat = Matrix(rows: size, columns: size)
        var sum = [Double](repeating: 0, count: size)
        for members in clusters.members {
            var touched: [Int] = []
            for vote in members {
                for (index, value) in score(
                    of: vote, in: votes, ties: ties, parameters: parameters)
                {
                    if sum[index] == 0 { touched.append(index) }
                    sum[index] += value
                }
            }
            // A sum may return to exactly 0 and be listed twice.
            let indices = Set(touched).sorted()
            for i in indices { for j in indices { meat[i, j] += sum[i] * sum[j] } }
            for i in indices { sum[i] = 0 }
        }
        let groups = Double(clusters.count)
        return meat.scaled(by: groups / (groups - 1))
    }
}
