/// Least squares with a cluster-robust covariance.
enum LinearModel {
    /// Fits y = Xb with cases ignored, swept out or random.
    ///
    /// Fixed: rows and outcomes lose their case means and the intercept (Frisch–Waugh–Lovell).
    /// Random: they lose the share 1 − √(σ²_e/(σ²_e + n_i σ²_c)) of them, the variances by moments
    /// of the pooled residuals; the covariance is robust to those being off.
    ///
    /// - Complexity: O(n p² + p³).
    static func fit(
        rows: [[Double]], outcome: [Double], cases: Grouping?, effect: CaseEffect,
        clusters: Grouping, names: [String]
    ) throws(Undefined) -> ModelFit {
        guard effect != .none, let cases else {
            return try leastSquares(rows, outcome, clusters, names)
        }
        if effect == .fixed {
            let kept = rows.map { Array($0.dropFirst()) }
            let swept = partial(kept, outcome, cases, shares: [1])
            var fit = try leastSquares(swept.0, swept.1, clusters, Array(names.dropFirst()))
            fit.prependEmptyIntercept()
            return fit
        }
        let pooled = try leastSquares(rows, outcome, clusters, names)
        let residuals = zip(rows, outcome).map { row, y in
            y - zip(row, pooled.coefficients).map(*).compensatedSum
        }
        let components = variances(residuals, cases)
        let shares = cases.members.map { members in
            let total = components.error + Double(members.count) * components.cases
            return total > 0 ? 1 - (components.error / total).squareRoot() : 0
        }
        let swept = partial(rows, outcome, cases, shares: shares)
        var fit = try leastSquares(swept.0, swept.1, clusters, names)
        fit.randomDeviation = components.cases.squareRoot()
        return fit
    }

    private static func leastSquares(
        _ rows: [[Double]], _ outcome: [Double], _ clusters: Grouping, _ names: [String]
    ) throws(Undefined) -> ModelFit {
        let size = rows.first?.count ?? 0
        var gram = Matrix(rows: size, columns: size)
        var right = [Double](repeating: 0, count: size)
        for (row, y) in zip(rows, outcome) {
            gram.addOuter(row)
            for i in 0..<size { right[i] += row[i] * y }
        }
        let factor = try Cholesky(gram, names: names)
        let coefficients = factor.solve(right)
        let scores = zip(rows, outcome).map { row, y in
            let residual = y - zip(row, coefficients).map(*).reduce(0, +)
            return row.map { $0 * residual }
        }
        let covariance = try ClusterSandwich.covariance(
            bread: factor.inverse, scores: scores, clusters: clusters, parameters: size,
            countsParameters: true)
        return ModelFit(
            coefficients: coefficients, covariance: covariance, randomDeviation: nil,
            informative: rows.count, clusters: clusters.count)
    }

    /// Rows and outcomes less a share of their case means; one share for all or one for each case.
    private static func partial(
        _ rows: [[Double]], _ outcome: [Double], _ cases: Grouping, shares: [Double]
    ) -> ([[Double]], [Double]) {
        var (rows, outcome) = (rows, outcome)
        let size = rows.first?.count ?? 0
        for (code, members) in cases.members.enumerated() {
            let share = (shares.count == 1 ? shares[0] : shares[code]) / Double(members.count)
            for column in 0..<size {
                let mean = members.map { rows[$0][column] }.reduce(0, +) * share
                for member in members { rows[member][column] -= mean }
            }
            let mean = members.map { outcome[$0] }.reduce(0, +) * share
            for member in members { outcome[member] -= mean }
        }
        return (rows, outcome)
    }

    /// The one-way analysis-of-variance components of residuals by case.
    private static func variances(
        _ residuals: [Double], _ cases: Grouping
    ) -> (error: Double, cases: Double) {
        let n = Double(residuals.count)
        let groups = Double(cases.count)
        let grand = Moments.mean(residuals)
        var (within, between, sizes) = (0.0, 0.0, 0.0)
        for members in cases.members {
            let values = members.map { residuals[$0] }
            let mean = Moments.mean(values)
            let size = Double(values.count)
            within += Moments.squaredDeviations(values, from: mean)
            between += size * (mean - grand) * (mean - grand)
            sizes += size * size
        }
        guard n > groups, groups > 1 else { return (1, 0) }
        let error = within / (n - groups)
        let effective = (n - sizes / n) / (groups - 1)
        return (error, max(0, (between / (groups - 1) - error) / effective))
    }
}

extension ModelFit {
    /// Puts back the intercept that sweeping removed, unknown and so 0 with variance 0.
    mutating func prependEmptyIntercept() {
        coefficients.insert(0, at: 0)
        let size = coefficients.count
        var larger = Matrix(rows: size, columns: size)
        for i in 1..<max(size, 1) {
            for j in 1..<size { larger[i, j] = covariance[i - 1, j - 1] }
        }
        covariance = larger
    }
}
