import LanguageModel
package import Workspace

/// Carries out a training that samples: resumes or begins it, and keeps what came of it.
package struct PolicyRunner: Sendable {
    private let plan: PolicyPlan
    private let workspace: WorkspaceFolder
    private let store: Store
    /// Threads that compute; nil for as many as the machine has cores.
    package var threads: Int?

    package init(_ plan: PolicyPlan, in workspace: WorkspaceFolder, store: Store) {
        self.plan = plan
        self.workspace = workspace
        self.store = store
    }

    /// Trains to the end, or until the task is cancelled: the next call goes on after the last
    /// whole update.
    ///
    /// - Parameter onUpdate: called on the training's thread; must be quick.
    /// - Throws: `TrainingError` for a loss that is not finite, `AlignmentError` where another
    ///   process runs this training.
    package func run(onUpdate: @escaping @Sendable (PolicyMetrics) -> Void) async throws
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
        let training = PolicyTraining(
            plan: plan, folder: folder, threads: threads, flag: flag, onUpdate: onUpdate)
        let outcome = try await withTaskCancellationHandler {
            try await ComputeThread.run { try training.run() }
        } onCancel: {
            flag.set()
        }
        withExtendedLifetime(lock) {}
        var result = TrainingOutcome(
            id: folder.id, folder: folder, isFinished: outcome.isFinished, steps: outcome.updates)
        guard outcome.isFinished, let adapter = outcome.adapter else { return result }
        let name = plan.recipe.adapterName
        let hash = try AdapterShelf(workspace).write(
            adapter, as: name, for: plan.base.model.configuration, base: plan.base.name,
            baseSHA256: plan.base.sha256)
        let record = record(folder)
        let product = StoredRecord(
            id: store.ids.next(.adapter), name: name,
            links: [
                RecordLink("made by", folder.id),
                RecordLink("adapts", "model:\(plan.base.alias)"),
            ],
            body: [
                "name": .string(name), "sha256": .string(hash), "kind": "adapter",
                "base": .string(plan.base.alias), "base_sha256": .string(plan.base.sha256),
                "rank": .integer(plan.recipe.adapter.rank),
                "alpha": .number(plan.recipe.adapter.alpha), "members": 1,
                "recipe": plan.recipe.content, "path": .string(".conduct/adapters/\(name)"),
            ])
        try await store.append([record, product])
        try folder.write(.finished, key: key, recipe: plan.recipe.file)
        folder.removeCheckpoints(members: 1)
        result.record = record
        result.product = product
        return result
    }

    private func record(_ folder: TrainingFolder) -> StoredRecord {
        let lines = folder.metrics
        var body: [String: JSONValue] = [
            "method": .string(plan.recipe.method.rawValue), "model": .string(plan.base.alias),
            "base_sha256": .string(plan.base.sha256),
            "adapter": .string(plan.recipe.adapterName), "recipe": plan.recipe.content,
            "recipe_path": .string(plan.recipe.file),
            "recipe_sha256": .string(plan.recipe.contentHash),
            "reward": .string(plan.rewardName), "reward_sha256": .string(plan.rewardHash),
            "steps": .integer(lines.count), "members": 1,
            "folder": .string(".conduct/trainings/\(folder.id)"),
            "seconds": .number(lines.reduce(0) { $0 + ($1["seconds"]?.double ?? 0) }),
            "tokens": .integer(lines.reduce(0) { $0 + ($1["tokens"]?.int ?? 0) }),
        ]
        body["first"] = lines.first
        body["last"] = lines.last
        return StoredRecord(
            id: folder.id, name: plan.recipe.adapterName,
            links: [
                RecordLink("trained from", "model:\(plan.base.alias)"),
                RecordLink("follows", "document:\(plan.recipe.file)"),
                RecordLink("prompted by", "document:\(plan.recipe.sampling.suite)"),
            ], body: .object(body))
    }
}
