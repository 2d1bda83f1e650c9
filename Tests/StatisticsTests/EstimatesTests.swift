import Statistics
import Testing

/// Whether two numbers agree to an absolute tolerance.
func close(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-6) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= tolerance
}

struct RateCase: Sendable {
    let x: Int
    let n: Int
    let wilson: (Double, Double)
    let exact: (Double, Double)
}

@Suite("Estimates and their intervals")
struct EstimatesTests {
    /// Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E) and
    /// the shares of published evaluations.
    static let rates = [
        RateCase(x: 81, n: 263, wilson: (0.2553, 0.3662), exact: (0.2527, 0.3676)),
        RateCase(x: 15, n: 148, wilson: (0.0624, 0.1605), exact: (0.0578, 0.1617)),
        RateCase(x: 0, n: 20, wilson: (0, 0.1611), exact: (0, 0.1684)),
        RateCase(x: 1, n: 29, wilson: (0.0061, 0.1718), exact: (0.0009, 0.1776)),
        RateCase(x: 8, n: 10, wilson: (0.4902, 0.9433), exact: (0.4439, 0.9748)),
        RateCase(x: 10, n: 10, wilson: (0.7225, 1), exact: (0.6915, 1)),
        RateCase(x: 0, n: 30, wilson: (0, 0.1135), exact: (0, 0.1157)),
    ]

    @Test("Wilson and Clopper–Pearson match Newcombe's cases", arguments: rates)
    func rateIntervals(_ row: RateCase) throws {
        let wilson = try Interval.wilson(successes: row.x, trials: row.n)
        let exact = try Interval.clopperPearson(successes: row.x, trials: row.n)
        #expect(close(wilson.lower, row.wilson.0, 5e-5) && close(wilson.upper, row.wilson.1, 5e-5))
        #expect(close(exact.lower, row.exact.0, 5e-5) && close(exact.upper, row.exact.1, 5e-5))
    }

    @Test("HumanEval's 137 of 164 has the Wilson interval 0.7711 to 0.8843")
    func humanEval() throws {
        let interval = try Interval.wilson(successes: 137, trials: 164)
        #expect(close(interval.lower, 0.7711, 5e-5) && close(interval.upper, 0.8843, 5e-5))
    }

    static let scores: [Double] = [1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0]
    static let groups = Grouping([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3])

    @Test("The clustered fixtures have Miller's and the inflated standard error")
    func clustered() throws {
        let plain = try Estimate.mean(of: Self.scores)
        #expect(close(plain.value, 0.545455) && close(plain.standardError, 0.157459))
        let miller = try Estimate.mean(of: Self.scores, clusters: Self.groups, error: .miller)
        #expect(close(miller.standardError, 0.178597))
        let inflated = try Estimate.mean(of: Self.scores, clusters: Self.groups)
        #expect(close(inflated.standardError, 0.198806))
        #expect(inflated.degreesOfFreedom == 3 && inflated.clusters == 4)
        let rate = try Estimate.rate(successes: 6, trials: 11)
        #expect(close(rate.standardError, 0.150131))
    }

    @Test("Degenerate data say why instead of giving a number")
    func degenerate() throws {
        #expect(throws: Undefined.noData) { try Estimate.mean(of: []) }
        #expect(throws: Undefined.notFinite(position: 1)) { try Estimate.mean(of: [1, .nan]) }
        let one = try Estimate.mean(of: [3])
        #expect(one.value == 3 && one.interval == nil)
        #expect(
            one.whyNoInterval?.description
                == "undefined, because it needs at least 2 observations and there is 1")
        let same = try Estimate.mean(of: [0.1, 0.1, 0.1])
        #expect(same.value == 0.1 && same.interval == nil)
        #expect(throws: Undefined.noData) { try Interval.wilson(successes: 0, trials: 0) }
    }

    @Test("The median of 1 to 10 has the interval 2 to 9")
    func median() throws {
        let median = try Estimate.quantile(0.5, of: (1...10).map(Double.init))
        #expect(median.value == 5.5)
        #expect(median.interval?.lower == 2 && median.interval?.upper == 9)
        #expect(try Estimate.quantile(0.5, of: [1, 2, 3, 4, 5]).interval == nil)
    }
}
