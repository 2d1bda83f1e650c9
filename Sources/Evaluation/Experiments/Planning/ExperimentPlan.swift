import LanguageModel
package import Workspace

/// An experiment that is ready to be locked or run: its design laid out over cases and prompts.
package struct ExperimentPlan: Sendable {
    /// Which cases are asked.
    package enum Part: String, Sendable, Hashable, Codable {
        case working
        case heldOut = "held-out"
    }

    /// A combination of levels and a wording, by its place in the evaluation.
    package struct PlannedCell: Sendable, Hashable {
        /// The position of the combination in the design.
        package var cell: Int
        /// The position of the wording.
        package var wording: Int
        /// The position of the model and of the prompt in the evaluation's plan.
        package var model: Int
        package var prompt: Int
    }

    package var document: ExperimentDocument
    package var design: ExperimentDesign
    package var split: HeldOutSplit
    package var part: Part
    /// How many of the part's cases are asked; fewer than there are makes it a pilot.
    package var caseCount: Int
    package var cells: [PlannedCell]
    /// What the evaluation machinery carries out.
    package var eval: EvalPlan
    /// All that a lock fixes.
    package var registration: Registration
    /// The lock that the run will name; nil for none.
    package var lock: RecordID?

    /// Whether fewer cases are asked than the design has.
    package var isPilot: Bool {
        caseCount < (part == .working ? split.working : split.heldOut).count
    }
}
