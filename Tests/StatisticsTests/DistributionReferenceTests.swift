import Statistics
import Testing

@Suite("Distributions against scipy")
struct DistributionReferenceTests {
    /// Relative agreement, which also holds in far tails.
    static func same(_ value: Double, _ reference: Double, _ tolerance: Double = 1e-10) -> Bool {
        abs(value - reference) <= tolerance * abs(reference) + 1e-300
    }

    @Test("Every distribution function and quantile agrees to ten digits")
    func all() throws {
        for item in try ReferenceCase.load("distributions") {
            var values: [String: Double] = [:]
            let (x, p, nu) = (item.number("x"), item.number("p"), item.number("nu"))
            switch item.method {
            case "normal": values = ["cdf": Normal.cdf(x), "survival": Normal.survival(x)]
            case "normalQuantile": values = ["quantile": Normal.quantile(p)]
            case "t":
                let t = StudentT(degreesOfFreedom: nu)
                values = ["cdf": t.cdf(x), "survival": t.survival(x)]
            case "tQuantile":
                values = ["quantile": StudentT(degreesOfFreedom: nu).quantile(p)]
            case "chiSquare":
                let chi = ChiSquare(degreesOfFreedom: nu)
                values = ["cdf": chi.cdf(x), "survival": chi.survival(x)]
            case "chiSquareQuantile":
                values = ["quantile": ChiSquare(degreesOfFreedom: nu).quantile(p)]
            case "f":
                let f = FDistribution(item.number("d1"), item.number("d2"))
                values = ["cdf": f.cdf(x), "survival": f.survival(x)]
            case "fQuantile":
                let f = FDistribution(item.number("d1"), item.number("d2"))
                values = ["quantile": f.quantile(p)]
            case "beta":
                values = ["cdf": BetaDistribution(item.number("a"), item.number("b")).cdf(x)]
            case "betaQuantile":
                let beta = BetaDistribution(item.number("a"), item.number("b"))
                values = ["quantile": beta.quantile(p)]
            case "binomial":
                let binomial = Binomial(trials: item.int("n"), probability: p)
                values = ["mass": binomial.mass(item.int("k")), "cdf": binomial.cdf(item.int("k"))]
            case "noncentralT":
                let t = NoncentralT(degreesOfFreedom: nu, noncentrality: item.number("delta"))
                values = ["cdf": t.cdf(x)]
            case "gamma":
                values = [
                    "digamma": GammaFunctions.digamma(x), "logGamma": GammaFunctions.logGamma(x),
                ]
            default: Issue.record("no test for \(item.method)")
            }
            // Where a survival function follows from its complement, digits end at 1e-16.
            for (key, value) in values {
                let reference = item.wanted(key)
                #expect(
                    Self.same(value, reference) || abs(value - reference) < 2e-15,
                    "\(item.method) \(item.input): \(key) \(value)")
            }
        }
    }
}
