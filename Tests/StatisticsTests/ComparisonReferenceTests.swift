import LanguageModel
import Statistics
import Testing

@Suite("Comparisons against scipy and statsmodels")
struct ComparisonReferenceTests {
    static func alternative(_ item: ReferenceCase) -> Alternative {
        Alternative(rawValue: item.input["alternative"]?.string ?? "") ?? .twoSided
    }

    @Test("Welch, paired t and equivalence")
    func tTests() throws {
        for item in try ReferenceCase.load("comparisons", "welch") {
            let estimate = try Estimate.unpairedDifference(item.numbers("a"), item.numbers("b"))
            let test = try HypothesisTest.t(estimate)
            #expect(agree(test.statistic, item.wanted("statistic")))
            #expect(agree(test.pValue, item.wanted("p")))
            #expect(agree(test.degreesOfFreedom, item.wanted("df")))
            #expect(agree(estimate.interval, item.allWanted("interval")))
        }
        for item in try ReferenceCase.load("comparisons", "paired") {
            let estimate = try Estimate.pairedDifference(item.numbers("a"), item.numbers("b"))
            #expect(agree(try HypothesisTest.t(estimate).pValue, item.wanted("p")))
            #expect(agree(estimate.interval, item.allWanted("interval")))
        }
        for item in try ReferenceCase.load("comparisons", "equivalence") {
            let estimate = try Estimate.pairedDifference(item.numbers("a"), item.numbers("b"))
            let test = try Equivalence(estimate, margin: item.number("margin"))
            #expect(agree(test.pValue, item.wanted("p")))
        }
    }

    @Test("McNemar's forms")
    func mcNemar() throws {
        for item in try ReferenceCase.load("comparisons", "mcnemar") {
            let (b, c) = (item.int("b"), item.int("c"))
            for (method, key) in [
                (McNemarMethod.exact, "exact"), (.midP, "mid"), (.chiSquare, "chi"),
                (.corrected, "corrected"),
            ] {
                let p = try HypothesisTest.mcNemar(onlyFirst: b, onlySecond: c, method: method)
                #expect(agree(p.pValue, item.wanted(key)), "\(b) \(c) \(key)")
            }
        }
    }

    @Test("Sign flips and Wilcoxon's tests, exact and normal, tied and not")
    func ranks() throws {
        for item in try ReferenceCase.load("comparisons", "signFlip") {
            let test = try HypothesisTest.signFlip(
                item.numbers("d"), alternative: Self.alternative(item))
            #expect(agree(test.pValue, item.wanted("p")))
        }
        for item in try ReferenceCase.load("comparisons", "signedRank") {
            let test = try HypothesisTest.wilcoxonSignedRank(
                item.numbers("d"), alternative: Self.alternative(item))
            #expect(agree(test.pValue, item.wanted("p")), "\(test.method)")
        }
        for item in try ReferenceCase.load("comparisons", "rankSum") {
            let test = try HypothesisTest.wilcoxonRankSum(
                item.numbers("a"), item.numbers("b"), alternative: Self.alternative(item))
            #expect(agree(test.pValue, item.wanted("p")), "\(test.method)")
            #expect(agree(test.statistic, item.wanted("statistic")))
        }
    }

    @Test("Adjusted p-values of three procedures")
    func multiplicity() throws {
        for item in try ReferenceCase.load("comparisons", "multiplicity") {
            let method = try #require(
                Multiplicity(rawValue: item.input["method"]?.string ?? ""))
            for (value, expected) in zip(
                try method.adjusted(item.numbers("p")), item.allWanted("adjusted"))
            {
                #expect(agree(value, expected, 1e-12))
            }
        }
    }

    @Test("Odds and rate ratios, Cohen's d and Cliff's delta")
    func effectSizes() throws {
        for item in try ReferenceCase.load("comparisons", "ratios") {
            let cells = item.numbers("table").map { Int($0) }
            let first = (cells[0], cells[0] + cells[1])
            let second = (cells[2], cells[2] + cells[3])
            let odds = try Estimate.oddsRatio(first: first, second: second)
            let risk = try Estimate.rateRatio(first: first, second: second)
            #expect(agree(odds.value, item.wanted("odds")))
            #expect(agree(odds.interval, item.allWanted("oddsInterval")))
            #expect(agree(risk.value, item.wanted("risk")))
            #expect(agree(risk.interval, item.allWanted("riskInterval")))
        }
        for item in try ReferenceCase.load("comparisons", "cohen") {
            let d = try Estimate.standardizedDifference(item.numbers("a"), item.numbers("b"))
            #expect(agree(d.value, item.wanted("d")))
            #expect(agree(d.interval, item.allWanted("interval"), 1e-8))
        }
        for item in try ReferenceCase.load("comparisons", "cliff") {
            let delta = try Estimate.cliffsDelta(item.numbers("a"), item.numbers("b"))
            #expect(agree(delta.value, item.wanted("delta")))
            #expect(delta.interval?.contains(delta.value) == true)
        }
    }

    @Test("Power and sample sizes of t tests")
    func power() throws {
        for item in try ReferenceCase.load("comparisons", "power") {
            let (effect, n) = (item.number("effect"), item.int("n"))
            #expect(
                agree(
                    try Power.paired(effect: effect, standardDeviation: 1, cases: n),
                    item.wanted("paired"), 1e-8))
            #expect(
                agree(
                    try Power.unpaired(
                        effect: effect, standardDeviation: 1, firstCount: n, secondCount: n),
                    item.wanted("unpaired"), 1e-8))
        }
        for item in try ReferenceCase.load("comparisons", "sampleSize") {
            let effect = item.number("effect")
            let paired: Int = try SampleSize.paired(effect: effect, standardDeviation: 1)
            #expect(Double(paired) == item.wanted("paired"))
            let unpaired = try SampleSize.unpaired(effect: effect, standardDeviation: 1)
            #expect(Double(unpaired) == item.wanted("unpaired"))
        }
    }

    @Test("Mixture e-values and the betting confidence sequence")
    func anytime() throws {
        for item in try ReferenceCase.load("comparisons", "mixture") {
            let look = try MixtureEValue.singleLook(
                successes: item.int("w"), results: item.int("n"))
            #expect(agree(look.eValue, item.wanted("e")))
        }
        for item in try ReferenceCase.load("comparisons", "betting") {
            var sequence = try BettingConfidenceSequence()
            for score in item.numbers("x") { try sequence.add(score) }
            #expect(agree(sequence.interval, item.allWanted("interval"), 1e-12))
        }
    }

    @Test("The published looks at wins among non-ties")
    func publishedLooks() throws {
        for (wins, results, eValue, pValue) in [
            (18, 20, 262.80, 0.0038), (15, 20, 3.22, 0.31), (65, 100, 11.46, 0.087),
        ] {
            let look = try MixtureEValue.singleLook(successes: wins, results: results)
            #expect(close(look.eValue, eValue, 6e-3))
            #expect(close(look.pValue, pValue, wins == 18 ? 5e-5 : wins == 65 ? 5e-4 : 6e-3))
        }
        for (wins, results, fixed) in [(18, 20, 0.00040), (15, 20, 0.041), (65, 100, 0.0035)] {
            let exact = try HypothesisTest.mcNemar(
                onlyFirst: wins, onlySecond: results - wins, method: .exact)
            #expect(close(exact.pValue, fixed, fixed * 0.02))
        }
        var running = try MixtureEValue()
        for win in [true, true, true, true, true, true, true, false] { running.add(win) }
        #expect(running.anytimePValue < 1 / running.eValue)
    }
}
