/// Which departures from the null hypothesis count as evidence.
public enum Alternative: String, Sendable, Hashable, CaseIterable {
    /// A difference in either direction.
    case twoSided = "two-sided"
    /// Larger than the null value.
    case greater
    /// Smaller than the null value.
    case less
}

/// The outcome of a test of a null hypothesis.
public struct HypothesisTest: Sendable, Hashable {
    /// The test statistic, as the method defines it.
    public var statistic: Double
    /// The probability, if the null hypothesis holds, of a statistic at least as extreme.
    public var pValue: Double
    /// The degrees of freedom where the reference distribution has them.
    public var degreesOfFreedom: Double?
    /// The direction tested.
    public var alternative: Alternative
    /// The name of the method, such as "McNemar, exact".
    public var method: String

    /// A test's outcome.
    public init(
        statistic: Double, pValue: Double, degreesOfFreedom: Double? = nil,
        alternative: Alternative = .twoSided, method: String
    ) {
        self.statistic = statistic
        self.pValue = pValue
        self.degreesOfFreedom = degreesOfFreedom
        self.alternative = alternative
        self.method = method
    }

    /// The outcome of a statistic that is Student's t, or normal when there are no degrees of
    /// freedom.
    static func fromT(
        _ statistic: Double, degreesOfFreedom: Double?, alternative: Alternative, method: String
    ) -> HypothesisTest {
        let upper: (Double) -> Double = { value in
            if let degreesOfFreedom {
                return StudentT(degreesOfFreedom: degreesOfFreedom).survival(value)
            }
            return Normal.survival(value)
        }
        let pValue: Double =
            switch alternative {
            case .twoSided: min(1, 2 * upper(abs(statistic)))
            case .greater: upper(statistic)
            case .less: upper(-statistic)
            }
        return HypothesisTest(
            statistic: statistic, pValue: pValue, degreesOfFreedom: degreesOfFreedom,
            alternative: alternative, method: method)
    }
}
