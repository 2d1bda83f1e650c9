import Statistics
import Testing

/// How often intervals cover the truth, by simulation or, for rates, exactly.
///
/// Bounds are the level ± 3.5 Monte-Carlo standard errors where the method is exact for the
/// simulated data, and otherwise the documented reach of the approximation.
@Suite("Coverage of intervals")
struct CoverageTests {
    /// The share of numbered trials in which an interval covers, among those that have one.
    static func coverage(
        trials: Int, seed: UInt64, truth: Double,
        _ interval: (inout CounterGenerator) throws -> Interval?
    ) rethrows -> Double {
        var (covered, defined) = (0, 0)
        for trial in 0..<trials {
            var generator = CounterGenerator(seed: seed, stream: UInt64(trial))
            guard let found = try interval(&generator) else { continue }
            defined += 1
            if found.contains(truth) { covered += 1 }
        }
        return defined > 0 ? Double(covered) / Double(defined) : .nan
    }

    /// Whether a coverage is within 3.5 Monte-Carlo errors of its level.
    static func nominal(_ share: Double, _ level: Double, trials: Int) -> Bool {
        abs(share - level) < 3.5 * (level * (1 - level) / Double(trials)).squareRoot()
    }

    @Test(
        "Clopper–Pearson never covers less than its level, Wilson stays around it",
        arguments: [
            10, 40, 150,
        ])
    func rates(n: Int) throws {
        var wilsonTotal = 0.0
        var wilsonLowest = 1.0
        for step in 1..<100 {
            let p = Double(step) / 100
            let binomial = Binomial(trials: n, probability: p)
            var (wilson, exact) = (0.0, 0.0)
            for x in 0...n {
                let mass = binomial.mass(x)
                if try Interval.wilson(successes: x, trials: n).contains(p) { wilson += mass }
                if try Interval.clopperPearson(successes: x, trials: n).contains(p) {
                    exact += mass
                }
            }
            #expect(exact >= 0.95 - 1e-9, "Clopper–Pearson at \(p): \(exact)")
            wilsonTotal += wilson
            wilsonLowest = min(wilsonLowest, wilson)
        }
        #expect(abs(wilsonTotal / 99 - 0.95) < 0.01)
        // Wilson dips at rates near 0 and 1, as is well known.
        #expect(wilsonLowest > 0.83)
    }

    @Test("Newcombe's intervals, paired and unpaired, stay near their level")
    func newcombe() throws {
        let unpaired = try Self.coverage(trials: 3_000, seed: 1, truth: 0.2) { generator in
            try Interval.newcombe(
                first: (generator.binomial(trials: 50, probability: 0.8), 50),
                second: (generator.binomial(trials: 40, probability: 0.6), 40))
        }
        #expect(unpaired > 0.935 && unpaired < 0.975, "\(unpaired)")
        let paired = try Self.coverage(trials: 3_000, seed: 2, truth: 0.15) { generator in
            var counts = [0, 0, 0, 0]
            for _ in 0..<60 {
                let u = generator.uniform()
                counts[u < 0.5 ? 0 : u < 0.75 ? 1 : u < 0.85 ? 2 : 3] += 1
            }
            return try Interval.newcombePaired(
                both: counts[0], onlyFirst: counts[1], onlySecond: counts[2], neither: counts[3])
        }
        #expect(paired > 0.935 && paired < 0.98, "\(paired)")
    }

    @Test("The t interval is exact for normal data, paired and unpaired")
    func means() throws {
        let trials = 4_000
        let mean = try Self.coverage(trials: trials, seed: 3, truth: 1) { generator in
            try Estimate.mean(of: (0..<8).map { _ in 1 + generator.normal() }).interval
        }
        #expect(Self.nominal(mean, 0.95, trials: trials), "\(mean)")
        let paired = try Self.coverage(trials: trials, seed: 4, truth: 0.5) { generator in
            var (a, b): ([Double], [Double]) = ([], [])
            for _ in 0..<10 {
                let difficulty = 3 * generator.normal()
                a.append(0.5 + difficulty + generator.normal())
                b.append(difficulty + generator.normal())
            }
            return try Estimate.pairedDifference(a, b, level: 0.9).interval
        }
        #expect(Self.nominal(paired, 0.9, trials: trials), "\(paired)")
        let welch = try Self.coverage(trials: trials, seed: 5, truth: 0) { generator in
            let a = (0..<12).map { _ in generator.normal() }
            let b = (0..<20).map { _ in 3 * generator.normal() }
            return try Estimate.unpairedDifference(a, b).interval
        }
        #expect(abs(welch - 0.95) < 0.0135, "\(welch)")
    }

    static func clustered(
        _ generator: inout CounterGenerator, groups: Int, size: Int
    ) -> ([Double], Grouping) {
        var (values, codes): ([Double], [Int]) = ([], [])
        for group in 0..<groups {
            let shift = generator.normal()
            for _ in 0..<size {
                values.append(shift + generator.normal())
                codes.append(group)
            }
        }
        return (values, Grouping(codes))
    }

    @Test("Clustered t is exact for equal normal clusters where Miller's form is too narrow")
    func clusters() throws {
        let trials = 3_000
        let inflated = try Self.coverage(trials: trials, seed: 6, truth: 0) { generator in
            let (values, groups) = Self.clustered(&generator, groups: 8, size: 5)
            return try Estimate.mean(of: values, clusters: groups).interval
        }
        #expect(Self.nominal(inflated, 0.95, trials: trials), "\(inflated)")
        let miller = try Self.coverage(trials: trials, seed: 6, truth: 0) { generator in
            let (values, groups) = Self.clustered(&generator, groups: 8, size: 5)
            return try Estimate.mean(of: values, clusters: groups, error: .miller).interval
        }
        #expect(miller < 0.92 && miller > 0.82, "\(miller)")
        let naive = try Self.coverage(trials: trials, seed: 6, truth: 0) { generator in
            try Estimate.mean(of: Self.clustered(&generator, groups: 8, size: 5).0).interval
        }
        #expect(naive < 0.8, "\(naive)")
    }

    @Test("Two-way clustering covers with a dozen clusters each way, a little short of its level")
    func twoWay() throws {
        let share = try Self.coverage(trials: 1_500, seed: 7, truth: 0) { generator in
            let (rows, columns) = (14, 12)
            let rowShifts = (0..<rows).map { _ in generator.normal() }
            let columnShifts = (0..<columns).map { _ in generator.normal() }
            var (values, a, b): ([Double], [Int], [Int]) = ([], [], [])
            for row in 0..<rows {
                for column in 0..<columns {
                    values.append(rowShifts[row] + columnShifts[column] + generator.normal())
                    a.append(row)
                    b.append(column)
                }
            }
            return try Estimate.mean(of: values, clusters: Grouping(a), and: Grouping(b)).interval
        }
        #expect(share > 0.91 && share < 0.97, "\(share)")
    }

    @Test("Bootstraps on skewed data: far short with 15 units, a little with 80, BCa no worse")
    func bootstrap() throws {
        func share(_ units: Int, _ kind: BootstrapInterval) throws -> Double {
            try Self.coverage(trials: 700, seed: 8, truth: 1) { generator in
                // Squared normals: mean 1, strongly skewed.
                let values = (0..<units).map { _ in
                    let z = generator.normal()
                    return z * z
                }
                return try Bootstrap(meanOf: values, seed: generator.next())
                    .estimate(replicates: 500, interval: kind).interval
            }
        }
        let (small, smallBCa) = (try share(15, .percentile), try share(15, .bca))
        let (large, largeBCa) = (try share(80, .percentile), try share(80, .bca))
        #expect(small > 0.78 && small < 0.93, "\(small)")
        #expect(smallBCa > small - 0.01, "\(smallBCa)")
        #expect(large > 0.885 && large < 0.96, "\(large)")
        #expect(largeBCa > 0.885 && largeBCa < 0.96, "\(largeBCa)")
    }

    @Test("The median's interval covers at least its level; pass@k's is near it")
    func others() throws {
        let median = try Self.coverage(trials: 3_000, seed: 9, truth: 0) { generator in
            try Estimate.quantile(0.5, of: (0..<25).map { _ in generator.normal() }).interval
        }
        #expect(median > 0.94 && median < 0.975, "\(median)")
        // A case's pass rate is uniform, so pass@2 is 1 − E(1−p)² = 2/3.
        let pass = try Self.coverage(trials: 2_000, seed: 10, truth: 2.0 / 3) { generator in
            let passes = (0..<50).map { _ in
                generator.binomial(trials: 5, probability: generator.uniform())
            }
            return try Estimate.pass(
                .any, k: 2, passes: passes, samples: [Int](repeating: 5, count: 50)
            ).interval
        }
        #expect(pass > 0.93 && pass < 0.965, "\(pass)")
    }

    @Test("Effect sizes cover: Cohen's d, Cliff's delta and the ratios")
    func effectSizes() throws {
        let d = try Self.coverage(trials: 400, seed: 11, truth: 0.8) { generator in
            try Estimate.standardizedDifference(
                (0..<12).map { _ in 0.8 + generator.normal() },
                (0..<15).map { _ in generator.normal() }
            ).interval
        }
        #expect(Self.nominal(d, 0.95, trials: 400), "\(d)")
        // P(X > Y) for normals 1 apart is Φ(1/√2).
        let truth = 2 * Normal.cdf(0.5.squareRoot()) - 1
        let cliff = try Self.coverage(trials: 1_500, seed: 12, truth: truth) { generator in
            try Estimate.cliffsDelta(
                (0..<30).map { _ in 1 + generator.normal() },
                (0..<30).map { _ in generator.normal() }
            ).interval
        }
        #expect(cliff > 0.93 && cliff < 0.97, "\(cliff)")
        let odds = try Self.coverage(trials: 2_000, seed: 13, truth: 4 / 1.5) { generator in
            try Estimate.oddsRatio(
                first: (generator.binomial(trials: 90, probability: 0.8), 90),
                second: (generator.binomial(trials: 90, probability: 0.6), 90)
            ).interval
        }
        #expect(odds > 0.94 && odds < 0.97, "\(odds)")
    }

    @Test("Alpha by unit bootstrap and jackknife covers, unlike a naive normal interval of pairs")
    func agreement() throws {
        // Ratings copy the truth with probability 0.6, else are uniform: alpha is 0.36.
        func table(_ generator: inout CounterGenerator) throws -> RatingTable {
            let rows = AgreementInvarianceTests.random(
                units: 70, raters: 3, categories: 3, missing: 0, seed: generator.next())
            return try RatingTable(
                unit: rows.unit, rater: rows.rater, category: rows.category, units: 70,
                raters: 3, categories: 3)
        }
        let jackknife = try Self.coverage(trials: 1_200, seed: 14, truth: 0.36) { generator in
            try table(&generator).agreement(.krippendorff(), interval: .jackknife).interval
        }
        #expect(jackknife > 0.925 && jackknife < 0.97, "\(jackknife)")
        let bootstrap = try Self.coverage(trials: 700, seed: 15, truth: 0.36) { generator in
            try table(&generator).agreement(
                .krippendorff(),
                interval: .unitBootstrap(resamples: 400, seed: generator.next())
            ).interval
        }
        #expect(bootstrap > 0.91 && bootstrap < 0.97, "\(bootstrap)")
        let gwet = try Self.coverage(trials: 1_500, seed: 16, truth: 0.36) { generator in
            try table(&generator).agreement(.gwet(), interval: .linearized).interval
        }
        #expect(gwet > 0.93 && gwet < 0.97, "\(gwet)")
    }

    @Test("Strength differences cover, by vote and by cluster")
    func ratings() throws {
        let strengths = [0.6, 0.1, -0.2, -0.5]
        let share = try Self.coverage(
            trials: 500, seed: 17, truth: StrengthScale.elo.factor * 1.1
        ) { generator in
            let votes = try RatingsTests.simulated(
                count: 500, strengths: strengths, left: 0, ties: 0, seed: generator.next(),
                clusters: 40)
            let plain = try PairVotes(
                players: votes.players, first: votes.first, second: votes.second,
                outcomes: votes.outcomes, clusters: votes.clusters)
            return try BradleyTerry(plain).difference(0, minus: 3).interval
        }
        #expect(share > 0.92 && share < 0.975, "\(share)")
    }

    @Test("Confidence sequences cover at every moment at once")
    func sequences() throws {
        var (bettingFailures, bernsteinFailures) = (0, 0)
        for trial in 0..<300 {
            var generator = CounterGenerator(seed: 18, stream: UInt64(trial))
            var betting = try BettingConfidenceSequence(cells: 200)
            var bernstein = try EmpiricalBernsteinSequence()
            for _ in 0..<250 {
                let score = generator.bernoulli(0.7) ? 1.0 : 0
                try betting.add(score)
                try bernstein.add(score)
            }
            // Both intersect over time, so a single miss at any moment shows at the end.
            if !betting.interval.contains(0.7) { bettingFailures += 1 }
            if !bernstein.interval.contains(0.7) { bernsteinFailures += 1 }
        }
        #expect(bettingFailures <= 27 && bernsteinFailures <= 27)
    }
}
