/// What a score says of a sample.
///
/// A check that could not decide is `unscored`, never a pass and never a fail.
package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// The sample meets the expectation.
    case pass
    /// The sample misses it.
    case fail
    /// The scorer could not decide, and its reason says why.
    case unscored
}
