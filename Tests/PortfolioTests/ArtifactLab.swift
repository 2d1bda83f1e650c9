import Evaluation
import Foundation
import LanguageModel
import Portfolio
import Workspace

/// A workspace in a temporary folder with a run whose suite, prompt and specification are files.
final class ArtifactLab {
    let folder: WorkspaceFolder
    let store: Store
    private(set) var run: RecordID
    private var failed: RecordID?
    private let output: String
    private let path: String

    static let text = """
        # T

        It passes `conduct:latest/contains` of answers.

        ```conduct
        view: results
        run: latest
        ```

        ```conduct
        {view: cases, run: latest, by: topic}
        ```

        """

    private let isScored: Bool

    init(output: String = "no", isScored: Bool = true) async throws {
        self.output = output
        self.isScored = isScored
        path = NSTemporaryDirectory() + "conduct-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        folder = try WorkspaceFolder(root: path)
        store = try Store.inMemory()
        run = store.ids.next(.run)
        try folder.write("models: {}\n", to: "conduct.yaml")
        try folder.write(Self.spec, to: "specs/s.md")
        try folder.write("---\nid: p\n---\n# user\n{{ q }}\n", to: "prompts/p.md")
        try folder.write(Self.suite, to: "suites/s.yaml")
        run = try await makeRun()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private static let spec = """
        # S
        ### Truth {#truth must authority=developer overridable-by=none}
        The assistant tells the truth.
        """

    private static let suite =
        """
        suite: s
        spec: specs/s.md
        models: [smollm2]
        prompts: [prompts/p.md]
        scorers: [{contains: yes}]
        cases:

        """
        + (0..<6).map { index in
            "  - {id: c\(index), clauses: [truth], tags: {topic: t\(index % 2)}, "
                + "vars: {q: \"\(index == 0 ? "Is it flat?" : "Question \(index)")\"}}\n"
        }.joined()

    /// Stores a run of the suite as it is: four answers pass, two fail.
    func makeRun() async throws -> RecordID {
        let suite = try Workspace.Suite.read(
            "suites/s.yaml", in: folder, scorers: ScorerCatalogue.vocabulary)
        let id = store.ids.next(.run)
        let record = Run(
            id: id, suite: suite.name, suitePath: suite.file,
            manifest: [
                "spec": "specs/s.md",
                "clauses": .object(suite.clauses.mapValues { .string($0) }),
                "suite_scorers": .array(suite.scorers.map { .string($0.contentHash) }),
                "id": .string(id.description),
            ], planned: 6, toolVersion: "test")
        let scoring = Scoring(
            id: store.ids.next(.scoring), run: id, scorers: [["contains": "yes"]])
        let plan = RunPlan(
            run: record,
            cases: suite.cases.enumerated().map { index, one in
                CaseSnapshot(
                    run: id, caseID: one.id, ordinal: index, tags: one.tags, clauses: one.clauses,
                    content: one.content)
            },
            prompts: suite.prompts.map {
                PromptSnapshot(run: id, promptID: $0.id, ordinal: 0, content: $0.content)
            },
            models: [
                ModelSnapshot(run: id, alias: "m", ordinal: 0, identity: [:], isSimulated: true)
            ], scoring: scoring)
        let writer = try await store.begin(plan)
        for index in 0..<6 {
            let passes = index < 4
            let sample = Sample(
                id: store.ids.next(.sample), run: id, caseID: "c\(index)", promptID: "p",
                model: "m", transcript: [Message(.user, "q"), Message(.assistant, output)],
                promptCount: 1, output: output)
            if !passes { failed = sample.id }
            let score = Score(
                scoring: scoring.id, sample: sample.id, scorer: "contains",
                verdict: isScored ? passes ? .pass : .fail : .unscored)
            try await writer.submit(SampleEntry(sample: sample, scores: [score], calls: []))
        }
        try await writer.complete()
        return id
    }

    /// A person says that a failed sample passes.
    func override() async throws {
        guard let failed else { return }
        try await store.addOverride(
            Override(
                id: store.ids.next(.override), run: run, sample: failed, scorer: "contains",
                verdict: .pass, note: "it does", author: "ada"), journal: nil)
    }

    /// Changes a file.
    func edit(_ path: String, _ old: String, _ new: String) throws {
        let text = String(decoding: try folder.read(path), as: UTF8.self)
        try folder.write(text.replacingOccurrences(of: old, with: new), to: path)
    }

    private var checker: ArtifactCheck {
        ArtifactCheck(folder: folder, store: store, scorers: ScorerCatalogue.vocabulary)
    }

    var shelf: ArtifactShelf {
        ArtifactShelf(folder: folder, store: store, scorers: ScorerCatalogue.vocabulary)
    }

    func items(_ document: ArtifactDocument) async throws -> [ArtifactCheck.Item] {
        try await checker.items(of: document)
    }

    func check(_ document: ArtifactDocument) async throws -> [CheckMessage] {
        try checker.messages(document, try await items(document))
    }

    /// A document with pins.
    func pinned(_ text: String) async throws -> (ArtifactDocument, ArtifactPinning) {
        let document = try ArtifactDocument(markdown: text, path: "artifacts/x.md")
        let pinning = ArtifactPinning(document, try await items(document))
        return (
            try ArtifactDocument(markdown: pinning.text, path: "artifacts/x.md"), pinning
        )
    }
}
