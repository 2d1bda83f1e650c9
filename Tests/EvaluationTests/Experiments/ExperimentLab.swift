import Evaluation
import Foundation
import LanguageModel
import TestSupport
import Workspace

/// A workspace in a temporary folder with a simulated model whose behaviour is known, and the
/// steps of an experiment on it.
struct ExperimentLab {
    let root: String
    let folder: WorkspaceFolder
    let store: Store
    let configuration: WorkspaceConfiguration

    /// A model that passes at `rate`, at `rate + gain` where the system message says "step by
    /// step", and at `rate + gain + tone` where it is also blunt.
    init(cases: Int, rate: Double, gain: Double, groups: Int? = nil) throws {
        let root = NSTemporaryDirectory() + "conduct-experiment-\(UUID().uuidString)"
        self.root = root
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true)
        func write(_ text: String, _ name: String) throws {
            let url = URL(filePath: root + "/" + name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        try write(
            "models: {actor: {provider: scripted, file: models/actor.yaml}}\n", "conduct.yaml")
        try write(
            """
            scripted: actor
            default: "right"
            behaviours:
              - {name: failing, when: always, rate: \(1 - rate), reply: "wrong"}
              - {name: gain, when: {system-matches: "step by step"}, changes: {failing: \(-gain)}}
            """, "models/actor.yaml")
        let lines = (0..<cases).map { index in
            let group = groups.map { ", \"tags\": {\"g\": \"\(index % $0)\"}" } ?? ""
            return
                "{\"id\": \"c\(index)\", \"vars\": {\"question\": \"Question \(index)?\"}\(group)}"
        }
        try write(lines.joined(separator: "\n") + "\n", "datasets/c.jsonl")
        try write(
            """
            suite: s
            models: [actor]
            prompts: [{id: plain, user: "{{ question }}"}]
            cases: [{file: datasets/c.jsonl}]
            scorers: [{contains: right, name: correct}]
            \(groups == nil ? "" : "group-by: tags.g")
            """, "suites/s.yaml")
        folder = try WorkspaceFolder(root: root)
        try FileManager.default.createDirectory(
            atPath: folder.produced, withIntermediateDirectories: true)
        store = try Store.open(at: folder.storePath)
        configuration = try folder.configuration()
    }

    /// Writes and reads an experiment.
    func document(_ rest: String, name: String = "e") throws -> ExperimentDocument {
        let text = """
            experiment: \(name)
            question: Does thinking help?
            outcome: {suite: suites/s.yaml, scorer: correct}

            """
        try folder.write(text + rest + "\n", to: "experiments/\(name).yaml")
        return try ExperimentDocument.read(
            "experiments/\(name).yaml", in: folder, scorers: ScorerCatalogue.vocabulary,
            configuration: configuration)
    }

    var planner: ExperimentPlanner {
        let catalogue = ModelCatalogue(
            configuration, folder: folder, environment: [:], recordedRun: { _ in [] })
        let folder = folder
        return ExperimentPlanner(
            EvalPlanner(
                configuration: configuration, catalogue: catalogue,
                scorers: ScorerFactory(
                    environment: ScorerEnvironment(
                        readFile: { String(decoding: try folder.read($0), as: UTF8.self) },
                        judge: { _ in nil }, allowsCommands: false,
                        workingDirectory: folder.root)),
                toolVersion: "test"))
    }

    /// Plans and locks.
    func lock(_ document: ExperimentDocument) async throws -> StoredRecord {
        let plan = try await planner.plan(document)
        let lock = ExperimentRecords.lock(plan, forecast: .null, ids: store.ids)
        try await store.append(lock)
        return lock
    }

    /// Plans and runs.
    func run(
        _ document: ExperimentDocument, part: ExperimentPlan.Part = .working, limit: Int? = nil
    ) async throws -> EvalResult {
        let lock = try await ExperimentRecords.latestLock(of: document.name, in: store.reader)
        let plan = try await planner.plan(document, part: part, limit: limit, lock: lock)
        return try await ExperimentRunner(plan, store: store).run()
    }

    /// Analyses the newest run.
    func analyse(
        _ document: ExperimentDocument, part: ExperimentPlan.Part = .working
    ) async throws -> ExperimentAnalysis {
        try await ExperimentAnalyst(document, folder: folder, store: store).analyse(part).analysis
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }
}
