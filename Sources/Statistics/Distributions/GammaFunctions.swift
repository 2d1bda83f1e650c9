import RealModule

/// The gamma function's relatives that distributions are made of.
public enum GammaFunctions {
    /// The logarithm of Γ(x) for x > 0.
    public static func logGamma(_ x: Double) -> Double { Double.logGamma(x) }

    /// The logarithm of B(a, b) = Γ(a)Γ(b)/Γ(a+b) for a, b > 0.
    public static func logBeta(_ a: Double, _ b: Double) -> Double {
        logGamma(a) + logGamma(b) - logGamma(a + b)
    }

    /// The logarithm of the number of ways to choose k of n.
    public static func logChoose(_ n: Int, _ k: Int) -> Double {
        guard k > 0, k < n else { return k == 0 || k == n ? 0 : -.infinity }
        return -Double.log(Double(n + 1)) - logBeta(Double(n - k + 1), Double(k + 1))
    }

    /// The derivative of ln Γ(x) for x > 0: recurrence up to 10, then the asymptotic series (DLMF
    /// 5.11.2).
    public static func digamma(_ x: Double) -> Double {
        var (x, shift) = (x, 0.0)
        while x < 10 {
            shift -= 1 / x
            x += 1
        }
        let square = 1 / (x * x)
        let series =
            square
            * (1.0 / 12 - square
                * (1.0 / 120 - square
                    * (1.0 / 252 - square
                        * (1.0 / 240 - square * (1.0 / 132 - square * 691 / 32760)))))
        return shift + Double.log(x) - 0.5 / x - series
    }

    /// The error of Stirling's formula: ln Γ(x+1) − (x+½) ln x + x − ½ ln 2π.
    ///
    /// Loader 2000, "Fast and accurate computation of binomial probabilities": with it, binomial
    /// probabilities keep their relative accuracy for any n.
    static func stirlingError(_ x: Double) -> Double {
        guard x > 0 else { return .infinity }
        if x <= 15 {
            return logGamma(x + 1) - (x + 0.5) * Double.log(x) + x - 0.918938533204672741780330
        }
        let square = x * x
        var series = 1.0 / 1188
        series = 1.0 / 1680 - series / square
        series = 1.0 / 1260 - series / square
        series = 1.0 / 360 - series / square
        series = 1.0 / 12 - series / square
        return series / x
    }

    /// x ln(x/m) + m − x without cancellation when x is near m.
    static func deviance(_ x: Double, _ m: Double) -> Double {
        guard x > 0 else { return m }
        let difference = x - m
        if abs(difference) < 0.1 * (x + m) {
            let ratio = difference / (x + m)
            var sum = difference * ratio
            var term = 2 * x * ratio
            let square = ratio * ratio
            var j = 1.0
            while j < 1000 {
                term *= square
                let next = sum + term / (2 * j + 1)
                if next == sum { return next }
                sum = next
                j += 1
            }
        }
        return x * Double.log(x / m) + m - x
    }

    /// The share of a gamma distribution of shape `a` below x, P(a, x), and above it, Q(a, x).
    ///
    /// Series below a + 1, Lentz's continued fraction above (DLMF 8.11.4, 8.9.2).
    ///
    /// - Complexity: O(√a) terms near the mode.
    public static func regularized(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
        guard x > 0 else { return (0, 1) }
        guard x.isFinite else { return (1, 0) }
        // x^a e^−x / Γ(a+1), by the saddle-point form.
        let scale =
            Double.exp(-stirlingError(a) - deviance(a, x)) / (2 * Double.pi * a).squareRoot()
        if x < a + 1 {
            var term = 1.0
            var sum = 1.0
            var n = a
            for _ in 0..<100_000 {
                n += 1
                term *= x / n
                sum += term
                if term < sum * 1e-17 { break }
            }
            let lower = min(1, scale * sum)
            return (lower, 1 - lower)
        }
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var h = d
        for i in 1..<100_000 {
            let an = -Double(i) * (Double(i) - a)
            b += 2
            d = an * d + b
            if abs(d) < tiny { d = tiny }
            c = b + an / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let delta = d * c
            h *= delta
            if abs(delta - 1) < 1e-16 { break }
        }
        let upper = min(1, scale * a * h)
        return (1 - upper, upper)
    }
}
