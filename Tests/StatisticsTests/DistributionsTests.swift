import Statistics
import Testing

@Suite("Distributions")
struct DistributionsTests {
    @Test("Quantiles invert their distributions from one tail to the other")
    func inverses() {
        for p in [1e-300, 1e-30, 1e-10, 1e-4, 0.01, 0.025, 0.2, 0.4, 0.5, 0.7, 0.95, 0.999] {
            func same(_ a: Double, _ what: String) {
                #expect(abs(a / p - 1) < 1e-10, "\(what) at \(p): \(a)")
            }
            same(Normal.cdf(Normal.quantile(p)), "normal")
            for nu in [0.7, 1, 2, 3.5, 9, 30, 200, 1e4, 1e6, 3e8] {
                let t = StudentT(degreesOfFreedom: nu)
                if p > 1e-100 { same(t.survival(t.upperQuantile(p)), "t \(nu)") }
                let chi = ChiSquare(degreesOfFreedom: nu)
                if p > 1e-20 { same(chi.cdf(chi.quantile(p)), "chi \(nu)") }
                if p > 1e-20 { same(chi.survival(chi.upperQuantile(p)), "chi upper \(nu)") }
                if nu < 1e5 {
                    let f = FDistribution(nu, 7)
                    if p > 1e-20 { same(f.survival(f.upperQuantile(p)), "F \(nu)") }
                    let beta = BetaDistribution(nu, 3)
                    if p > 1e-20 { same(beta.cdf(beta.quantile(p)), "beta \(nu)") }
                }
            }
        }
    }

    @Test("Binomial masses add to the cumulative probability")
    func binomial() {
        let binomial = Binomial(trials: 40, probability: 0.37)
        var sum = 0.0
        for k in 0...40 {
            sum += binomial.mass(k)
            #expect(abs(binomial.cdf(k) - sum) < 1e-13)
            #expect(abs(binomial.survival(k) - (1 - sum)) < 1e-13)
        }
        #expect(close(Binomial(trials: 13, probability: 0.5).cdf(3), 0.046142578125, 1e-15))
    }

    @Test("Known quantiles")
    func known() {
        #expect(close(Normal.quantile(0.975), 1.959963984540054, 1e-15))
        #expect(close(StudentT(degreesOfFreedom: 9).quantile(0.975), 2.2621571628, 1e-9))
        #expect(close(FDistribution(2, 10).upperQuantile(0.05), 4.1028210151, 1e-8))
        #expect(close(BetaDistribution(8, 3).quantile(0.025), 0.4439045, 1e-6))
        #expect(close(ChiSquare(degreesOfFreedom: 3).upperQuantile(0.05), 7.814727903, 1e-8))
    }
}
