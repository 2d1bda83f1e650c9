package import LanguageModel
import Statistics

/// How good a reward model is on pairs: whether it ranks, whether its odds are right, and whether
/// it likes long answers.
package struct RewardSummary: Sendable, Hashable, Codable {
    /// A part of the pairs by the model's own odds, and how often it was right.
    package struct Bin: Sendable, Hashable, Codable {
        /// The mean σ(r_w − r_l) after turning each pair so that it is at least one half.
        package var confidence: Double
        /// The share in which the answer with the greater reward is the preferred one.
        package var accuracy: Double
        package var pairs: Int
    }

    package var pairs: Int
    package var accuracy: Double
    package var margin: Double
    /// The least, mean and greatest reward.
    package var least: Double
    package var mean: Double
    package var greatest: Double
    /// Calibration: mean confidence beside accuracy, from the least sure pairs to the surest.
    package var calibration: [Bin]
    /// The mean distance of confidence and accuracy over the bins, weighted by pairs.
    package var calibrationError: Double
    /// Pearson's correlation of reward and answer length in tokens; nil where nothing varies.
    package var lengthCorrelation: Double?

    package enum CodingKeys: String, CodingKey {
        case pairs, accuracy, margin, least, mean, greatest, calibration
        case calibrationError = "calibration_error"
        case lengthCorrelation = "length_correlation"
    }

    /// The rewards of all completions of examples.
    static func rewards(_ trained: TrainingModel, _ examples: [TrainingExample]) -> [[Double]] {
        trained.rewards(examples.map(\.group))
    }

    init(_ trained: TrainingModel, on examples: [TrainingExample]) {
        self.init(rewards: Self.rewards(trained, examples), examples)
    }

    /// Summarises rewards of examples with pairs.
    package init(rewards: [[Double]], _ examples: [TrainingExample]) {
        var differences: [Double] = []
        var lengths: [Double] = []
        for (example, values) in zip(examples, rewards) {
            differences += example.pairs.map { values[$0.chosen] - values[$0.rejected] }
            lengths += example.group.completions.map { Double($0.ids.count) }
        }
        let all = rewards.flatMap(\.self)
        let count = Double(max(1, differences.count))
        pairs = differences.count
        accuracy = Double(differences.count { $0 > 0 }) / count
        margin = differences.reduce(0, +) / count
        least = all.min() ?? 0
        greatest = all.max() ?? 0
        mean = all.reduce(0, +) / Double(max(1, all.count))
        calibration = Self.bins(differences)
        calibrationError =
            calibration.reduce(0) {
                $0 + Double($1.pairs) * ($1.confidence - $1.accuracy).magnitude
            } / count
        lengthCorrelation = Self.correlation(all, lengths)
    }

    private static func bins(_ differences: [Double]) -> [Bin] {
        let sure = differences.map {
            (confidence: 1 / (1 + exponent(-$0.magnitude)), isRight: $0 > 0)
        }
        .sorted { $0.confidence < $1.confidence }
        let count = min(5, max(1, sure.count / 8))
        guard !sure.isEmpty else { return [] }
        return (0..<count).map { index in
            let part = sure[(index * sure.count / count)..<((index + 1) * sure.count / count)]
            return Bin(
                confidence: part.reduce(0) { $0 + $1.confidence } / Double(part.count),
                accuracy: Double(part.count(where: \.isRight)) / Double(part.count),
                pairs: part.count)
        }
    }

    /// Pearson's correlation; nil where one of the two does not vary.
    static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
        guard x.count == y.count, x.count > 1 else { return nil }
        let n = Double(x.count)
        let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
        let xy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
        let xx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
        let yy = y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
        guard xx > 0, yy > 0 else { return nil }
        return xy / (xx * yy).squareRoot()
    }
}

extension TrainingModel {
    /// The reward of each completion, read at its last token.
    func rewards(_ groups: [TrainingGroup]) -> [[Double]] {
        let plain = groups.map { group in
            TrainingGroup(
                prompt: group.prompt,
                completions: group.completions.map {
                    TrainingGroup.Completion(
                        ids: $0.ids, counted: $0.ids.map { _ in false })
                })
        }
        return evaluate(plain, heads: .last).map { $0.map { $0.heads["reward"]?.first ?? 0 } }
    }
}
