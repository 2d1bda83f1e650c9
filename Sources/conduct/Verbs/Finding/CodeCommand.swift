import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct code`.
struct CodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code",
        abstract: "Give open codes to samples; count a run's codes and which occur together.",
        discussion: """
            A code is a short name for what happens in a sample, made up while reading.

            EXAMPLES
              conduct code smp_01k5 hedges "agrees with title" --note "turns at the second line"
              conduct code smp_01k5 hedges --remove
              conduct code latest                     counts and co-occurrence in the newest run
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "A sample (smp_…), or a run for its counts.")
    var target: String

    @Argument(help: "Codes; without any the sample's are listed.")
    var codes: [String] = []

    @Option(name: .shortAndLong, help: "Why; kept with the codes.")
    var note = ""

    @Flag(name: .long, help: "Take the codes back.")
    var remove = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let book = CodeBook(store: store)
        guard target.hasPrefix(RecordKind.sample.rawValue) else {
            let run = try await store.reader.resolve(target, as: .run)
            guard codes.isEmpty else {
                throw Failure(
                    .badInput,
                    "error: codes go to a sample (smp_…), and \(run) is a run; list "
                        + "its samples with: conduct runs samples \(ShortID.of(run))")
            }
            return try show(try await book.summary(of: run))
        }
        let sample = try await store.reader.resolve(target, as: .sample)
        if !codes.isEmpty {
            let name = try author.name()
            if remove {
                for code in codes {
                    try await book.remove(
                        code, from: sample, author: name, journal: folder.journal)
                }
            } else {
                _ = try await book.add(
                    codes, note: note, to: sample, author: name, journal: folder.journal)
            }
        }
        list(try await book.marks(of: sample), sample)
    }

    private func list(_ marks: [CodeBook.Mark], _ sample: RecordID) {
        if output.json {
            return printOut(
                JSONValue.array(
                    marks.map {
                        [
                            "id": .string($0.id.description), "code": .string($0.code),
                            "author": .string($0.author), "note": .string($0.note),
                            "sample": .string($0.sample.description),
                        ]
                    }
                ).serialized())
        }
        if marks.isEmpty { return printOut("\(sample) has no codes.") }
        for mark in marks {
            let note = mark.note.isEmpty ? "" : "  (\(mark.note))"
            printOut(SafeText.line("\(mark.code)  \(mark.author)\(note)"))
        }
    }

    private func show(_ summary: CodeBook.Summary) throws {
        if output.json { return printOut(summary.json.serialized()) }
        printOut(summary.table().terminalText(.output))
        if summary.rows.count > 1 {
            printOut("\n" + summary.togetherTable().terminalText(.output))
        }
    }
}
