import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

extension ImportFormat: ExpressibleByArgument {}

/// `conduct import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make runs of what other tools recorded, or restore an export.",
        discussion: """
            Takes promptfoo results (JSON, JSONL), Inspect logs (.eval, .json), lm-eval samples \
            (JSONL), lines of {"prompt", "output"}, and what conduct runs export wrote. The format \
            is detected. Scores keep the names of the source's scorers; compare, report and rescore \
            work on the run. A file is imported whole or not at all.

            EXAMPLES
              conduct import results.json
              conduct import logs/2025-03-01_arc.eval other.eval
              conduct import answers.jsonl --model my-bot --name support
              conduct import samples_gsm8k_2025-03-01.jsonl --pass-at 1
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The files; each becomes a run.", completion: .file())
    var files: [String]

    @Option(name: .shortAndLong, help: "The format: promptfoo, inspect, lm-eval, plain or conduct.")
    var format: ImportFormat?

    @Option(name: .shortAndLong, help: "The model's name, where the file names none.")
    var model: String?

    @Option(name: .long, help: "The run's name, instead of the one in the file.")
    var name: String?

    @Option(
        name: .long,
        help: "Where numbers pass; by default 0.5 for numbers from 0 to 1, others have no verdict.")
    var passAt: Double?

    @Flag(name: .long, help: "Import a file that was imported before once more.")
    var again = false

    func validate() throws {
        if let passAt, !passAt.isFinite { throw ValidationError("--pass-at is to be a number") }
        if let model, model.isEmpty { throw ValidationError("--model is to be a name") }
    }

    func run() async throws {
        let (_, store) = try workspace.open()
        let importer = Importer(
            store: store,
            options: Importer.Options(
                format: format, model: model, name: name, passMark: passAt, again: again),
            toolVersion: ToolVersion.text)
        // All files are read and checked before the first is stored.
        var prepared: [Importer.Prepared] = []
        for file in files { prepared.append(try await importer.prepare(file, path: file)) }
        var outcomes: [Importer.Outcome] = []
        for item in prepared {
            outcomes.append(
                try await Interrupt.whileRunning { try await importer.store(item) }.result)
        }
        if output.json {
            return printOut(JSONValue.array(outcomes.map(Self.json)).serialized())
        }
        for outcome in outcomes {
            guard let run = outcome.run else {
                printOut(
                    "\(outcome.file): \(NumberText.counted(outcome.count, "record")) taken in.")
                continue
            }
            printOut(
                "\(outcome.file) is \(outcome.format.summary): "
                    + "\(NumberText.counted(outcome.count, "sample")) as \(run)")
            for note in outcome.notes { printOut("  " + SafeText.line(note)) }
        }
        if let last = outcomes.compactMap(\.run).last {
            printOut("\nNext\n  conduct runs show \(ShortID.of(last))")
            printOut("  conduct report \(ShortID.of(last)) --open")
        }
    }

    private static func json(_ outcome: Importer.Outcome) -> JSONValue {
        [
            "file": .string(outcome.file), "format": .string(outcome.format.rawValue),
            "run": outcome.run.map { .string($0.description) } ?? .null,
            (outcome.run == nil ? "records" : "samples"): .integer(outcome.count),
            "notes": .array(outcome.notes.map(JSONValue.string)),
        ]
    }
}
