import RealModule

/// The beta distribution with positive shapes a and b; its cdf is the regularised incomplete beta
/// function I_x(a, b).
///
/// Worked number: `BetaDistribution(8, 3).quantile(0.025)` is 0.4439045.
public struct BetaDistribution: Sendable, Hashable {
    /// The first shape, above 0.
    public let a: Double
    /// The second shape, above 0.
    public let b: Double

    /// The distribution with these shapes, both above 0.
    public init(_ a: Double, _ b: Double) {
        precondition(a > 0 && b > 0, "a beta distribution's shapes are above 0")
        self.a = a
        self.b = b
    }

    /// The probability of a value of at most `x`.
    ///
    /// Continued fraction of DLMF 8.17.22 by Lentz's method, its factor by the saddle-point form
    /// of Loader 2000.
    ///
    /// - Complexity: O(√max(a, b)) terms.
    public func cdf(_ x: Double) -> Double { tails(x, 1 - x).lower }

    /// The probability of a value above `x`.
    public func survival(_ x: Double) -> Double { tails(x, 1 - x).upper }

    /// The density at `x` in 0...1.
    public func density(_ x: Double) -> Double {
        guard x > 0, x < 1 else { return 0 }
        return kernel(x, 1 - x) / (x * (1 - x))
    }

    /// Both tails at x, with y = 1 − x given apart so that neither loses digits.
    func tails(_ x: Double, _ y: Double) -> (lower: Double, upper: Double) {
        guard x > 0 else { return (0, 1) }
        guard y > 0 else { return (1, 0) }
        if x <= (a + 1) / (a + b + 2) {
            let lower = min(1, kernel(x, y) * fraction(x, a, b) / a)
            return (lower, 1 - lower)
        }
        let upper = min(1, kernel(x, y) * fraction(y, b, a) / b)
        return (1 - upper, upper)
    }

    /// x^a y^b / B(a, b).
    private func kernel(_ x: Double, _ y: Double) -> Double {
        let n = a + b
        let exponent =
            GammaFunctions.stirlingError(n) - GammaFunctions.stirlingError(a)
            - GammaFunctions.stirlingError(b) - GammaFunctions.deviance(a, n * x)
            - GammaFunctions.deviance(b, n * y)
        // √(n/(2πab)) · ab/n with the products arranged so that no shape overflows.
        return Double.exp(exponent) * ((a / n) * b / (2 * Double.pi)).squareRoot()
    }

    private func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        if abs(d) < tiny { d = tiny }
        d = 1 / d
        var h = d
        for i in 1..<200_000 {
            let m = Double(i)
            var numerator = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 + numerator * d
            if abs(d) < tiny { d = tiny }
            c = 1 + numerator / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            h *= d * c
            numerator = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 + numerator * d
            if abs(d) < tiny { d = tiny }
            c = 1 + numerator / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let delta = d * c
            h *= delta
            if abs(delta - 1) < 1e-16 { break }
        }
        return h
    }

    /// The value below which the share `probability` lies.
    ///
    /// Newton's method inside a bracket that halves whenever a step would leave it.
    public func quantile(_ probability: Double) -> Double {
        guard probability > 0 else { return 0 }
        guard probability < 1 else { return 1 }
        // Work in the half where the answer is not near 1, so that its digits are kept.
        if probability > cdf(0.5) {
            return 1 - BetaDistribution(b, a).smallQuantile(lowerTail: nil, upperTail: probability)
        }
        return smallQuantile(lowerTail: probability, upperTail: nil)
    }

    /// The value above which the share `probability` lies.
    public func upperQuantile(_ probability: Double) -> Double {
        guard probability > 0 else { return 1 }
        guard probability < 1 else { return 0 }
        let mirrored = BetaDistribution(b, a)
        if probability < survival(0.5) {
            return 1 - mirrored.smallQuantile(lowerTail: probability, upperTail: nil)
        }
        return smallQuantile(lowerTail: nil, upperTail: probability)
    }

    /// The root in 0...½ of cdf = lowerTail or survival = upperTail.
    func smallQuantile(lowerTail: Double?, upperTail: Double?) -> Double {
        var low = 0.0
        var high = 0.5
        var x = min(0.5, a / (a + b))
        for _ in 0..<400 {
            let tail = tails(x, 1 - x)
            let excess: Double
            if let lowerTail {
                excess = tail.lower - lowerTail
            } else {
                excess = (upperTail ?? 0) - tail.upper
            }
            if excess == 0 { return x }
            if excess > 0 { high = x } else { low = x }
            let slope = density(x)
            var next = x - excess / slope
            if !(next > low && next < high) {
                next = low > 0 ? (low * high).squareRoot() : high * 0.125
                if high < low * 4 { next = 0.5 * (low + high) }
            }
            if abs(next - x) <= 1e-16 * x || high - low <= 1e-16 * high { return next }
            x = next
        }
        return x
    }
}
