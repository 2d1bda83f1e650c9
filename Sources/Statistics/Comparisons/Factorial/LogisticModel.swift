import RealModule

/// Logistic regression by Newton's method, with a cluster-robust covariance.
enum LogisticModel {
    /// 1/(1 + e^−x) without overflow.
    static func logistic(_ x: Double) -> Double {
        if x >= 0 { return 1 / (1 + Double.exp(-x)) }
        let e = Double.exp(x)
        return e / (1 + e)
    }

    /// ln(1 + e^x) without overflow.
    static func softplus(_ x: Double) -> Double {
        x > 0 ? x + Double.log(onePlus: Double.exp(-x)) : Double.log(onePlus: Double.exp(x))
    }

    /// Fits logit E(y) = Xb for outcomes within 0...1, cases averaged over.
    ///
    /// - Complexity: O(n p²) for each of about eight steps.
    static func fit(
        rows: [[Double]], outcome: [Double], clusters: Grouping, names: [String]
    ) throws(Undefined) -> ModelFit {
        let size = rows.first?.count ?? 0
        let coefficients = try Newton.maximize(
            start: [Double](repeating: 0, count: size), names: names
        ) { b, wantsCurvature in
            var value = Neumaier()
            var gradient = [Double](repeating: 0, count: size)
            var information = Matrix(rows: size, columns: size)
            for (row, y) in zip(rows, outcome) {
                let eta = dot(row, b)
                value.add(y * eta - softplus(eta))
                guard wantsCurvature else { continue }
                let p = logistic(eta)
                for i in 0..<size { gradient[i] += (y - p) * row[i] }
                information.addOuter(row, weight: p * (1 - p))
            }
            return Newton.Point(value: value.sum, gradient: gradient, information: information)
        }
        var information = Matrix(rows: size, columns: size)
        var scores: [[Double]] = []
        scores.reserveCapacity(rows.count)
        for (row, y) in zip(rows, outcome) {
            let p = logistic(dot(row, coefficients))
            information.addOuter(row, weight: p * (1 - p))
            scores.append(row.map { $0 * (y - p) })
        }
        let covariance = try ClusterSandwich.covariance(
            bread: Cholesky(information, names: names).inverse, scores: scores,
            clusters: clusters, parameters: size, countsParameters: true)
        return ModelFit(
            coefficients: coefficients, covariance: covariance, randomDeviation: nil,
            informative: rows.count, clusters: clusters.count)
    }

    static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for i in a.indices { sum += a[i] * b[i] }
        return sum
    }
}
