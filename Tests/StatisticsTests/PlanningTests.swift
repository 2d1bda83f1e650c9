import Statistics
import Testing

@Suite("Planning")
struct PlanningTests {
    @Test("Miller's sample sizes")
    func miller() throws {
        let between = 1.0 / 9
        #expect(close(try SampleSize.paired(effect: 0.03, betweenVariance: between), 968.997, 5e-4))
        for (samples, expected) in [(1, 3875.99), (10, 1259.70)] {
            let n = try SampleSize.paired(
                effect: 0.03, betweenVariance: between, firstVariance: 1.0 / 6,
                secondVariance: 1.0 / 6, firstSamples: samples, secondSamples: samples)
            #expect(close(n, expected, 6e-3))
        }
    }

    @Test("Sample size and power are each other's inverse")
    func inverses() throws {
        let n = try SampleSize.paired(effect: 0.5, standardDeviation: 1)
        #expect(n == 34)
        #expect(try Power.paired(effect: 0.5, standardDeviation: 1, cases: 34) >= 0.8)
        #expect(try Power.paired(effect: 0.5, standardDeviation: 1, cases: 33) < 0.8)
        let rates = try SampleSize.rateDifference(first: 0.6, second: 0.5)
        #expect(rates == 388)
        let effect = try MinimumDetectableEffect.rateDifference(baseline: 0.5, trials: rates)
        #expect(close(effect, 0.1, 2e-4))
        let single = try SampleSize.rate(baseline: 0.5, rate: 0.6)
        let rise = try MinimumDetectableEffect.rate(baseline: 0.5, trials: single)
        #expect(close(rise, 0.1, 5e-4))
        #expect(throws: Undefined.self) { try SampleSize.paired(effect: 0, standardDeviation: 1) }
        #expect(try SampleSize.precision(rate: 0.5, halfWidth: 0.05) == 381)
    }

    @Test("Simulated power agrees with the formula where the formula is exact")
    func simulation() throws {
        let simulation = PowerSimulation(seed: 5) { generator in
            let differences = (0..<34).map { _ in 0.5 + generator.normal() }
            guard let mean = try? Estimate.mean(of: differences) else { return nil }
            return (try? HypothesisTest.t(mean)).map { $0.pValue <= 0.05 }
        }
        let count = simulation.run(0..<2_000) + simulation.run(2_000..<6_000)
        #expect(count == simulation.run(0..<6_000))
        let power = try count.power(level: 0.999)
        #expect(power.interval?.contains(0.8078) == true, "\(power.value)")
    }

    @Test("More samples of each case raise the power of a paired study")
    func repeats() throws {
        let population = PairedPopulation(rate: 0.6, effect: 0.08)
        let one = try population.study(cases: 120).run(0..<600).power()
        let five = try population.study(cases: 120, samples: 5).run(0..<600).power()
        #expect(five.value > one.value + 0.1)
        let null = try PairedPopulation(rate: 0.6, effect: 0).study(cases: 120)
        let rejected = try null.run(0..<1_500).power(level: 0.999)
        #expect(rejected.interval?.contains(0.05) == true)
    }
}
