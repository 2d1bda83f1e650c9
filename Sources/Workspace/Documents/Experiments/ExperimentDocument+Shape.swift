import LanguageModel

extension ExperimentDocument {
    /// The keys of an experiment.
    package static let shape = Shape.object(
        ObjectShape(
            "an experiment", "A designed experiment: what is varied, measured and analysed.",
            fields: [
                .required("experiment", .label, "Its name.", examples: ["system-prompt-length"]),
                .required("question", .nonEmptyText, "The research question."),
                .optional(
                    "hypotheses", .list(.nonEmptyText), "What is expected, one sentence each."),
                .optional("note", .text, "A note for people; no part of what is locked."),
                .required("outcome", outcomeShape, "What is measured."),
                .optional(
                    "prompt", promptShape,
                    "The base prompt: a file, or written in place; the suite's first without it."),
                .optional(
                    "paraphrases", .list(promptShape, minimum: 2),
                    "Wordings of the base prompt that mean the same: a random factor."),
                .optional("model", .label, "The model's alias; the suite's first without it."),
                .optional(
                    "examples", .list(exampleShape, minimum: 1),
                    "Questions with answers, for the factors few-shot and few-shot-order."),
                .optional(
                    "parameters", GenerationParameters.shape, "How models generate, in all cells."),
                .required(
                    "factors", .map(factorShape, minimum: 1),
                    "What is varied: names with their levels, the first one for comparison."),
                .required("design", designShape, "Which combinations are asked, and how often."),
                .optional("analysis", analysisShape, "How answers will be analysed."),
                .optional("assume", assumptionsShape, "What planning takes for granted."),
            ], atMostOne: [["prompt", "paraphrases"]], examples: [example]))

    private static let promptShape = Shape.either([.nonEmptyText, PromptTemplate.inlineShape])

    private static let outcomeShape = Shape.object(
        ObjectShape(
            "an outcome", "What is measured.",
            fields: [
                .required(
                    "suite", .nonEmptyText, "The suite whose cases are asked.",
                    examples: ["suites/instructions.yaml"]),
                .required(
                    "scorer", .label, "The name of the scorer that decides.",
                    examples: ["format-followed"]),
                .optional(
                    "measure",
                    .words(of: Measure.self) {
                        $0 == .pass ? "1 for pass, 0 for fail" : "the scorer's own number"
                    }, "Which number of the scorer is analysed.", default: "pass"),
            ]))

    private static let exampleShape = Shape.object(
        ObjectShape(
            "an example", "A question with its answer.",
            fields: [
                .required(
                    "vars", .map(.any), "Variables from which the prompt makes the question."),
                .required("answer", .nonEmptyText, "What the assistant is shown to have said."),
            ]))

    private static let factorShape = Shape.either([.list(.label, minimum: 2), customShape])

    private static let customShape = Shape.object(
        ObjectShape(
            "a factor", "Levels that say themselves what they change.",
            fields: [
                .optional("note", .text, "A note for people."),
                .optional(
                    "at",
                    .choice([
                        .init("opening", "at the very beginning of the system message"),
                        .init("instructions", "among the instructions"),
                        .init("before", "in the user's message, above the question"),
                        .init("after", "in the user's message, below the question"),
                    ]), "Where its texts go.", default: "instructions"),
                .required(
                    "levels", .map(.either([.text, levelShape]), minimum: 2),
                    "Levels by name: a text, or what the level changes."),
            ]))

    private static let levelShape = Shape.object(
        ObjectShape(
            "a level", "What a level changes.",
            fields: [
                .optional("text", .text, "A template that is added."),
                .optional("file", .nonEmptyText, "The same, from a file."),
                .optional("vars", .map(.any), "Variables for the prompt's templates."),
                .optional("parameters", GenerationParameters.shape, "How the model generates."),
                .optional("model", .label, "The model's alias."),
                .optional("prompt", promptShape, "Another base prompt."),
            ], atLeastOne: [["text", "file", "vars", "parameters", "model", "prompt"]],
            atMostOne: [["text", "file"]]))

    private static let designShape = Shape.object(
        ObjectShape(
            "a design", "Which combinations of levels are asked, how often, of which cases.",
            fields: [
                .required("kind", .words(of: DesignDocument.Kind.self, \.summary), "The kind."),
                .optional(
                    "runs", .integer(2...4096), "For a fraction: how many combinations, 2, 4, 8 …"),
                .optional(
                    "resolution", .integer(3...12),
                    "For a fraction: the smallest one of at least this resolution."),
                .optional(
                    "generators", .map(.list(.label, minimum: 2), minimum: 1),
                    "For a fraction: added factors by those whose product they are.",
                    examples: [["d": ["a", "b"]]]),
                .optional(
                    "repeats", .integer(1...100_000),
                    "How often each case is asked in each combination.", default: 1),
                .optional(
                    "held-out", .number(.init(minimum: 0, maximum: 0.9)),
                    "The share of cases kept back for a last look.", default: 0),
                .optional(
                    "cases", .count, "At most so many of the other cases, drawn by the seed."),
                .optional(
                    "seed", .integer(0...(1 << 53)),
                    "Decides the held-out part, drawn cases, squares and samples.", default: 0),
            ], atMostOne: [["runs", "resolution", "generators"]]))

    private static let analysisShape = Shape.object(
        ObjectShape(
            "an analysis", "How answers will be analysed: fixed before they are seen.",
            fields: [
                .optional(
                    "model",
                    .words(of: PlannedAnalysis.Model.self) {
                        $0 == .linear ? "differences of the outcome" : "log odds ratios"
                    }, "The scale on which effects add.", default: "linear"),
                .optional(
                    "cluster",
                    .words(of: PlannedAnalysis.Cluster.self) {
                        $0 == .case ? "cases are independent" : "the suite's groups are"
                    }, "What is independent; groups where the suite has group-by, else cases."),
                .optional(
                    "case-effect",
                    .words(of: PlannedAnalysis.CaseEffect.self) {
                        switch $0 {
                        case .none: "averages over cases"
                        case .fixed: "compares within cases"
                        case .random: "a random constant for each case"
                        }
                    }, "How differences between cases enter.", default: "none"),
                .optional(
                    "tests", .list(.either([.label, .list(.label, minimum: 2)]), minimum: 1),
                    "The confirmatory tests: factors, and pairs for interactions; all factors "
                        + "without it.", examples: [["length", ["length", "temperature"]]]),
                .optional(
                    "correction",
                    .words(of: PlannedAnalysis.Correction.self) {
                        switch $0 {
                        case .holm: "bounds the chance of any false finding"
                        case .benjaminiHochberg: "bounds the share of false findings"
                        case .bonferroni: "as Holm and never sharper"
                        case .none: "leaves p-values as they are"
                        }
                    }, "How p-values are corrected for their number.", default: "holm"),
                .optional(
                    "alpha", .number(.init(minimum: 1e-6, maximum: 0.5)),
                    "The chance of a false finding.", default: 0.05),
                .optional(
                    "power", .number(.init(minimum: 0.5, maximum: 0.999)),
                    "The power that planning aims at.", default: 0.8),
                .optional(
                    "smallest-effect", .positive,
                    "The smallest difference that would matter, in the outcome's own units."),
            ]))

    private static let assumptionsShape = Shape.object(
        ObjectShape(
            "assumptions", "What planning takes for granted where nothing has been measured.",
            fields: [
                .optional(
                    "rate",
                    .number(.init(minimum: 0.001, maximum: 0.999)), "The mean of the outcome.",
                    default: 0.5),
                .optional(
                    "case-deviation", .number(.init(minimum: 0, maximum: 10)),
                    "The standard deviation of cases' log odds.", default: 1.5),
                .optional(
                    "effect-deviation", .number(.init(minimum: 0, maximum: 10)),
                    "The same of how much an effect differs between cases.", default: 0.5),
                .optional(
                    "tokens-per-second", .positive, "Tokens generated a second, all in all."),
                .optional("answer-tokens", .count, "Tokens of an answer."),
            ]))

    /// An example for schemas and documentation.
    static let example = """
        experiment: system-prompt-length
        question: How does system-prompt length affect instruction-following precision?
        hypotheses: ["longer prompts lower precision"]
        outcome: {suite: suites/instructions.yaml, scorer: format-followed}
        factors: {length: [none, short, medium, long], temperature: [0, 0.7]}
        design: {kind: full-factorial, repeats: 4, held-out: 0.3}
        analysis: {model: logit, cluster: case, tests: [length], correction: holm, alpha: 0.05}
        """
}
