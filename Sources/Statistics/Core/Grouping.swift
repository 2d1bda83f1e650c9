/// A partition of observations into clusters, such as case, document, prompt or rater.
///
/// Labels of any kind become codes 0..<count in order of first appearance, so that results depend
/// on the partition alone and not on hash order.
public struct Grouping: Sendable, Hashable {
    /// The cluster of each observation, in 0..<count.
    public let codes: [Int]
    /// The number of clusters.
    public let count: Int

    /// The partition that equal labels make.
    public init<Label: Hashable>(_ labels: some Sequence<Label>) {
        var seen: [Label: Int] = [:]
        codes = labels.map { label in
            if let code = seen[label] { return code }
            let code = seen.count
            seen[label] = code
            return code
        }
        count = seen.count
    }

    /// The positions of each cluster's observations, in order.
    public var members: [[Int]] {
        var members = [[Int]](repeating: [], count: count)
        for (position, code) in codes.enumerated() { members[code].append(position) }
        return members
    }

    /// The sum of each cluster's values.
    func sums(of values: [Double]) -> [Double] {
        var sums = [Neumaier](repeating: Neumaier(), count: count)
        for (value, code) in zip(values, codes) { sums[code].add(value) }
        return sums.map(\.sum)
    }
}
