/// The coefficients of a fitted model with their covariance.
struct ModelFit: Sendable {
    var coefficients: [Double]
    var covariance: Matrix
    /// The standard deviation of the random intercept where there is one.
    var randomDeviation: Double?
    /// Observations that carry information; a conditional likelihood drops cases without any.
    var informative: Int
    /// Clusters among those.
    var clusters: Int
}

/// The middle of a cluster-robust covariance.
enum ClusterSandwich {
    /// B⁻¹ (Σ_c s_c s_cᵀ) B⁻¹ times G/(G−1), and (N−1)/(N−p) where that is asked for.
    ///
    /// `bread` is the inverse information. Liang and Zeger 1986, doi:10.1093/biomet/73.1.13; the
    /// small-sample factor is CR1 of MacKinnon, Nielsen and Webb 2023,
    /// doi:10.1016/j.jeconom.2022.04.001.
    static func covariance(
        bread: Matrix, scores: [[Double]], clusters: Grouping, parameters: Int,
        countsParameters: Bool
    ) throws(Undefined) -> Matrix {
        try Check.atLeast(2, "clusters", found: clusters.count)
        let size = bread.rows
        var sums = [[Double]](
            repeating: [Double](repeating: 0, count: size), count: clusters.count)
        for (score, code) in zip(scores, clusters.codes) {
            for i in 0..<size { sums[code][i] += score[i] }
        }
        var meat = Matrix(rows: size, columns: size)
        for sum in sums { meat.addOuter(sum) }
        let groups = Double(clusters.count)
        var factor = groups / (groups - 1)
        if countsParameters {
            let n = Double(scores.count)
            try Check.atLeast(
                parameters + 1, "observations for \(parameters) parameters", found: scores.count)
            factor *= (n - 1) / (n - Double(parameters))
        }
        return (bread * meat * bread).scaled(by: factor)
    }
}
