package import Workspace

/// A case's epochs under one scorer, made one.
///
/// What could not be scored is neither a pass nor a fail: the value rests on the scored epochs,
/// and the two bounds say what it would be had all others failed or passed.
package struct ReducedScore: Sendable, Hashable {
    /// The reducer's value over the scored epochs; nil where they are too few to say.
    package let value: Double?
    /// The value if every unscored epoch had failed; nil where all epochs together are too few.
    package let allFail: Double?
    /// The value if every unscored epoch had passed.
    package let allPass: Double?
    /// How many epochs were scored.
    package let scored: Int
    /// How many could not be.
    package let unscored: Int

    /// Reduces the verdicts of a case's epochs.
    package init(_ verdicts: [Verdict], by reducer: EpochReducer) {
        func values(unscoredAs substitute: Double?) -> [Double] {
            verdicts.compactMap { verdict in
                switch verdict {
                case .pass: 1
                case .fail: 0
                case .unscored: substitute
                }
            }
        }
        unscored = verdicts.count { $0 == .unscored }
        scored = verdicts.count - unscored
        let low = reducer.reduced(values(unscoredAs: 0))
        let high = reducer.reduced(values(unscoredAs: 1))
        allFail = low
        allPass = high
        // "At least two of four passed" is settled by two passes whatever the others are, and open
        // as long as the others could settle it.
        if case .atLeast = reducer {
            value = low == high ? low : nil
        } else {
            value = reducer.reduced(values(unscoredAs: nil))
        }
    }
}

/// A rate over cases, as this program states rates.
package struct ScoreRate: Sendable, Hashable {
    /// The mean over the cases that have a value; nil where none has.
    package let rate: Double?
    /// The mean over all cases with every unscored epoch a fail: what `--fail-under` uses.
    package let allFail: Double?
    /// The mean over all cases with every unscored epoch a pass.
    package let allPass: Double?
    /// Cases that have a value.
    package let scoredCases: Int
    /// Cases that have none.
    package let unscoredCases: Int
    /// Whether each case is one 0/1 outcome, so that Wilson's interval fits if cases are
    /// independent; else it is t over the cases' values.
    package let isSingleBinary: Bool

    /// The rate of reduced cases.
    package init(_ cases: [ReducedScore]) {
        func mean(_ values: [Double]) -> Double? {
            values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        let values = cases.compactMap(\.value)
        rate = mean(values)
        allFail = mean(cases.map { $0.allFail ?? 0 })
        allPass = mean(cases.map { $0.allPass ?? 1 })
        scoredCases = values.count
        unscoredCases = cases.count - values.count
        isSingleBinary =
            cases.allSatisfy { $0.scored + $0.unscored <= 1 }
            && values.allSatisfy { $0 == 0 || $0 == 1 }
    }
}
