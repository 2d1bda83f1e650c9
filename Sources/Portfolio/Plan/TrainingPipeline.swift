import Reports

/// The figure of how a preference becomes a policy: supervised fine-tuning, a reward model, then
/// reinforcement learning that is held back by a reference.
///
/// It is shown only after one's own drawing was handed in: seen first, it would be copied.
/// (Ouyang and others 2022, https://arxiv.org/abs/2203.02155, tell it in words and a picture of
/// their own.)
package struct TrainingPipeline: Sendable {
    /// A box of the figure.
    package struct Part: Sendable, Hashable {
        package var id: String
        package var title: String
        /// What one should be able to say of it.
        package var asks: String
        /// Whether a person judges here.
        package var isHuman: Bool
        var column: Int
        var row: Int
    }

    package static let parts = [
        Part(
            id: "demonstrations", title: "Demonstrations",
            asks: "Who writes them, and for which prompts?", isHuman: true, column: 0, row: 0),
        Part(
            id: "sft", title: "Supervised policy",
            asks: "Which loss, and what is it good at already?", isHuman: false, column: 0, row: 1),
        Part(
            id: "samples", title: "Several answers",
            asks: "From which policy, to which prompts, how many?", isHuman: false, column: 1,
            row: 0),
        Part(
            id: "rankings", title: "People rank them",
            asks: "By which guideline, and how far do two people agree?", isHuman: true, column: 1,
            row: 1),
        Part(
            id: "reward-model", title: "Reward model",
            asks: "Trained on pairs: what does its loss compare?", isHuman: false, column: 1,
            row: 2),
        Part(
            id: "rollouts", title: "Policy answers",
            asks: "New prompts: who chose them?", isHuman: false, column: 2, row: 0),
        Part(
            id: "reference", title: "Frozen reference",
            asks: "What does the KL term hold back, and how hard?", isHuman: false, column: 2,
            row: 1),
        Part(
            id: "ppo", title: "PPO update",
            asks: "Reward less KL: which of the two won in your run?", isHuman: false, column: 2,
            row: 2),
        Part(
            id: "loop", title: "And again",
            asks: "Where does the loop close, and what goes stale when it does not?",
            isHuman: false, column: 2, row: 3),
    ]

    private static let arrows = [
        ("demonstrations", "sft"), ("sft", "samples"), ("samples", "rankings"),
        ("rankings", "reward-model"), ("rollouts", "reference"), ("reward-model", "ppo"),
        ("reference", "ppo"), ("ppo", "loop"),
    ]

    /// The figure as an SVG file that stands alone.
    package static var svg: String {
        FlowFigure(
            title: "From preferences to a policy",
            summary: "Supervised fine-tuning, a reward model on people's rankings, and PPO against "
                + "a frozen reference. Dashed boxes are where people judge.",
            columns: ["1 Supervised", "2 Reward", "3 Reinforcement"],
            boxes: parts.map {
                FlowFigure.Box(
                    $0.id, $0.title, column: $0.column, row: $0.row, isDashed: $0.isHuman)
            }, arrows: arrows.map { FlowFigure.Arrow(from: $0.0, to: $0.1) }
        ).standaloneSVG(width: 720)
    }
}
