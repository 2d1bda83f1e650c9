package import Evaluation
package import LanguageModel
package import Workspace

/// A frontier with everything read and checked: its trainings and the prompts to measure on.
package struct FrontierPlan: Sendable {
    /// One training of the sweep.
    package struct Point: Sendable {
        package var method: FrontierDocument.Method
        /// The swept keys with their values, as "beta 0.1".
        package var setting: String
        package var seed: Int
        /// The recipe with the values and the seed in it.
        package var recipe: Recipe
        package var training: Training
        /// SHA-256 of everything that decides the point: training and measurement.
        package var key: String
    }

    /// A training on data, or one that samples.
    package enum Training: Sendable {
        case data(TrainingPlan)
        case sampling(PolicyPlan)

        /// What tells the training from any other.
        package var key: String {
            switch self {
            case .data(let plan): plan.key
            case .sampling(let plan): plan.key
            }
        }

        package var memory: TrainingMemory {
            switch self {
            case .data(let plan): plan.memory
            case .sampling(let plan): plan.memory
            }
        }

        /// What the training sees, each once.
        var labels: (count: Int, kind: String) {
            switch self {
            case .data(let plan):
                (plan.data.report.rows, plan.recipe.method == .sft ? "answers" : "pairs")
            case .sampling(let plan):
                (
                    plan.recipe.sampling.updates * plan.recipe.sampling.promptsPerUpdate
                        * plan.recipe.sampling.samplesPerPrompt, "scored samples"
                )
            }
        }
    }

    package var document: FrontierDocument
    package var base: TrainingBase
    /// The cases that policies answer, with what scores the answers.
    package var prompts: [PolicyPrompt]
    /// The reward, in words.
    package var scorer: String
    /// Seed by seed, so that every method has points early.
    package var points: [Point]
    /// SHA-256 of the measurement alone.
    package var measureHash: String
    /// SHA-256 of everything in the plan: what a lock keeps.
    package var hash: String

    /// The key of the base policy's point.
    package var baseKey: String {
        ContentHash.of(["measure": .string(measureHash), "base": .string(base.sha256)])
    }

    /// Reads the recipes of a frontier and checks every training of the sweep.
    ///
    /// - Parameters:
    ///   - suites: the measuring suite and those of recipes that sample, by path.
    ///   - rewardModels: opened already, by name.
    /// - Throws: `DocumentErrors` for a value that a recipe cannot take, at the sweep;
    ///   `AlignmentError` for recipes of different models, for measured cases in training data,
    ///   and for what `TrainingPlan` and `PolicyPlan` refuse.
    package init(
        _ document: FrontierDocument, recipes: [Recipe], base: TrainingBase,
        in folder: WorkspaceFolder, suites: [String: Suite], scorers: ScorerFactory,
        rewardModels: [String: RewardModel]
    ) throws {
        self.document = document
        self.base = base
        guard let suite = suites[document.suite] else {
            throw AlignmentError(
                .data, "the suite \(document.suite) was not read", advice: "name a suite's file")
        }
        let measured = try Self.measuring(document, base: base, suite: suite, scorers: scorers)
        prompts = measured.prompts
        scorer = measured.rewardName
        measureHash = ContentHash.of([
            "suite": .string(measured.rewardHash), "cases": .integer(measured.prompts.count),
            "samples": .integer(document.samples), "max_tokens": .integer(document.maxTokens),
            "temperature": .number(document.temperature), "seed": .integer(document.seed),
        ])
        points = []
        let held = (HeldOutQuestions(suite), suite)
        for seed in document.seeds {
            for (method, recipe) in zip(document.methods, recipes) {
                guard recipe.model == base.alias else {
                    throw AlignmentError(
                        .model,
                        "\(recipe.file) trains \(recipe.model), but \(recipes[0].file) "
                            + "\(base.alias)",
                        advice: "KL is told from one base: give all recipes the same model")
                }
                for setting in method.settings {
                    let varied = try Self.varied(
                        recipe, setting, seed, document: document, method: method)
                    points.append(
                        try Self.point(
                            varied, method, setting, seed, base: base, in: folder, held: held,
                            suites: suites, scorers: scorers, rewardModels: rewardModels,
                            measure: measureHash))
                }
            }
        }
        let measuredIDs = Set(prompts.map(\.ids))
        for case .sampling(let plan) in points.map(\.training) {
            if let shared = plan.prompts.first(where: { measuredIDs.contains($0.ids) }) {
                throw AlignmentError(
                    .contamination,
                    "the case \(shared.caseID) of \(plan.recipe.sampling.suite) is also measured",
                    advice: "train on other cases than those of \(document.suite)")
            }
        }
        hash = ContentHash.of([
            "document": .string(document.contentHash), "measure": .string(measureHash),
            "points": .array(points.map { .string($0.key) }),
        ])
    }

    /// The cases to measure on, rendered and checked as a policy's prompts are.
    private static func measuring(
        _ document: FrontierDocument, base: TrainingBase, suite: Suite, scorers: ScorerFactory
    ) throws -> PolicyPlan {
        var content: [String: JSONValue] = [
            "method": "rloo", "model": .string(base.alias), "suite": .string(document.suite),
            "max-tokens": .integer(document.maxTokens), "samples": 2, "prompts-per-update": 1,
        ]
        content["prompt"] = document.prompt.map(JSONValue.string)
        content["scorer"] = document.scorer.map(JSONValue.string)
        content["limit"] = document.limit.map(JSONValue.integer)
        let recipe = try Recipe(DocumentNode(.object(content), file: document.file))
        return try PolicyPlan(
            recipe, base: base, suite: suite, scorers: scorers, rewardModel: nil)
    }

    /// A recipe with a setting's values, the seed and a name of its own.
    private static func varied(
        _ recipe: Recipe, _ setting: [String: JSONValue], _ seed: Int, document: FrontierDocument,
        method: FrontierDocument.Method
    ) throws -> Recipe {
        var content = recipe.content.object ?? [:]
        content.merge(setting) { $1 }
        content["seed"] = .integer(seed)
        let values = method.sweep.compactMap { one in
            setting[one.key].map { "\(one.key)-\(text($0))" }
        }
        let name = ([document.name, method.slug] + values + ["s\(seed)"]).joined(separator: ".")
        content["name"] = .string(plain(name))
        let value = JSONValue.object(content)
        // Checked at the sweep's place first, so that an error leads to the frontier's file.
        _ = try Recipe(DocumentNode(value, at: method.node.location, in: method.node.source))
        return try Recipe(DocumentNode(value, file: recipe.file))
    }

    private static func point(
        _ recipe: Recipe, _ method: FrontierDocument.Method, _ setting: [String: JSONValue],
        _ seed: Int, base: TrainingBase, in folder: WorkspaceFolder,
        held: (questions: HeldOutQuestions, suite: Suite), suites: [String: Suite],
        scorers: ScorerFactory, rewardModels: [String: RewardModel], measure: String
    ) throws -> Point {
        guard recipe.whole == nil else {
            throw AlignmentError(
                .model, "\(recipe.file) trains whole matrices, and a frontier measures adapters",
                advice: "write lora: instead of full: in the recipe")
        }
        let training: Training
        if recipe.method.isOnline {
            guard let suite = suites[recipe.sampling.suite] else {
                throw AlignmentError(
                    .data, "the suite \(recipe.sampling.suite) was not read",
                    advice: "name a suite's file in \(recipe.file)")
            }
            training = .sampling(
                try PolicyPlan(
                    recipe, base: base, suite: suite, scorers: scorers,
                    rewardModel: recipe.sampling.rewardModel.flatMap { rewardModels[$0] },
                    in: folder))
        } else {
            guard recipe.method != .reward else {
                throw AlignmentError(
                    .model, "\(recipe.file) trains a reward model, which answers nothing",
                    advice: "name a recipe of a policy: sft, dpo, kto, ppo, rloo or grpo")
            }
            training = .data(
                try TrainingPlan(recipe, base: base, in: folder, heldOutSuite: held.suite))
        }
        return Point(
            method: method,
            setting: text(setting, of: method), seed: seed, recipe: recipe, training: training,
            key: ContentHash.of([
                "training": .string(training.key), "measure": .string(measure),
            ]))
    }

    /// A setting as points name it: the swept keys with their values, in the order written.
    static func text(_ setting: [String: JSONValue], of method: FrontierDocument.Method) -> String {
        method.sweep.compactMap { one in
            setting[one.key].map { "\(one.key) \(text($0))" }
        }.joined(separator: ", ")
    }

    /// A value as people write it.
    private static func text(_ value: JSONValue) -> String { value.string ?? value.serialized() }

    private static func plain(_ name: String) -> String {
        var plain = ""
        for scalar in name.unicodeScalars {
            let isKept =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_.".unicodeScalars.contains(scalar))
            plain.unicodeScalars.append(isKept ? scalar : "-")
        }
        return plain
    }
}
