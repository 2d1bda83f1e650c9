import LanguageModel
package import Workspace

/// What came of a training.
package struct TrainingOutcome: Sendable {
    /// The training's id.
    package var id: RecordID
    /// Its folder.
    package var folder: TrainingFolder
    /// Whether it reached its end or a stop rule; if not, the same command continues it.
    package var isFinished: Bool
    /// Steps taken, over all members.
    package var steps: Int
    /// The rule that ended it early; nil for none.
    package var stop: TrainingStop?
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
    /// Runs the suite that the recipe checks while it trains.
    package var suiteRun: SuiteRun?

    package init(_ plan: TrainingPlan, in workspace: WorkspaceFolder, store: Store) {
        self.plan = plan
        self.workspace = workspace
        self.store = store
    }

    /// Trains to the end, to a stop rule, or until the task is cancelled: then everything is saved,
    /// and the next call goes on from there, to the same bits.
    ///
    /// - Parameter onEvent: called on the training's thread; must be quick.
    /// - Throws: `TrainingError` of the code `notFinite` with the batch saved, and of others;
    ///   `AlignmentError` where another process runs this training.
    package func run(onEvent: @escaping @Sendable (TrainingEvent) -> Void) async throws
        -> TrainingOutcome
    {
        let keeper = TrainingKeeper(plan, in: workspace, store: store)
        let (plan, workspace, interval, threads) = (plan, workspace, checkpointInterval, threads)
        let suiteRun = suiteRun
        let (folder, members) = try await keeper.run { folder, flag in
            var members: [MemberOutcome] = []
            for member in 0..<plan.members {
                let training = MemberTraining(
                    plan: plan, workspace: workspace, folder: folder, member: member,
                    interval: interval, threads: threads, suiteRun: suiteRun, flag: flag,
                    onEvent: onEvent)
                let made = try training.run()
                members.append(made)
                if !made.isFinished { break }
            }
            return members
        }
        var result = TrainingOutcome(
            id: folder.id, folder: folder, isFinished: members.allSatisfy(\.isFinished),
            steps: members.reduce(0) { $0 + $1.steps }, stop: members.first?.stop)
        guard result.isFinished else { return result }
        let product: TrainingKeeper<TrainingPlan>.Product? =
            plan.recipe.method == .reward
            ? .rewardModels(count: members.count) : members.first?.adapter.map { .adapter($0) }
        (result.record, result.product) = try await keeper.keep(
            folder, product, stop: result.stop, body: body(folder, members), links: links)
        return result
    }

    private func body(_ folder: TrainingFolder, _ members: [MemberOutcome]) -> [String: JSONValue] {
        typealias Keeper = TrainingKeeper<TrainingPlan>
        var body: [String: JSONValue] = [
            "data": .object(plan.data.hashes.mapValues { .string($0) }),
            "data_sha256": .string(plan.data.dataHash), "report": Keeper.json(plan.data.report),
            "steps": .integer(members.first?.steps ?? 0),
            "planned_steps": .integer(plan.stepCount),
        ]
        if let heldOut = plan.heldOut {
            body["held_out"] = .object(heldOut.hashes.mapValues { .string($0) })
            body["held_out_before"] =
                folder.metrics.first { $0["held_out"] != nil }?["held_out"]
            body["held_out_after"] = members.last?.heldOut?.json
        }
        let rewards = members.compactMap(\.rewards)
        if !rewards.isEmpty { body["rewards"] = .array(rewards.map(Keeper.json)) }
        return body
    }

    private var links: [RecordLink] {
        plan.data.hashes.keys.sorted().map { RecordLink("trained on", "document:\($0)") }
            + plan.data.origins.map { RecordLink("trained on", $0) }
    }
}

/// What one member's training gave.
struct MemberOutcome: Sendable {
    var isFinished: Bool
    var steps: Int
    /// The rule that ended it early; nil for none.
    var stop: TrainingStop?
    var adapter: LoRAAdapter?
    /// Held-out data at the end.
    var heldOut: HeldOutMetrics?
    /// Rewards of the training pairs and of held-out pairs, for calibration.
    var rewards: RewardSummary?
}
