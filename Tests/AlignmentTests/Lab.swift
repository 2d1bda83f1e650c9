import Alignment
import Foundation
import LanguageModel
import TestSupport
import Testing
import Workspace

/// A workspace of its own for each test, gone when the body returns.
struct Lab {
    let folder: WorkspaceFolder
    let store: Store

    static func with<Result>(
        _ files: [String: String], _ body: (Lab) async throws -> Result
    ) async throws -> Result {
        let path = NSTemporaryDirectory() + "conduct-align-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try EmbeddedModelFile.path()
        let folder = try WorkspaceFolder.create(
            at: path,
            files: [("conduct.yaml", "models: {}\n")] + files.map { ($0.key, $0.value) }
        ).folder
        return try await body(Lab(folder: folder, store: try Store.open(at: folder.storePath)))
    }

    func base(_ alias: String = "smollm2") throws -> TrainingBase {
        try TrainingBase.open(alias, in: folder, try folder.configuration())
    }

    func recipe(_ path: String = "recipes/r.yaml", verb: Recipe.Method? = nil) throws -> Recipe {
        try Recipe.read(path, in: folder, verb: verb)
    }

    func plan(_ path: String = "recipes/r.yaml", heldOut: Suite? = nil) throws -> TrainingPlan {
        try TrainingPlan(
            try recipe(path), base: try base(), in: folder, heldOutSuite: heldOut)
    }

    func set(_ path: String = "recipes/r.yaml", heldOut: Suite? = nil) throws -> TrainingSet {
        let recipe = try recipe(path)
        return try TrainingSet(
            recipe.data, of: recipe, in: folder, model: try base().model,
            heldOut: heldOut.map { (HeldOutQuestions($0), $0.cases.count) })
    }

    /// Recipes of these tests train little: the last two blocks, small factors.
    static func recipe(
        _ method: String, data: String = "datasets/d.jsonl", _ more: String = ""
    ) -> String {
        """
        method: \(method)
        model: smollm2
        data: \(data)
        batch-size: 2
        lora: {rank: 2, alpha: 4, blocks: [28, 29]}
        watch: {every: 0}
        \(more)

        """
    }

    /// Four pairs with prompts of their own.
    static let pairs = [
        ("What is the capital of Australia?", "Canberra", "Sydney"),
        ("What is 7 times 8?", "56", "54"),
        ("Is a whale a mammal or a fish?", "a mammal, like a bat", "a fish"),
        ("Who wrote Hamlet?", "William Shakespeare", "Charles Dickens"),
    ].map { question, good, bad in
        let row: JSONValue = [
            "prompt": .array([Message(.user, question).json]),
            "chosen": .array([Message(.assistant, good).json]),
            "rejected": .array([Message(.assistant, bad).json]),
        ]
        return row.serialized() + "\n"
    }.joined()
}

/// Collects what a training tells, from its thread.
final class Told: @unchecked Sendable {
    // Guarded by the lock; a test's own bookkeeping.
    private let lock = NSLock()
    private var events: [TrainingEvent] = []

    func add(_ event: TrainingEvent) { lock.withLock { events.append(event) } }
    var all: [TrainingEvent] { lock.withLock { events } }
    var steps: [StepMetrics] {
        all.compactMap { if case .step(let step, _) = $0 { step } else { nil } }
    }
}
