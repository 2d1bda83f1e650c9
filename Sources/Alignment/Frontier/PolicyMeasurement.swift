import Evaluation
import LanguageModel
import Workspace

/// What a policy does on prompts that it was not trained on: reward, exact divergence from its
/// base, and how its answers look.
struct PolicyMeasurement {
    var rewards: [String: Double] = [:]
    var divergences: [String: Double] = [:]
    var behaviour = FrontierPoint.Behaviour()
    var example = ""

    /// Samples and measures. Blocks: call it on a thread of ours.
    ///
    /// Every policy answers with the same seeds. The divergence of an answer is the sum over its
    /// tokens of KL(policy ‖ base) between whole distributions, at the temperature sampled at.
    ///
    /// - Parameters:
    ///   - adapter: what was trained; nil measures the base itself.
    ///   - parts: what the training trained: the adapter's place and size.
    init(
        _ adapter: LoRAAdapter?, _ parts: TrainableParts, plan: FrontierPlan, threads: Int?
    ) throws {
        let document = plan.document
        let trained = try TrainingModel(
            plan.base.model, training: TrainableParts(adapter: parts.adapter), threads: threads)
        if let adapter { try trained.load(adapter) }
        trained.temperature = document.temperature
        let seeds = plan.prompts.indices.map { prompt in
            (0..<document.samples).map { sample in
                UInt64(document.seed) << 32 ^ UInt64(prompt * document.samples + sample + 1)
            }
        }
        let answers = try TrainingSampler.sample(
            trained, prompts: plan.prompts.map(\.ids),
            parameters: GenerationParameters(
                maxTokens: document.maxTokens, temperature: document.temperature),
            seeds: seeds)
        let groups = zip(plan.prompts, answers).map { prompt, answers in
            TrainingGroup(prompt: prompt.ids, completions: answers.map(\.ids))
        }
        let scores = try PolicyReward.scores(plan.prompts, answers, groups, nil)
        trained.keepTrunk(of: groups, heads: .none)
        let compared = trained.compare(groups, entropies: true)
        let exact = compared.divergences
        let entropies = compared.policy.joined().reduce(0) { $0 + $1.entropies.reduce(0, +) }
        for (place, prompt) in plan.prompts.enumerated() {
            let scored = scores[place].compactMap { $0 }
            if !scored.isEmpty {
                rewards[prompt.caseID] = scored.reduce(0, +) / Double(scored.count)
            }
            let sums = exact[place].map { $0.reduce(0, +) }
            divergences[prompt.caseID] = sums.reduce(0, +) / Double(max(1, sums.count))
        }
        let ids = groups.flatMap(\.completions).map(\.ids)
        let tokens = Double(max(1, ids.reduce(0) { $0 + $1.count }))
        let count = Double(max(1, ids.count))
        behaviour.length = tokens / count
        behaviour.ended = Double(answers.joined().count(where: \.hasEnded)) / count
        behaviour.repetition = ids.reduce(0) { $0 + WatchMetrics.repetition($1) } / count
        behaviour.distinct2 = WatchMetrics.distinct(ids, length: 2)
        behaviour.entropy = entropies / tokens
        behaviour.answers = ids.count
        behaviour.unscored = scores.joined().count { $0 == nil }
        example = answers.first?.first?.text ?? ""
    }
}
