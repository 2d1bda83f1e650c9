import LanguageModel

extension Recipe {
    /// The keys of a recipe, told apart by its method.
    package static let shape = Shape.tagged(
        TaggedShape(
            "a recipe", key: "method", "How the model is trained; must equal the verb.",
            cases: Method.allCases.map { ($0.rawValue, object($0)) },
            examples: [
                """
                method: dpo
                model: smollm2
                data: datasets/pairs.jsonl
                beta: 0.1
                learning-rate: 1e-4
                batch-size: 4
                epochs: 1
                seed: 0
                lora: {rank: 8, alpha: 16, layers: all-linear}
                """
            ]))

    private static func object(_ method: Method) -> ObjectShape {
        var fields: [Field] = [
            .optional("name", .label, "The adapter's name; by default the file's."),
            .optional("note", .text, "A note for people."),
            .required(
                "model", .label, "The model by its alias, adapters after '+'.",
                examples: ["smollm2"]),
        ]
        fields += method.isOnline ? samplingFields(method) : dataFields(method)
        fields += commonFields(method)
        // A reward model answers nothing, so there is nothing to look at.
        if method != .reward { fields += stoppingFields(method) }
        return ObjectShape(
            "a recipe of the method \(method.rawValue)", method.summary, fields: fields,
            atMostOne: [["lora", "full"]] + (method.isOnline ? [["scorer", "reward-model"]] : []),
            examples: examples(method))
    }

    private static let paths = Shape.either([.nonEmptyText, .list(.nonEmptyText, minimum: 1)])

    private static func dataFields(_ method: Method) -> [Field] {
        var fields: [Field] = [
            .required("data", paths, "JSONL files with the rows to train on."),
            .optional("held-out", paths, "JSONL files that are measured and not trained on."),
            .optional(
                "held-out-suite", .nonEmptyText,
                "A suite of which no case may be in the data: contamination is refused."),
            .optional("batch-size", .integer(1...4096), "Rows per batch.", default: 4),
            .optional(
                "accumulation", .integer(1...4096), "Batches of one optimiser step.", default: 1),
            .optional("epochs", .integer(1...1000), "How often each row is seen.", default: 1),
            .optional(
                "shuffle", .boolean, "Whether each epoch has an order of its own.", default: true),
            .optional(
                "max-length", .integer(2...1_000_000),
                "The most tokens of a row; longer rows cannot be used."),
            .optional(
                "unusable-rows", .words(of: UnusableRows.self, \.summary),
                "What happens to rows that cannot be trained on.", default: "refuse"),
        ]
        switch method {
        case .dpo:
            fields += [
                .optional(
                    "loss", .words(of: PreferenceLoss.self, \.summary), "What is made smaller.",
                    default: "sigmoid"),
                .optional("beta", .positive, "The strength β.", default: 0.1),
                .optional(
                    "label-noise",
                    .number(.init(minimum: 0, maximum: 0.499_999)),
                    "The share of labels that are wrong, for the loss conservative.", default: 0.1),
            ]
        case .kto:
            fields += [
                .optional("beta", .positive, "The strength β.", default: 0.1),
                .optional(
                    "desirable-weight", .positive, "The weight of good answers.", default: 1),
                .optional(
                    "undesirable-weight", .positive, "The weight of bad answers.", default: 1),
            ]
        case .reward:
            fields += [
                .optional(
                    "centring", .nonNegative, "The factor of (r_w + r_l)²; 0.01 is usual.",
                    default: 0),
                .optional(
                    "members", .integer(1...16),
                    "How many reward models, each of a seed of its own.", default: 1),
            ]
        case .sft, .ppo, .rloo, .grpo: break
        }
        return fields
    }

    private static func samplingFields(_ method: Method) -> [Field] {
        var fields: [Field] = [
            .required("suite", .nonEmptyText, "The suite whose cases give the prompts."),
            .optional("prompt", .label, "Which of its prompts, by id; by default the first."),
            .optional(
                "scorer", .label, "Which of its scorers is the reward; by default the first."),
            .optional("reward-model", .label, "A trained reward model instead of a scorer."),
            .optional("limit", .count, "At most so many cases."),
            .optional("updates", .integer(1...100_000), "Rounds of sampling.", default: 20),
            .optional(
                "prompts-per-update", .integer(1...4096), "Prompts of one round.", default: 8),
            .optional(
                "samples", .integer(1...256), "Samples of each prompt in a round.", default: 4),
            .optional(
                "max-tokens", .integer(1...4096), "The most tokens of a sample.", default: 48),
            .optional(
                "temperature", .number(.init(minimum: 0, maximum: 10, excludesMinimum: true)),
                "The divisor of the logits, in sampling and in every probability.", default: 1),
            .optional(
                "inner-epochs", .integer(1...64), "Passes over the samples of a round.", default: 1),
            .optional(
                "batch-size", .integer(1...4096), "Prompts per optimiser step.", default: 8),
            .optional("kl-weight", .nonNegative, "The price of a nat.", default: 0.05),
            .optional(
                "kl-estimator",
                .words(of: DivergenceEstimator.self) { "the estimator \($0.rawValue)" },
                "How the divergence is estimated from sampled tokens.", default: "k1"),
            .optional(
                "kl-target", .positive, "Nats per answer that the weight is steered to."),
            .optional(
                "kl-horizon", .positive, "Over how many samples the weight moves.", default: 1000),
            .optional("clip-range", .positive, "PPO's ε.", default: 0.2),
            .optional(
                "missing-eos-penalty", .nonNegative,
                "What an answer that never ended loses.", default: 0),
        ]
        if method == .ppo {
            fields += [
                .optional("value-clip-range", .positive, "The value's ε.", default: 0.2),
                .optional("value-weight", .nonNegative, "The value loss's weight.", default: 0.1),
                .optional("discount", .fraction, "γ.", default: 1),
                .optional("gae-decay", .fraction, "λ.", default: 0.95),
                .optional(
                    "whiten-rewards", .boolean, "Scale rewards to unit variance.", default: false),
                .optional(
                    "pretraining", paths,
                    "PPO-ptx: JSONL files of answers or texts that are to stay likely."),
                .optional(
                    "pretraining-weight", .positive,
                    "PPO-ptx: the weight γ of their mean −ln p of a token.", default: 1),
                .optional(
                    "pretraining-rows", .integer(1...4096),
                    "PPO-ptx: rows of them in each optimiser step.", default: 8),
            ]
        }
        if method == .grpo {
            fields.append(
                .optional(
                    "scale-rewards", .boolean,
                    "Divide advantages by the prompt's standard deviation.", default: true))
        }
        return fields
    }

    private static func commonFields(_ method: Method) -> [Field] {
        [
            .optional(
                "learning-rate", .positive,
                "The greatest learning rate; a tenth of this default for matrices trained whole.",
                default: .number(method.learningRate)),
            .optional(
                "schedule",
                .words(of: LearningRateSchedule.Shape.self) { "the rate's course: \($0.rawValue)" },
                "How the rate falls.", default: "linear"),
            .optional(
                "warmup", .integer(0...1_000_000), "Steps over which the rate rises.", default: 0),
            .optional("final-share", .fraction, "Where the rate ends.", default: 0),
            .optional("seed", .integer(0...(1 << 53 - 1)), "Of everything random.", default: 0),
            .optional(
                "clip", .either([.positive, .choice([.init("none", "no limit")])]),
                "The greatest length of a gradient.", default: 1),
            .optional(
                "optimiser", .words(of: Optimiser.self, \.summary), "The rule of the steps.",
                default: "adamw"),
            .optional("weight-decay", .nonNegative, "AdamW's decay.", default: 0),
            .optional("lora", adapterShape, "The low-rank adapter that is trained."),
            .optional(
                "full", wholeShape, "Matrices that are trained whole, instead of an adapter."),
            .optional(
                "watch",
                .object(
                    ObjectShape(
                        "watch", "Samples drawn while training, to see KL, length and repetition.",
                        fields: [
                            .optional(
                                "every", .integer(0...1_000_000),
                                "Every how many steps; 0 for never. By default eight times."),
                            .optional(
                                "prompts", .integer(1...256), "How many prompts.", default: 4),
                            .optional(
                                "max-tokens", .integer(1...1024), "The most tokens.", default: 32),
                        ])), "Samples drawn while training."),
        ]
    }

    /// The short names of the projections, in the model's order.
    package static let layerNames = ["q", "k", "v", "o", "gate", "up", "down"]

    private static let layersShape = Shape.either([
        .choice([.init("all-linear", "all seven projections")]),
        .list(.choice(layerNames.map { .init($0, "the \($0) projection") }), minimum: 1),
    ])

    private static let wholeShape = Shape.object(
        ObjectShape(
            "full", "Which matrices are trained whole.",
            fields: [
                .optional("layers", layersShape, "Which projections.", default: "all-linear"),
                .required(
                    "blocks", .list(.integer(0...10_000), minimum: 1), "Which blocks, from 0."),
            ], examples: ["{layers: [down], blocks: [28, 29]}"]))

    private static let adapterShape = Shape.object(
        ObjectShape(
            "lora", "The size of the low-rank factors and where they stand.",
            fields: [
                .optional("rank", .integer(1...1024), "The factors' inner width.", default: 8),
                .optional("alpha", .positive, "The numerator of the scale.", default: 16),
                .optional(
                    "rank-stabilised", .boolean, "Whether the scale is alpha / √rank.",
                    default: false),
                .optional("layers", layersShape, "Which projections.", default: "all-linear"),
                .optional(
                    "blocks", .list(.integer(0...10_000), minimum: 1),
                    "Which blocks, from 0; by default all."),
            ]))

    private static func examples(_ method: Method) -> [String] {
        switch method {
        case .dpo:
            [
                """
                method: dpo
                model: smollm2
                data: datasets/pairs.jsonl
                beta: 0.1
                learning-rate: 1e-4
                schedule: linear
                batch-size: 4
                epochs: 1
                seed: 0
                lora: {rank: 8, alpha: 16, layers: all-linear}
                """
            ]
        case .sft: ["method: sft\nmodel: smollm2\ndata: datasets/answers.jsonl\n"]
        case .kto: ["method: kto\nmodel: smollm2\ndata: datasets/labels.jsonl\n"]
        case .reward:
            ["method: reward\nmodel: smollm2\ndata: datasets/pairs.jsonl\ncentring: 0.01\n"]
        case .ppo, .rloo, .grpo:
            [
                "method: \(method.rawValue)\nmodel: smollm2\nsuite: suites/honesty.yaml\n"
                    + "scorer: choice-text\nupdates: 20\n"
            ]
        }
    }
}
