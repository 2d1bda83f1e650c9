import Statistics
import Testing

struct Expected: Sendable {
    let coefficient: AgreementCoefficient
    let value: Double
    init(_ coefficient: AgreementCoefficient, _ value: Double) {
        (self.coefficient, self.value) = (coefficient, value)
    }
}

@Suite("Agreement on published tables")
struct AgreementTests {
    func check(_ table: RatingTable, _ expected: [Expected], tolerance: Double = 6e-7) throws {
        for row in expected {
            let value = try table.agreement(row.coefficient)
            #expect(close(value, row.value, tolerance), "\(row.coefficient.name): \(value)")
        }
    }

    @Test("Krippendorff's example C has his alphas and the other coefficients' values")
    func exampleC() throws {
        let table = try AgreementCases.exampleC()
        try check(
            table,
            [
                Expected(.krippendorff(.nominal), 0.743421),
                Expected(.krippendorff(.ordinal), 0.815388),
                Expected(.krippendorff(.interval), 0.849107),
                Expected(.krippendorff(.ratio), 0.797403), Expected(.percent(), 0.818182),
                Expected(.fleiss(), 0.761169), Expected(.gwet(), 0.775444),
                Expected(.brennanPrediger(), 0.772727), Expected(.conger(), 0.762067),
                Expected(.gwet(.quadratic), 0.914001), Expected(.gwet(.linear), 0.858739),
                Expected(.gwet(.ordinal), 0.898940),
            ])
        #expect(close(try table.agreement(.krippendorff()), 904.0 / 1216, 1e-14))
        let gwet = try table.agreement(.gwet(), interval: .linearized)
        #expect(close(gwet.standardError, 0.142950) && close(gwet.interval?.lower, 0.46081, 6e-6))
        #expect(gwet.interval?.upper == 1)
    }

    @Test("The jackknife and the unit bootstrap of example C are far wider than KALPHA's")
    func exampleCIntervals() throws {
        let table = try AgreementCases.exampleC()
        let jackknife = try table.agreement(.krippendorff(), interval: .jackknife)
        #expect(close(jackknife.standardError, 0.146, 5e-4))
        #expect(close(jackknife.interval?.lower, 0.417, 1e-3))
        let bootstrap = try table.agreement(
            .krippendorff(), interval: .unitBootstrap(resamples: 20_000, seed: 1))
        #expect(close(bootstrap.interval?.lower, 0.414, 0.02))
        #expect(close(bootstrap.interval?.upper, 1, 1e-12))
    }

    @Test("Krippendorff's two-observer examples A and B")
    func examplesAB() throws {
        let b = try RatingTable(
            labels: ["aabbdcccedda", "babbbccceddd"].map { $0.map { String($0) } })
        try check(b, [Expected(.krippendorff(), 0.691964), Expected(.cohen(), 0.684211)])
        try check(
            AgreementCases.digits(["0100000010", "1110010000"]),
            [Expected(.krippendorff(), 0.095238)])
    }

    @Test("The widely copied 3 × 15 example")
    func threeByFifteen() throws {
        try check(
            AgreementCases.digits(["*****34121133*3", "1*213343*******", "**21344*21133*4"]),
            [
                Expected(.krippendorff(.nominal), 0.691358),
                Expected(.krippendorff(.ordinal), 0.806721),
                Expected(.krippendorff(.interval), 0.810845),
                Expected(.krippendorff(.ratio), 0.808944),
            ])
    }

    @Test("Fleiss' psychiatric diagnoses: kappa, its z and the category kappas")
    func fleiss() throws {
        let table = try AgreementCases.units(AgreementCases.fleiss)
        try check(
            table,
            [
                Expected(.percent(), 0.555556), Expected(.fleiss(), 0.430245),
                Expected(.gwet(), 0.447885), Expected(.krippendorff(), 0.433410),
                Expected(.brennanPrediger(), 0.444444),
            ])
        let test = try HypothesisTest.fleissKappa(table)
        #expect(close(test.statistic, 17.6518, 5e-5))
        let byCategory = table.agreementByCategory(.fleiss())
        for (result, expected) in zip(byCategory, [0.2448, 0.2448, 0.5200, 0.4711, 0.5661]) {
            #expect(close(try result.get(), expected, 5e-5))
        }
    }

    @Test("The Wikipedia table of ten units and fourteen raters")
    func wikipedia() throws {
        let rows = [
            [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
        ]
        let text = rows.map { row in
            row.enumerated().map { String(repeating: String($0 + 1), count: $1) }.joined()
        }
        try check(
            AgreementCases.units(text),
            [
                Expected(.percent(), 0.378022), Expected(.fleiss(), 0.209931),
                Expected(.krippendorff(), 0.215574),
            ])
    }

    @Test("Cohen's table and weighted kappas")
    func cohen() throws {
        try check(
            AgreementCases.counts([[88, 14, 18], [10, 40, 10], [2, 6, 12]]),
            [
                Expected(.cohen(), 0.491525), Expected(.cohen(.linear), 0.473684),
                Expected(.cohen(.quadratic), 0.454545),
            ])
        try check(
            AgreementCases.counts([[46, 0, 0], [4, 40, 0], [0, 0, 10]]),
            [
                Expected(.cohen(), 0.931507), Expected(.cohen(.linear), 0.941176),
                Expected(.cohen(.quadratic), 0.954128),
            ])
    }

    @Test("Artstein and Poesio's table, with both standard errors of kappa")
    func artsteinPoesio() throws {
        let table = try AgreementCases.counts([[20, 20], [10, 50]])
        try check(
            table,
            [
                Expected(.percent(), 0.70), Expected(.brennanPrediger(), 0.400),
                Expected(.scott, 0.340659), Expected(.cohen(), 0.347826),
                Expected(.krippendorff(), 0.343956),
            ])
        let kappa = try table.agreement(.cohen(), interval: .linearized)
        #expect(close(kappa.standardError, 0.095008))
        let test = try HypothesisTest.cohenKappa(table)
        #expect(close(0.34782609 / test.statistic, 0.097608))
    }

    @Test("The prevalence paradox leaves kappa negative and AC1 high")
    func prevalence() throws {
        let table = try AgreementCases.counts([[118, 5], [2, 0]])
        try check(
            table,
            [
                Expected(.percent(), 0.944), Expected(.cohen(), -0.023392),
                Expected(.scott, -0.028807), Expected(.krippendorff(), -0.024691),
                Expected(.gwet(), 0.940776), Expected(.brennanPrediger(), 0.888),
            ])
        let gwet = try table.agreement(.gwet(), interval: .linearized)
        // The published two-rater form divides by n where the general one divides by n − 1.
        #expect(close((gwet.standardError ?? 0) * (124.0 / 125).squareRoot(), 0.022965))
    }

    @Test("The SAS table: kappa, its errors and interval, and weighted kappas")
    func sas() throws {
        let table = try AgreementCases.counts([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
        let kappa = try table.agreement(.cohen(), interval: .linearized)
        #expect(close(kappa.value, 0.4842, 5e-5) && close(kappa.standardError, 0.1380, 5e-5))
        #expect(close(kappa.interval?.lower, 0.2137, 5e-5))
        #expect(close(kappa.interval?.upper, 0.7547, 5e-5))
        let test = try HypothesisTest.cohenKappa(table)
        #expect(close(test.statistic, 3.2626, 5e-5))
        #expect(close(kappa.value / test.statistic, 0.1484, 5e-5))
        let linear = try table.agreement(.cohen(.linear), interval: .linearized)
        #expect(close(linear.value, 0.4701, 5e-5) && close(linear.standardError, 0.1457, 5e-5))
        try check(table, [Expected(.cohen(.quadratic), 0.450161)])
    }

    @Test("Gwet's abstractors and diagnoses")
    func gwetTables() throws {
        let abstractors = try AgreementCases.counts([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
        try check(
            abstractors,
            [
                Expected(.cohen(), 0.796409), Expected(.scott, 0.796240),
                Expected(.gwet(), 0.849331), Expected(.brennanPrediger(), 0.835),
            ])
        let kappa = try abstractors.agreement(.cohen(), interval: .linearized)
        let gwet = try abstractors.agreement(.gwet(), interval: .linearized)
        #expect(close(kappa.standardError, 0.058911))
        #expect(close((gwet.standardError ?? 0) * (99.0 / 100).squareRoot(), 0.043217))
        let diagnoses = try AgreementCases.counts([
            [40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45],
        ])
        try check(
            diagnoses,
            [
                Expected(.cohen(), 0.431501), Expected(.gwet(), 0.456158),
                Expected(.scott, 0.430341), Expected(.cohen(.linear), 0.406811),
                Expected(.cohen(.quadratic), 0.383186),
            ])
        let second = try diagnoses.agreement(.cohen(), interval: .linearized)
        #expect(close(second.standardError, 0.045969))
    }

    @Test("Three units of neighbouring ratings")
    func tiny() throws {
        try check(
            AgreementCases.digits(["123", "234"]),
            [
                Expected(.krippendorff(.nominal), -0.153846),
                Expected(.krippendorff(.interval), 0.545455),
            ])
    }

    @Test("Ratings that cannot disagree are undefined, with the observed agreement at hand")
    func noVariation() throws {
        let table = try AgreementCases.digits(["1111", "1111"])
        #expect(try table.agreement(.percent()) == 1)
        for coefficient: AgreementCoefficient in [
            .krippendorff(), .krippendorff(.ordinal), .krippendorff(.interval),
            .krippendorff(.ratio), .cohen(), .scott, .fleiss(), .gwet(), .brennanPrediger(),
            .conger(),
        ] {
            #expect(throws: Undefined.self) { try table.agreement(coefficient) }
        }
        let single = try AgreementCases.digits(["12**", "**34"])
        #expect(throws: Undefined.self) { try single.agreement(.krippendorff()) }
        #expect(throws: Undefined.self) { try single.agreement(.gwet()) }
    }

    @Test("A second rating of a unit by one rater is refused with unit and rater")
    func duplicates() {
        #expect(
            throws: Undefined.outOfRange(
                what: "the ratings of unit 2 by rater 1", allowed: "at most one")
        ) {
            try RatingTable(
                unit: [0, 1, 1], rater: [0, 0, 0], category: [0, 1, 0], units: 2, raters: 1,
                categories: 2)
        }
    }

    @Test("A rater's repeated ratings are compared with the first ones")
    func intraRater() throws {
        let table = try IntraRater.table(
            of: 3, unit: [0, 1, 2, 3, 0, 9, 1, 2, 3], rater: [3, 3, 3, 3, 3, 1, 3, 3, 3],
            category: [1, 2, 1, 2, 1, 0, 2, 1, 1], categories: 3)
        #expect(try table.agreement(.percent()) == 0.75)
    }
}
