import Statistics
import Workspace

/// Reads one factor's effects off the fitted models and the outcomes themselves.
struct EffectReading: Sendable {
    let observations: Observations
    let analysis: PlannedAnalysis
    /// The planned model.
    let planned: ConfirmatoryModel
    /// The same on the outcome's own scale, and its data.
    let linear: FactorialAnalysis
    let isRepeatable: Bool
    let isConfirmatory: Bool

    /// The means of a factor's levels.
    func levels(of factor: Int) -> [ExperimentAnalysis.Level] {
        let design = observations.design
        return design.levels[factor].indices.map { level in
            let cells = design.cells.indices.filter { design.cells[$0][factor] == level }
            return ExperimentAnalysis.Level(
                factor: design.factors[factor], level: design.levels[factor][level],
                mean: (try? linear.mean(at: [factor: level])).map(ExperimentAnalysis.Number.init),
                scored: cells.reduce(0) { $0 + observations.scored[$1] },
                unscored: cells.reduce(0) { $0 + observations.unscored[$1] })
        }
    }

    /// Each level of a factor against its first.
    func effects(of factor: Int) -> [ExperimentAnalysis.Effect] {
        let design = observations.design
        let test = planned.tests.firstIndex { $0.names == [design.factors[factor]] }
        let levels = Array(design.levels[factor].indices.dropFirst())
        var effects: [ExperimentAnalysis.Effect] = []
        for level in levels {
            guard
                let difference = try? linear.difference(factor: factor, level: level, minus: 0)
            else { continue }
            let scaled =
                analysis.scale == .linear && analysis.effect == .none
                ? nil
                : try? planned.fit.difference(factor: factor, level: level, minus: 0)
            let pValue = (try? HypothesisTest.t(scaled ?? difference))?.pValue
            effects.append(
                ExperimentAnalysis.Effect(
                    factor: design.factors[factor], level: design.levels[factor][level],
                    reference: design.levels[factor][0],
                    isPlanned: test != nil && isConfirmatory, difference: .init(difference),
                    modelEstimate: scaled.map(ExperimentAnalysis.Number.init), pValue: pValue,
                    adjustedPValue: nil, isFound: false,
                    minimumDetectable: detectable(difference),
                    isNegligible: negligible(difference),
                    overWordings: overWordings(factor: factor, level: level),
                    heterogeneity: heterogeneity(factor: factor, level: level),
                    flips: flips(factor: factor, level: level)))
        }
        let known = effects.indices.filter { effects[$0].pValue != nil }
        let pValues = known.compactMap { effects[$0].pValue }
        let adjusted =
            (try? analysis.multiplicity?.adjusted(pValues)).flatMap { $0 } ?? pValues
        for (place, value) in zip(known, adjusted) {
            effects[place].adjustedPValue = value
            let factorHolds = test.map { planned.adjusted[$0] <= analysis.alpha } ?? false
            effects[place].isFound = factorHolds && value <= analysis.alpha
        }
        return effects
    }

    private func detectable(_ estimate: Estimate) -> Double? {
        guard let error = estimate.standardError else { return nil }
        return try? MinimumDetectableEffect.from(
            standardError: error, degreesOfFreedom: estimate.degreesOfFreedom,
            alpha: analysis.strictestAlpha, power: analysis.power)
    }

    private func negligible(_ estimate: Estimate) -> Bool? {
        guard let margin = analysis.smallestEffect,
            let test = try? Equivalence(estimate, margin: margin)
        else { return nil }
        return test.pValue <= analysis.alpha
    }

    /// The mean difference of cases and wordings, both sampled: wider than for these wordings.
    private func overWordings(factor: Int, level: Int) -> ExperimentAnalysis.Number? {
        guard observations.wordings > 1 else { return nil }
        let sides = sides(factor: factor, level: level) { SIMD2($0.caseIndex, $0.wording) }
        let keys = sides.keys.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard
            let estimate = try? Estimate.mean(
                of: keys.compactMap { sides[$0]?.difference }, clusters: Grouping(keys.map(\.x)),
                and: Grouping(keys.map(\.y)))
        else { return nil }
        return .init(estimate)
    }

    /// The samples of one case (or case and wording) at the reference and at another level.
    struct Sides: Sendable {
        /// Values by combination and wording.
        var reference: [SIMD2<Int>: [Double]] = [:]
        var level: [SIMD2<Int>: [Double]] = [:]
        var referencePasses = PassTally()
        var levelPasses = PassTally()

        /// The mean at the level less that at the reference, combinations weighing the same.
        var difference: Double { Self.mean(level) - Self.mean(reference) }

        private static func mean(_ values: [SIMD2<Int>: [Double]]) -> Double {
            let means = values.keys.sorted { ($0.x, $0.y) < ($1.x, $1.y) }.map { key in
                let list = values[key] ?? []
                return list.reduce(0, +) / Double(max(1, list.count))
            }
            return means.reduce(0, +) / Double(max(1, means.count))
        }

        /// The variance of the difference that repeating alone makes; nil without repeats.
        var noise: Double? {
            guard let a = Self.noise(reference), let b = Self.noise(level) else { return nil }
            return a + b
        }

        /// From repeats within combinations where there are any, else from the combinations.
        private static func noise(_ values: [SIMD2<Int>: [Double]]) -> Double? {
            let lists = values.keys.sorted { ($0.x, $0.y) < ($1.x, $1.y) }.compactMap {
                values[$0]
            }
            if lists.allSatisfy({ $0.count > 1 }) {
                let sum = lists.reduce(0) { $0 + variance($1) / Double($1.count) }
                return sum / Double(lists.count * lists.count)
            }
            let all = lists.joined().map { $0 }
            return all.count > 1 ? variance(all) / Double(all.count) : nil
        }

        private static func variance(_ values: [Double]) -> Double {
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return squares / Double(values.count - 1)
        }
    }

    /// The two sides of everything that has both.
    private func sides<Key: Hashable>(
        factor: Int, level: Int, by key: (Observations.Row) -> Key
    ) -> [Key: Sides] {
        var sides: [Key: Sides] = [:]
        for row in observations.rows {
            let own = observations.design.cells[row.cell][factor]
            guard own == 0 || own == level else { continue }
            let place = SIMD2(row.cell, row.wording)
            var side = sides[key(row)] ?? Sides()
            if own == 0 {
                side.reference[place, default: []].append(row.value)
                side.referencePasses.scored += 1
                if row.isPass { side.referencePasses.passed += 1 }
            } else {
                side.level[place, default: []].append(row.value)
                side.levelPasses.scored += 1
                if row.isPass { side.levelPasses.passed += 1 }
            }
            sides[key(row)] = side
        }
        return sides.filter { !$0.value.reference.isEmpty && !$0.value.level.isEmpty }
    }

    private func heterogeneity(factor: Int, level: Int) -> ExperimentAnalysis.Heterogeneity {
        let sides = sides(factor: factor, level: level, by: \.caseIndex)
        let order = sides.keys.sorted()
        let differences = order.compactMap { sides[$0]?.difference }
        let count = Double(max(1, differences.count))
        let mean = differences.reduce(0, +) / count
        let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let variance = differences.count > 1 ? squares / (count - 1) : 0
        let noises = order.compactMap { sides[$0]?.noise }
        let noise =
            noises.count == differences.count && !noises.isEmpty
            ? noises.reduce(0, +) / count : nil
        return ExperimentAnalysis.Heterogeneity(
            differences: differences, deviation: variance.squareRoot(),
            noise: noise.map { $0.squareRoot() },
            trueDeviation: noise.map { max(0, variance - $0).squareRoot() },
            raised: differences.count { $0 > 1e-12 }, lowered: differences.count { $0 < -1e-12 },
            unmoved: differences.count { abs($0) <= 1e-12 })
    }

    private func flips(factor: Int, level: Int) -> ExperimentAnalysis.FlipCount {
        let sides = sides(factor: factor, level: level, by: \.caseIndex)
        var count = ExperimentAnalysis.FlipCount()
        var flipped: [ExperimentAnalysis.FlippedCase] = []
        for index in sides.keys.sorted() {
            guard let side = sides[index], let before = side.referencePasses.share,
                let after = side.levelPasses.share, before != 0.5, after != 0.5,
                (before > 0.5) != (after > 0.5)
            else { continue }
            if after > before { count.toPass += 1 } else { count.toFail += 1 }
            let isSingle = side.referencePasses.scored == 1 && side.levelPasses.scored == 1
            let pValue = side.referencePasses.fisherPValue(against: side.levelPasses)
            let kind: Flip.Kind
            if isSingle {
                kind = isRepeatable ? .real : .undetermined
            } else {
                kind = pValue <= analysis.alpha ? .real : .noise
            }
            switch kind {
            case .real: count.real += 1
            case .noise: count.withinNoise += 1
            case .undetermined: count.undetermined += 1
            }
            flipped.append(
                ExperimentAnalysis.FlippedCase(
                    id: observations.cases[index].id, kind: kind,
                    referencePassed: side.referencePasses.passed,
                    referenceScored: side.referencePasses.scored,
                    levelPassed: side.levelPasses.passed,
                    levelScored: side.levelPasses.scored, pValue: pValue))
        }
        count.clearest = Array(
            flipped.sorted { ($0.pValue, $0.id) < ($1.pValue, $1.id) }.prefix(10))
        return count
    }
}

extension ExperimentAnalysis.Number {
    /// An estimate of the library.
    init(_ estimate: Estimate) {
        self.init(
            value: estimate.value, low: estimate.interval?.lower, high: estimate.interval?.upper,
            standardError: estimate.standardError)
    }
}
