import Statistics
import Workspace

/// The model that was planned, fitted: the same code analyses answers and simulated studies.
struct ConfirmatoryModel: Sendable {
    /// One planned test.
    struct Test: Sendable {
        var names: [String]
        var term: FactorialAnalysis.Term
    }

    var fit: FactorialAnalysis
    /// The planned tests that the model has, in the order planned.
    var tests: [Test]
    /// Their p-values, corrected as planned.
    var adjusted: [Double]

    /// Fits main effects of all factors with the planned interactions.
    static func fit(
        outcome: [Double], factors: [Factor], cases: Grouping, clusters: Grouping?,
        analysis: PlannedAnalysis, level: Double
    ) throws(Undefined) -> ConfirmatoryModel {
        let names = factors.map(\.name)
        var pairs: [[Int]] = []
        for test in analysis.tests where test.count == 2 {
            let places = test.compactMap(names.firstIndex)
            if places.count == 2 { pairs.append(places) }
        }
        let fit = try FactorialAnalysis(
            outcome: outcome, factors: factors, interactions: pairs, cases: cases,
            caseEffect: analysis.effect, clusters: clusters, scale: analysis.scale, level: level)
        var tests: [Test] = []
        for test in analysis.tests {
            let places = Set(test.compactMap(names.firstIndex))
            if let term = fit.terms.first(where: { Set($0.factors) == places }) {
                tests.append(Test(names: test, term: term))
            }
        }
        let pValues = tests.map(\.term.test.pValue)
        let adjusted = try analysis.multiplicity?.adjusted(pValues) ?? pValues
        return ConfirmatoryModel(fit: fit, tests: tests, adjusted: adjusted)
    }
}

extension PlannedAnalysis {
    /// The scale as the library names it.
    var scale: EffectScale { model == .linear ? .linear : .logit }

    /// The case effect as the library names it.
    var effect: Statistics.CaseEffect {
        switch caseEffect {
        case .none: .none
        case .fixed: .fixed
        case .random: .random
        }
    }
}
