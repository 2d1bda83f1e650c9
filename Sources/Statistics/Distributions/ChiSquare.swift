import RealModule

/// The chi-square distribution, of a sum of squares of independent standard normals.
///
/// Worked number: `ChiSquare(degreesOfFreedom: 1).survival(3.7692307)` is 0.0522.
public struct ChiSquare: Sendable, Hashable {
    /// The degrees of freedom, above 0.
    public let degreesOfFreedom: Double

    /// The distribution with these degrees of freedom, above 0.
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "degrees of freedom are above 0")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value of at most `x`.
    public func cdf(_ x: Double) -> Double {
        GammaFunctions.regularized(degreesOfFreedom / 2, x / 2).lower
    }

    /// The probability of a value above `x`.
    public func survival(_ x: Double) -> Double {
        GammaFunctions.regularized(degreesOfFreedom / 2, x / 2).upper
    }

    /// The value below which the share `probability` lies.
    public func quantile(_ probability: Double) -> Double {
        guard probability > 0 else { return 0 }
        guard probability < 1 else { return .infinity }
        return Root.monotone(startingAt: max(degreesOfFreedom, 0.1)) { x in
            cdf(x) - probability
        }
    }

    /// The value above which the share `probability` lies, accurate for tiny shares.
    public func upperQuantile(_ probability: Double) -> Double {
        guard probability > 0 else { return .infinity }
        guard probability < 1 else { return 0 }
        return Root.monotone(startingAt: max(degreesOfFreedom, 0.1)) { x in
            probability - survival(x)
        }
    }
}
