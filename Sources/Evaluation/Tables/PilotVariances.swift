package import Statistics

/// The variances that a pilot of two systems on the same cases tells, for planning.
///
/// σ² of each system is the mean variance of its repeats within cases; ω² is the variance of the
/// cases' mean differences less what repeats contribute to it, at least 0. Without repeats σ² is
/// unknown: the variance of differences then holds for one sample a case. Miller 2024,
/// doi:10.48550/arXiv.2411.00640.
package struct PilotVariances: Sendable, Hashable {
    /// ω², or the whole variance of differences without repeats.
    package let between: Double
    package let firstWithin: Double
    package let secondWithin: Double
    /// Whether the pilot had repeats of each system.
    package let hasRepeats: Bool
    /// The cases of the pilot.
    package let cases: Int

    /// Estimates the variances from the outcomes of each case.
    package init(_ outcomes: [(first: [Double], second: [Double])]) throws(Undefined) {
        guard outcomes.count >= 2 else {
            throw .tooFew(things: "cases of a pilot", needed: 2, found: outcomes.count)
        }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        func squares(_ values: [Double]) -> Double {
            let center = mean(values)
            return values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
        }
        func within(_ samples: [[Double]]) -> Double? {
            let freedom = samples.reduce(0) { $0 + $1.count - 1 }
            guard freedom > 0 else { return nil }
            return samples.reduce(0) { $0 + squares($1) } / Double(freedom)
        }
        let gaps = outcomes.map { mean($0.second) - mean($0.first) }
        let total = squares(gaps) / Double(gaps.count - 1)
        cases = outcomes.count
        guard let first = within(outcomes.map(\.first)),
            let second = within(outcomes.map(\.second))
        else {
            (between, firstWithin, secondWithin, hasRepeats) = (total, 0, 0, false)
            return
        }
        let noise = mean(
            outcomes.map { first / Double($0.first.count) + second / Double($0.second.count) })
        (firstWithin, secondWithin, hasRepeats) = (first, second, true)
        between = max(0, total - noise)
    }
}
