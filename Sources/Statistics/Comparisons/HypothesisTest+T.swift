extension HypothesisTest {
    /// The test that the true value behind an estimate is `null`.
    ///
    /// Definition: t = (value − null)/standard error, against Student's t with the estimate's
    /// degrees of freedom, or the normal when it has none. Applied to a mean, a paired or an
    /// unpaired difference it is the one-sample, paired and Welch t test, cluster-robust where the
    /// estimate is. Assumes a nearly normal estimate and what the estimate assumes. Range: p within
    /// 0...1. Student 1908, doi:10.1093/biomet/6.1.1; Welch 1947, doi:10.1093/biomet/34.1-2.28.
    /// Edge cases: an estimate without a standard error, or with one of 0, is undefined. Worked
    /// number: `pairedDifference` 0.2 ± 0.133333 with 9 degrees of freedom gives t 1.5 and p
    /// 0.16785.
    ///
    /// - Complexity: O(1).
    public static func t(
        _ estimate: Estimate, null: Double = 0, alternative: Alternative = .twoSided
    ) throws(Undefined) -> HypothesisTest {
        guard let error = estimate.standardError, error > 0 else {
            throw estimate.whyNoInterval ?? .noVariation("the standard error is 0")
        }
        return fromT(
            (estimate.value - null) / error, degreesOfFreedom: estimate.degreesOfFreedom,
            alternative: alternative,
            method: estimate.degreesOfFreedom == nil ? "z test" : "t test")
    }
}
