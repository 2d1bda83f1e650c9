import Workspace

/// What one scorer says of one model under one prompt, case by case, with epochs already reduced:
/// the matrix from which every rate and every paired difference is taken.
struct CaseScores: Sendable {
    let model: Int
    let prompt: Int
    let scorer: Int
    /// Each case's pass value after the reducer, NaN where nothing was scored; by case index.
    var pass: [Double]
    /// Each case's pass value with unscored epochs as failures, and as passes; NaN without samples.
    var allFail: [Double]
    var allPass: [Double]
    /// Each case's mean of the scorer's own numbers, NaN without one.
    var value: [Double]
    /// The most scored epochs that any case has.
    var mostEpochs: Int
    /// Counted over samples.
    var scored = 0
    var unscored = 0
    var passed = 0
    var overridden = 0
    /// Whether some number is not the verdict itself as 0 or 1.
    var hasNumbers = false

    /// Whether each case has one 0/1 outcome, so that a Wilson interval and McNemar's test fit.
    var isSingleBinary: Bool { mostEpochs <= 1 }
}

/// How a case's epochs become one value; nil where the reducer cannot say.
package typealias EpochReduction = @Sendable (_ values: [Double]) -> Double?

extension RunEvidence {
    /// The key of a (model, prompt, scorer) in the order of reports.
    struct CellKey: Hashable, Comparable {
        var model: Int32
        var prompt: Int32
        var scorer: Int32

        static func < (left: CellKey, right: CellKey) -> Bool {
            (left.scorer, left.model, left.prompt) < (right.scorer, right.model, right.prompt)
        }
    }

    /// The epochs of one case in one cell, as they are collected.
    private struct Epochs {
        var verdicts: [Verdict] = []
        var values: [Double] = []
    }

    /// Every (model, prompt, scorer) that has a score, case by case.
    func caseScores(reducing: EpochReduction) -> [CaseScores] {
        var byCell: [CellKey: [Int32]] = [:]
        for (index, score) in scores.enumerated() {
            let sample = samples[Int(score.sampleIndex)]
            let key = CellKey(
                model: sample.modelIndex, prompt: sample.promptIndex, scorer: score.scorerIndex)
            byCell[key, default: []].append(Int32(index))
        }
        return byCell.keys.sorted().map { key in
            reduced(byCell[key] ?? [], of: key, reducing: reducing)
        }
    }

    private func reduced(_ members: [Int32], of key: CellKey, reducing: EpochReduction)
        -> CaseScores
    {
        var epochs: [Int32: Epochs] = [:]
        let none = Array(repeating: Double.nan, count: cases.count)
        var cell = CaseScores(
            model: Int(key.model), prompt: Int(key.prompt), scorer: Int(key.scorer), pass: none,
            allFail: none, allPass: none, value: none, mostEpochs: 0)
        for index in members {
            let score = scores[Int(index)]
            let caseIndex = samples[Int(score.sampleIndex)].caseIndex
            epochs[caseIndex, default: Epochs()].verdicts.append(score.verdict)
            if let value = score.value, value.isFinite, score.verdict != .unscored {
                epochs[caseIndex, default: Epochs()].values.append(value)
                if value != (score.verdict == .pass ? 1 : 0) { cell.hasNumbers = true }
            }
            switch score.verdict {
            case .pass:
                cell.scored += 1
                cell.passed += 1
            case .fail: cell.scored += 1
            case .unscored: cell.unscored += 1
            }
            if score.isOverridden { cell.overridden += 1 }
        }
        for (caseIndex, collected) in epochs {
            let index = Int(caseIndex)
            let known = collected.verdicts.filter { $0 != .unscored }.map(Self.number)
            cell.mostEpochs = max(cell.mostEpochs, known.count)
            if !known.isEmpty { cell.pass[index] = reducing(known) ?? .nan }
            cell.allFail[index] =
                reducing(collected.verdicts.map { $0 == .unscored ? 0 : Self.number($0) }) ?? 0
            cell.allPass[index] =
                reducing(collected.verdicts.map { $0 == .unscored ? 1 : Self.number($0) }) ?? 1
            if !collected.values.isEmpty {
                cell.value[index] =
                    collected.values.reduce(0, +) / Double(collected.values.count)
            }
        }
        return cell
    }

    private static func number(_ verdict: Verdict) -> Double { verdict == .pass ? 1 : 0 }
}
