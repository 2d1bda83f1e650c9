import LanguageModel
import Statistics
import Testing

@Suite("Factorial analysis against statsmodels")
struct FactorialReferenceTests {
    static func analysis(
        _ item: ReferenceCase, _ scale: EffectScale, _ effect: CaseEffect
    ) throws -> FactorialAnalysis {
        try FactorialAnalysis(
            outcome: item.numbers("outcome"),
            factors: [
                Factor(name: "a", levels: ["0", "1"], codes: item.ints("a")),
                Factor(name: "b", levels: ["0", "1", "2"], codes: item.ints("b")),
            ], interactions: [[0, 1]], cases: Grouping(item.ints("case")), caseEffect: effect,
            scale: scale)
    }

    func check(
        _ method: String, _ scale: EffectScale, _ effect: CaseEffect, _ tolerance: Double
    ) throws {
        for item in try ReferenceCase.load("factorial", method) {
            let fit = try Self.analysis(item, scale, effect)
            let skip = effect == .fixed ? 1 : 0
            for (value, expected) in zip(
                fit.coefficients.dropFirst(skip), item.allWanted("coefficients"))
            {
                #expect(agree(value, expected, tolerance), "\(method) \(value) \(expected)")
            }
            for (value, expected) in zip(
                fit.standardErrors.dropFirst(skip), item.allWanted("errors"))
            {
                #expect(agree(value, expected, tolerance), "\(method) error")
            }
            for (term, expected) in zip(fit.terms, item.allWanted("wald")) {
                #expect(agree(term.test.statistic, expected, tolerance), "\(term.name)")
            }
            if let deviation = item.expected["deviation"]?.double {
                #expect(agree(fit.caseDeviation, deviation, 1e-3))
            }
        }
    }

    @Test("Pooled linear model with clustered errors and Wald tests")
    func linear() throws { try check("linear", .linear, .none, 1e-9) }

    @Test("Pooled logistic model with clustered errors")
    func logit() throws { try check("logit", .logit, .none, 1e-7) }

    @Test("Within-case linear model with clustered errors")
    func linearFixed() throws { try check("linearFixed", .linear, .fixed, 1e-9) }

    @Test("Conditional logistic model")
    func conditional() throws { try check("logitConditional", .logit, .fixed, 1e-6) }

    @Test("Random-intercept logistic model against direct quadrature")
    func random() throws { try check("logitRandom", .logit, .random, 1e-4) }

    @Test("A balanced 2 × 2 has the differences of row and column means, by every model")
    func balanced() throws {
        var (outcome, a, b, cases): ([Double], [Int], [Int], [Int]) = ([], [], [], [])
        let means = [[0.8, 0.6], [0.4, 0.2]]
        var generator = CounterGenerator(seed: 14)
        for caseID in 0..<30 {
            let shift = generator.normal()
            for row in 0..<2 {
                for column in 0..<2 {
                    outcome.append(means[row][column] + shift + 0.01 * generator.normal())
                    a.append(row)
                    b.append(column)
                    cases.append(caseID)
                }
            }
        }
        let factors = [
            Factor(name: "a", levels: ["x", "y"], codes: a),
            Factor(name: "b", levels: ["x", "y"], codes: b),
        ]
        for effect in CaseEffect.allCases {
            let fit = try FactorialAnalysis(
                outcome: outcome, factors: factors,
                interactions: FactorialAnalysis.allPairs(2), cases: Grouping(cases),
                caseEffect: effect)
            let first = try fit.difference(factor: 0, level: 0, minus: 1)
            let second = try fit.difference(factor: 1, level: 0, minus: 1)
            #expect(close(first.value, 0.4, 0.01) && close(second.value, 0.2, 0.01))
            #expect((first.standardError ?? 1) < 0.01)
            let both = try fit.interaction(0, 0, 1, by: 1, 0, 1)
            #expect(close(both.value, 0, 0.01))
            #expect(fit.terms[0].test.pValue < 1e-6 && fit.terms.count == 3)
            if effect == .fixed {
                #expect(throws: Undefined.self) { try fit.mean(at: [0: 0]) }
            } else {
                #expect(try fit.mean(at: [0: 0]).value > fit.mean(at: [0: 1]).value)
            }
        }
    }

    @Test("Designs that cannot be analysed are refused by name")
    func refusals() throws {
        let codes = [0, 1, 0, 1]
        let a = Factor(name: "tone", levels: ["warm", "cool"], codes: codes)
        let copy = Factor(name: "order", levels: ["up", "down"], codes: codes)
        let cases = Grouping([0, 0, 1, 1])
        #expect(throws: Undefined.singular("order=up follows from the columns before it")) {
            try FactorialAnalysis(outcome: [1, 0, 1, 1], factors: [a, copy], cases: cases)
        }
        #expect(throws: Undefined.self) {
            try FactorialAnalysis(
                outcome: [1, 0, 1, 0], factors: [a], cases: cases, scale: .logit)
        }
        #expect(throws: Undefined.self) {
            try FactorialAnalysis(outcome: [1, 0, 2, 0], factors: [a], scale: .logit)
        }
        let absent = Factor(name: "tone", levels: ["warm", "cool", "dry"], codes: codes)
        #expect(throws: Undefined.singular("tone=dry has no observations")) {
            try FactorialAnalysis(outcome: [1, 0, 1, 1], factors: [absent])
        }
    }
}
