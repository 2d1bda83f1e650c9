import LanguageModel
package import Workspace

/// What came of a training.
package struct TrainingOutcome: Sendable {
    /// The training's id.
    package var id: RecordID
    /// Its folder.
    package var folder: TrainingFolder
    /// Whether it reached its end; if not, the same command continues it.
    package var isFinished: Bool
    /// Steps taken, over all members.
    package var steps: Int
    /// The record of a finished training.
    package var record: StoredRecord?
    /// The adapter or reward model of a finished training.
    package var product: StoredRecord?
}

/// Carries out a training on data: resumes or begins it, writes metrics and checkpoints, and keeps
/// what came of it.
package struct TrainingRunner: Sendable {
    private let plan: TrainingPlan
    private let workspace: WorkspaceFolder
    private let store: Store
    /// How often a checkpoint is written.
    package var checkpointInterval = Duration.seconds(30)
    /// Threads that compute; nil for as many as the machine has cores.
    package var threads: Int?

    package init(_ plan: TrainingPlan, in workspace: WorkspaceFolder, store: Store) {
        self.plan = plan
        self.workspace = workspace
        self.store = store
    }

    /// Trains to the end, or until the task is cancelled: then everything is saved, and the next
    /// call goes on from there, to the same bits.
    ///
    /// - Parameter onEvent: called on the training's thread; must be quick.
    /// - Throws: `TrainingError` of the code `notFinite` with the batch saved, and of others;
    ///   `AlignmentError` where another process runs this training.
    package func run(onEvent: @escaping @Sendable (TrainingEvent) -> Void) async throws
        -> TrainingOutcome
    {
        try plan.memory.check()
        let key = plan.key
        let folder =
            TrainingFolder.unfinished(key: key, in: workspace)
            ?? TrainingFolder(store.ids.next(.training), in: workspace)
        try folder.write(.running, key: key, recipe: plan.recipe.file)
        guard let lock = folder.lock() else {
            throw AlignmentError(
                .name, "another process runs this training (\(folder.id))",
                advice: "wait for it, or stop it")
        }
        let flag = StopFlag()
        let (plan, interval, threads) = (plan, checkpointInterval, threads)
        let outcome: [MemberOutcome]
        do {
            outcome = try await withTaskCancellationHandler {
                try await ComputeThread.run {
                    var members: [MemberOutcome] = []
                    for member in 0..<plan.members {
                        let training = MemberTraining(
                            plan: plan, folder: folder, member: member, interval: interval,
                            threads: threads, flag: flag, onEvent: onEvent)
                        let made = try training.run()
                        members.append(made)
                        if !made.isFinished { break }
                    }
                    return members
                }
            } onCancel: {
                flag.set()
            }
        } catch let error as TrainingError where error.code == .notFinite {
            try folder.write(.failed, key: key, recipe: plan.recipe.file)
            throw error
        }
        withExtendedLifetime(lock) {}
        var result = TrainingOutcome(
            id: folder.id, folder: folder, isFinished: outcome.allSatisfy(\.isFinished),
            steps: outcome.reduce(0) { $0 + $1.steps })
        guard result.isFinished else { return result }
        let keeper = TrainingKeeper(plan, in: workspace, store: store)
        (result.record, result.product) = try await keeper.keep(folder, outcome)
        try folder.write(.finished, key: key, recipe: plan.recipe.file)
        folder.removeCheckpoints(members: plan.members)
        return result
    }
}

/// What one member's training gave.
struct MemberOutcome: Sendable {
    var isFinished: Bool
    var steps: Int
    var adapter: LoRAAdapter?
    /// Held-out data at the end.
    var heldOut: HeldOutMetrics?
    /// Rewards of the training pairs and of held-out pairs, for calibration.
    var rewards: RewardSummary?
}
