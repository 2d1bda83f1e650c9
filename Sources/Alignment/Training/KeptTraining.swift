import LanguageModel
import Workspace

/// What a training on data and one that samples have in common: all that its folder, its lease and
/// its records need.
protocol KeptTraining: Sendable {
    var recipe: Recipe { get }
    var base: TrainingBase { get }
    var memory: TrainingMemory { get }
    /// What tells this training from any other: a training of equal key continues.
    var key: String { get }
    /// How many models are trained.
    var members: Int { get }
}

extension TrainingPlan: KeptTraining {}

extension PolicyPlan: KeptTraining {
    var members: Int { 1 }
}
