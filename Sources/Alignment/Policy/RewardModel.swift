import Evaluation
package import LanguageModel
import Synchronization
package import Workspace

/// A trained reward model or ensemble, ready to score.
///
/// A class because it owns half a gigabyte of weights; the members take turns in them.
package final class RewardModel: Sendable {
    package let name: String
    /// SHA-256 over the members' numbers.
    package let hash: String
    /// How many models score.
    package let members: Int
    private let base: TransformerModel
    private let held: Mutex<Held>
    private let paths: [String]

    /// The model in memory and whose numbers it has.
    private struct Held: ~Copyable {
        var trained: TrainingModel
        var member = -1
    }

    /// Opens the newest reward model of a name.
    ///
    /// - Throws: `AlignmentError` where there is none, or for another base model.
    package convenience init(
        named name: String, in folder: WorkspaceFolder, store: Store,
        configuration: WorkspaceConfiguration
    ) async throws {
        let all = try await store.reader.records(.adapter).filter {
            $0.body["kind"]?.string == "reward-model"
        }
        guard let record = all.last(where: { $0.name == name }) else {
            let known = Set(all.map(\.name)).sorted().joined(separator: ", ")
            throw AlignmentError(
                .name, "there is no reward model '\(name)'",
                advice: known.isEmpty
                    ? "train one with conduct align reward" : "name one of: \(known)")
        }
        guard let id = record.body["training"]?.string.flatMap(RecordID.init),
            let alias = record.body["base"]?.string, let content = record.body["recipe"],
            let members = record.body["members"]?.int
        else {
            throw AlignmentError(
                .model, "the record of '\(name)' lacks its training",
                advice: "train the reward model again")
        }
        let recipe = try Recipe(DocumentNode(content, file: "\(name).yaml"))
        let files = TrainingFolder(id, in: folder)
        let paths = (0..<members).map { files.partsPath(member: $0) }
        let made = try await ComputeThread.run {
            let base = try TrainingBase.open(alias, in: folder, configuration)
            guard base.sha256 == record.body["base_sha256"]?.string else {
                throw AlignmentError(
                    .model, "'\(name)' was trained on another model than \(alias) is now",
                    advice: "train the reward model again")
            }
            return RewardBase(model: base.model, parts: try recipe.parts(for: base.model))
        }
        try self.init(
            name: name, hash: record.body["sha256"]?.string ?? "", base: made.model,
            parts: made.parts, paths: paths)
    }

    private init(
        name: String, hash: String, base: TransformerModel, parts: TrainableParts, paths: [String]
    ) throws {
        self.name = name
        self.hash = hash
        self.base = base
        self.paths = paths
        members = paths.count
        held = Mutex(Held(trained: try TrainingModel(base, training: parts)))
        _ = try load(0)
    }

    /// The mean reward of each completion over the members. Blocks: call it on a thread of ours.
    package func rewards(_ groups: [TrainingGroup]) -> [[Double]] {
        scored(groups).map { $0.map { $0.reduce(0, +) / Double(max(1, $0.count)) } }
    }

    /// Each member's reward of each completion, by group and completion. Blocks: call it on a
    /// thread of ours.
    package func scored(_ groups: [TrainingGroup]) -> [[[Double]]] {
        var all = groups.map { $0.completions.map { _ in [Double]() } }
        for member in 0..<members {
            // The files were read once when the model was opened; gone meanwhile, a member is
            // left out of the mean.
            guard let found = try? rewards(groups, member: member) else { continue }
            for (group, values) in found.enumerated() {
                for (completion, value) in values.enumerated() {
                    all[group][completion].append(value)
                }
            }
        }
        return all
    }

    /// The tokens of a conversation's answer as a group to be scored.
    package func group(_ question: [Message], answers: [String]) throws -> TrainingGroup {
        let encoder = RowEncoder(base)
        let examples = try answers.map { answer in
            do throws(RowProblem) {
                return try encoder.example(
                    TrainingRow(
                        file: "", line: 0,
                        content: .answer(
                            prompt: .messages(question),
                            completion: .messages([Message(.assistant, answer)]))))
            } catch {
                throw AlignmentError(
                    .reward, "the answer cannot be scored: it \(error.reason)",
                    advice: "shorten the conversation")
            }
        }
        return TrainingGroup(
            prompt: examples.first?.group.prompt ?? [],
            completions: examples.flatMap(\.group.completions))
    }

    private func rewards(_ groups: [TrainingGroup], member: Int) throws -> [[Double]] {
        try load(member)
        return held.withLock { $0.trained.rewards(groups) }
    }

    private func load(_ member: Int) throws {
        try held.withLock { held in
            guard held.member != member else { return }
            try held.trained.loadParts(from: paths[member])
            held.member = member
        }
    }
}

/// What is opened on a thread of its own and handed over.
private struct RewardBase: Sendable {
    var model: TransformerModel
    var parts: TrainableParts
}

extension RewardModel: RewardSource {
    package func rewards(of answer: String, to question: [Message]) async throws -> [Double] {
        try await ComputeThread.run {
            self.scored([try self.group(question, answers: [answer])])[0][0]
        }
    }
}
