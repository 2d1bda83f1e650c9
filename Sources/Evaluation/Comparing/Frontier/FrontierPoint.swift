package import LanguageModel
package import Workspace

/// A policy as a frontier measured it: reward and exact divergence on each case, and what it cost.
package struct FrontierPoint: Sendable, Hashable {
    /// The policy's record.
    package var id: RecordID
    /// The frontier's name.
    package var frontier: String
    /// The method's name; empty for the base.
    package var method: String
    /// The recipe's method: dpo, ppo …; empty for the base.
    package var kind: String
    /// The swept keys with their values, as "beta 0.1".
    package var setting: String
    package var seed: Int
    /// SHA-256 of everything that decides the point.
    package var key: String
    /// The mean reward of a case's answers, from 0 to 1, by the case's id; cases none of whose
    /// answers could be scored are left out.
    package var rewards: [String: Double]
    /// The mean exact KL from the base of a case's answers, in nats, by the case's id.
    package var divergences: [String: Double]
    package var behaviour: Behaviour
    package var cost: Cost
    /// The training; nil for the base.
    package var training: String?
    /// An answer, for people.
    package var example: String

    /// What the answers are like besides their reward: where side effects show.
    package struct Behaviour: Sendable, Hashable {
        /// Mean tokens of an answer.
        package var length = 0.0
        /// The share of answers that ended of themselves.
        package var ended = 0.0
        /// The share of 4-grams that an answer had before, and distinct bigrams of all answers.
        package var repetition = 0.0
        package var distinct2 = 0.0
        /// Mean entropy of the distributions drawn from, in nats.
        package var entropy = 0.0
        /// Answers, and those that could not be scored.
        package var answers = 0
        package var unscored = 0

        package init() {}
    }

    /// What a training took.
    package struct Cost: Sendable, Hashable {
        /// Pairs, answers or scored samples that the training saw, each once.
        package var labels = 0
        /// What a label is: "pairs", "answers", "scored samples".
        package var labelKind = ""
        /// Seconds of the training's steps, and tokens as a trainer without sharing counts them.
        package var seconds = 0.0
        package var tokens = 0
        /// Bytes that the training was to hold, by its own forecast.
        package var memory = 0

        package init() {}
    }

    package init(
        id: RecordID, frontier: String, method: String, kind: String, setting: String, seed: Int,
        key: String, rewards: [String: Double] = [:], divergences: [String: Double] = [:],
        behaviour: Behaviour = Behaviour(), cost: Cost = Cost(), training: String? = nil,
        example: String = ""
    ) {
        self.id = id
        self.frontier = frontier
        self.method = method
        self.kind = kind
        self.setting = setting
        self.seed = seed
        self.key = key
        self.rewards = rewards
        self.divergences = divergences
        self.behaviour = behaviour
        self.cost = cost
        self.training = training
        self.example = example
    }

    /// The mean over cases; nil without any.
    package var reward: Double? { Self.mean(rewards.values.map { $0 }) }
    package var divergence: Double? { Self.mean(divergences.values.map { $0 }) }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.sorted().reduce(0, +) / Double(values.count)
    }
}

extension FrontierPoint {
    /// The body of the point's record.
    package var body: JSONValue {
        var object: [String: JSONValue] = [
            "type": "point", "frontier": .string(frontier), "method": .string(method),
            "kind": .string(kind), "setting": .string(setting), "seed": .integer(seed),
            "key": .string(key), "rewards": .object(rewards.mapValues(JSONValue.number)),
            "divergences": .object(divergences.mapValues(JSONValue.number)),
            "behaviour": [
                "length": .number(behaviour.length), "ended": .number(behaviour.ended),
                "repetition": .number(behaviour.repetition),
                "distinct_2": .number(behaviour.distinct2),
                "entropy": .number(behaviour.entropy), "answers": .integer(behaviour.answers),
                "unscored": .integer(behaviour.unscored),
            ],
            "cost": [
                "labels": .integer(cost.labels), "label_kind": .string(cost.labelKind),
                "seconds": .number(cost.seconds), "tokens": .integer(cost.tokens),
                "memory_bytes": .integer(cost.memory),
            ], "example": .string(example),
        ]
        object["reward"] = reward.map(JSONValue.number)
        object["kl"] = divergence.map(JSONValue.number)
        object["training"] = training.map(JSONValue.string)
        return .object(object)
    }

    /// Reads a record; nil where it is no point.
    package init?(_ record: StoredRecord) {
        let body = record.body
        guard body["type"]?.string == "point", let frontier = body["frontier"]?.string,
            let method = body["method"]?.string, let key = body["key"]?.string
        else { return nil }
        func numbers(_ key: String) -> [String: Double] {
            (body[key]?.object ?? [:]).compactMapValues(\.double)
        }
        self.init(
            id: record.id, frontier: frontier, method: method, kind: body["kind"]?.string ?? "",
            setting: body["setting"]?.string ?? "", seed: body["seed"]?.int ?? 0, key: key,
            rewards: numbers("rewards"), divergences: numbers("divergences"),
            training: body["training"]?.string, example: body["example"]?.string ?? "")
        let seen = body["behaviour"]
        behaviour.length = seen?["length"]?.double ?? 0
        behaviour.ended = seen?["ended"]?.double ?? 0
        behaviour.repetition = seen?["repetition"]?.double ?? 0
        behaviour.distinct2 = seen?["distinct_2"]?.double ?? 0
        behaviour.entropy = seen?["entropy"]?.double ?? 0
        behaviour.answers = seen?["answers"]?.int ?? 0
        behaviour.unscored = seen?["unscored"]?.int ?? 0
        cost.labels = body["cost"]?["labels"]?.int ?? 0
        cost.labelKind = body["cost"]?["label_kind"]?.string ?? ""
        cost.seconds = body["cost"]?["seconds"]?.double ?? 0
        cost.tokens = body["cost"]?["tokens"]?.int ?? 0
        cost.memory = body["cost"]?["memory_bytes"]?.int ?? 0
    }
}
