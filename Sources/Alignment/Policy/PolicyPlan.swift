package import Evaluation
package import LanguageModel
package import Workspace

/// A prompt that a policy answers, with what scores the answer.
package struct PolicyPrompt: Sendable {
    package var caseID: String
    package var ids: [Int32]
    package var messages: [Message]
    package var variables: [String: JSONValue]
    package var tags: [String: String]
    /// The scorer that is the reward; nil where a reward model is.
    package var scorer: (any Scorer)?
}

/// A training that samples: its prompts and its reward, checked before anything is computed.
package struct PolicyPlan: Sendable {
    package var recipe: Recipe
    package var base: TrainingBase
    package var prompts: [PolicyPrompt]
    package var rewardModel: RewardModel?
    /// PPO-ptx: the rows whose likelihood is kept up.
    package var pretraining: TrainingSet?
    package var parts: TrainableParts
    package var memory: TrainingMemory
    /// SHA-256 over the suite's content and the reward: what tells this training from others.
    package var rewardHash: String
    /// What is scored, in words.
    package var rewardName: String

    /// What tells this training from any other.
    package var key: String {
        ContentHash.of([
            "recipe": recipe.content, "reward": .string(rewardHash), "base": .string(base.sha256),
            "adapters": .array(base.model.adapters.map { .string($0.adapter.sha256 ?? "") }),
            "name": .string(recipe.adapterName),
            "pretraining": .string(pretraining?.dataHash ?? ""),
        ])
    }

    /// Renders the prompts of a recipe's suite and finds its reward.
    ///
    /// - Parameters:
    ///   - scorers: makes the suite's scorers.
    ///   - rewardModel: opened already, where the recipe names one.
    ///   - folder: where the rows of a PPO-ptx mix lie.
    /// - Throws: `AlignmentError` for a prompt or scorer that is not there, or one that needs more
    ///   than an answer's text; `TrainingError` for too little memory.
    package init(
        _ recipe: Recipe, base: TrainingBase, suite: Suite, scorers: ScorerFactory,
        rewardModel: RewardModel?, in folder: WorkspaceFolder? = nil
    ) throws {
        self.recipe = recipe
        self.base = base
        self.rewardModel = rewardModel
        let sampling = recipe.sampling
        let template = try Self.template(suite, sampling.prompt)
        prompts = []
        var names: [String] = []
        for item in suite.cases.prefix(sampling.limit ?? .max) {
            var messages = try template?.render(item.vars) ?? []
            messages =
                messages.filter { $0.role == .system } + item.messages
                + messages.filter { $0.role != .system }
            if messages.last?.role != .user, let turn = item.turns.first {
                messages.append(Message(.user, try turn.render(item.vars)))
            }
            guard messages.contains(where: { $0.role == .user }) else {
                throw AlignmentError(
                    .data, "case \(item.id) gives no question",
                    advice: "name a prompt of the suite that has a user part")
            }
            var scorer: (any Scorer)?
            if rewardModel == nil {
                let all = try suite.scorers(of: item).flatMap {
                    try scorers.scorers($0) as [any Scorer]
                }
                names = all.map(\.name)
                scorer =
                    sampling.scorer.map { name in all.first { $0.name == name } } ?? all.first
            }
            prompts.append(
                PolicyPrompt(
                    caseID: item.id, ids: try base.model.encode(messages), messages: messages,
                    variables: item.vars, tags: item.tags, scorer: scorer))
        }
        try Self.check(prompts, recipe, names: names, hasModel: rewardModel != nil)
        rewardName =
            rewardModel.map { "the reward model \($0.name)" }
            ?? prompts.first?.scorer.map { "the scorer \($0.name)" } ?? ""
        rewardHash = ContentHash.of([
            "suite": .string(suite.contentHash),
            "model": .string(rewardModel?.hash ?? ""),
            "scorers": .array(prompts.map { .string($0.scorer?.contentHash ?? "") }),
        ])
        parts = try recipe.parts(for: base.model)
        if !sampling.pretraining.isEmpty, let folder {
            var rows = recipe
            rows.method = .sft
            pretraining = try TrainingSet(
                sampling.pretraining, of: rows, in: folder, model: base.model)
        }
        let longest = prompts.map(\.ids).max { $0.count < $1.count } ?? []
        let answer = [Int32](repeating: 0, count: sampling.maxTokens)
        let group = TrainingGroup(
            prompt: longest,
            completions: Array(repeating: answer, count: sampling.samplesPerPrompt))
        memory = TrainingMemory(
            base.model, parts,
            Array(repeating: TrainingExample(group: group), count: sampling.promptsPerUpdate)
                + (pretraining?.examples ?? []),
            batchSize: min(recipe.batchSize, sampling.promptsPerUpdate))
    }

    private static func template(_ suite: Suite, _ name: String?) throws -> PromptTemplate? {
        guard let name else { return suite.prompts.first }
        guard let found = suite.prompts.first(where: { $0.id == name }) else {
            throw AlignmentError(
                .name, "the suite has no prompt '\(name)'",
                advice: "its prompts are \(suite.prompts.map(\.id).joined(separator: ", "))")
        }
        return found
    }

    private static func check(
        _ prompts: [PolicyPrompt], _ recipe: Recipe, names: [String], hasModel: Bool
    ) throws(AlignmentError) {
        guard let first = prompts.first else {
            throw AlignmentError(.data, "the suite has no case", advice: "add cases")
        }
        if !hasModel {
            guard prompts.allSatisfy({ $0.scorer != nil }), let scorer = first.scorer else {
                throw AlignmentError(
                    .reward,
                    "the suite has no scorer '\(recipe.sampling.scorer ?? "")' for every case",
                    advice: "name one of: \(names.joined(separator: ", "))")
            }
            guard scorer.needs.isDisjoint(with: [.model, .tokenLogprobs]) else {
                throw AlignmentError(
                    .reward,
                    "the scorer \(scorer.name) scores the model, not the answer that it sampled",
                    advice: "name a scorer that reads the answer's text, such as choice-text")
            }
        }
        let room = recipe.sampling.maxTokens
        let context = first.ids.count
        if let long = prompts.first(where: { $0.ids.count + room > 8192 }) {
            throw AlignmentError(
                .data,
                "case \(long.caseID) has \(long.ids.count) tokens and leaves no room for \(room)",
                advice: "shorten the case, or lower max-tokens (the first case has \(context))")
        }
    }
}
