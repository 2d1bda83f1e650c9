import LanguageModel
package import Workspace

/// Carries out a training that samples: resumes or begins it, and keeps what came of it.
package struct PolicyRunner: Sendable {
    private let plan: PolicyPlan
    private let workspace: WorkspaceFolder
    private let store: Store
    /// Threads that compute; nil for as many as the machine has cores.
    package var threads: Int?
    /// Runs the suite that the recipe checks while it trains.
    package var suiteRun: SuiteRun?

    package init(_ plan: PolicyPlan, in workspace: WorkspaceFolder, store: Store) {
        self.plan = plan
        self.workspace = workspace
        self.store = store
    }

    /// Trains to the end, to a stop rule, or until the task is cancelled: the next call goes on
    /// after the last whole update.
    ///
    /// - Parameters:
    ///   - onCheck: called after each run of the checked suite.
    ///   - onUpdate: called on the training's thread; must be quick.
    /// - Throws: `TrainingError` for a loss that is not finite, `AlignmentError` where another
    ///   process runs this training.
    package func run(
        onCheck: @escaping @Sendable (SuiteCheck) -> Void = { _ in },
        onUpdate: @escaping @Sendable (PolicyMetrics) -> Void
    ) async throws -> TrainingOutcome {
        let keeper = TrainingKeeper(plan, in: workspace, store: store)
        let (plan, workspace, threads, suiteRun) = (plan, workspace, threads, suiteRun)
        let (folder, outcome) = try await keeper.run { folder, flag in
            try PolicyTraining(
                plan: plan, workspace: workspace, folder: folder, threads: threads,
                suiteRun: suiteRun, flag: flag, onCheck: onCheck, onUpdate: onUpdate
            ).run()
        }
        var result = TrainingOutcome(
            id: folder.id, folder: folder, isFinished: outcome.isFinished, steps: outcome.updates,
            stop: outcome.stop)
        guard outcome.isFinished, let adapter = outcome.adapter else { return result }
        (result.record, result.product) = try await keeper.keep(
            folder, .adapter(adapter), stop: outcome.stop,
            body: [
                "reward": .string(plan.rewardName), "reward_sha256": .string(plan.rewardHash),
                "steps": .integer(outcome.updates),
                "planned_steps": .integer(plan.recipe.sampling.updates),
            ],
            links: [RecordLink("prompted by", "document:\(plan.recipe.sampling.suite)")])
        return result
    }
}
