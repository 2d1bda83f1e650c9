import FoundationEssentials
import LanguageModel
import Workspace

/// Keeps what came of a training: the adapter or reward model in its place, and the records that
/// tell how it came about.
struct TrainingKeeper {
    private let plan: TrainingPlan
    private let workspace: WorkspaceFolder
    private let store: Store

    init(_ plan: TrainingPlan, in workspace: WorkspaceFolder, store: Store) {
        self.plan = plan
        self.workspace = workspace
        self.store = store
    }

    func keep(_ folder: TrainingFolder, _ members: [MemberOutcome]) async throws
        -> (training: StoredRecord, product: StoredRecord?)
    {
        let name = plan.recipe.adapterName
        var product: StoredRecord?
        var productHash: String?
        if plan.recipe.method == .reward {
            let hashes = try (0..<members.count).map {
                try FileAccess.hash(folder.partsPath(member: $0), path: name)
            }
            productHash = ContentHash.of(.array(hashes.map { .string($0) }))
        } else if let adapter = members.first?.adapter {
            productHash = try AdapterShelf(workspace).write(
                adapter, as: name, for: plan.base.model.configuration, base: plan.base.name,
                baseSHA256: plan.base.sha256)
        }
        let training = record(folder, members)
        if let productHash {
            var body: [String: JSONValue] = [
                "name": .string(name), "sha256": .string(productHash),
                "kind": .string(plan.recipe.method == .reward ? "reward-model" : "adapter"),
                "base": .string(plan.base.alias), "base_sha256": .string(plan.base.sha256),
                "rank": .integer(plan.recipe.adapter.rank),
                "alpha": .number(plan.recipe.adapter.alpha),
                "members": .integer(members.count), "recipe": plan.recipe.content,
            ]
            if plan.recipe.method == .reward {
                body["training"] = .string(folder.id.description)
            } else {
                body["path"] = .string(".conduct/adapters/\(name)")
            }
            product = StoredRecord(
                id: store.ids.next(.adapter), name: name,
                links: [
                    RecordLink("made by", folder.id),
                    RecordLink("adapts", "model:\(plan.base.alias)"),
                ], body: .object(body))
        }
        try await store.append([training] + (product.map { [$0] } ?? []))
        return (training, product)
    }

    private func record(_ folder: TrainingFolder, _ members: [MemberOutcome]) -> StoredRecord {
        let lines = folder.metrics
        let steps = lines.filter { $0["loss"] != nil }
        let data = plan.data
        var body: [String: JSONValue] = [
            "method": .string(plan.recipe.method.rawValue), "model": .string(plan.base.alias),
            "base_sha256": .string(plan.base.sha256),
            "adapter": .string(plan.recipe.adapterName),
            "recipe": plan.recipe.content, "recipe_path": .string(plan.recipe.file),
            "recipe_sha256": .string(plan.recipe.contentHash),
            "data": .object(data.hashes.mapValues { .string($0) }),
            "data_sha256": .string(data.dataHash), "report": Self.json(data.report),
            "steps": .integer(plan.stepCount), "members": .integer(members.count),
            "memory": Self.json(plan.memory),
            "folder": .string(".conduct/trainings/\(folder.id)"),
            "seconds": .number(steps.reduce(0) { $0 + ($1["seconds"]?.double ?? 0) }),
            "tokens": .integer(steps.reduce(0) { $0 + ($1["tokens"]?.int ?? 0) }),
        ]
        body["first"] = steps.first
        body["last"] = steps.last
        body["last_watch"] = lines.last { $0["watch"] != nil }?["watch"]
        if let heldOut = plan.heldOut {
            body["held_out"] = .object(heldOut.hashes.mapValues { .string($0) })
            body["held_out_before"] = lines.first { $0["held_out"] != nil }?["held_out"]
            body["held_out_after"] = members.last?.heldOut?.json
        }
        let rewards = members.compactMap(\.rewards)
        if !rewards.isEmpty { body["rewards"] = .array(rewards.map(Self.json)) }
        var links = [RecordLink("trained from", "model:\(plan.base.alias)")]
        if plan.recipe.file.hasSuffix(".yaml") || plan.recipe.file.hasSuffix(".yml") {
            links.append(RecordLink("follows", "document:\(plan.recipe.file)"))
        }
        for path in data.hashes.keys.sorted() {
            links.append(RecordLink("trained on", "document:\(path)"))
        }
        links += data.origins.map { RecordLink("trained on", $0) }
        return StoredRecord(
            id: folder.id, name: plan.recipe.adapterName, links: links, body: .object(body))
    }

    private static func json(_ value: some Encodable) -> JSONValue {
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
}
