import LanguageModel
import Statistics
import Testing

@Suite("Estimates against scipy, statsmodels and analysis of variance")
struct EstimateReferenceTests {
    @Test("Wilson, Clopper–Pearson and Newcombe intervals")
    func rates() throws {
        for item in try ReferenceCase.load("estimates", "rate") {
            let (x, n, level) = (item.int("x"), item.int("n"), item.number("level"))
            let wilson = try Interval.wilson(successes: x, trials: n, level: level)
            let exact = try Interval.clopperPearson(successes: x, trials: n, level: level)
            #expect(agree(wilson, item.allWanted("wilson")), "\(x)/\(n)")
            #expect(agree(exact, item.allWanted("exact")), "\(x)/\(n)")
        }
        for item in try ReferenceCase.load("estimates", "newcombe") {
            let interval = try Interval.newcombe(
                first: (item.int("x"), item.int("n")), second: (item.int("y"), item.int("m")))
            #expect(agree(interval, item.allWanted("interval")))
        }
    }

    @Test("Newcombe's paired example of 36, 12, 2 and 0")
    func newcombePaired() throws {
        let interval = try Interval.newcombePaired(
            both: 36, onlyFirst: 12, onlySecond: 2, neither: 0)
        #expect(close(interval.lower, 0.0569, 5e-5) && close(interval.upper, 0.3404, 5e-5))
    }

    @Test("Means with t, clustered, two-way clustered and Miller's errors")
    func means() throws {
        for item in try ReferenceCase.load("estimates", "mean") {
            let mean = try Estimate.mean(of: item.numbers("values"))
            #expect(agree(mean.value, item.wanted("mean")))
            #expect(agree(mean.standardError, item.wanted("error")))
            #expect(agree(mean.interval, item.allWanted("interval")))
        }
        for item in try ReferenceCase.load("estimates", "clusteredMean") {
            let mean = try Estimate.mean(
                of: item.numbers("values"), clusters: Grouping(item.ints("clusters")))
            #expect(agree(mean.standardError, item.wanted("error")))
            #expect(agree(mean.interval, item.allWanted("interval")))
        }
        for item in try ReferenceCase.load("estimates", "twoWayMean") {
            let mean = try Estimate.mean(
                of: item.numbers("values"), clusters: Grouping(item.ints("clusters")),
                and: Grouping(item.ints("others")))
            #expect(agree(mean.standardError, item.wanted("error")))
        }
        for item in try ReferenceCase.load("estimates", "millerMean") {
            let mean = try Estimate.mean(
                of: item.numbers("values"), clusters: Grouping(item.ints("clusters")),
                error: .miller)
            #expect(agree(mean.standardError, item.wanted("error")))
        }
    }

    @Test("Quantiles, pass@k and pass^k")
    func quantilesAndPasses() throws {
        for item in try ReferenceCase.load("estimates", "quantile") {
            let value = try Estimate.quantile(item.number("p"), of: item.numbers("values"))
            #expect(agree(value.value, item.wanted("value")))
        }
        for item in try ReferenceCase.load("estimates", "pass") {
            for (criterion, key) in [(PassCriterion.any, "any"), (.all, "all")] {
                let value = try Estimate.pass(
                    criterion, k: item.int("k"), passes: item.ints("passes"),
                    samples: item.ints("samples"))
                #expect(agree(value.value, item.wanted(key)))
            }
        }
    }

    /// Scores of nested arrays, by case, then the other two facets.
    static func scores(
        _ item: ReferenceCase, _ make: (Int, Int, Int, Double) -> FacetedScore
    ) -> [FacetedScore] {
        var scores: [FacetedScore] = []
        for (i, plane) in (item.input["values"]?.array ?? []).enumerated() {
            for (j, row) in (plane.array ?? []).enumerated() {
                for (k, value) in (row.array ?? []).enumerated() {
                    scores.append(make(i, j, k, value.double ?? .nan))
                }
            }
        }
        return scores
    }

    @Test("Variance components equal the analysis of variance on balanced designs")
    func components() throws {
        for item in try ReferenceCase.load("estimates", "components") {
            let fit = try VarianceComponents(
                Self.scores(item) {
                    FacetedScore(caseID: $0, prompt: $1, sample: $2, value: $3)
                })
            for source in [VarianceSource.cases, .prompts, .casesByPrompts, .residual] {
                #expect(
                    agree(fit.raw[source], item.wanted(source.rawValue), 1e-9),
                    "\(source.rawValue)")
            }
            #expect(fit.notSeparable == [.judges, .sampling, .casesByJudges])
            let advice = fit.advice()
            #expect(advice.first { $0.facet == .cases }?.costRatio == 2)
            #expect(advice.allSatisfy { $0.standardError <= fit.standardError(of: fit.design) })
        }
        for item in try ReferenceCase.load("estimates", "judgedComponents") {
            let fit = try VarianceComponents(
                Self.scores(item) {
                    FacetedScore(caseID: $0, sample: $1, judge: $2, value: $3)
                })
            for source in [
                VarianceSource.cases, .sampling, .judges, .casesByJudges, .residual,
            ] {
                #expect(
                    agree(fit.raw[source], item.wanted(source.rawValue), 1e-9),
                    "\(source.rawValue)")
            }
        }
    }

    @Test("Percentile and BCa intervals of scipy's own replicates")
    func bca() throws {
        for item in try ReferenceCase.load("estimates", "bca") {
            let bootstrap = try Bootstrap(meanOf: item.numbers("values"))
            let replicates = item.numbers("replicates").map(Optional.init)
            for kind in BootstrapInterval.allCases {
                let estimate = try bootstrap.estimate(replicates: replicates, interval: kind)
                #expect(agree(estimate.interval, item.allWanted(kind.rawValue)), "\(kind)")
                #expect(agree(estimate.standardError, item.wanted("error")))
            }
        }
    }

    @Test("The jackknife of a mean is its standard error, and its bias 0")
    func jackknife() throws {
        let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
        let mean: ([Int]) -> Double? = { drawn in
            drawn.map { values[$0] }.reduce(0, +) / Double(drawn.count)
        }
        let estimate = try Jackknife.estimate(units: 8, statistic: mean)
        #expect(close(estimate.standardError, try Estimate.mean(of: values).standardError ?? 0))
        let left = Jackknife.leaveOneOut(units: 8, statistic: mean)
        #expect(close(Jackknife.bias(value: estimate.value, leaveOneOut: left), 0, 1e-12))
    }

    @Test("Bootstraps are the same in parts, and by patterns near the normal interval")
    func bootstrap() throws {
        var generator = CounterGenerator(seed: 2)
        let scores = (0..<2_000).map { _ in generator.bernoulli(0.3) ? 1.0 : 0.0 }
        let bootstrap = try Bootstrap(meanOf: scores, seed: 9)
        let parts = bootstrap.replicates(in: 0..<700) + bootstrap.replicates(in: 700..<2_000)
        #expect(parts == bootstrap.replicates(in: 0..<2_000))
        let estimate = try bootstrap.estimate(replicates: parts)
        let mean = try Estimate.mean(of: scores)
        #expect(close(estimate.standardError, mean.standardError ?? 0, 6e-4))
        #expect(close(estimate.interval?.lower, mean.interval?.lower ?? 0, 2e-3))
        let general = try Bootstrap(units: 2_000, seed: 9) { drawn in
            drawn.map { scores[$0] }.reduce(0, +) / Double(drawn.count)
        }
        let other = try general.estimate(replicates: 400)
        #expect(close(other.standardError, mean.standardError ?? 0, 1.5e-3))
        let bca = try bootstrap.estimate(replicates: parts, interval: .bca)
        #expect(close(bca.interval?.lower, estimate.interval?.lower ?? 0, 3e-3))
        #expect(try Bootstrap(meanOf: [1, 1, 1]).estimate(replicates: 50).interval == nil)
    }
}
