import Statistics
import Testing

@Suite("Comparisons of two systems")
struct ComparisonsTests {
    static let first: [Double] = [1, 1, 1, 0, 1, 0, 1, 1, 0, 1]
    static let second: [Double] = [1, 0, 1, 0, 1, 0, 0, 1, 0, 1]

    @Test("The paired fixture has half the unpaired standard error")
    func paired() throws {
        let paired = try Estimate.pairedDifference(Self.first, Self.second)
        #expect(close(paired.value, 0.2) && close(paired.standardError, 0.133333))
        let unpaired = try Estimate.unpairedDifference(Self.first, Self.second)
        #expect(close(unpaired.value, 0.2) && close(unpaired.standardError, 0.226078))
        let test = try HypothesisTest.t(paired)
        #expect(close(test.statistic, 1.5) && close(test.pValue, 0.167850656))
    }

    @Test("McNemar on 10 against 3 has its four p-values")
    func mcNemar() throws {
        let p = try McNemarMethod.allCases.map {
            try HypothesisTest.mcNemar(onlyFirst: 10, onlySecond: 3, method: $0)
        }
        #expect(close(p[0].pValue, 0.057373) && close(p[1].pValue, 0.092285))
        #expect(close(p[2].statistic, 3.7692, 5e-5) && close(p[2].pValue, 0.052204))
        #expect(close(p[3].statistic, 2.7692, 5e-5) && close(p[3].pValue, 0.096092))
        #expect(try HypothesisTest.mcNemar(onlyFirst: 0, onlySecond: 0).pValue == 1)
    }

    @Test("Five equal differences have an exact sign-flip p of 1/16")
    func signFlip() throws {
        let test = try HypothesisTest.signFlip([1, 1, 1, 1, 1])
        #expect(test.pValue == 0.0625 && test.method.hasSuffix("exact"))
        #expect(try HypothesisTest.signFlip([0, 0]).pValue == 1)
        let clustered = try HypothesisTest.signFlip(
            [1, 1, 1, 1], clusters: Grouping(["a", "a", "b", "b"]))
        #expect(clustered.pValue == 0.5)
    }

    @Test("Random sign flips are the same in parts as in one piece, and near the exact p")
    func signFlipParts() throws {
        let differences = (1...12).map { Double($0 % 5) - 1.2 }
        let flip = try SignFlip(differences, seed: 7)
        let whole = flip.exceedances(in: 0..<4000)
        #expect(whole == flip.exceedances(in: 0..<1234) + flip.exceedances(in: 1234..<4000))
        let exact = try flip.test().pValue
        let random = flip.test(exceedances: whole, resamples: 4000).pValue
        #expect(abs(exact - random) < 4 * (exact * (1 - exact) / 4000).squareRoot() + 1e-3)
    }

    /// The 15 p-values of Benjamini and Hochberg 1995.
    static let published = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1,
    ]

    @Test("Holm rejects 3 and Benjamini–Hochberg 4 of the published p-values")
    func multiplicity() throws {
        let holm = try Multiplicity.holm.adjusted(Self.published)
        let bh = try Multiplicity.benjaminiHochberg.adjusted(Self.published.reversed())
        #expect(holm.count { $0 <= 0.05 } == 3 && bh.count { $0 <= 0.05 } == 4)
        let bonferroni = try Multiplicity.bonferroni.adjusted(Self.published)
        #expect(bonferroni.count { $0 <= 0.05 } == 3)
        for (value, expected) in zip(holm, [0.0015, 0.0056, 0.0247, 0.114]) {
            #expect(close(value, expected, 1e-12))
        }
        for (value, expected) in zip(bh.reversed(), [0.0015, 0.003, 0.0095, 0.035625, 0.0603]) {
            #expect(close(value, expected, 1e-12))
        }
    }

    @Test("The minimum detectable effects of Miller's example")
    func detectable() throws {
        for (samples, expected) in [(1, 0.132733), (10, 0.075670)] {
            let effect = try MinimumDetectableEffect.paired(
                betweenVariance: 1.0 / 9, firstVariance: 1.0 / 6, secondVariance: 1.0 / 6,
                firstSamples: samples, secondSamples: samples, cases: 198)
            #expect(close(effect, expected))
        }
        #expect(
            throws: Undefined.self,
            performing: { try MinimumDetectableEffect.rate(baseline: 0.9, trials: 3) })
    }
}
