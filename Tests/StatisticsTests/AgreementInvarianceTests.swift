import Statistics
import Testing

@Suite("Agreement's invariances and speed")
struct AgreementInvarianceTests {
    /// Random ratings of a latent truth with missing cells.
    static func random(
        units: Int, raters: Int, categories: Int, missing: Double, seed: UInt64
    ) -> (unit: [Int], rater: [Int], category: [Int]) {
        var generator = CounterGenerator(seed: seed)
        var (unit, rater, category): ([Int], [Int], [Int]) = ([], [], [])
        for u in 0..<units {
            let truth = generator.index(below: categories)
            for r in 0..<raters where missing == 0 || !generator.bernoulli(missing) {
                unit.append(u)
                rater.append(r)
                category.append(
                    generator.bernoulli(0.6) ? truth : generator.index(below: categories))
            }
        }
        return (unit, rater, category)
    }

    static let symmetric: [AgreementCoefficient] = [
        .percent(), .fleiss(), .conger(), .gwet(), .brennanPrediger(), .krippendorff(.nominal),
        .krippendorff(.ordinal), .krippendorff(.interval), .gwet(.quadratic), .fleiss(.linear),
        .conger(.ordinal),
    ]

    @Test("Naming raters and units differently changes nothing")
    func relabelling() throws {
        let rows = Self.random(units: 60, raters: 4, categories: 5, missing: 0.3, seed: 5)
        let table = try RatingTable(
            unit: rows.unit, rater: rows.rater, category: rows.category, units: 60, raters: 4,
            categories: 5)
        let renamed = try RatingTable(
            unit: rows.unit.map { 59 - $0 }.reversed(),
            rater: rows.rater.map { ($0 + 3) % 4 }.reversed(),
            category: rows.category.reversed(), units: 60, raters: 4, categories: 5)
        for coefficient in Self.symmetric {
            let (a, b) = (try table.agreement(coefficient), try renamed.agreement(coefficient))
            #expect(close(a, b, 1e-12), "\(coefficient.name)")
        }
    }

    @Test("Permuting the names of categories changes no unweighted coefficient")
    func categories() throws {
        let rows = Self.random(units: 80, raters: 3, categories: 4, missing: 0.2, seed: 6)
        let permutation = [2, 0, 3, 1]
        let table = try RatingTable(
            unit: rows.unit, rater: rows.rater, category: rows.category, units: 80, raters: 3,
            categories: 4)
        let permuted = try RatingTable(
            unit: rows.unit, rater: rows.rater, category: rows.category.map { permutation[$0] },
            units: 80, raters: 3, categories: 4)
        for coefficient: AgreementCoefficient in [
            .percent(), .fleiss(), .conger(), .gwet(), .brennanPrediger(), .krippendorff(),
        ] {
            let (a, b) = (try table.agreement(coefficient), try permuted.agreement(coefficient))
            #expect(close(a, b, 1e-12), "\(coefficient.name)")
        }
    }

    @Test("Interval alpha ignores shift and scale, ordinal alpha any increasing map")
    func metrics() throws {
        let rows = Self.random(units: 80, raters: 3, categories: 5, missing: 0.2, seed: 7)
        func table(_ values: [Double]) throws -> RatingTable {
            try RatingTable(
                unit: rows.unit, rater: rows.rater, category: rows.category, units: 80,
                raters: 3, categories: 5, values: values)
        }
        let plain = try table([0, 1, 2, 3, 4])
        let moved = try table([1e6, 1e6 + 2.5, 1e6 + 5, 1e6 + 7.5, 1e6 + 10])
        let bent = try table([0, 1, 10, 100, 1000])
        #expect(
            close(
                try plain.agreement(.krippendorff(.interval)),
                try moved.agreement(.krippendorff(.interval)), 1e-10))
        #expect(
            close(
                try plain.agreement(.krippendorff(.ordinal)),
                try bent.agreement(.krippendorff(.ordinal)), 1e-14))
    }

    @Test("Ordinal alpha is the same by coincidences and by sums over patterns")
    func ordinalPaths() throws {
        let rows = Self.random(units: 90, raters: 4, categories: 6, missing: 0.2, seed: 8)
        func table(_ categories: Int) throws -> RatingTable {
            try RatingTable(
                unit: rows.unit, rater: rows.rater, category: rows.category, units: 90,
                raters: 4, categories: categories)
        }
        let (narrow, wide) = (try table(6), try table(60))
        #expect(
            close(
                try narrow.agreement(.krippendorff(.ordinal)),
                try wide.agreement(.krippendorff(.ordinal)), 1e-12))
        let a = try narrow.agreement(.krippendorff(.ordinal), interval: .jackknife)
        let b = try wide.agreement(.krippendorff(.ordinal), interval: .jackknife)
        #expect(close(a.standardError, b.standardError ?? 0, 1e-12))
    }

    @Test("Leaving out by pattern equals computing on the table without the unit")
    func leaveOneOut() throws {
        let rows = Self.random(units: 25, raters: 3, categories: 3, missing: 0.1, seed: 9)
        let table = try RatingTable(
            unit: rows.unit, rater: rows.rater, category: rows.category, units: 25, raters: 3,
            categories: 3)
        for coefficient in Self.symmetric where coefficient != .percent() {
            var values: [Double] = []
            for left in 0..<25 {
                let kept = rows.unit.indices.filter { rows.unit[$0] != left }
                guard kept.count < rows.unit.count else { continue }
                let smaller = try RatingTable(
                    unit: kept.map { rows.unit[$0] }, rater: kept.map { rows.rater[$0] },
                    category: kept.map { rows.category[$0] }, units: 25, raters: 3, categories: 3)
                let ratings = rows.unit.count { $0 == left }
                if case .krippendorff = coefficient, ratings < 2 { continue }
                values.append(try smaller.agreement(coefficient))
            }
            let expected = try Jackknife.estimate(
                value: try table.agreement(coefficient), leaveOneOut: values)
            let estimate = try table.agreement(coefficient, interval: .jackknife)
            #expect(
                close(estimate.standardError, expected.standardError ?? 0, 1e-10),
                "\(coefficient.name)")
        }
    }

    @Test("Clusters of one unit have the jackknife error of units")
    func clustersOfOne() throws {
        let table = try AgreementCases.units(AgreementCases.fleiss)
        let clusters = Grouping(0..<30)
        let plain = try table.agreement(.krippendorff(), interval: .jackknife)
        let clustered = try table.agreement(
            .krippendorff(), interval: .jackknife, clusters: clusters)
        #expect(close(plain.standardError, clustered.standardError ?? 0, 1e-12))
        let pairs = Grouping((0..<30).map { $0 / 2 })
        let halved = try table.agreement(
            .krippendorff(), interval: .unitBootstrap(resamples: 500), clusters: pairs)
        #expect(halved.interval != nil && halved.clusters == 15)
    }

    @Test("A million ratings and 1,000 unit resamples stay within seconds")
    func million() throws {
        let clock = ContinuousClock()
        let rows = Self.random(units: 200_000, raters: 5, categories: 5, missing: 0, seed: 10)
        let start = clock.now
        let table = try RatingTable(
            unit: rows.unit, rater: rows.rater, category: rows.category, units: 200_000,
            raters: 5, categories: 5)
        for metric in AlphaMetric.allCases {
            let estimate = try table.agreement(
                .krippendorff(metric), interval: .unitBootstrap(resamples: 1_000, seed: 1))
            #expect((estimate.interval?.width ?? 1) < 0.02)
        }
        let seconds = start.duration(to: clock.now) / .seconds(1)
        #expect(seconds < 20, "four metrics took \(seconds) s")
        print("alpha on 1,000,000 ratings, four metrics, 1,000 resamples each:", seconds, "s")
    }
}
