import Statistics
import Testing

/// How often tests reject when there is nothing to find.
@Suite("False positives of tests")
struct FalsePositiveTests {
    static func rejections(
        trials: Int, seed: UInt64, alpha: Double = 0.05,
        _ pValue: (inout CounterGenerator) throws -> Double
    ) rethrows -> Double {
        var count = 0
        for trial in 0..<trials {
            var generator = CounterGenerator(seed: seed, stream: UInt64(trial))
            if try pValue(&generator) <= alpha { count += 1 }
        }
        return Double(count) / Double(trials)
    }

    /// The highest share that a test of level 0.05 may reach within 3.5 Monte-Carlo errors.
    static func limit(_ trials: Int) -> Double {
        0.05 + 3.5 * (0.05 * 0.95 / Double(trials)).squareRoot()
    }

    @Test("McNemar's exact form never exceeds its level, mid-p hardly", arguments: [8, 25, 60])
    func mcNemar(discordant n: Int) throws {
        let binomial = Binomial(trials: n, probability: 0.5)
        var (exact, mid) = (0.0, 0.0)
        for b in 0...n {
            if try HypothesisTest.mcNemar(onlyFirst: b, onlySecond: n - b, method: .exact).pValue
                <= 0.05
            {
                exact += binomial.mass(b)
            }
            if try HypothesisTest.mcNemar(onlyFirst: b, onlySecond: n - b).pValue <= 0.05 {
                mid += binomial.mass(b)
            }
        }
        #expect(exact <= 0.05)
        #expect(mid <= 0.075 && mid >= exact)
    }

    @Test("Permutation and rank tests keep their level, exact, random, tied and clustered")
    func permutations() throws {
        let trials = 2_000
        let exact = try Self.rejections(trials: trials, seed: 1) { generator in
            try HypothesisTest.signFlip((0..<9).map { _ in generator.normal() }).pValue
        }
        #expect(exact <= Self.limit(trials) && exact > 0.03)
        let random = try Self.rejections(trials: 1_000, seed: 2) { generator in
            try HypothesisTest.signFlip(
                (0..<40).map { _ in Double(generator.index(below: 3)) - 1 },
                seed: generator.next(), resamples: 199
            ).pValue
        }
        #expect(random <= Self.limit(1_000))
        let clustered = try Self.rejections(trials: 1_000, seed: 3) { generator in
            let (values, groups) = CoverageTests.clustered(&generator, groups: 12, size: 4)
            return try HypothesisTest.signFlip(values, clusters: groups).pValue
        }
        #expect(clustered <= Self.limit(1_000) && clustered > 0.03)
        let signed = try Self.rejections(trials: trials, seed: 4) { generator in
            try HypothesisTest.wilcoxonSignedRank(
                (0..<18).map { _ in (4 * generator.normal()).rounded() }
            ).pValue
        }
        #expect(signed <= Self.limit(trials))
        let sum = try Self.rejections(trials: trials, seed: 5) { generator in
            try HypothesisTest.wilcoxonRankSum(
                (0..<30).map { _ in (2 * generator.normal()).rounded() },
                (0..<25).map { _ in (2 * generator.normal()).rounded() }
            ).pValue
        }
        #expect(sum <= Self.limit(trials) && sum > 0.03)
    }

    @Test("t tests keep their level, and equivalence is not claimed at the margin")
    func tTests() throws {
        let trials = 3_000
        let welch = try Self.rejections(trials: trials, seed: 6) { generator in
            try HypothesisTest.t(
                .unpairedDifference(
                    (0..<10).map { _ in generator.normal() },
                    (0..<20).map { _ in 2 * generator.normal() })
            ).pValue
        }
        #expect(welch <= Self.limit(trials))
        let equivalent = try Self.rejections(trials: trials, seed: 7) { generator in
            let mean = try Estimate.mean(of: (0..<40).map { _ in 0.5 + generator.normal() })
            return try Equivalence(mean, margin: 0.5).pValue
        }
        #expect(equivalent <= Self.limit(trials) && equivalent > 0.03)
    }

    @Test("Holm and Benjamini–Hochberg bound the chance of any false finding among nulls")
    func multiplicity() throws {
        for method in [Multiplicity.holm, .benjaminiHochberg] {
            let share = try Self.rejections(trials: 3_000, seed: 8) { generator in
                let adjusted = try method.adjusted((0..<10).map { _ in generator.uniform() })
                return adjusted.min() ?? 1
            }
            #expect(share <= Self.limit(3_000) && share > 0.03, "\(method)")
        }
    }

    @Test("Watching an e-value all the way keeps the level where watching p-values does not")
    func peeking() throws {
        var (eValue, fixed) = (0, 0)
        for trial in 0..<600 {
            var generator = CounterGenerator(seed: 9, stream: UInt64(trial))
            var test = try MixtureEValue()
            var peeked = false
            for _ in 0..<300 {
                test.add(generator.bernoulli(0.5))
                if test.results % 10 == 0,
                    try HypothesisTest.mcNemar(
                        onlyFirst: test.successes, onlySecond: test.results - test.successes
                    ).pValue <= 0.05
                {
                    peeked = true
                }
            }
            if test.anytimePValue <= 0.05 { eValue += 1 }
            if peeked { fixed += 1 }
        }
        #expect(Double(eValue) / 600 <= 0.05)
        #expect(Double(fixed) / 600 > 0.15)
    }

    @Test("Factorial tests keep their level on linear and logit scale, within cases and not")
    func factorial() throws {
        for (scale, effect) in [
            (EffectScale.linear, CaseEffect.fixed), (.linear, .random), (.logit, .none),
            (.logit, .fixed), (.logit, .random),
        ] {
            let trials = effect == .random && scale == .logit ? 150 : 400
            var counts = [0, 0, 0]
            for trial in 0..<trials {
                var generator = CounterGenerator(seed: 10, stream: UInt64(trial))
                var (outcome, a, b, cases): ([Double], [Int], [Int], [Int]) = ([], [], [], [])
                for caseID in 0..<40 {
                    let rate = 0.2 + 0.6 * generator.uniform()
                    for row in 0..<2 {
                        for column in 0..<2 {
                            outcome.append(generator.bernoulli(rate) ? 1 : 0)
                            a.append(row)
                            b.append(column)
                            cases.append(caseID)
                        }
                    }
                }
                let fit = try FactorialAnalysis(
                    outcome: outcome,
                    factors: [
                        Factor(name: "a", levels: ["x", "y"], codes: a),
                        Factor(name: "b", levels: ["x", "y"], codes: b),
                    ], interactions: [[0, 1]], cases: Grouping(cases), caseEffect: effect,
                    scale: scale)
                for (index, term) in fit.terms.enumerated() where term.test.pValue <= 0.05 {
                    counts[index] += 1
                }
            }
            for count in counts {
                // The sandwich with 40 clusters is a little liberal.
                #expect(
                    Double(count) / Double(trials) <= Self.limit(trials) + 0.01,
                    "\(scale) \(effect): \(counts)")
            }
        }
    }
}
