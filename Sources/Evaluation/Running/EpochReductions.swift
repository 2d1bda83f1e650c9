import Workspace

/// How a case's epochs become one value, by the reducer's name.
package enum EpochReductions {
    /// The reduction of a name such as `median` or `pass@3`; nil for the mean, which summaries
    /// take by themselves, and for a name that is none.
    package static func named(_ name: String) -> EpochReduction? {
        guard let reducer = EpochReducer(name), reducer != .mean else { return nil }
        return { reducer.reduced($0) }
    }
}
