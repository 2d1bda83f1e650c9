import Workspace

extension SummaryMaker {
    /// The weighted mean of all scorers, where some scorer has a weight other than 1.
    ///
    /// A sample's mean is Σ weight·number / Σ weight over its scorers; a scorer's number is its
    /// own where all its numbers in the run lie within 0...1, else 1 for a pass and 0 for a fail.
    /// A sample with an unscored part is unscored.
    func weighted() -> [SummaryCell] {
        guard evidence.scores.contains(where: { $0.weight != 1 }) else { return [] }
        var usesNumbers = Array(repeating: true, count: evidence.scorers.count)
        for score in evidence.scores {
            if let value = score.value, !(0...1).contains(value) {
                usesNumbers[Int(score.scorerIndex)] = false
            }
        }
        var sums = Array(repeating: (weight: 0.0, total: 0.0), count: evidence.samples.count)
        var isUnscored = Array(repeating: false, count: evidence.samples.count)
        for score in evidence.scores where score.weight > 0 {
            let index = Int(score.sampleIndex)
            guard score.verdict != .unscored else {
                isUnscored[index] = true
                continue
            }
            let verdict = score.verdict == .pass ? 1.0 : 0
            let number = usesNumbers[Int(score.scorerIndex)] ? score.value ?? verdict : verdict
            sums[index].weight += score.weight
            sums[index].total += score.weight * number
        }
        return evidence.models.indices.flatMap { model in
            evidence.prompts.indices.compactMap { prompt in
                weighted(model: model, prompt: prompt, sums: sums, isUnscored: isUnscored)
            }
        }
    }

    private func weighted(
        model: Int, prompt: Int, sums: [(weight: Double, total: Double)], isUnscored: [Bool]
    ) -> SummaryCell? {
        var byCase: [Int: [Double]] = [:]
        var scored = 0
        var unscored = 0
        for (index, sample) in evidence.samples.enumerated()
        where Int(sample.modelIndex) == model && Int(sample.promptIndex) == prompt {
            if isUnscored[index] {
                unscored += 1
            } else if sums[index].weight > 0 {
                scored += 1
                byCase[Int(sample.caseIndex), default: []].append(
                    sums[index].total / sums[index].weight)
            }
        }
        guard scored + unscored > 0 else { return nil }
        let members = byCase.keys.sorted()
        let means = members.map { index in
            let values = byCase[index] ?? []
            return values.reduce(0, +) / Double(values.count)
        }
        return SummaryCell(
            model: evidence.models[model].alias, prompt: evidence.prompts[prompt].promptID,
            scorer: SummaryCell.weighted, scored: scored, unscored: unscored, passed: 0,
            rate: Estimating(level: options.level).rate(
                means, groups: members.map { evidence.cases[$0].groupKey }, isSingleBinary: false))
    }
}
