/// A test that two systems differ by less than a margin that matters.
///
/// Definition: two one-sided tests of value ≤ −margin and value ≥ margin; the p-value is the larger
/// one, and equivalence is shown when it is at most α, which is when the 1 − 2α interval lies
/// within the margin. A large p-value of an ordinary test does not show equivalence; this does.
/// Assumes what the estimate assumes. Edge cases: an estimate without a standard error is
/// undefined; a margin of at most 0 is out of range. Schuirmann 1987, doi:10.1007/BF01068419;
/// Lakens 2017, doi:10.1177/1948550617697177. Worked number: 0.01 ± 0.02 with margin 0.05 and a
/// normal estimate gives p = 0.02275.
///
/// - Complexity: O(1).
public struct Equivalence: Sendable, Hashable {
    /// The test that the value exceeds the lower margin.
    public let aboveLower: HypothesisTest
    /// The test that the value is below the upper margin.
    public let belowUpper: HypothesisTest

    /// The larger of the two p-values.
    public var pValue: Double { max(aboveLower.pValue, belowUpper.pValue) }

    /// Tests an estimate of a difference against symmetric margins.
    public init(_ estimate: Estimate, margin: Double) throws(Undefined) {
        try Check.positive(margin, "the margin")
        try self.init(estimate, margins: -margin...margin)
    }

    /// Tests an estimate of a difference against a lower and an upper margin.
    public init(_ estimate: Estimate, margins: ClosedRange<Double>) throws(Undefined) {
        aboveLower = try .t(estimate, null: margins.lowerBound, alternative: .greater)
        belowUpper = try .t(estimate, null: margins.upperBound, alternative: .less)
    }
}
