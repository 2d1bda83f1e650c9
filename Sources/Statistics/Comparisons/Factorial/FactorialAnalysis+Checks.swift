extension FactorialAnalysis {
    static func check(
        _ outcome: [Double], _ factors: [Factor], _ interactions: [[Int]], _ cases: Grouping?,
        _ caseEffect: CaseEffect, _ clusters: Grouping?, _ scale: EffectScale
    ) throws(Undefined) {
        try Check.atLeast(1, "factors", found: factors.count)
        for factor in factors {
            try Check.lengths(outcome.count, factor.codes.count)
            try Check.atLeast(2, "levels of \(factor.name)", found: factor.levels.count)
            var seen = [Bool](repeating: false, count: factor.levels.count)
            for code in factor.codes {
                guard factor.levels.indices.contains(code) else {
                    throw .outOfRange(
                        what: "a level of \(factor.name)", allowed: "one of its levels")
                }
                seen[code] = true
            }
            if let absent = seen.firstIndex(of: false) {
                throw .singular("\(factor.name)=\(factor.levels[absent]) has no observations")
            }
        }
        for pair in interactions {
            guard pair.count == 2, pair[0] != pair[1],
                pair.allSatisfy({ factors.indices.contains($0) })
            else {
                throw .outOfRange(what: "an interaction", allowed: "a pair of two factors")
            }
        }
        if let cases { try Check.lengths(outcome.count, cases.codes.count) }
        if let clusters { try Check.lengths(outcome.count, clusters.codes.count) }
        if let cases, let clusters, caseEffect != .none {
            var home = [Int](repeating: -1, count: cases.count)
            for (caseCode, cluster) in zip(cases.codes, clusters.codes) {
                guard home[caseCode] < 0 || home[caseCode] == cluster else {
                    throw .outOfRange(what: "the clusters of one case", allowed: "a single one")
                }
                home[caseCode] = cluster
            }
        }
        guard caseEffect == .none || cases != nil else {
            throw .outOfRange(what: "a case effect", allowed: "given with the cases")
        }
        if scale == .logit, !outcome.allSatisfy({ $0 >= 0 && $0 <= 1 }) {
            throw .outOfRange(what: "a score on the logit scale", allowed: "within 0...1")
        }
    }

    /// Wald's test that all coefficients of a term are 0: F = bᵀV⁻¹b/q.
    static func test(
        _ term: EffectCoding.Term, _ fit: ModelFit, freedom: Double
    ) throws(Undefined) -> Term {
        let columns = Array(term.columns)
        var block = Matrix(rows: columns.count, columns: columns.count)
        for (i, column) in columns.enumerated() {
            for (j, other) in columns.enumerated() { block[i, j] = fit.covariance[column, other] }
        }
        let coefficients = columns.map { fit.coefficients[$0] }
        let q = Double(columns.count)
        let solved: [Double]
        do {
            solved = try Cholesky(block).solve(coefficients)
        } catch {
            throw .noVariation("the covariance of \(term.name) is singular: too few clusters")
        }
        let f = zip(solved, coefficients).map(*).compensatedSum / q
        return Term(
            name: term.name, factors: term.factors, numeratorDegreesOfFreedom: columns.count,
            test: HypothesisTest(
                statistic: f, pValue: FDistribution(q, freedom).survival(f),
                degreesOfFreedom: freedom, method: "Wald F, cluster-robust"))
    }
}
