import RealModule

/// Logistic regression with a normal random intercept for each case.
///
/// Definition: logit P(y) = xb + σu with u standard normal for each case, integrated by adaptive
/// Gauss–Hermite quadrature of 15 points; Range: log odds. Assumes normal intercepts that do not
/// depend on x. Edge cases: no variation or perfect prediction are undefined. Newton's method with
/// the derivatives of that sum (Louis 1982, doi:10.1111/j.2517-6161.1982.tb01203.x). Pinheiro and
/// Bates 1995, doi:10.1080/10618600.1995.10474663.
enum RandomInterceptLogit {
    private struct CaseData {
        let rows: [[Double]]
        let outcome: [Double]
    }

    /// Fits outcomes within 0...1.
    ///
    /// - Complexity: O(15 n p²) for each step.
    static func fit(
        rows: [[Double]], outcome: [Double], cases: Grouping, clusters: Grouping, names: [String]
    ) throws(Undefined) -> ModelFit {
        let pooled = try LogisticModel.fit(
            rows: rows, outcome: outcome, clusters: clusters, names: names)
        let members = cases.members
        let data = members.map { members in
            CaseData(rows: members.map { rows[$0] }, outcome: members.map { outcome[$0] })
        }
        let size = rows.first?.count ?? 0
        var parameters = pooled.coefficients + [1]
        var point = evaluate(data, parameters, size + 1)
        var settled = false
        for _ in 0..<100 {
            // Where the surface is not concave the outer product of scores gives the direction.
            let direction: Cholesky
            if let exact = try? Cholesky(point.information) {
                direction = exact
            } else {
                direction = try Cholesky(point.outer, names: names + ["random intercept"])
            }
            let step = direction.solve(point.gradient)
            let gain = LogisticModel.dot(step, point.gradient)
            if gain <= 1e-12 * (1 + abs(point.value)) {
                settled = true
                break
            }
            var length = 1.0
            var next = point
            var trial = parameters
            repeat {
                for i in parameters.indices { trial[i] = parameters[i] + length * step[i] }
                next = evaluate(data, trial, size + 1)
                length /= 2
            } while next.value < point.value && length > 1e-8
            if next.value < point.value {
                settled = gain < 1e-6
                break
            }
            (parameters, point) = (trial, next)
            if abs(parameters[size]) > 50 {
                throw .separated("cases pass always or never")
            }
        }
        guard settled else { throw .notConverged(iterations: 100) }
        let deviation = abs(parameters[size])
        if deviation < 1e-4 {
            // At 0 the likelihood is that of the pooled model.
            var fit = pooled
            fit.randomDeviation = 0
            return fit
        }
        let groups = Grouping(members.map { clusters.codes[$0[0]] })
        let names = names + ["random intercept"]
        let covariance = try ClusterSandwich.covariance(
            bread: Cholesky(point.information, names: names).inverse, scores: point.scores,
            clusters: groups, parameters: size + 1, countsParameters: false)
        var kept = Matrix(rows: size, columns: size)
        for i in 0..<size { for j in 0..<size { kept[i, j] = covariance[i, j] } }
        return ModelFit(
            coefficients: Array(parameters[..<size]), covariance: kept,
            randomDeviation: deviation, informative: rows.count, clusters: groups.count)
    }

    private struct Point {
        var value = 0.0
        var gradient: [Double]
        var information: Matrix
        var outer: Matrix
        var scores: [[Double]] = []
    }

    private static func evaluate(_ data: [CaseData], _ parameters: [Double], _ size: Int) -> Point {
        var point = Point(
            gradient: [Double](repeating: 0, count: size),
            information: Matrix(rows: size, columns: size),
            outer: Matrix(rows: size, columns: size))
        let sigma = parameters[size - 1]
        let nodes = GaussHermite.fifteen
        for item in data {
            let etas = item.rows.map { row in
                var sum = 0.0
                for i in 0..<(size - 1) { sum += row[i] * parameters[i] }
                return sum
            }
            func log(at u: Double) -> Double {
                var sum = -0.5 * u * u
                for (eta, y) in zip(etas, item.outcome) {
                    let x = eta + sigma * u
                    sum += y * x - LogisticModel.softplus(x)
                }
                return sum
            }
            // The mode and curvature of the integrand.
            var mode = 0.0
            var curvature = 1.0
            for _ in 0..<50 {
                var slope = -mode
                curvature = 1
                for (eta, y) in zip(etas, item.outcome) {
                    let p = LogisticModel.logistic(eta + sigma * mode)
                    slope += sigma * (y - p)
                    curvature += sigma * sigma * p * (1 - p)
                }
                let step = slope / curvature
                mode += min(2, max(-2, step))
                if abs(step) < 1e-10 { break }
            }
            let width = (2 / curvature).squareRoot()
            let points = nodes.map { mode + width * $0.node }
            let logs = zip(nodes, points).map { node, u in
                Double.log(node.weight) + node.node * node.node + log(at: u)
            }
            let largest = logs.max() ?? 0
            let weights = logs.map { Double.exp($0 - largest) }
            let total = weights.reduce(0, +)
            point.value +=
                largest + Double.log(total) + Double.log(width) - 0.5 * Double.log(2 * .pi)
            var score = [Double](repeating: 0, count: size)
            var second = Matrix(rows: size, columns: size)
            var extended = [Double](repeating: 0, count: size)
            for (u, weight) in zip(points, weights) {
                let share = weight / total
                var nodeScore = [Double](repeating: 0, count: size)
                for (index, row) in item.rows.enumerated() {
                    let p = LogisticModel.logistic(etas[index] + sigma * u)
                    for i in 0..<(size - 1) { extended[i] = row[i] }
                    extended[size - 1] = u
                    let residual = item.outcome[index] - p
                    for i in 0..<size { nodeScore[i] += residual * extended[i] }
                    second.addOuter(extended, weight: share * p * (1 - p))
                }
                second.addOuter(nodeScore, weight: -share)
                for i in 0..<size { score[i] += share * nodeScore[i] }
            }
            second.addOuter(score)
            for i in 0..<size { point.gradient[i] += score[i] }
            for i in second.elements.indices {
                point.information.elements[i] += second.elements[i]
            }
            point.outer.addOuter(score)
            point.scores.append(score)
        }
        return point
    }
}
