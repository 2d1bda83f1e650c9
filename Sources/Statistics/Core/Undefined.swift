/// The reason why a statistic has no value for the data it was given.
///
/// A method of this library never answers NaN, never guesses and never traps on data: it throws
/// one of these, and `description` reads as the second half of a table cell ("undefined, because
/// …"). A caller can match the case.
public enum Undefined: Error, Sendable, Hashable {
    /// There are no observations.
    case noData
    /// There are fewer `things` than the method needs.
    case tooFew(things: String, needed: Int, found: Int)
    /// Everything is equal, so the quantity named would be 0 divided by 0.
    case noVariation(String)
    /// A value is infinite or not a number, at this position counted from 0.
    case notFinite(position: Int)
    /// A value is missing from the range that the method is defined on.
    case outOfRange(what: String, allowed: String)
    /// Two columns that belong together have different lengths.
    case lengthsDiffer(first: Int, second: Int)
    /// The matrix to invert is singular: these columns say the same thing twice.
    case singular(String)
    /// The likelihood has no maximum: some outcome is predicted perfectly.
    case separated(String)
    /// The groups named are not linked by any data, so they cannot be compared.
    case disconnected(String)
    /// An iteration stopped before it met its tolerance.
    case notConverged(iterations: Int)
}

extension Undefined: CustomStringConvertible {
    /// "undefined, because …", one line without a full stop.
    public var description: String { "undefined, because \(cause)" }

    /// The cause alone, one clause in lower case.
    public var cause: String {
        switch self {
        case .noData: "there are no observations"
        case .tooFew(let things, let needed, let found):
            "it needs at least \(needed) \(things) and there \(found == 1 ? "is" : "are") \(found)"
        case .noVariation(let what): "there is no variation: \(what)"
        case .notFinite(let position): "the value at position \(position) is not a finite number"
        case .outOfRange(let what, let allowed): "\(what) must be \(allowed)"
        case .lengthsDiffer(let first, let second):
            "the columns differ in length, \(first) and \(second)"
        case .singular(let what): "\(what)"
        case .separated(let what): "the likelihood has no maximum: \(what)"
        case .disconnected(let what): "nothing links \(what)"
        case .notConverged(let iterations):
            "the iteration had not settled after \(iterations) steps"
        }
    }
}
