import Statistics

/// Which interval a set of case values gets.
///
/// One 0/1 outcome per independent case: Wilson. Anything else: t over case values, clustered
/// with C − 1 degrees of freedom when two cases share a cluster. Data that do not vary leave a
/// t interval undefined; for outcomes that are all 0 or all 1 a Wilson interval over the
/// independent units is given instead, which can only be too wide, and the method says so.
struct Estimating: Sendable {
    var level = 0.95

    /// The rate over cases whose values lie within 0...1.
    ///
    /// - Parameters:
    ///   - values: one per case.
    ///   - groups: the cluster of each case; nil stands alone.
    ///   - isSingleBinary: whether each value is the outcome of one epoch.
    /// - Returns: nil without values.
    func rate(_ values: [Double], groups: [String?], isSingleBinary: Bool) -> SummaryEstimate? {
        guard !values.isEmpty else { return nil }
        let grouping = Self.grouping(groups)
        let isBinary = values.allSatisfy { $0 == 0 || $0 == 1 }
        if grouping == nil, isSingleBinary, isBinary {
            let passes = values.count { $0 == 1 }
            guard
                let estimate = try? Estimate.rate(
                    successes: passes, trials: values.count, level: level)
            else { return nil }
            return SummaryEstimate(estimate, level: level)
        }
        guard var result = mean(values, grouping: grouping) else { return nil }
        if let low = result.low, let high = result.high {
            result.low = max(low, 0)
            result.high = min(high, 1)
        } else if isBinary, values.allSatisfy({ $0 == values[0] }) {
            let units = grouping?.count ?? values.count
            let passes = values[0] == 1 ? units : 0
            if let interval = try? Interval.wilson(
                successes: passes, trials: units, level: level)
            {
                result.low = interval.lower
                result.high = interval.upper
                result.method =
                    "Wilson over \(units) \(grouping == nil ? "case" : "cluster")"
                    + (units == 1 ? "" : "s")
                result.note = "no case varies, so the interval is that of \(units) single outcomes"
            }
        }
        return result
    }

    /// The mean over cases of values on any scale.
    func mean(_ values: [Double], groups: [String?]) -> SummaryEstimate? {
        mean(values, grouping: Self.grouping(groups))
    }

    /// The paired difference of two columns of values within 0...1, second minus first.
    func difference(_ first: [Double], _ second: [Double], groups: [String?]) -> SummaryEstimate? {
        guard !first.isEmpty, first.count == second.count else { return nil }
        let grouping = Self.grouping(groups)
        guard
            let estimate = try? Estimate.pairedDifference(
                second, first, clusters: grouping, level: level)
        else { return nil }
        var result = SummaryEstimate(estimate, level: level)
        if let low = result.low, let high = result.high {
            result.low = max(low, -1)
            result.high = min(high, 1)
            return result
        }
        // Nothing varies. With d = 0 in all of n units, at most a share u of units can differ,
        // u the Clopper–Pearson bound for 0 of n, so the mean difference lies within ±u.
        let units = grouping?.count ?? first.count
        let constant = second[0] - first[0]
        guard zip(first, second).allSatisfy({ $1 - $0 == constant }),
            let bound = try? Interval.clopperPearson(successes: 0, trials: units, level: level)
        else { return result }
        result.low = max(constant - bound.upper, -1)
        result.high = min(constant + bound.upper, 1)
        result.method = "bound for \(units) equal pairs (Clopper–Pearson)"
        result.note = constant == 0 ? "no pair differs" : "every pair differs alike"
        return result
    }

    private func mean(_ values: [Double], grouping: Grouping?) -> SummaryEstimate? {
        let estimate: Estimate?
        if let grouping {
            estimate = try? Estimate.mean(of: values, clusters: grouping, level: level)
        } else {
            estimate = try? Estimate.mean(of: values, level: level)
        }
        return estimate.map { SummaryEstimate($0, level: level) }
    }

    /// The partition into clusters; nil when no two cases share one.
    static func grouping(_ groups: [String?]) -> Grouping? {
        let labels = groups.enumerated().map { index, group in
            group.map { "g" + $0 } ?? "c\(index)"
        }
        guard Set(labels).count < labels.count else { return nil }
        return Grouping(labels)
    }
}
