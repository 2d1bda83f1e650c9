import LanguageModel

extension Recipe {
    /// A suite that is run on the model in training, every so many steps.
    package struct Checks: Sendable, Hashable {
        package var suite: String
        /// Steps, or updates of a method that samples.
        package var every: Int
        /// Which of the suite's prompts, by id; nil for the first.
        package var prompt: String?
        /// Which of its scorers decides; nil for the first.
        package var scorer: String?
        /// Only cases that have each of these tags.
        package var tags: [String: String]
        /// At most so many cases.
        package var limit: Int?
    }

    /// When a training stops before its last step.
    package struct Stop: Sendable, Hashable {
        /// The loss in the checked suite's rate that is too much, where it is beyond chance.
        package var worseBy: Double?
        /// The exact divergence of a sampled answer in nats, above which it is too much.
        package var divergence: Double?
        /// The mean entropy in nats, below which the samples have collapsed.
        package var entropy: Double?
        /// The share of repeated 4-grams, above which they have.
        package var repetition: Double?
        /// The share of distinct bigrams, below which they have.
        package var distinct2: Double?
        /// How many looks at samples in a row must be beyond a limit.
        package var patience = 2

        /// Whether some rule looks at samples.
        package var readsSamples: Bool {
            [divergence, entropy, repetition, distinct2].contains { $0 != nil }
        }
    }

    /// The keys of both.
    static func stoppingFields(_ method: Method) -> [Field] {
        let unit = method.isOnline ? "updates" : "steps"
        return [
            .optional(
                "checks",
                .object(
                    ObjectShape(
                        "checks", "A suite that is run on the model while it trains.",
                        fields: [
                            .required(
                                "suite", .nonEmptyText, "The suite's file.",
                                examples: ["suites/honesty.yaml"]),
                            .required(
                                "every", .integer(1...1_000_000),
                                "Every how many \(unit); also before the first and after the last."
                            ),
                            .optional(
                                "prompt", .label,
                                "Which of its prompts, by id; the first unless said."
                            ),
                            .optional(
                                "scorer", .label,
                                "Which of its scorers decides; the first unless said."),
                            .optional(
                                "tags", .map(.label, minimum: 1),
                                "Only cases that have each of these tags."),
                            .optional("limit", .count, "At most so many cases."),
                        ], examples: ["{suite: suites/honesty.yaml, every: 20, limit: 40}"])),
                "A suite that is run on the model while it trains."),
            .optional(
                "stop",
                .object(
                    ObjectShape(
                        "stop", "When the training stops before its end; the adapter is kept.",
                        fields: [
                            .optional(
                                "worse-by", .fraction,
                                "The loss in the checked suite's rate that is too much; it must also be beyond chance, corrected for the number of looks."
                            ),
                            .optional(
                                "kl-above", .positive,
                                "Exact nats of a sampled answer that are too many."),
                            .optional(
                                "entropy-below", .positive, "Nats of entropy that are too few."),
                            .optional(
                                "repetition-above", .fraction,
                                "The share of repeated 4-grams that is too much."),
                            .optional(
                                "distinct-2-below", .fraction,
                                "The share of distinct bigrams that is too little."),
                            .optional(
                                "patience", .integer(1...1000),
                                "Looks at samples in a row beyond a limit.", default: 2),
                        ], examples: ["{worse-by: 0.05, kl-above: 10, repetition-above: 0.3}"])),
                "When the training stops before its end."),
        ]
    }

    /// What contradicts itself in the two keys.
    func stoppingFault(_ node: DocumentNode) -> DocumentError? {
        guard let stop, let given = node["stop"] else { return nil }
        if let rule = given["worse-by"], checks == nil {
            return rule.error(
                "worse-by needs a suite that is run while the model trains",
                suggestion: "add checks: {suite: suites/honesty.yaml, every: 20}")
        }
        if stop.readsSamples, !method.isOnline, watchEvery == 0 {
            return (node["watch"]?["every"] ?? given).error(
                "the stop rules look at samples, and none are drawn",
                suggestion: "give watch: {every: 10}, or remove the rules")
        }
        return nil
    }
}

extension Recipe.Checks {
    init?(_ node: DocumentNode?) {
        guard let node else { return nil }
        self.init(
            suite: node["suite"]?.text ?? "", every: node["every"]?.integer ?? 1,
            prompt: node["prompt"]?.label, scorer: node["scorer"]?.label,
            tags: Dictionary(
                (node["tags"]?.entries ?? []).map { ($0.key, $0.value.label ?? "") },
                uniquingKeysWith: { $1 }), limit: node["limit"]?.integer)
    }
}

extension Recipe.Stop {
    init?(_ node: DocumentNode?) {
        guard let node else { return nil }
        self.init(
            worseBy: node["worse-by"]?.number, divergence: node["kl-above"]?.number,
            entropy: node["entropy-below"]?.number, repetition: node["repetition-above"]?.number,
            distinct2: node["distinct-2-below"]?.number)
        patience = node["patience"]?.integer ?? patience
    }
}
