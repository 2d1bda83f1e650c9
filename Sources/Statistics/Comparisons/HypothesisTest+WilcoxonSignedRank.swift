extension HypothesisTest {
    /// Wilcoxon's signed-rank test that paired differences are symmetric around 0.
    ///
    /// Definition: zeros are dropped, |d| ranked with ties averaged, W⁺ the sum of ranks of
    /// positive differences. Up to 50 differences the distribution over all sign patterns is
    /// counted, ties included; beyond, W⁺ is normal with variance n(n+1)(2n+1)/24 − Σ(t³−t)/48 and
    /// a continuity correction of ½. Assumes independent, symmetric differences under the null.
    /// Range: W⁺ within 0...n(n+1)/2, p within 0...1. Edge cases: no data are undefined; only zeros
    /// give p = 1. Wilcoxon 1945, doi:10.2307/3001968. Worked number: 1, 2, 3, 4, −5 gives W⁺ = 10
    /// and p = 0.625.
    ///
    /// - Complexity: O(n³) counting up to 50, O(n log n) beyond.
    public static func wilcoxonSignedRank(
        _ differences: [Double], alternative: Alternative = .twoSided
    ) throws(Undefined) -> HypothesisTest {
        try Check.data(differences)
        let nonzero = differences.filter { $0 != 0 }
        let n = nonzero.count
        guard n > 0 else {
            return HypothesisTest(
                statistic: 0, pValue: 1, alternative: alternative, method: "Wilcoxon signed-rank")
        }
        let ranked = Ranks(nonzero.map(abs))
        let positive = zip(nonzero, ranked.ranks).map { $0 > 0 ? $1 : 0 }.compensatedSum
        if n <= 50 {
            // Averaged ranks are halves, so twice the ranks are whole numbers.
            let tails = signedRankTails(ranked.ranks.map { Int(2 * $0) }, Int(2 * positive))
            return HypothesisTest(
                statistic: positive, pValue: alternative.pValue(tails), alternative: alternative,
                method: "Wilcoxon signed-rank, exact")
        }
        let count = Double(n)
        let mean = count * (count + 1) / 4
        let variance = count * (count + 1) * (2 * count + 1) / 24 - ranked.tieTerm / 48
        return HypothesisTest(
            statistic: positive,
            pValue: alternative.normalPValue(positive - mean, deviation: variance.squareRoot()),
            alternative: alternative, method: "Wilcoxon signed-rank, normal")
    }

    /// P(W ≤ w) and P(W ≥ w) over all sign patterns.
    private static func signedRankTails(_ ranks: [Int], _ observed: Int) -> (Double, Double) {
        let total = ranks.reduce(0, +)
        var shares = [Double](repeating: 0, count: total + 1)
        shares[0] = 1
        var reached = 0
        for rank in ranks {
            for sum in stride(from: reached, through: 0, by: -1) {
                shares[sum] *= 0.5
                shares[sum + rank] += shares[sum]
            }
            reached += rank
        }
        return (shares[...observed].compensatedSum, shares[observed...].compensatedSum)
    }
}

extension Alternative {
    /// The p-value from the lower and upper tail of a discrete statistic.
    func pValue(_ tails: (lower: Double, upper: Double)) -> Double {
        switch self {
        case .twoSided: min(1, 2 * min(tails.lower, tails.upper))
        case .greater: min(1, tails.upper)
        case .less: min(1, tails.lower)
        }
    }

    /// The p-value of a normal deviation from the mean with a continuity correction of ½.
    func normalPValue(_ deviation: Double, deviation scale: Double) -> Double {
        guard scale > 0 else { return 1 }
        switch self {
        case .twoSided:
            return min(1, 2 * Normal.survival(max(0, abs(deviation) - 0.5) / scale))
        case .greater: return Normal.survival((deviation - 0.5) / scale)
        case .less: return Normal.cdf((deviation + 0.5) / scale)
        }
    }
}
