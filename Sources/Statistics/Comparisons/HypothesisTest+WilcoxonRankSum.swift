extension HypothesisTest {
    /// The rank-sum test of Wilcoxon, Mann and Whitney that two separate samples are alike.
    ///
    /// Definition: U counts the pairs in which the first sample is larger, ties as ½. Without ties
    /// and with at most 50 values in each sample the distribution is counted exactly; otherwise U
    /// is normal with variance nm/12·(N+1 − Σ(t³−t)/(N(N−1))) and a continuity correction of ½.
    /// Assumes independent observations; under the null both samples have one distribution. Range:
    /// U within 0...nm, p within 0...1. Edge cases: an empty sample is undefined; all values equal
    /// give p = 1. Mann and Whitney 1947, doi:10.1214/aoms/1177730491. Worked number: 1, 2, 3
    /// against 4, 5, 6 gives U = 0, p = 0.1.
    ///
    /// - Complexity: O(N log N); O(n²m) when exact.
    public static func wilcoxonRankSum(
        _ first: [Double], _ second: [Double], alternative: Alternative = .twoSided
    ) throws(Undefined) -> HypothesisTest {
        try Check.data(first)
        try Check.data(second)
        let (n, m) = (first.count, second.count)
        let ranked = Ranks(first + second)
        let sum = ranked.ranks[..<n].compensatedSum
        let u = sum - Double(n * (n + 1)) / 2
        if ranked.tieTerm == 0, n <= 50, m <= 50 {
            let tails = rankSumTails(n, m, Int(u))
            return HypothesisTest(
                statistic: u, pValue: alternative.pValue(tails), alternative: alternative,
                method: "Wilcoxon rank-sum, exact")
        }
        let (a, b, total) = (Double(n), Double(m), Double(n + m))
        let variance = a * b / 12 * (total + 1 - ranked.tieTerm / (total * (total - 1)))
        return HypothesisTest(
            statistic: u,
            pValue: alternative.normalPValue(u - a * b / 2, deviation: variance.squareRoot()),
            alternative: alternative, method: "Wilcoxon rank-sum, normal")
    }

    /// P(U ≤ u) and P(U ≥ u) without ties: shares of partitions fitting an n × m box.
    private static func rankSumTails(_ n: Int, _ m: Int, _ u: Int) -> (Double, Double) {
        let size = n * m + 1
        // The Gaussian binomial ∏(1 − x^{m+i})/(1 − x^i), each factor scaled to keep shares.
        var shares = [Double](repeating: 0, count: size)
        shares[0] = 1
        for i in 1...n {
            let (up, down) = (m + i, i)
            for k in stride(from: size - 1, through: up, by: -1) { shares[k] -= shares[k - up] }
            for k in down..<max(size, down) { shares[k] += shares[k - down] }
            let factor = Double(i) / Double(m + i)
            for k in 0..<size { shares[k] *= factor }
        }
        return (shares[...u].compensatedSum, shares[u...].compensatedSum)
    }
}
