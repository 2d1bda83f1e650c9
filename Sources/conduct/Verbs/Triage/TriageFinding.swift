import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct triage finding`.
struct TriageFinding: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finding", abstract: "Document a failure seen in transcripts.",
        discussion: """
            The first transcript is shown in the finding, all are linked to it.

            EXAMPLES
              conduct triage finding smp_01k5 smp_01k6 --title "Promises refunds" \\
                  --severity high --expected "It names the 30 days" --hypothesis "No policy text"
              conduct triage finding --run latest --cluster 2 --title … --severity high …
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "Transcripts (smp_…).")
    var samples: [String] = []

    @Option(name: .long, help: "The run whose cluster is meant.")
    var run = "latest"

    @Option(name: .long, help: "The cluster's number, instead of transcripts.")
    var cluster: Int?

    @Option(name: .long, help: "The failure in a few words.")
    var title: String

    @Option(name: .long, help: "critical, high, medium or low.")
    var severity: FindingDocument.Severity

    @Option(name: .long, help: "What should have come.")
    var expected: String

    @Option(name: .long, help: "Why it may have happened, and how sure that is.")
    var hypothesis: String

    @Option(name: .long, help: "The clause that it breaks.")
    var clause: String?

    func validate() throws {
        if samples.isEmpty == (cluster == nil) {
            throw ValidationError("name either transcripts or --cluster")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let book = TriageBook(folder: folder, store: store)
        var ids: [RecordID] = []
        if let cluster {
            let id = try await store.reader.resolve(run, as: .run)
            ids = try TriageBook.samples(of: cluster, in: try await book.clusters(of: id))
        }
        for sample in samples { ids.append(try await store.reader.resolve(sample, as: .sample)) }
        let (document, record) = try await book.finding(
            of: ids,
            TriageBook.Wording(
                title: title, severity: severity, expected: expected, hypothesis: hypothesis,
                clause: clause), author: try author.name(), journal: folder.journal)
        if output.json {
            return printOut(
                JSONValue.object([
                    "id": .string(record.id.description), "file": .string(document.file),
                    "transcripts": .integer(ids.count),
                ]).serialized())
        }
        printOut("\(document.file), from \(NumberText.counted(ids.count, "transcript"))")
        printOut("\nNext")
        printOut("  conduct triage clause \(document.file) --spec specs/….md --id …")
        printOut("  conduct finding case \(document.file) --dataset datasets/regressions.jsonl")
    }
}

/// `conduct triage clause`.
struct TriageClause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clause", abstract: "Write the rule that a finding asks for into a spec.",
        discussion: """
            The clause goes to the end of the file, with the transcript as its bad example; the \
            finding names it from then on. conduct spec lint says what it still lacks.

            EXAMPLES
              conduct triage clause latest --spec specs/desk.md --id no-promises \\
                  --title "Promise nothing" --text "The desk promises no refund." \\
                  --why "People rely on it."
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The finding: a file, an id, or latest.")
    var finding: String

    @Option(name: .long, help: "The specification; it is made where there is none.")
    var spec: String

    @Option(name: .long, help: "The clause's id.")
    var id: String

    @Option(name: .long, help: "The rule's heading.")
    var title: String

    @Option(name: .long, help: "must, must-not, should, should-not or may.")
    var modality = "must-not"

    @Option(name: .long, help: "The rule.")
    var text: String

    @Option(name: .long, help: "Why.")
    var why: String

    func validate() throws {
        if !["must", "must-not", "should", "should-not", "may"].contains(modality) {
            throw ValidationError("--modality is must, must-not, should, should-not or may")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let path = folder.relativePath(ofArgument: spec) ?? spec
        let document = try await FindingBook(folder: folder, store: store).entry(finding).document
        let record = try await TriageBook(folder: folder, store: store).clause(
            TriageBook.Rule(
                id: id, title: title, modality: modality, statement: text, rationale: why),
            in: path, because: document, author: try author.name(), journal: folder.journal)
        if output.json {
            return printOut(
                JSONValue.object([
                    "id": .string(record.id.description), "clause": .string(id),
                    "spec": .string(path), "finding": .string(document.file),
                ]).serialized())
        }
        printOut("\(path) has the clause '\(id)', because of \(document.file)")
        printOut("\nNext\n  conduct spec lint \(path)\n  conduct trace clause:\(id) --depth 4")
    }
}
