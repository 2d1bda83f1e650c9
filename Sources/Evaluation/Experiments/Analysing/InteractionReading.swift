import Statistics
import Workspace

/// Reads tests of factors and pairs: the declared ones, and all others that the design can tell,
/// as exploration.
struct InteractionReading: Sendable {
    /// Coefficients up to which all pairs are fitted at once.
    static let mostCoefficients = 160

    let observations: Observations
    let analysis: PlannedAnalysis
    let planned: ConfirmatoryModel
    let isConfirmatory: Bool

    /// The declared tests, of single factors and of pairs.
    func declaredTests() -> [ExperimentAnalysis.Test] {
        planned.tests.enumerated().map { index, test in
            var result = self.test(
                test.names, test.term, adjusted: planned.adjusted[index],
                correction: analysis.correction.rawValue, isDeclared: true)
            if test.names.count == 2 { complete(&result, with: planned.fit) }
            return result
        }
    }

    /// Factors and pairs that were not planned, on the outcome's own scale, corrected by
    /// Benjamini and Hochberg among themselves.
    ///
    /// - Returns: the tests, and why there are none where the data do not carry them.
    func exploredTests() -> (tests: [ExperimentAnalysis.Test], reason: String?) {
        let names = observations.design.factors
        let plannedSets = Set(analysis.tests.map(Set.init))
        let pairs = observations.design.estimablePairs
        let data = observations.modelData(cluster: analysis.cluster, single: false)
        let size =
            1 + data.factors.reduce(0) { $0 + $1.levels.count - 1 }
            + pairs.reduce(0) { sum, pair in
                sum
                    + pair.reduce(1) { $0 * (observations.design.levels[$1].count - 1) }
            }
        guard size <= Self.mostCoefficients else {
            return ([], "all pairs would be \(size) coefficients at once")
        }
        let fit: FactorialAnalysis
        do throws(Undefined) {
            fit = try FactorialAnalysis(
                outcome: data.outcome, factors: data.factors, interactions: pairs,
                cases: data.cases, clusters: data.clusters, scale: .linear)
        } catch {
            return ([], error.description)
        }
        let terms = fit.terms.filter { term in
            let own = term.factors.filter(names.indices.contains).map { names[$0] }
            return own.count == term.factors.count && !plannedSets.contains(Set(own))
        }
        let pValues = terms.map(\.test.pValue)
        guard let adjusted = try? Multiplicity.benjaminiHochberg.adjusted(pValues) else {
            return ([], "a test has no p-value")
        }
        let tests = zip(terms, adjusted).map { term, value in
            var result = test(
                term.factors.map { names[$0] }, term, adjusted: value,
                correction: Multiplicity.benjaminiHochberg.rawValue, isDeclared: false)
            if term.factors.count == 2 { complete(&result, with: fit) }
            return result
        }
        return (tests, nil)
    }

    private func test(
        _ names: [String], _ term: FactorialAnalysis.Term, adjusted: Double, correction: String,
        isDeclared: Bool
    ) -> ExperimentAnalysis.Test {
        ExperimentAnalysis.Test(
            factors: names, isDeclared: isDeclared, isPlanned: isDeclared && isConfirmatory,
            statistic: term.test.statistic,
            numeratorFreedom: term.numeratorDegreesOfFreedom,
            freedom: term.test.degreesOfFreedom, pValue: term.test.pValue,
            adjustedPValue: adjusted, correction: correction,
            isFound: adjusted <= analysis.alpha, estimate: nil, minimumDetectable: nil,
            means: [])
    }

    /// Adds what a pair shows: the means, and for two-level factors the difference of differences.
    private func complete(_ test: inout ExperimentAnalysis.Test, with fit: FactorialAnalysis) {
        let design = observations.design
        let places = test.factors.compactMap(design.factors.firstIndex)
        guard places.count == 2 else { return }
        let (first, second) = (places[0], places[1])
        test.means = design.levels[second].indices.map { other in
            design.levels[first].indices.map { level in
                mean { cell in cell[first] == level && cell[second] == other }
            }
        }
        guard design.levels[first].count == 2, design.levels[second].count == 2,
            let linear = fit.scale == .linear ? fit : linearFit(first, second)
        else { return }
        guard let estimate = try? linear.interaction(first, 1, 0, by: second, 1, 0) else { return }
        test.estimate = ExperimentAnalysis.Number(estimate)
        test.minimumDetectable = estimate.standardError.flatMap { error in
            try? MinimumDetectableEffect.from(
                standardError: error, degreesOfFreedom: estimate.degreesOfFreedom,
                alpha: analysis.strictestAlpha, power: analysis.power)
        }
    }

    private func linearFit(_ first: Int, _ second: Int) -> FactorialAnalysis? {
        let data = observations.modelData(cluster: analysis.cluster, single: false)
        return try? FactorialAnalysis(
            outcome: data.outcome, factors: data.factors, interactions: [[first, second]],
            cases: data.cases, clusters: data.clusters, scale: .linear)
    }

    /// The mean over some combinations, each case weighing the same.
    private func mean(_ includes: ([Int]) -> Bool) -> ExperimentAnalysis.Number? {
        var sums: [Int: (sum: Double, count: Double)] = [:]
        for row in observations.means where includes(observations.design.cells[row.cell]) {
            let old = sums[row.caseIndex] ?? (0, 0)
            sums[row.caseIndex] = (old.sum + row.value, old.count + 1)
        }
        let order = sums.keys.sorted()
        let values = order.map { index in
            let entry = sums[index] ?? (0, 1)
            return entry.sum / entry.count
        }
        let clusters = Grouping(order.map { observations.key(of: $0, analysis.cluster) })
        return (try? Estimate.mean(of: values, clusters: clusters))
            .map(ExperimentAnalysis.Number.init)
    }
}
