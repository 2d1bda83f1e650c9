import RealModule

/// The standard normal distribution.
///
/// Range: quantiles are finite for probabilities strictly between 0 and 1, and ±infinity at the
/// ends. Worked number: `Normal.quantile(0.975)` is 1.959963984540054.
public enum Normal {
    /// The density at `x`.
    public static func density(_ x: Double) -> Double {
        Double.exp(-0.5 * x * x) * 0.398942280401432677939946
    }

    /// The probability of a value of at most `x`.
    public static func cdf(_ x: Double) -> Double { 0.5 * Double.erfc(-x * 0.5.squareRoot()) }

    /// The probability of a value above `x`, accurate in the far tail.
    public static func survival(_ x: Double) -> Double { cdf(-x) }

    /// The value below which the share `probability` lies.
    ///
    /// Acklam's rational approximation and one Halley step on the complementary error function,
    /// which brings the relative error from 1e-9 to a few units in the last place.
    ///
    /// - Complexity: O(1).
    public static func quantile(_ probability: Double) -> Double {
        if probability > 0.5 { return -lowerQuantile(1 - probability) }
        return lowerQuantile(probability)
    }

    /// The value above which the share `probability` lies, accurate for tiny shares.
    public static func upperQuantile(_ probability: Double) -> Double {
        if probability > 0.5 { return lowerQuantile(1 - probability) }
        return -lowerQuantile(probability)
    }

    private static func lowerQuantile(_ p: Double) -> Double {
        guard p > 0 else { return -.infinity }
        var x: Double
        if p < 0.02425 {
            let q = (-2 * Double.log(p)).squareRoot()
            let top = polynomial(
                q,
                [
                    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838,
                    -2.549732539343734, 4.374664141464968, 2.938163982698783,
                ])
            let bottom = polynomial(
                q,
                [
                    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996,
                    3.754408661907416, 1,
                ])
            x = top / bottom
        } else {
            let q = p - 0.5
            let r = q * q
            let top = polynomial(
                r,
                [
                    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
                    1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239,
                ])
            let bottom = polynomial(
                r,
                [
                    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                    6.680131188771972e+01, -1.328068155288572e+01, 1,
                ])
            x = q * top / bottom
        }
        let scale = density(x)
        guard scale > 0 else { return x }
        let step = (cdf(x) - p) / scale
        x -= step / (1 + 0.5 * x * step)
        return x
    }

    private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
        coefficients.reduce(0) { $0 * x + $1 }
    }
}
