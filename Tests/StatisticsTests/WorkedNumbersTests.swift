import Statistics
import Testing

/// The worked numbers that documentation comments state and no other test holds.
@Suite("Worked numbers of the documentation")
struct WorkedNumbersTests {
    @Test("Estimates")
    func estimates() throws {
        let scores: [Double] = [1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0]
        let twoWay = try Estimate.mean(
            of: scores, clusters: Grouping([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3]),
            and: Grouping([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1]))
        #expect(close(twoWay.standardError, 0.131107))
        let newcombe = try Interval.newcombe(first: (56, 70), second: (48, 80))
        #expect(close(newcombe.lower, 0.0524, 5e-5) && close(newcombe.upper, 0.3339, 5e-5))
        #expect(PassCriterion.any.share(passes: 3, samples: 5, k: 2) == 0.9)
        #expect(close(PassCriterion.all.share(passes: 3, samples: 5, k: 2), 0.3, 1e-12))
        let components = try VarianceComponents(
            [(0, 1), (0, 1), (1, 0), (1, 0), (2, 1), (2, 0)].enumerated().map {
                FacetedScore(caseID: $1.0, sample: $0, value: Double($1.1))
            })
        #expect(close(components.raw[.cases], 1.0 / 6, 1e-12))
        #expect(close(components.raw[.residual], 1.0 / 6, 1e-12))
    }

    @Test("Comparisons")
    func comparisons() throws {
        let rate = try Estimate.rateRatio(first: (56, 70), second: (48, 80))
        #expect(close(rate.value, 1.3333, 5e-5) && close(rate.interval?.lower, 1.0766, 5e-5))
        #expect(close(rate.interval?.upper, 1.6512, 5e-5))
        let odds = try Estimate.oddsRatio(first: (56, 70), second: (48, 80))
        #expect(close(odds.interval?.lower, 1.2762, 5e-5))
        #expect(close(odds.interval?.upper, 5.5720, 5e-5))
        let paired = try Estimate.pairedOddsRatio(onlyFirst: 10, onlySecond: 3)
        #expect(close(paired.interval?.lower, 0.8583, 5e-5))
        #expect(close(paired.interval?.upper, 18.8487, 5e-5))
        #expect(close(try Estimate.cohensH(first: (56, 70), second: (48, 80)).value, 0.442143))
        #expect(close(try Estimate.cliffsDelta([1, 2, 3], [2, 3, 4]).value, -0.5556, 5e-5))
        let d = try Estimate.standardizedDifference([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])
        #expect(close(d.value, -1.264911))
        #expect(close(try Estimate.standardizedPairedDifference([1, 2, 3]).value, 2, 1e-12))
        let signed = try HypothesisTest.wilcoxonSignedRank([1, 2, 3, 4, -5])
        #expect(signed.statistic == 10 && close(signed.pValue, 0.625, 1e-12))
        let sum = try HypothesisTest.wilcoxonRankSum([1, 2, 3], [4, 5, 6])
        #expect(sum.statistic == 0 && close(sum.pValue, 0.1, 1e-12))
        let near = Estimate(value: 0.01, standardError: 0.02, count: 100, method: "given")
        #expect(close(try Equivalence(near, margin: 0.05).pValue, 0.02275, 5e-6))
        #expect(close(NoncentralT(degreesOfFreedom: 9, noncentrality: 2).cdf(2.262), 0.568702))
    }

    @Test("Sequences, planning and judges")
    func others() throws {
        var betting = try BettingConfidenceSequence()
        for _ in 0..<50 { try betting.add(1) }
        #expect(betting.interval.lower > 0.85)
        var bernstein = try EmpiricalBernsteinSequence()
        for _ in 0..<100 { try bernstein.add(0.5) }
        #expect(bernstein.interval.width < 0.3)
        #expect(
            close(try Power.paired(effect: 0.5, standardDeviation: 1, cases: 34), 0.8078, 5e-5))
        let flips = try Interval.wilson(successes: 35, trials: 100)
        #expect(close(flips.lower, 0.2636, 5e-5) && close(flips.upper, 0.4475, 5e-5))
        #expect(close(ChiSquare(degreesOfFreedom: 1).survival(3.7692307), 0.0522, 5e-5))
    }

    @Test("Inputs that make no sense are refused, not computed")
    func refusals() {
        #expect(throws: Undefined.self) {
            try RatingTable(
                unit: [0], rater: [0], category: [0], units: -1, raters: 1, categories: 1)
        }
        #expect(throws: Undefined.self) {
            try RatingTable(
                unit: [0], rater: [0], category: [0], units: 1, raters: 1,
                categories: 1_000_000_000)
        }
        #expect(throws: Undefined.self) {
            try Power.paired(effect: .nan, standardDeviation: 1, cases: 10)
        }
        #expect(throws: Undefined.self) {
            try Power.rateDifference(first: 1.2, second: 0.5, trials: 10)
        }
        #expect(throws: Undefined.self) {
            try MinimumDetectableEffect.from(standardError: .infinity)
        }
        #expect(throws: Undefined.self) {
            try Estimate.pass(.any, k: 3, passes: [1], samples: [2])
        }
        #expect(throws: Undefined.self) {
            try FactorialAnalysis(
                outcome: [1, 0, 1, 0],
                factors: [Factor(name: "a", levels: ["x", "y"], codes: [0, 1, 0, 1])],
                cases: Grouping([0, 0, 1, 1]), caseEffect: .fixed,
                clusters: Grouping([0, 1, 0, 1]))
        }
    }
}
