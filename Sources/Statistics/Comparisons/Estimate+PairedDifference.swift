extension Estimate {
    /// The mean difference of two systems scored on the same cases, first minus second.
    ///
    /// Definition: the mean of d_i = a_i − b_i with the error of that mean, √(Σ(d−d̄)²/(n(n−1))),
    /// or its clustered form when cases come in clusters. Because both systems met the same cases,
    /// what makes a case hard cancels. Assumes independent cases (or clusters). Average repeats of
    /// a case before calling: never pass K·n rows. Range: within the differences of scores. Edge
    /// cases: those of `mean`. Miller 2024, doi:10.48550/arXiv.2411.00640. Worked number:
    /// 1110101101 against 1010100101 gives 0.2 with standard error 0.133333 (unpaired: 0.226078).
    ///
    /// - Complexity: O(n).
    public static func pairedDifference(
        _ first: [Double], _ second: [Double], clusters: Grouping? = nil,
        error: ClusteredError = .inflated, level: Double = 0.95
    ) throws(Undefined) -> Estimate {
        try Check.lengths(first.count, second.count)
        try Check.data(first)
        try Check.finite(second)
        let differences = zip(first, second).map { $0 - $1 }
        var estimate: Estimate
        if let clusters {
            estimate = try mean(of: differences, clusters: clusters, error: error, level: level)
        } else {
            estimate = try mean(of: differences, level: level)
        }
        estimate.method = estimate.method.replacingMean(with: "paired difference")
        return estimate
    }
}

extension String {
    /// A mean's method name as that of a quantity that is a mean of something.
    func replacingMean(with name: String) -> String {
        hasPrefix("mean") ? name + dropFirst("mean".count) : self
    }
}
