import Annotation
import Foundation
import LanguageModel
import Workspace

/// Where workspaces of these tests lie; removed when the process ends, because what uses them may
/// outlive the value that made them.
private enum Root {
    static let path = NSTemporaryDirectory() + "conduct-labels-\(UUID().uuidString)"
    static let cleaning: Void = {
        atexit { try? FileManager.default.removeItem(atPath: Root.path) }
    }()
}

/// A workspace in a folder of its own.
struct LabelWorkspace: Sendable {
    let folder: WorkspaceFolder
    let store: Store

    init() throws {
        _ = Root.cleaning
        let path = Root.path + "/\(UUID().uuidString)"
        folder = try WorkspaceFolder.create(
            at: path, files: [(path: "conduct.yaml", content: "models: {}\n")]
        ).folder
        store = try Store.open(at: folder.storePath)
    }

    /// Writes a project over a file of items.
    func project(
        _ questions: String, items: [JSONValue], source: String = "", annotators: String = "{}",
        name: String = "test"
    ) throws -> String {
        try folder.write(items.map(JSONLines.line).joined(), to: "datasets/\(name).jsonl")
        try folder.write("# What to do\n\nJudge.\n", to: "labels/\(name).md")
        try folder.write(
            """
            project: \(name)
            guideline: labels/\(name).md
            questions: [\(questions)]
            items: {file: datasets/\(name).jsonl\(source)}
            annotators: \(annotators)
            """, to: "labels/\(name).yaml")
        return "labels/\(name).yaml"
    }

    func desk(_ path: String) async throws -> LabellingDesk {
        try await LabellingDesk.open(path, in: folder, store: store)
    }

    /// Items that show a number each.
    static func numbers(_ count: Int) -> [JSONValue] {
        (0..<count).map { ["id": .string("n\($0)"), "text": .string("number \($0)")] }
    }

    /// Items with two answers each.
    static func pairs(_ count: Int) -> [JSONValue] {
        (0..<count).map {
            [
                "id": .string("p\($0)"), "question": .string("what is \($0)?"),
                "left": .string("first \($0)"), "right": .string("second \($0)"),
            ]
        }
    }

    /// Stores a run in which two models answer each case under one prompt.
    func run(cases: Int, models: [String] = ["calm", "loud"]) async throws -> Run {
        let id = store.ids.next(.run)
        let run = Run(
            id: id, suite: "talk", planned: cases * models.count, toolVersion: "test")
        let writer = try await store.begin(
            RunPlan(
                run: run,
                cases: (0..<cases).map { index in
                    CaseSnapshot(
                        run: id, caseID: "case-\(index)", ordinal: index,
                        content: ["vars": ["question": .string("question \(index)")]])
                },
                prompts: [
                    PromptSnapshot(
                        run: id, promptID: "secret-prompt", ordinal: 0,
                        content: [["role": "user", "content": "{{ question }}"]])
                ],
                models: models.enumerated().map { place, name in
                    ModelSnapshot(run: id, alias: name, ordinal: place, identity: [:])
                }, scoring: nil))
        for index in 0..<cases {
            for model in models {
                let text = "\(model.count) words on \(index)" + (model == "loud" ? "!!!" : "")
                let sample = Sample(
                    id: store.ids.next(.sample), run: id, caseID: "case-\(index)",
                    promptID: "secret-prompt", model: model, seed: UInt64(index),
                    transcript: [
                        Message(.system, "secret instruction"),
                        Message(.user, "question \(index)"), Message(.assistant, text),
                    ], promptCount: 2, output: text)
                try await writer.submit(SampleEntry(sample: sample, scores: []))
            }
        }
        try await writer.flush()
        return try await writer.complete()
    }
}

extension LabellingDesk {
    /// Judges everything that waits for a person.
    @discardableResult
    nonisolated func judgeAll(
        as person: String, _ answer: (LabelItem, Presentation) -> [String: JSONValue]
    ) async throws -> [Judgment] {
        var taken: [Judgment] = []
        while let next = try await next(for: person) {
            guard let item = await item(under: next.ticket) else { break }
            var submission = Submission(next, annotator: person)
            submission.answers = answer(item, next)
            taken.append(try await submit(submission))
        }
        return taken
    }
}
