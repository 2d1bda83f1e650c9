package import Workspace

/// How a case's epochs become one value, by the reducer's name.
///
/// Values are the scored epochs' alone: an epoch that could not be scored is left out, and a
/// reducer that then has too few says nothing.
package enum EpochReductions {
    /// The reduction of a name such as `median` or `pass@3`; nil for the mean, which summaries
    /// take by themselves, and for a name that is none.
    package static func named(_ name: String) -> EpochReduction? {
        EpochReducer(name).flatMap(reduction)
    }

    /// The reduction that a document asks for; nil for the mean.
    package static func reduction(_ reducer: EpochReducer) -> EpochReduction? {
        switch reducer {
        case .mean: nil
        case .median: { median($0) }
        case .mode: { mode($0) }
        case .max: { $0.max() }
        case .atLeast(let k): { $0.count >= k ? (passes($0) >= k ? 1 : 0) : nil }
        case .passAt(let k): { passAt(k, $0) }
        case .passHat(let k): { passHat(k, $0) }
        }
    }

    private static func passes(_ values: [Double]) -> Int { values.count { $0 >= 0.5 } }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The most frequent value; of equally frequent ones the smallest, so that ties never flatter.
    private static func mode(_ values: [Double]) -> Double? {
        var counts: [Double: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
    }

    /// The chance that at least one of k draws without replacement passes: 1 − C(n−c, k)/C(n, k)
    /// (Chen et al. 2021, arXiv:2107.03374, equation 1).
    private static func passAt(_ k: Int, _ values: [Double]) -> Double? {
        let (n, c) = (values.count, passes(values))
        guard n >= k else { return nil }
        guard n - c >= k else { return 1 }
        return 1 - (0..<k).reduce(1.0) { $0 * Double(n - c - $1) / Double(n - $1) }
    }

    /// The chance that all of k draws without replacement pass: C(c, k)/C(n, k).
    private static func passHat(_ k: Int, _ values: [Double]) -> Double? {
        let (n, c) = (values.count, passes(values))
        guard n >= k else { return nil }
        guard c >= k else { return 0 }
        return (0..<k).reduce(1.0) { $0 * Double(c - $1) / Double(n - $1) }
    }
}
