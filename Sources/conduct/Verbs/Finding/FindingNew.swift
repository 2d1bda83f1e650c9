import ArgumentParser
import Evaluation
import LanguageModel
import Workspace

/// `conduct finding new`.
struct FindingNew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin a finding from a sample.",
        discussion: """
            Prompt and observed answer come from the sample. With --draft the file is written \
            without the rest, to be finished in an editor and kept by conduct finding record.

            EXAMPLES
              conduct finding new --from smp_01k5 --title "Agrees with professors" --draft
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Option(name: .long, help: "The sample in which it was seen.")
    var from: String

    @Option(name: .shortAndLong, help: "The failure in a few words.")
    var title: String

    @Option(name: .shortAndLong, help: "critical, high, medium or low.")
    var severity: FindingDocument.Severity = .medium

    @Option(name: .long, help: "The clause that it breaks; by default the case's only one.")
    var clause: String?

    @Option(name: .shortAndLong, help: "What should have come.")
    var expected: String?

    @Option(name: .long, help: "Why it may have happened, and how sure that is.")
    var hypothesis: String?

    @Flag(name: .long, help: "Write the file only; expected and hypothesis may be open.")
    var draft = false

    func run() async throws {
        if !draft, expected?.isEmpty ?? true || hypothesis?.isEmpty ?? true {
            throw Failure(
                .badInput,
                "error: a finding states what was expected and why it may have happened: give "
                    + "--expected and --hypothesis, or write them in an editor after --draft")
        }
        let (folder, store) = try workspace.open()
        let book = FindingBook(folder: folder, store: store)
        let sample = try await store.reader.resolve(from, as: .sample)
        var document = try await book.draft(
            from: sample, title: title, severity: severity, clause: clause)
        document.expected = expected ?? ""
        document.hypothesis = hypothesis ?? ""
        let name = try author.name()
        document.author = name
        if draft {
            try folder.write(document.markdown, to: document.file, replacing: false)
            if output.json { return printOut(FindingJSON.document(document).serialized()) }
            return printOut(
                "A draft is in \(document.file); finish it, then: conduct finding record "
                    + document.file)
        }
        let kept = try await book.record(document, author: name, journal: folder.journal)
        if output.json { return printOut(FindingJSON.document(kept.document).serialized()) }
        printOut("\(kept.record.id) in \(kept.document.file)")
    }
}

/// `conduct finding record`.
struct FindingRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Keep what a finding's file says as a record.",
        discussion: """
            An edited file gets a new record that replaces the one before.

            EXAMPLES
              conduct finding record findings/agrees-with-professors.md
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The finding's file.", completion: .file(extensions: ["md"]))
    var file: String

    func run() async throws {
        let (folder, store) = try workspace.open()
        let book = FindingBook(folder: folder, store: store)
        let document = try await book.entry(file).document
        let kept = try await book.record(
            document, author: try author.name(), journal: folder.journal)
        printOut("\(kept.record.id) keeps \(kept.document.file)")
    }
}
