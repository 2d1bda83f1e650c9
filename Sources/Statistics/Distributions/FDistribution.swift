/// Fisher's F distribution, of a ratio of two mean squares.
///
/// Worked number: `FDistribution(2, 10).upperQuantile(0.05)` is 4.1028210.
public struct FDistribution: Sendable, Hashable {
    /// The degrees of freedom above the line, above 0.
    public let numerator: Double
    /// The degrees of freedom below the line, above 0.
    public let denominator: Double

    /// The distribution with these degrees of freedom, both above 0.
    public init(_ numerator: Double, _ denominator: Double) {
        precondition(numerator > 0 && denominator > 0, "degrees of freedom are above 0")
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The probability of a value of at most `f`.
    public func cdf(_ f: Double) -> Double { tails(f).lower }

    /// The probability of a value above `f`.
    public func survival(_ f: Double) -> Double { tails(f).upper }

    private func tails(_ f: Double) -> (lower: Double, upper: Double) {
        guard f > 0 else { return (0, 1) }
        guard f.isFinite else { return (1, 0) }
        let sum = numerator * f + denominator
        return BetaDistribution(numerator / 2, denominator / 2).tails(
            numerator * f / sum, denominator / sum)
    }

    /// The value above which the share `probability` lies.
    public func upperQuantile(_ probability: Double) -> Double {
        guard probability > 0 else { return .infinity }
        guard probability < 1 else { return 0 }
        return Root.monotone(startingAt: 1) { f in probability - survival(f) }
    }

    /// The value below which the share `probability` lies.
    public func quantile(_ probability: Double) -> Double {
        guard probability > 0 else { return 0 }
        guard probability < 1 else { return .infinity }
        return Root.monotone(startingAt: 1) { f in cdf(f) - probability }
    }
}
