import FoundationEssentials
import LanguageModel
import Workspace

/// Carries a training from its lease to its records: the folder that it begins or continues in,
/// cancellation, the adapter or reward model in its place, and how all of it came about.
struct TrainingKeeper<Plan: KeptTraining> {
    private let plan: Plan
    private let workspace: WorkspaceFolder
    private let store: Store

    init(_ plan: Plan, in workspace: WorkspaceFolder, store: Store) {
        self.plan = plan
        self.workspace = workspace
        self.store = store
    }

    /// Does the work of a training on a thread of its own, in the folder of the unfinished training
    /// of the same key or a new one. Cancelling the task sets the flag.
    ///
    /// - Throws: `AlignmentError` where another process has the folder; `TrainingError` of the code
    ///   `notFinite`, after which the training is over for good.
    func run<Outcome: Sendable>(
        _ work: @escaping @Sendable (TrainingFolder, StopFlag) throws -> Outcome
    ) async throws -> (folder: TrainingFolder, outcome: Outcome) {
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
        do {
            let outcome = try await withTaskCancellationHandler {
                try await ComputeThread.run { try work(folder, flag) }
            } onCancel: {
                flag.set()
            }
            withExtendedLifetime(lock) {}
            return (folder, outcome)
        } catch let error as TrainingError where error.code == .notFinite {
            try folder.write(.failed, key: key, recipe: plan.recipe.file)
            throw error
        }
    }

    /// What a finished training left: an adapter, or the files of reward models.
    enum Product {
        case adapter(LoRAAdapter)
        case rewardModels(count: Int)
    }

    /// Puts the product into its place and writes the records; the folder's checkpoints go.
    ///
    /// - Parameters:
    ///   - body: what is particular to the training.
    ///   - links: the same, besides the model, the recipe and the runs of its checks.
    func keep(
        _ folder: TrainingFolder, _ product: Product?, stop: TrainingStop?,
        body: [String: JSONValue], links: [RecordLink]
    ) async throws -> (training: StoredRecord, product: StoredRecord?) {
        let checks = folder.metrics.filter { $0["check"] != nil }
        let training = record(folder, checks, stop: stop, body: body, links: links)
        var records = [training]
        let kept = try product.map { try record(folder, of: $0) }
        if let kept { records.append(kept) }
        records += try checks.compactMap { try record(folder, of: $0) }
        try await store.append(records)
        try folder.write(.finished, key: plan.key, recipe: plan.recipe.file)
        folder.removeCheckpoints(members: plan.members)
        return (training, kept)
    }

    private func record(
        _ folder: TrainingFolder, _ checks: [JSONValue], stop: TrainingStop?,
        body extra: [String: JSONValue], links more: [RecordLink]
    ) -> StoredRecord {
        let lines = folder.metrics
        let steps = lines.filter { $0["loss"] != nil }
        var body: [String: JSONValue] = [
            "method": .string(plan.recipe.method.rawValue), "model": .string(plan.base.alias),
            "base_sha256": .string(plan.base.sha256),
            "adapter": .string(plan.recipe.adapterName),
            "recipe": plan.recipe.content, "recipe_path": .string(plan.recipe.file),
            "recipe_sha256": .string(plan.recipe.contentHash), "members": .integer(plan.members),
            "memory": Self.json(plan.memory),
            "folder": .string(".conduct/trainings/\(folder.id)"),
            "seconds": .number(steps.reduce(0) { $0 + ($1["seconds"]?.double ?? 0) }),
            "tokens": .integer(steps.reduce(0) { $0 + ($1["tokens"]?.int ?? 0) }),
        ]
        body["first"] = steps.first
        body["last"] = steps.last
        body["last_watch"] = lines.last { $0["watch"] != nil }?["watch"]
        body["stopped"] = stop?.json
        if !checks.isEmpty { body["checks"] = .array(checks) }
        body.merge(extra) { $1 }
        var links = [RecordLink("trained from", "model:\(plan.base.alias)")]
        if plan.recipe.file.hasSuffix(".yaml") || plan.recipe.file.hasSuffix(".yml") {
            links.append(RecordLink("follows", "document:\(plan.recipe.file)"))
        }
        links += more
        var runs: Set<String> = []
        for check in checks {
            for key in ["base_run", "run"] {
                guard let run = check["check"]?[key]?.string, runs.insert(run).inserted else {
                    continue
                }
                links.append(RecordLink("checked by", run))
            }
        }
        return StoredRecord(
            id: folder.id, name: plan.recipe.adapterName, links: links, body: .object(body))
    }

    private func record(_ folder: TrainingFolder, of product: Product) throws -> StoredRecord {
        let name = plan.recipe.adapterName
        switch product {
        case .adapter(let adapter):
            let hash = try AdapterShelf(workspace).write(
                adapter, as: name, for: plan.base.model.configuration, base: plan.base.name,
                baseSHA256: plan.base.sha256)
            return adapterRecord(folder, name, sha256: hash)
        case .rewardModels(let count):
            let hashes = try (0..<count).map {
                try FileAccess.hash(folder.partsPath(member: $0), path: name)
            }
            return record(
                folder, name, kind: "reward-model",
                sha256: ContentHash.of(.array(hashes.map { .string($0) })),
                ["training": .string(folder.id.description)])
        }
    }

    /// The record of the adapter as it was at a check.
    private func record(_ folder: TrainingFolder, of check: JSONValue) throws -> StoredRecord? {
        guard let step = check["step"]?.int else { return nil }
        let name = "\(plan.recipe.adapterName).step-\(step)"
        guard let hash = try? AdapterShelf(workspace).hash(of: name) else { return nil }
        return adapterRecord(folder, name, sha256: hash, ["step": .integer(step)])
    }

    private func adapterRecord(
        _ folder: TrainingFolder, _ name: String, sha256: String,
        _ extra: [String: JSONValue] = [:]
    ) -> StoredRecord {
        let path = ["path": JSONValue.string(".conduct/adapters/\(name)")]
        return record(
            folder, name, kind: "adapter", sha256: sha256, path.merging(extra) { $1 })
    }

    private func record(
        _ folder: TrainingFolder, _ name: String, kind: String, sha256: String,
        _ extra: [String: JSONValue]
    ) -> StoredRecord {
        var body: [String: JSONValue] = [
            "name": .string(name), "sha256": .string(sha256), "kind": .string(kind),
            "base": .string(plan.base.alias), "base_sha256": .string(plan.base.sha256),
            "members": .integer(plan.members), "recipe": plan.recipe.content,
        ]
        // Matrices that were trained whole have the rank that they have.
        if plan.recipe.whole == nil {
            body["rank"] = .integer(plan.recipe.adapter.rank)
            body["alpha"] = .number(plan.recipe.adapter.alpha)
        }
        return StoredRecord(
            id: store.ids.next(.adapter), name: name,
            links: [
                RecordLink("made by", folder.id),
                RecordLink("adapts", "model:\(plan.base.alias)"),
            ], body: .object(body.merging(extra) { $1 }))
    }

    static func json(_ value: some Encodable) -> JSONValue {
        guard let data = try? JSONEncoder().encode(value) else { return .null }
        return (try? JSONValue(parsing: data)) ?? .null
    }
}

extension TrainingFolder {
    /// Removes what only a continued training needs.
    func removeCheckpoints(members: Int) {
        for member in 0..<members {
            try? FileManager.default.removeItem(atPath: checkpointPath(member: member))
        }
    }

    /// The stop that a rule called for; nil where none has.
    var stop: TrainingStop? { metrics.lazy.compactMap { TrainingStop($0["stopped"]) }.first }
}
