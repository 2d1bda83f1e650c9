import Statistics
import Testing

/// Coverage of the intervals of ratios, kappas, models and judges; see `CoverageTests`.
@Suite("Coverage of ratios, models and judges")
struct CoverageOfModelsTests {
    @Test("Ratios of rates, exact paired odds and Cohen's h")
    func ratios() throws {
        let ratio = try CoverageTests.coverage(trials: 2_000, seed: 31, truth: 0.8 / 0.6) {
            try Estimate.rateRatio(
                first: ($0.binomial(trials: 90, probability: 0.8), 90),
                second: ($0.binomial(trials: 90, probability: 0.6), 90)
            ).interval
        }
        #expect(ratio > 0.935 && ratio < 0.965, "\(ratio)")
        let odds = try CoverageTests.coverage(trials: 2_000, seed: 32, truth: 3) {
            let b = $0.binomial(trials: 40, probability: 0.75)
            return try Estimate.pairedOddsRatio(onlyFirst: b, onlySecond: 40 - b).interval
        }
        #expect(odds >= 0.94, "\(odds)")
        let h = try CoverageTests.coverage(trials: 2_000, seed: 33, truth: 0) {
            try Estimate.cohensH(
                first: ($0.binomial(trials: 80, probability: 0.4), 80),
                second: ($0.binomial(trials: 60, probability: 0.4), 60)
            ).interval
        }
        #expect(h > 0.935 && h < 0.965, "\(h)")
    }

    @Test("Cohen's kappa, and alpha by cluster where units of a prompt are alike")
    func agreement() throws {
        let kappa = try CoverageTests.coverage(trials: 1_500, seed: 34, truth: 0.36) {
            let rows = AgreementInvarianceTests.random(
                units: 120, raters: 2, categories: 3, missing: 0, seed: $0.next())
            return try RatingTable(
                unit: rows.unit, rater: rows.rater, category: rows.category, units: 120,
                raters: 2, categories: 3
            ).agreement(.cohen(), interval: .linearized).interval
        }
        #expect(kappa > 0.93 && kappa < 0.97, "\(kappa)")
        // Half the prompts are easy (copies with 0.9), half hard (0.3); truth is uniform, so alpha
        // is the mean of squares, (0.81 + 0.09)/2.
        func interval(_ generator: inout CounterGenerator, clustered: Bool) throws -> Interval? {
            var (unit, rater, category): ([Int], [Int], [Int]) = ([], [], [])
            for prompt in 0..<40 {
                let skill = generator.bernoulli(0.5) ? 0.9 : 0.3
                for part in 0..<6 {
                    let truth = generator.index(below: 3)
                    for r in 0..<2 {
                        unit.append(prompt * 6 + part)
                        rater.append(r)
                        category.append(
                            generator.bernoulli(skill) ? truth : generator.index(below: 3))
                    }
                }
            }
            let table = try RatingTable(
                unit: unit, rater: rater, category: category, units: 240, raters: 2,
                categories: 3)
            return try table.agreement(
                .krippendorff(), interval: .jackknife,
                clusters: clustered ? Grouping((0..<240).map { $0 / 6 }) : nil
            ).interval
        }
        let clustered = try CoverageTests.coverage(trials: 800, seed: 35, truth: 0.45) {
            try interval(&$0, clustered: true)
        }
        let naive = try CoverageTests.coverage(trials: 800, seed: 35, truth: 0.45) {
            try interval(&$0, clustered: false)
        }
        #expect(clustered > 0.92 && clustered < 0.975, "\(clustered)")
        #expect(naive < clustered - 0.03, "\(naive)")
    }

    @Test("Strength differences of Davidson's model and the effect of position")
    func ratings() throws {
        let strengths = [0.6, 0.1, -0.2, -0.5]
        var (differences, positions) = (0, 0)
        for trial in 0..<400 {
            let votes = try RatingsTests.simulated(
                count: 600, strengths: strengths, left: 0.4, ties: 0.7,
                seed: 3_600 + UInt64(trial), clusters: 50)
            let fit = try BradleyTerry(votes, ties: .davidson)
            if try fit.difference(0, minus: 3, scale: .logit).interval?.contains(1.1) == true {
                differences += 1
            }
            if try fit.covariateEffect(0).interval?.contains(0.4) == true { positions += 1 }
        }
        #expect(differences > 364 && differences < 394, "\(differences)")
        #expect(positions > 364 && positions < 394, "\(positions)")
    }

    @Test("Effects of a factorial design, within cases on both scales")
    func factorial() throws {
        for (scale, truth) in [(EffectScale.linear, 0.4), (.logit, 0.8)] {
            let share = try CoverageTests.coverage(trials: 500, seed: 37, truth: truth) {
                generator in
                var (outcome, a, b, cases): ([Double], [Int], [Int], [Int]) = ([], [], [], [])
                for caseID in 0..<60 {
                    let shift = generator.normal()
                    for row in 0..<2 {
                        for column in 0..<4 {
                            let mean = shift + (row == 0 ? truth : 0) + 0.1 * Double(column)
                            if scale == .linear {
                                outcome.append(mean + generator.normal())
                            } else {
                                let odds = RatingsTests.exponential(mean)
                                outcome.append(generator.bernoulli(odds / (1 + odds)) ? 1 : 0)
                            }
                            a.append(row)
                            b.append(column)
                            cases.append(caseID)
                        }
                    }
                }
                return try FactorialAnalysis(
                    outcome: outcome,
                    factors: [
                        Factor(name: "a", levels: ["x", "y"], codes: a),
                        Factor(name: "b", levels: ["1", "2", "3", "4"], codes: b),
                    ], cases: Grouping(cases), caseEffect: .fixed, scale: scale
                ).difference(factor: 0, level: 0, minus: 1).interval
            }
            #expect(share > 0.915 && share < 0.98, "\(scale): \(share)")
        }
    }

    @Test("Rogan–Gladen's rate, and strengths beside careless raters")
    func judges() throws {
        let rate = try CoverageTests.coverage(trials: 1_500, seed: 38, truth: 0.6) {
            // Passed with 0.6 · 0.9 + 0.4 · 0.25.
            let passes = $0.binomial(trials: 500, probability: 0.64)
            let right = $0.binomial(trials: 90, probability: 0.9)
            let failed = $0.binomial(trials: 70, probability: 0.75)
            return try RoganGladen(
                passes: passes, trials: 500, sensitivity: (right, 90), specificity: (failed, 70)
            ).estimate.interval
        }
        #expect(rate > 0.93 && rate < 0.97, "\(rate)")
        let noisy = try CoverageTests.coverage(trials: 100, seed: 39, truth: 2) { generator in
            let truth = [1.0, 0, -1]
            var (first, second, outcomes): ([Int], [Int], [VoteOutcome]) = ([], [], [])
            var (places, raters): ([Bool], [Int]) = ([], [])
            for vote in 0..<3_000 {
                let a = generator.index(below: 3)
                let b = (a + 1 + generator.index(below: 2)) % 3
                let odds = RatingsTests.exponential(truth[a] - truth[b])
                let onLeft = generator.bernoulli(0.5)
                let compares = generator.bernoulli(vote % 20 < 15 ? 0.9 : 0.1)
                let wins = generator.bernoulli(compares ? odds / (1 + odds) : 0.5)
                first.append(a)
                second.append(b)
                outcomes.append(wins ? .first : .second)
                places.append(onLeft)
                raters.append(vote % 20)
            }
            let votes = try PairVotes(
                players: ["a", "b", "c"], first: first, second: second, outcomes: outcomes)
            return try NoisyBradleyTerry(votes, raters: Grouping(raters), firstOnLeft: places)
                .difference(0, minus: 2, scale: .logit).interval
        }
        #expect(noisy > 0.87, "\(noisy)")
    }
}

@Suite("Coverage of variance components")
struct VarianceCoverageTests {
    /// How often the intervals of each source cover the truth.
    private func coverage(
        trials: Int, seed: UInt64, cases: Int, prompts: Int, samples: Int,
        deviations: (cases: Double, prompts: Double, sampling: Double)
    ) throws -> [VarianceSource: Double] {
        var covered: [VarianceSource: Int] = [:]
        let truth: [VarianceSource: Double] = [
            .cases: deviations.cases * deviations.cases,
            .prompts: deviations.prompts * deviations.prompts,
            .residual: deviations.sampling * deviations.sampling,
        ]
        for trial in 0..<trials {
            var generator = CounterGenerator(seed: seed, stream: UInt64(trial))
            let wordings = (0..<prompts).map { _ in deviations.prompts * generator.normal() }
            var scores: [FacetedScore] = []
            for caseID in 0..<cases {
                let level = deviations.cases * generator.normal()
                for prompt in 0..<prompts {
                    for sample in 0..<samples {
                        scores.append(
                            FacetedScore(
                                caseID: caseID, prompt: prompt, sample: sample,
                                value: level + wordings[prompt]
                                    + deviations.sampling * generator.normal()))
                    }
                }
            }
            let intervals = try VarianceComponents.intervals(of: scores)
            for (source, value) in truth {
                if intervals[source]?.interval?.contains(value) == true {
                    covered[source, default: 0] += 1
                }
            }
        }
        return truth.mapValues { _ in 0 }.merging(
            covered.mapValues { Double($0) / Double(trials) }
        ) { $1 }
    }

    @Test("Cases and sampling are covered about as often as stated")
    func casesAndSampling() throws {
        let found = try coverage(
            trials: 400, seed: 11, cases: 40, prompts: 1, samples: 4,
            deviations: (cases: 1, prompts: 0, sampling: 1))
        #expect((found[.cases] ?? 0) > 0.91 && (found[.cases] ?? 0) < 0.985, "\(found)")
        #expect((found[.residual] ?? 0) > 0.91 && (found[.residual] ?? 0) < 0.985, "\(found)")
    }

    @Test("Wordings are covered about as often as stated from ten of them")
    func wordings() throws {
        let found = try coverage(
            trials: 300, seed: 12, cases: 15, prompts: 10, samples: 2,
            deviations: (cases: 1, prompts: 0.5, sampling: 1))
        #expect((found[.prompts] ?? 0) > 0.88 && (found[.prompts] ?? 0) < 0.99, "\(found)")
    }

    @Test("Two wordings have a component and no interval, with the reason")
    func tooFew() throws {
        var scores: [FacetedScore] = []
        for caseID in 0..<10 {
            for prompt in 0..<2 {
                scores.append(
                    FacetedScore(
                        caseID: caseID, prompt: prompt,
                        value: Double(caseID % 3) + Double(prompt * caseID % 2)))
            }
        }
        let estimate = try VarianceComponents.intervals(of: scores)[.prompts]
        #expect(estimate?.interval == nil)
        #expect(estimate?.whyNoInterval == .tooFew(things: "wordings", needed: 3, found: 2))
    }
}
