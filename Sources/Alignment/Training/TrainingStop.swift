package import LanguageModel
import Workspace

/// Why a training stopped before its last step, by a rule of its recipe.
package struct TrainingStop: Sendable, Hashable {
    /// The rules, by the keys of a recipe's `stop`.
    package enum Rule: String, Sendable, Hashable, CaseIterable {
        case worse = "worse-by"
        case divergence = "kl-above"
        case entropy = "entropy-below"
        case repetition = "repetition-above"
        case distinct2 = "distinct-2-below"
    }

    package var rule: Rule
    /// After how many steps, or updates.
    package var step: Int
    /// What was seen.
    package var value: Double
    /// What the recipe allows.
    package var limit: Double

    /// What was seen and what was allowed: a clause without a full stop.
    package var reason: String {
        func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }
        func nats(_ value: Double) -> String {
            let hundredths = Int((value * 100).rounded())
            let rest = hundredths % 100
            return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) nats"
        }
        return switch rule {
        case .worse:
            "the checked suite fell by \(percent(-value)), beyond chance and more than the "
                + "\(percent(limit)) allowed"
        case .divergence:
            "a sampled answer is \(nats(value)) from the base model, more than \(nats(limit))"
        case .entropy: "the samples' entropy is \(nats(value)), less than \(nats(limit))"
        case .repetition:
            "\(percent(value)) of the samples' 4-grams repeat, more than \(percent(limit))"
        case .distinct2:
            "\(percent(value)) of the samples' bigrams are distinct, fewer than \(percent(limit))"
        }
    }

    package var json: JSONValue {
        [
            "rule": .string(rule.rawValue), "step": .integer(step), "value": .number(value),
            "limit": .number(limit), "reason": .string(reason),
        ]
    }

    init(rule: Rule, step: Int, value: Double, limit: Double) {
        self.rule = rule
        self.step = step
        self.value = value
        self.limit = limit
    }

    /// Reads what `json` wrote; nil where it is something else.
    init?(_ json: JSONValue?) {
        guard let json, let rule = json["rule"]?.string.flatMap(Rule.init),
            let step = json["step"]?.int, let value = json["value"]?.double,
            let limit = json["limit"]?.double
        else { return nil }
        self.init(rule: rule, step: step, value: value, limit: limit)
    }
}

/// What samples of a model in training say to the stop rules.
struct SampleSigns: Sendable, Hashable {
    var divergence: Double
    var entropy: Double
    var repetition: Double
    var distinct2: Double
}

extension SampleSigns {
    init(_ watch: WatchMetrics) {
        self.init(
            divergence: watch.klPerSequence, entropy: watch.entropy,
            repetition: watch.repetition, distinct2: watch.distinct2)
    }

    init(_ metrics: PolicyMetrics) {
        self.init(
            divergence: metrics.klExact, entropy: metrics.entropy,
            repetition: metrics.repetition, distinct2: metrics.distinct2)
    }

    /// The signs in a line of a metrics file; nil where it has none.
    init?(line: JSONValue) {
        let object = line["watch"] ?? line
        guard let divergence = (object["kl_sequence"] ?? object["kl_exact"])?.double,
            let entropy = object["entropy"]?.double,
            let repetition = object["repetition"]?.double,
            let distinct2 = object["distinct_2"]?.double
        else { return nil }
        self.init(
            divergence: divergence, entropy: entropy, repetition: repetition,
            distinct2: distinct2)
    }
}

/// The stop rules of a recipe with what they have seen: a pure function of the metrics, so that a
/// training that is continued stops where it would have stopped.
struct StopRules: Sendable {
    private let rules: Recipe.Stop
    /// Looks in a row beyond a limit.
    private var strikes: [TrainingStop.Rule: Int] = [:]

    init(_ rules: Recipe.Stop) { self.rules = rules }

    /// Takes in what samples show after a step.
    mutating func see(_ signs: SampleSigns, step: Int) -> TrainingStop? {
        let looks: [(TrainingStop.Rule, Double, Double?, isAbove: Bool)] = [
            (.divergence, signs.divergence, rules.divergence, true),
            (.repetition, signs.repetition, rules.repetition, true),
            (.entropy, signs.entropy, rules.entropy, false),
            (.distinct2, signs.distinct2, rules.distinct2, false),
        ]
        var stop: TrainingStop?
        for (rule, value, limit, isAbove) in looks {
            guard let limit else { continue }
            strikes[rule] = (isAbove ? value > limit : value < limit) ? (strikes[rule] ?? 0) + 1 : 0
            if stop == nil, strikes[rule] ?? 0 >= rules.patience {
                stop = TrainingStop(rule: rule, step: step, value: value, limit: limit)
            }
        }
        return stop
    }

    /// Takes in a run of the checked suite. Its own test speaks for it: one look is enough.
    func see(_ check: SuiteCheck) -> TrainingStop? {
        guard let limit = rules.worseBy, check.isWorse, -check.difference >= limit else {
            return nil
        }
        return TrainingStop(rule: .worse, step: check.step, value: check.difference, limit: limit)
    }
}
