package import LanguageModel
package import Workspace

/// A training on data, read and checked before anything is computed.
package struct TrainingPlan: Sendable {
    package var recipe: Recipe
    package var base: TrainingBase
    package var data: TrainingSet
    /// What is measured and not trained on.
    package var heldOut: TrainingSet?
    /// What the training will hold in memory.
    package var memory: TrainingMemory
    package var parts: TrainableParts
    package var objective: TrainingObjective
    package var settings: TrainingSettings

    /// Optimiser steps of one member.
    package var stepCount: Int { settings.stepCount(examples: data.examples.count) }
    /// How many models are trained: those of an ensemble, or one.
    package var members: Int { recipe.method == .reward ? recipe.preferences.members : 1 }

    /// What tells this training from any other: a training of equal key continues.
    package var key: String {
        ContentHash.of([
            "recipe": recipe.content, "data": .string(data.dataHash),
            "held_out": .string(heldOut?.dataHash ?? ""), "base": .string(base.sha256),
            "adapters": .array(
                base.model.adapters.map { .string($0.adapter.sha256 ?? "") }),
            "name": .string(recipe.adapterName),
        ])
    }

    /// Reads the data of a recipe and checks everything: rows, contamination, memory.
    ///
    /// - Parameters:
    ///   - heldOutSuite: the recipe's held-out suite, where it names one.
    ///   - checkedSuite: the suite that is run while it trains, where it names one; the cases that
    ///     are run must not be in the data either.
    /// - Throws: `AlignmentError`, `TrainingError` of the code `memory`, errors of documents.
    package init(
        _ recipe: Recipe, base: TrainingBase, in folder: WorkspaceFolder, heldOutSuite: Suite?,
        checkedSuite: Suite? = nil
    ) throws {
        self.recipe = recipe
        self.base = base
        var suites = heldOutSuite.map { [$0] } ?? []
        if var suite = checkedSuite, let tags = recipe.checks?.tags,
            !tags.isEmpty || suite.file != heldOutSuite?.file
        {
            suite.cases = suite.cases.filter { item in
                tags.allSatisfy { item.tags[$0.key] == $0.value }
            }
            suites.append(suite)
        }
        data = try TrainingSet(
            recipe.data, of: recipe, in: folder, model: base.model,
            heldOut: suites.isEmpty
                ? nil
                : (HeldOutQuestions(suites), Set(suites.flatMap { $0.cases.map(\.id) }).count))
        heldOut =
            recipe.heldOut.isEmpty
            ? nil
            : try TrainingSet(recipe.heldOut, of: recipe, in: folder, model: base.model)
        parts = try recipe.parts(for: base.model)
        objective = recipe.objective
        settings = recipe.settings
        memory = TrainingMemory(
            base.model, parts, data.examples, batchSize: recipe.batchSize)
    }
}

extension Recipe {
    /// What is trained.
    package func parts(for model: TransformerModel) throws(AlignmentError) -> TrainableParts {
        let heads = method == .reward ? ["reward"] : method == .ppo ? ["value"] : []
        let count = model.configuration.blockCount
        func check(_ blocks: [Int], _ key: String) throws(AlignmentError) {
            guard let wrong = blocks.first(where: { $0 >= count }) else { return }
            throw AlignmentError(
                .model, "\(key).blocks names block \(wrong), but the model has \(count)",
                advice: "name blocks from 0 to \(count - 1)")
        }
        if let whole {
            try check(whole.blocks, "full")
            let chosen = Self.chosen(whole.layers)
            let names = whole.blocks.flatMap { block in
                chosen.map { "blk.\(block).\($0.rawValue).weight" }
            }
            return TrainableParts(tensors: Set(names), heads: heads)
        }
        try check(adapter.blocks ?? [], "lora")
        return TrainableParts(
            adapter: LoRASettings(
                rank: adapter.rank, alpha: adapter.alpha,
                isRankStabilised: adapter.isRankStabilised,
                projections: Self.chosen(adapter.layers), blocks: adapter.blocks.map(Set.init)),
            heads: heads)
    }

    /// The projections of some short names; all for none.
    private static func chosen(_ layers: [String]) -> Set<LoRAAdapter.Projection> {
        layers.isEmpty
            ? Set(LoRAAdapter.Projection.allCases)
            : Set(zip(layerNames, projections).filter { layers.contains($0.0) }.map(\.1))
    }

    /// The projections in the order of `layerNames`.
    private static let projections: [LoRAAdapter.Projection] = [
        .query, .key, .value, .attentionOutput, .gate, .up, .down,
    ]

    /// What is made smaller.
    var objective: TrainingObjective {
        let numbers = preferences
        return switch method {
        case .sft, .ppo, .rloo, .grpo: .supervised
        case .kto:
            .labelled(
                LabelledLoss(
                    beta: numbers.beta, desirableWeight: numbers.desirableWeight,
                    undesirableWeight: numbers.undesirableWeight))
        case .reward: .reward(RewardLoss(centring: numbers.centring))
        case .dpo:
            switch numbers.loss {
            case .sigmoid: .preference(.dpo(beta: numbers.beta))
            case .conservative:
                .preference(.conservative(beta: numbers.beta, noise: numbers.labelNoise))
            case .ipo: .preference(.ipo(beta: numbers.beta))
            }
        }
    }

    /// How the training goes.
    var settings: TrainingSettings {
        TrainingSettings(
            schedule: LearningRateSchedule(
                schedule, rate: learningRate, warmup: warmup, finalShare: finalShare),
            optimiser: optimiser == .rmsprop ? .rmsProp() : .adamW(decay: weightDecay), clip: clip,
            batchSize: batchSize, accumulation: accumulation, epochs: epochs, seed: UInt64(seed),
            shuffles: shuffles)
    }
}
