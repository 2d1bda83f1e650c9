import Statistics
import Workspace

/// Cases whose log odds of passing are normal, with a given mean pass rate.
struct CasePopulation: Sendable, Hashable {
    /// The mean pass rate.
    var rate: Double
    /// The standard deviation of log odds.
    var deviation: Double

    /// 63 points of equal probability of the standard normal.
    private static let points = (0..<63).map { Normal.quantile((Double($0) + 0.5) / 63) }

    /// The log odds of the middle case.
    var intercept: Double {
        var (low, high) = (-40.0, 40.0)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if mean(around: middle, { $0 }) < rate { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The mean of p(1 − p): the variance of one answer around its case's rate.
    var meanVariance: Double { mean(around: intercept) { $0 * (1 - $0) } }

    /// The mean of (p(1 − p))².
    var meanSlopeSquared: Double {
        mean(around: intercept) { rate in
            let slope = rate * (1 - rate)
            return slope * slope
        }
    }

    private func mean(around center: Double, _ value: (Double) -> Double) -> Double {
        Self.points.reduce(0) { $0 + value(Self.logistic(center + deviation * $1)) }
            / Double(Self.points.count)
    }

    static func logistic(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }
}

/// A made-up run of a planned design with one true effect, analysed as planned.
///
/// The two extreme levels of one factor differ by the effect and the other levels lie in the
/// middle, which is the pattern that is hardest to find; all other factors do nothing. Cases differ
/// in difficulty, and in how much the effect moves them, which cases of one cluster share.
struct SimulatedStudy: Sendable {
    private let study: EffectForecaster.Study
    private let factor: Int
    private let effect: Double
    private let factors: [Factor]
    private let rows: [(caseCode: Int, cell: Int)]
    /// The log odds of the middle case at the lowest, a middle and the highest level.
    private let centers: [Double]

    init(_ study: EffectForecaster.Study, factor: Int, effect: Double) {
        (self.study, self.factor, self.effect) = (study, factor, effect)
        let cells = study.design.cells
        let rows = (0..<study.cases).flatMap { one in
            cells.indices.map { (caseCode: one, cell: $0) }
        }
        factors = study.design.factors.indices.map { index in
            Factor(
                name: study.design.factors[index], levels: study.design.levels[index],
                codes: rows.map { cells[$0.cell][index] })
        }
        self.rows = rows
        centers = [-0.5, 0, 0.5].map { share in
            CasePopulation(
                rate: min(max(study.assumptions.rate + share * effect, 1e-4), 1 - 1e-4),
                deviation: study.assumptions.caseDeviation
            ).intercept
        }
    }

    /// The chance that the planned analysis finds the factor.
    var power: PowerSimulation {
        PowerSimulation(seed: UInt64(study.seed)) { generator in
            found(outcome(&generator))
        }
    }

    /// One made-up outcome for each case and combination: the share of its repeats that pass.
    func outcome(_ generator: inout CounterGenerator) -> [Double] {
        let top = study.design.levels[factor].count - 1
        let trials = study.repeats * study.wordings
        var difficulty: [Double] = []
        var change: [Double] = []
        var shared: [Int: Double] = [:]
        for one in 0..<study.cases {
            difficulty.append(study.assumptions.caseDeviation * generator.normal())
            let cluster = study.clusters.isEmpty ? one : study.clusters[one]
            let own = shared[cluster] ?? study.assumptions.effectDeviation * generator.normal()
            shared[cluster] = own
            change.append(effect == 0 ? 0 : own)
        }
        return rows.map { row in
            let level = study.design.cells[row.cell][factor]
            let place = level == 0 ? 0 : level == top ? 2 : 1
            let share = Double(place - 1) / 2
            let logOdds =
                centers[place] + difficulty[row.caseCode] + share * change[row.caseCode]
            let rate = CasePopulation.logistic(logOdds)
            return Double(generator.binomial(trials: trials, probability: rate)) / Double(trials)
        }
    }

    private var clusters: Grouping? {
        study.clusters.isEmpty ? nil : Grouping(rows.map { study.clusters[$0.caseCode] })
    }

    /// Whether the planned tests, corrected as planned, find the factor.
    private func found(_ outcome: [Double]) -> Bool? {
        guard
            let results = try? ConfirmatoryModel.fit(
                outcome: outcome, factors: factors, cases: Grouping(rows.map(\.caseCode)),
                clusters: clusters, analysis: study.analysis, level: 0.95),
            let place = results.tests.firstIndex(where: { $0.names == [factors[factor].name] })
        else { return nil }
        return results.adjusted[place] <= study.analysis.alpha
    }
}
