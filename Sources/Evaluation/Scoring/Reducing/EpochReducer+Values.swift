package import Workspace

extension EpochReducer {
    /// The one value of a case's scored epochs.
    ///
    /// - mean, median, max: of the values; the median of an even number is the mean of the middle
    ///   two.
    /// - mode: the most frequent value, the lowest of several: a tie flatters nobody.
    /// - at-least-k: 1 where at least k epochs pass, else 0.
    /// - pass@k: the chance that of k epochs drawn without replacement at least one passes,
    ///   1 − C(n−c, k) ÷ C(n, k) (Chen et al. 2021, arXiv:2107.03374).
    /// - pass^k: the chance that all k pass, C(c, k) ÷ C(n, k) (Yao et al. 2024,
    ///   arXiv:2406.12045).
    ///
    /// - Parameter values: one for each scored epoch; for the last three, 1 (or more) is a pass.
    /// - Returns: nil where there are too few: none, or fewer than k for pass@k and pass^k.
    package func reduced(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let count = values.count
        let passes = values.count { $0 >= 1 }
        switch self {
        case .mean: return values.reduce(0, +) / Double(count)
        case .median:
            let sorted = values.sorted()
            let middle = sorted[count / 2]
            return count.isMultiple(of: 2) ? (sorted[count / 2 - 1] + middle) / 2 : middle
        case .mode:
            var counts: [Double: Int] = [:]
            for value in values { counts[value, default: 0] += 1 }
            return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
        case .max: return values.max()
        case .atLeast(let k): return passes >= k ? 1 : 0
        case .passAt(let k):
            return count < k ? nil : 1 - Self.shareOfDraws(of: k, among: count - passes, in: count)
        case .passHat(let k):
            return count < k ? nil : Self.shareOfDraws(of: k, among: passes, in: count)
        }
    }

    /// C(m, k) ÷ C(n, k): the chance that k drawn from n all belong to m of them.
    private static func shareOfDraws(of k: Int, among m: Int, in n: Int) -> Double {
        guard m >= k else { return 0 }
        var share = 1.0
        for drawn in 0..<k { share *= Double(m - drawn) / Double(n - drawn) }
        return share
    }
}
