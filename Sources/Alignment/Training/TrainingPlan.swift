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
    /// - Parameter suite: the recipe's held-out suite, where it names one.
    /// - Throws: `AlignmentError`, `TrainingError` of the code `memory`, errors of documents.
    package init(
        _ recipe: Recipe, base: TrainingBase, in folder: WorkspaceFolder, heldOutSuite: Suite?
    ) throws {
        self.recipe = recipe
        self.base = base
        data = try TrainingSet(
            recipe.data, of: recipe, in: folder, model: base.model,
            heldOut: heldOutSuite.map { (HeldOutQuestions($0), $0.cases.count) })
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
        let all = LoRAAdapter.Projection.allCases
        let chosen =
            adapter.layers.isEmpty
            ? Set(all)
            : Set(
                zip(Self.layerNames, Self.projections).filter { adapter.layers.contains($0.0) }
                    .map(\.1))
        if let blocks = adapter.blocks,
            let wrong = blocks.first(where: { $0 >= model.configuration.blockCount })
        {
            throw AlignmentError(
                .model,
                "lora.blocks names block \(wrong), but the model has "
                    + "\(model.configuration.blockCount)",
                advice: "name blocks from 0 to \(model.configuration.blockCount - 1)")
        }
        return TrainableParts(
            adapter: LoRASettings(
                rank: adapter.rank, alpha: adapter.alpha,
                isRankStabilised: adapter.isRankStabilised, projections: chosen,
                blocks: adapter.blocks.map(Set.init)),
            heads: method == .reward ? ["reward"] : method == .ppo ? ["value"] : [])
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
