import RealModule

/// Student's t distribution.
///
/// Any positive degrees of freedom, fractional ones included (Welch). Worked number:
/// `StudentT(degreesOfFreedom: 9).quantile(0.975)` is 2.2621571628.
public struct StudentT: Sendable, Hashable {
    /// The degrees of freedom, above 0.
    public let degreesOfFreedom: Double

    /// The distribution with these degrees of freedom, above 0.
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "degrees of freedom are above 0")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// From here on the normalising transformation below is exact to double precision.
    private static let large = 1e7

    /// The probability of a value of at most `t`.
    public func cdf(_ t: Double) -> Double { survival(-t) }

    /// The probability of a value above `t`.
    ///
    /// ½ I_{ν/(ν+t²)}(ν/2, ½) (DLMF 8.17). Beyond ten million degrees of freedom the transformation
    /// of Wallace 1959 (Annals of Mathematical Statistics 30) to a normal value, whose error is of
    /// order 1/ν².
    public func survival(_ t: Double) -> Double {
        guard t.isFinite else { return t > 0 ? 0 : 1 }
        let nu = degreesOfFreedom
        if nu > Self.large {
            guard nu.isFinite else { return Normal.survival(t) }
            let size =
                (8 * nu + 1) / (8 * nu + 3) * (nu * Double.log(onePlus: t * t / nu)).squareRoot()
            return Normal.survival(t < 0 ? -size : size)
        }
        let square = t * t
        let tail =
            BetaDistribution(nu / 2, 0.5).tails(nu / (nu + square), square / (nu + square)).lower
        return t >= 0 ? 0.5 * tail : 1 - 0.5 * tail
    }

    /// The value below which the share `probability` lies.
    public func quantile(_ probability: Double) -> Double {
        probability > 0.5
            ? upperQuantile(1 - probability) : -upperQuantile(probability)
    }

    /// The value above which the share `probability` lies, accurate for tiny shares.
    public func upperQuantile(_ probability: Double) -> Double {
        guard probability > 0 else { return .infinity }
        guard probability < 1 else { return -.infinity }
        if probability > 0.5 { return -upperQuantile(1 - probability) }
        if probability == 0.5 { return 0 }
        let nu = degreesOfFreedom
        if nu > Self.large {
            let z = Normal.upperQuantile(probability)
            return nu.isFinite ? z + (z * z * z + z) / (4 * nu) : z
        }
        if probability < 0.25 {
            let x = BetaDistribution(nu / 2, 0.5).quantile(2 * probability)
            if x < 0.5 { return (nu * (1 - x) / x).squareRoot() }
        }
        let y = BetaDistribution(0.5, nu / 2).upperQuantile(2 * probability)
        return (nu * y / (1 - y)).squareRoot()
    }

    /// The density at `t`.
    public func density(_ t: Double) -> Double {
        let nu = degreesOfFreedom
        return Double.exp(
            -GammaFunctions.logBeta(nu / 2, 0.5) - 0.5 * Double.log(nu)
                - 0.5 * (nu + 1) * Double.log(onePlus: t * t / nu))
    }
}
