import Workspace

extension SummaryMaker {
    /// For every pair of scorers of a (model, prompt): how their verdicts meet on the samples
    /// that both scored. The pairs that differ most come first.
    func disagreements() -> [ScorerDisagreement] {
        let scorers = evidence.scorers.count
        guard scorers > 1, scorers <= 24 else { return [] }
        var verdicts = Array(
            repeating: Array(repeating: Verdict.unscored, count: scorers),
            count: evidence.samples.count)
        for score in evidence.scores {
            verdicts[Int(score.sampleIndex)][Int(score.scorerIndex)] = score.verdict
        }
        var counts: [Key: (both: Int, first: Int, second: Int, neither: Int)] = [:]
        for (index, sample) in evidence.samples.enumerated() {
            for first in 0..<scorers where verdicts[index][first] != .unscored {
                for second in (first + 1)..<scorers where verdicts[index][second] != .unscored {
                    let key = Key(
                        model: sample.modelIndex, prompt: sample.promptIndex, first: first,
                        second: second)
                    var count = counts[key] ?? (0, 0, 0, 0)
                    switch (verdicts[index][first], verdicts[index][second]) {
                    case (.pass, .pass): count.both += 1
                    case (.pass, _): count.first += 1
                    case (_, .pass): count.second += 1
                    default: count.neither += 1
                    }
                    counts[key] = count
                }
            }
        }
        return counts.keys.sorted().map { key in
            let count = counts[key] ?? (0, 0, 0, 0)
            return ScorerDisagreement(
                first: evidence.scorers[key.first], second: evidence.scorers[key.second],
                model: evidence.models[Int(key.model)].alias,
                prompt: evidence.prompts[Int(key.prompt)].promptID,
                samples: count.both + count.first + count.second + count.neither,
                bothPass: count.both, onlyFirst: count.first, onlySecond: count.second,
                neither: count.neither)
        }.filter { $0.onlyFirst + $0.onlySecond > 0 }
    }

    private struct Key: Hashable, Comparable {
        var model: Int32
        var prompt: Int32
        var first: Int
        var second: Int

        static func < (left: Key, right: Key) -> Bool {
            (left.first, left.second, left.model, left.prompt)
                < (right.first, right.second, right.model, right.prompt)
        }
    }
}

extension Contradiction {
    /// Comparisons that two scorers see in opposite directions: both found, or one found and the
    /// other significant by itself, before correction.
    static func all(in families: [ContrastFamily]) -> [Contradiction] {
        var found: [Contradiction] = []
        for family in families {
            for (index, one) in family.contrasts.enumerated() {
                for other in family.contrasts[(index + 1)...]
                where one.scorer != other.scorer && one.comparesSame(as: other)
                    && one.difference.value * other.difference.value < 0
                    && (one.isFound || other.isFound)
                    && max(one.pValue, other.pValue) <= family.alpha
                {
                    let rises = one.difference.value > 0
                    found.append(
                        Contradiction(
                            kind: family.kind, tag: family.tag,
                            strength: one.isFound && other.isFound ? .bothFound : .oneFound,
                            rise: rises ? one : other, fall: rises ? other : one))
                }
            }
        }
        return found.filter { $0.strength == .bothFound }
            + found.filter { $0.strength != .bothFound }
    }
}

extension Contrast {
    /// Whether another contrast differs in the scorer alone.
    func comparesSame(as other: Contrast) -> Bool {
        first == other.first && second == other.second && model == other.model
            && prompt == other.prompt && level == other.level
    }
}
