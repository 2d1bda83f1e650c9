import LanguageModel
import Statistics
import Workspace

/// Passed and scored epochs of one case under one scorer, model and prompt.
struct PassTally: Sendable, Hashable {
    var passed = 0
    var scored = 0

    /// The share that passes; nil when nothing was scored.
    var share: Double? { scored == 0 ? nil : Double(passed) / Double(scored) }

    /// How likely two different epochs of this case differ, without bias; nil below two epochs.
    var repeatDisagreement: Double? {
        guard scored > 1 else { return nil }
        return Double(2 * passed * (scored - passed)) / Double(scored * (scored - 1))
    }

    /// How likely one epoch of each differs.
    func disagreement(with other: PassTally) -> Double? {
        guard let share, let otherShare = other.share else { return nil }
        return share * (1 - otherShare) + otherShare * (1 - share)
    }

    /// Fisher's exact test that both have one pass rate, two-sided by the sum of tables that are
    /// no more likely (Fisher 1935).
    func fisherPValue(against other: PassTally) -> Double {
        let passes = passed + other.passed
        let total = scored + other.scored
        let least = max(0, passes - other.scored)
        let most = min(scored, passes)
        guard total > 0, least < most else { return 1 }
        // Weights relative to the first table, by the ratio of neighbours.
        var weights = [1.0]
        for k in least..<most {
            let up = Double((scored - k) * (passes - k))
            let down = Double((k + 1) * (other.scored - passes + k + 1))
            weights.append((weights.last ?? 1) * up / down)
        }
        let observed = weights[passed - least] * (1 + 1e-9)
        let sum = weights.reduce(0, +)
        return min(1, weights.filter { $0 <= observed }.reduce(0, +) / sum)
    }
}

extension RunEvidence {
    /// Tallies by case for every (model, prompt, scorer), all by name.
    func tallies() -> [TallyKey: [Int: PassTally]] {
        var tallies: [TallyKey: [Int: PassTally]] = [:]
        for score in scores where score.verdict != .unscored {
            let sample = samples[Int(score.sampleIndex)]
            let key = TallyKey(
                model: models[Int(sample.modelIndex)].alias,
                prompt: prompts[Int(sample.promptIndex)].promptID,
                scorer: scorers[Int(score.scorerIndex)])
            let caseIndex = Int(sample.caseIndex)
            tallies[key, default: [:]][caseIndex, default: PassTally()].scored += 1
            if score.verdict == .pass {
                tallies[key, default: [:]][caseIndex, default: PassTally()].passed += 1
            }
        }
        return tallies
    }

    /// Whether a model answers the same request with the same text every time: the embedded
    /// engine, decoding greedily.
    func isRepeatable(model alias: String) -> Bool {
        guard let identity = models.first(where: { $0.alias == alias })?.identity else {
            return false
        }
        let isEmbedded =
            ["kind", "provider"].contains { Self.member($0, of: identity)?.string == "embedded" }
        return isEmbedded && Self.member("temperature", of: identity)?.double == 0
    }

    /// A member of an object, or of an object in it.
    private static func member(_ key: String, of value: JSONValue) -> JSONValue? {
        guard let object = value.object else { return nil }
        if let found = object[key] { return found }
        for inner in object.keys.sorted() {
            if let child = object[inner], let found = member(key, of: child) { return found }
        }
        return nil
    }
}

/// A model, prompt and scorer by name.
struct TallyKey: Hashable, Sendable {
    var model: String
    var prompt: String
    var scorer: String
}
