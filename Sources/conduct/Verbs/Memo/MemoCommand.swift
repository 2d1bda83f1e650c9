import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct memo`.
struct MemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memo",
        abstract: "Weigh models against each other for one decision, from stored runs.",
        discussion: """
            Behaviour with intervals, cost, speed at percentiles and impact by your own word; the \
            decision with what is uncertain carried through, and which weights would change it.

            EXAMPLES
              conduct schema memo                     what memos/*.yaml may say
              conduct memo compare memos/help-desk.yaml
              conduct memo compare memos/help-desk.yaml --markdown figures.md --html figures.html
            """,
        subcommands: [MemoCompare.self])
}

/// `conduct memo compare`.
struct MemoCompare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "The decision table of a memo, and its sensitivity.",
        discussion: """
            Asks no model: everything comes from the runs that the memo names. A cost that nobody \
            knows is an error, not 0. The comparison is kept as a record that leads to the runs.

            EXAMPLES
              conduct memo compare memos/help-desk.yaml
              conduct memo compare memos/help-desk.yaml --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The memo.", completion: .file())
    var memo: String

    @Option(name: .long, help: "Write the figures as Markdown to this file of the workspace.")
    var markdown: String?

    @Option(name: .long, help: "Write the figures as a page to this file of the workspace.")
    var html: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let path = folder.relativePath(ofArgument: memo) ?? memo
        let document = try MemoDocument.read(path, in: folder)
        let report = MemoReport(
            document, try await MemoEvidence.read(document, from: store.reader))
        let record = report.record(ids: store.ids, author: try author.name())
        try await store.append(record)
        if let markdown {
            try folder.write(
                report.markdown, to: folder.relativePath(ofArgument: markdown) ?? markdown)
        }
        if let html {
            try folder.write(report.html, to: folder.relativePath(ofArgument: html) ?? html)
        }
        if output.json {
            var object = report.json.object ?? [:]
            object["id"] = .string(record.id.description)
            return printOut(JSONValue.object(object).serialized())
        }
        printOut(
            report.tables.map { $0.terminalText(.output) }.joined(separator: "\n\n"))
        for note in report.notes { printOut("\n" + SafeText.line(note)) }
        printOut("\nKept as \(ShortID.of(record.id)).")
    }
}
