import RealModule

/// Conditional logistic regression: each case's own level drops out.
///
/// Definition: within a case, the likelihood of which of its observations passed, given how many:
/// exp(Σ_{passed} xb)/Σ over subsets of that size. Cases that always pass or always fail carry no
/// information. Range: log odds. Assumes one slope for all cases and independence within a case
/// given its level. Edge cases: no case with both outcomes is `noVariation`; perfect prediction is
/// `separated`. Worked number: one factor, cases (pass at 1, fail at 0) three times and the reverse
/// once give ln 3. Chamberlain 1980, doi:10.2307/2297110; the recursion over subsets is that of
/// Gail, Lubin and Rubinstein 1981, doi:10.1093/biomet/68.3.703.
enum ConditionalLogit {
    /// Fits outcomes of 0 and 1; rows come without an intercept.
    ///
    /// - Complexity: O(Σ n_i k_i p²) for each step, k the smaller of passes and failures.
    static func fit(
        rows: [[Double]], outcome: [Double], cases: Grouping, clusters: Grouping, names: [String]
    ) throws(Undefined) -> ModelFit {
        guard outcome.allSatisfy({ $0 == 0 || $0 == 1 }) else {
            throw .outOfRange(what: "the outcome of a conditional model", allowed: "0 or 1")
        }
        let strata = cases.members.filter { members in
            let passes = members.count { outcome[$0] == 1 }
            return passes > 0 && passes < members.count
        }
        try Check.atLeast(2, "cases with passes and failures", found: strata.count)
        let size = rows.first?.count ?? 0
        let coefficients = try Newton.maximize(
            start: [Double](repeating: 0, count: size), names: names
        ) { b, wantsCurvature in
            var total = Newton.Point(
                value: 0, gradient: [Double](repeating: 0, count: size),
                information: Matrix(rows: size, columns: size))
            for members in strata {
                let part = stratum(members.map { rows[$0] }, members.map { outcome[$0] }, b)
                total.value += part.value
                guard wantsCurvature else { continue }
                for i in 0..<size { total.gradient[i] += part.gradient[i] }
                for i in total.information.elements.indices {
                    total.information.elements[i] += part.information.elements[i]
                }
            }
            return total
        }
        var information = Matrix(rows: size, columns: size)
        var scores: [[Double]] = []
        for members in strata {
            let part = stratum(
                members.map { rows[$0] }, members.map { outcome[$0] }, coefficients)
            scores.append(part.gradient)
            for i in information.elements.indices {
                information.elements[i] += part.information.elements[i]
            }
        }
        // A cluster holds whole cases, so a case's first observation names its cluster.
        let groups = Grouping(strata.map { clusters.codes[$0[0]] })
        let covariance = try ClusterSandwich.covariance(
            bread: Cholesky(information, names: names).inverse, scores: scores, clusters: groups,
            parameters: size, countsParameters: false)
        return ModelFit(
            coefficients: coefficients, covariance: covariance, randomDeviation: nil,
            informative: strata.map(\.count).reduce(0, +), clusters: groups.count)
    }

    private static func stratum(
        _ rows: [[Double]], _ outcome: [Double], _ b: [Double]
    ) -> Newton.Point {
        let size = b.count
        let passes = outcome.count { $0 == 1 }
        // Choosing the failures instead gives the same likelihood with rows negated.
        let flips = passes * 2 > rows.count
        let chosen = flips ? rows.count - passes : passes
        let sign: Double = flips ? -1 : 1
        let etas = rows.map { sign * LogisticModel.dot($0, b) }
        let center = Moments.mean(etas)
        var sums = [Double](repeating: 0, count: chosen + 1)
        var firsts = [[Double]](repeating: [Double](repeating: 0, count: size), count: chosen + 1)
        var seconds = [Matrix](repeating: Matrix(rows: size, columns: size), count: chosen + 1)
        sums[0] = 1
        for (row, eta) in zip(rows, etas) {
            let weight = Double.exp(eta - center)
            for k in stride(from: chosen, through: 1, by: -1) {
                let (sum, first) = (sums[k - 1], firsts[k - 1])
                if sum == 0 { continue }
                sums[k] += weight * sum
                for i in 0..<size {
                    firsts[k][i] += weight * (first[i] + sign * row[i] * sum)
                    for j in 0..<size {
                        seconds[k][i, j] +=
                            weight
                            * (seconds[k - 1][i, j] + sign * row[i] * first[j]
                                + sign * first[i] * row[j] + row[i] * row[j] * sum)
                    }
                }
            }
        }
        let total = sums[chosen]
        var gradient = [Double](repeating: 0, count: size)
        var value = -Double.log(total) - Double(chosen) * center
        let selected = flips ? 0.0 : 1.0
        for (index, row) in rows.enumerated() where outcome[index] == selected {
            value += etas[index]
            for i in 0..<size { gradient[i] += sign * row[i] }
        }
        var information = seconds[chosen].scaled(by: 1 / total)
        for i in 0..<size { gradient[i] -= firsts[chosen][i] / total }
        information.addOuter(firsts[chosen].map { $0 / total }, weight: -1)
        return Newton.Point(value: value, gradient: gradient, information: information)
    }
}
