package import LanguageModel
package import Statistics

/// How large a study must be, what it could find, or how likely it finds what is there.
package struct PowerAnalysis: Sendable {
    /// The kinds of study.
    package enum Design: String, Sendable, CaseIterable {
        /// One rate against a fixed baseline.
        case one
        /// Two systems on the same cases.
        case paired
        /// Two separate samples.
        case unpaired
    }

    /// What is known; what is asked for is nil.
    package struct Question: Sendable {
        package var design = Design.paired
        package var effect: Double?
        /// Cases, or observations in each of two samples; clusters with `clusterSize`.
        package var count: Int?
        package var power = 0.8
        package var alpha = 0.05
        /// The standard deviation of a case's difference (paired) or of an observation (unpaired).
        package var deviation: Double?
        /// ω²: the variance of the true difference between cases.
        package var between: Double?
        /// The variances of one sample around its case's mean.
        package var firstWithin = 0.0
        package var secondWithin = 0.0
        package var repeats = 1
        /// The baseline rate, for designs of rates.
        package var baseline: Double?
        package var clusterSize: Double?
        package var correlation = 0.0
        /// The margin of equivalence instead of an effect.
        package var margin: Double?

        package init() {}
    }

    /// A row for each number of samples of a case.
    package struct Row: Sendable {
        package let repeats: Int
        package let count: Double
        package let effect: Double
        package let power: Double
        /// Model calls of both systems together.
        package var calls: Double { 2 * count.rounded(.up) * Double(repeats) }
    }

    package let question: Question
    /// The answer: what was asked for.
    package let count: Double?
    package let effect: Double?
    package let power: Double?
    /// What more samples of a case would change, for paired designs with known variances.
    package let byRepeats: [Row]
    /// The power for the same effect with other numbers of cases.
    package let curve: [(count: Int, power: Double)]
    /// What the numbers stand for, in words.
    package let notes: [String]

    /// Answers a question.
    ///
    /// - Throws: `Undefined` with what is missing or out of range.
    package init(_ question: Question) throws(Undefined) {
        self.question = question
        var notes: [String] = []
        if let margin = question.margin {
            notes.append("equivalence within ±\(margin): both one-sided tests reject")
        }
        let answer = try Self.answer(question)
        (count, effect, power) = (answer.count, answer.effect, answer.power)
        if question.design == .paired, question.between != nil, question.margin == nil,
            question.firstWithin + question.secondWithin > 0
        {
            var rows: [Row] = []
            for repeats in [1, 2, 4, 8, 16] {
                let row = try Self.paired(question, repeats: repeats)
                rows.append(
                    Row(repeats: repeats, count: row.count, effect: row.effect, power: row.power))
            }
            byRepeats = rows
        } else {
            byRepeats = []
        }
        curve = Self.curve(question, count: answer.count, effect: answer.effect)
        self.notes = notes
    }

    private static func curve(_ question: Question, count: Double, effect: Double)
        -> [(count: Int, power: Double)]
    {
        guard effect != 0 || question.margin != nil else { return [] }
        return [0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3].compactMap { factor in
            var asked = question
            asked.count = max(3, Int((count * factor).rounded(.up)))
            asked.effect = effect
            let answer = try? PowerAnalysis.answer(asked)
            return answer.map { (asked.count ?? 0, $0.power) }
        }
    }

    private static func answer(_ question: Question) throws(Undefined) -> Answer {
        if let margin = question.margin { return try equivalence(question, margin) }
        return switch question.design {
        case .one: try rate(question)
        case .unpaired: try unpaired(question)
        case .paired: try paired(question, repeats: question.repeats)
        }
    }

    private typealias Answer = (count: Double, effect: Double, power: Double)

    private static func needed<Value>(_ value: Value?, _ what: String) throws(Undefined) -> Value {
        guard let value else { throw .outOfRange(what: what, allowed: "given") }
        return value
    }

    private static func paired(_ question: Question, repeats: Int) throws(Undefined) -> Answer {
        let (alpha, power) = (question.alpha, question.power)
        if let size = question.clusterSize {
            return try clustered(question, size)
        }
        if let between = question.between {
            let (first, second) = (question.firstWithin, question.secondWithin)
            let variance = between + (first + second) / Double(repeats)
            guard let count = question.count else {
                let effect = try needed(question.effect, "--effect or --n")
                let n = try SampleSize.paired(
                    effect: effect, betweenVariance: between, firstVariance: first,
                    secondVariance: second, firstSamples: repeats, secondSamples: repeats,
                    alpha: alpha, power: power)
                return (n, effect, power)
            }
            guard let effect = question.effect else {
                let effect = try MinimumDetectableEffect.paired(
                    betweenVariance: between, firstVariance: first, secondVariance: second,
                    firstSamples: repeats, secondSamples: repeats, cases: count, alpha: alpha,
                    power: power)
                return (Double(count), effect, power)
            }
            let error = (variance / Double(count)).squareRoot()
            return (
                Double(count), effect,
                try Power.normal(effect: effect, standardError: error, alpha: alpha)
            )
        }
        let deviation = try needed(
            question.deviation, "--sd, the standard deviation of the cases' differences,")
        guard let count = question.count else {
            let effect = try needed(question.effect, "--effect or --n")
            let n = try SampleSize.paired(
                effect: effect, standardDeviation: deviation, alpha: alpha, power: power)
            return (Double(n), effect, power)
        }
        guard let effect = question.effect else {
            let effect = try MinimumDetectableEffect.from(
                standardError: deviation / Double(max(count, 1)).squareRoot(),
                degreesOfFreedom: Double(count - 1), alpha: alpha, power: power)
            return (Double(count), effect, power)
        }
        return (
            Double(count), effect,
            try Power.paired(
                effect: effect, standardDeviation: deviation, cases: count, alpha: alpha)
        )
    }

    private static func clustered(_ question: Question, _ size: Double) throws(Undefined)
        -> Answer
    {
        let deviation = try needed(question.deviation, "--sd")
        let (alpha, power) = (question.alpha, question.power)
        guard let clusters = question.count else {
            let effect = try needed(question.effect, "--effect or --n")
            let n = try SampleSize.clusteredPaired(
                effect: effect, standardDeviation: deviation, casesPerCluster: size,
                correlation: question.correlation, alpha: alpha, power: power)
            return (Double(n), effect, power)
        }
        guard let effect = question.effect else {
            let inflation = try Power.designEffect(
                casesPerCluster: size, correlation: question.correlation)
            let error = deviation * (inflation / (Double(clusters) * size)).squareRoot()
            let effect = try MinimumDetectableEffect.from(
                standardError: error, degreesOfFreedom: Double(clusters - 1), alpha: alpha,
                power: power)
            return (Double(clusters), effect, power)
        }
        return (
            Double(clusters), effect,
            try Power.clusteredPaired(
                effect: effect, standardDeviation: deviation, clusters: clusters,
                casesPerCluster: size, correlation: question.correlation, alpha: alpha)
        )
    }

    private static func unpaired(_ question: Question) throws(Undefined) -> Answer {
        let (alpha, power) = (question.alpha, question.power)
        if let baseline = question.baseline {
            guard let count = question.count else {
                let effect = try needed(question.effect, "--effect or --n")
                let n = try SampleSize.rateDifference(
                    first: baseline, second: baseline + effect, alpha: alpha, power: power)
                return (Double(n), effect, power)
            }
            guard let effect = question.effect else {
                let effect = try MinimumDetectableEffect.rateDifference(
                    baseline: baseline, trials: count, alpha: alpha, power: power)
                return (Double(count), effect, power)
            }
            return (
                Double(count), effect,
                try Power.rateDifference(
                    first: baseline, second: baseline + effect, trials: count, alpha: alpha)
            )
        }
        let deviation = try needed(question.deviation, "--sd or --baseline")
        guard let count = question.count else {
            let effect = try needed(question.effect, "--effect or --n")
            let n = try SampleSize.unpaired(
                effect: effect, standardDeviation: deviation, alpha: alpha, power: power)
            return (Double(n), effect, power)
        }
        guard let effect = question.effect else {
            let effect = try MinimumDetectableEffect.unpaired(
                firstDeviation: deviation, firstCount: count, secondDeviation: deviation,
                secondCount: count, alpha: alpha, power: power)
            return (Double(count), effect, power)
        }
        return (
            Double(count), effect,
            try Power.unpaired(
                effect: effect, standardDeviation: deviation, firstCount: count,
                secondCount: count, alpha: alpha)
        )
    }

    private static func rate(_ question: Question) throws(Undefined) -> Answer {
        let (alpha, power) = (question.alpha, question.power)
        let baseline = try needed(question.baseline, "--baseline")
        guard let count = question.count else {
            let effect = try needed(question.effect, "--effect or --n")
            let n = try SampleSize.rate(
                baseline: baseline, rate: baseline + effect, alpha: alpha, power: power)
            return (Double(n), effect, power)
        }
        guard let effect = question.effect else {
            let effect = try MinimumDetectableEffect.rate(
                baseline: baseline, trials: count, alpha: alpha, power: power)
            return (Double(count), effect, power)
        }
        return (
            Double(count), effect,
            try Power.rate(
                baseline: baseline, rate: baseline + effect, trials: count, alpha: alpha)
        )
    }

    private static func equivalence(_ question: Question, _ margin: Double) throws(Undefined)
        -> Answer
    {
        var variance = question.deviation.map { $0 * $0 }
        if let between = question.between {
            variance =
                between + (question.firstWithin + question.secondWithin) / Double(question.repeats)
        }
        guard let variance, question.design == .paired else {
            throw .outOfRange(
                what: "an equivalence design", allowed: "paired, with --sd or --between-variance")
        }
        let effect = question.effect ?? 0
        guard let count = question.count else {
            let n = try SampleSize.equivalence(
                effect: effect, margin: margin, standardDeviation: variance.squareRoot(),
                alpha: question.alpha, power: question.power)
            return (Double(n), effect, question.power)
        }
        let power = try Power.equivalence(
            effect: effect, margin: margin,
            standardError: (variance / Double(max(count, 1))).squareRoot(), alpha: question.alpha)
        return (Double(count), effect, power)
    }
}

extension PowerAnalysis {
    /// The analysis as `--json` prints it.
    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "design": .string(question.design.rawValue), "alpha": .number(question.alpha),
            "notes": .array(notes.map { .string($0) }),
        ]
        if let count {
            object["n"] = .integer(Int(count.rounded(.up)))
            object["n_exact"] = .number(count)
        }
        if let effect { object["effect"] = .number(effect) }
        if let power { object["power"] = .number(power) }
        if let between = question.between {
            object["between_variance"] = .number(between)
            object["first_variance"] = .number(question.firstWithin)
            object["second_variance"] = .number(question.secondWithin)
            object["repeats"] = .integer(question.repeats)
        }
        if let deviation = question.deviation { object["standard_deviation"] = .number(deviation) }
        if !byRepeats.isEmpty {
            object["by_repeats"] = .array(
                byRepeats.map { row in
                    [
                        "repeats": .integer(row.repeats),
                        "n": .integer(Int(row.count.rounded(.up))), "n_exact": .number(row.count),
                        "effect": .number(row.effect), "power": .number(row.power),
                        "calls": .number(row.calls),
                    ]
                })
        }
        return .object(object)
    }
}
