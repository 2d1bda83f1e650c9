import LanguageModel

extension FrontierDocument {
    /// The keys of a frontier.
    package static let shape = Shape.object(
        ObjectShape(
            "a frontier", "A sweep over methods and strengths: reward against exact KL.",
            fields: [
                .required("frontier", .label, "Its name.", examples: ["controlled-sentiment"]),
                .optional("question", .nonEmptyText, "What it is to answer."),
                .optional("note", .text, "A note for people; no part of what is locked."),
                .optional("hypothesis", hypothesisShape, "What is expected, written beforehand."),
                .required(
                    "suite", .nonEmptyText,
                    "The suite whose cases are answered to measure a policy; none of them may be "
                        + "in a training's data."),
                .optional("prompt", .label, "Which of its prompts, by id; by default the first."),
                .optional(
                    "scorer", .label,
                    "Which of its scorers is the reward; by default the first."),
                .optional("limit", .count, "At most so many cases."),
                .optional("samples", .integer(1...256), "Answers to each case.", default: 2),
                .optional(
                    "max-tokens", .integer(1...4096), "The most tokens of an answer.", default: 32),
                .optional(
                    "temperature", .number(.init(minimum: 0, maximum: 10, excludesMinimum: true)),
                    "The divisor of the logits, in sampling and in every probability.", default: 1),
                .optional(
                    "seed", .integer(0...(1 << 53 - 1)),
                    "Of the answers, the same for all policies.", default: 0),
                .optional(
                    "seeds", .list(.integer(0...(1 << 53 - 1)), minimum: 1),
                    "Of the trainings; three or more tell how stable a method is.",
                    examples: [[0, 1, 2]]),
                .optional(
                    "bins", .list(.positive, minimum: 1),
                    "Divergences in nats at which hulls are compared, rising.",
                    examples: [[0.5, 1, 2, 4]]),
                .required(
                    "methods", .list(methodShape, minimum: 1),
                    "What is compared: recipes with the values that are swept."),
            ], examples: [example]))

    private static let hypothesisShape = Shape.object(
        ObjectShape(
            "a hypothesis", "One hull above another at every bin.",
            fields: [
                .required("above", .label, "The method whose hull is expected to lie above."),
                .required("below", .label, "The method whose hull is expected to lie below."),
                .optional("statement", .nonEmptyText, "The same in words."),
            ]))

    private static let methodShape = Shape.object(
        ObjectShape(
            "a method", "A recipe with the values that are swept.",
            fields: [
                .required("name", .label, "What it is called in the picture."),
                .required(
                    "recipe", .nonEmptyText, "The recipe's file.", examples: ["recipes/dpo.yaml"]),
                .required(
                    "sweep", .map(.list(.any, minimum: 1), minimum: 1),
                    "Keys of the recipe, each with its values; several keys make all combinations.",
                    examples: [["beta": [0.05, 0.1, 0.5]]]),
            ]))

    private static let example = """
        frontier: controlled-sentiment
        suite: suites/reviews-held-out.yaml
        scorer: sentiment
        seeds: [0, 1, 2]
        bins: [0.5, 1, 2, 4]
        methods:
          - {name: DPO, recipe: recipes/dpo.yaml, sweep: {beta: [0.05, 0.1, 0.5]}}
          - {name: PPO, recipe: recipes/ppo.yaml, sweep: {kl-weight: [0.02, 0.1]}}
        """
}
