import Annotation
import ArgumentParser
import LanguageModel
import Reports
import Workspace

extension LabelFormat: ExpressibleByArgument {}

/// `conduct label import`.
struct LabelImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take judgments from Label Studio, Argilla, JSONL or CSV.",
        discussion: """
            With --config a project is made of a Label Studio labeling configuration: its questions, \
            its tasks as items, its annotations as judgments. Without it the judgments go to a \
            project that is there. What has no counterpart is said, and kept as it came.

            EXAMPLES
              conduct label import graded tasks.json --config config.xml
              conduct label import helpfulness records.jsonl --format argilla
              conduct label import helpfulness judgments.jsonl --format jsonl
              conduct label import helpfulness ratings.csv --format csv
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var annotator: AnnotatorOptions

    @Argument(help: "The project's name.")
    var project: String

    @Argument(help: "The file.")
    var file: String

    @Option(name: .long, help: "The file's format.")
    var format: LabelFormat = .labelStudio

    @Option(name: .long, help: "A Label Studio labeling configuration, to make the project of.")
    var config: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let text = try Self.text(file)
        var notes: [String] = []
        if let config {
            guard format == .labelStudio else {
                throw ValidationError("--config goes with --format label-studio")
            }
            notes += try LabelStudioConfig.makeProject(
                project, xml: try Self.text(config), configPath: config, tasks: text,
                tasksPath: file, in: folder)
        }
        let path = try LabelProjects.path(of: project, in: folder)
        let desk = try await LabellingDesk.open(path, in: folder, store: store)
        let queue = try await desk.state()
        let read = try JudgmentImport(
            text, name: file, format: format, annotator: (try? annotator.name()) ?? "imported",
            for: queue)
        notes += read.notes
        let new = try await desk.take(read.fresh)
        for note in notes.prefix(50) { printError("note: \(SafeText.line(note))") }
        if notes.count > 50 { printError("note: \(notes.count - 50) more like these") }
        printOut(
            "\(NumberText.counted(queue.items.count, "item")), "
                + "\(NumberText.counted(read.judgments.count, "judgment")) read, "
                + "\(NumberText.count(new)) of them new")
    }

    /// A whole text file of at most 256 MiB.
    static func text(_ path: String) throws -> String {
        let bytes = try FileAccess.read(path, path: path)
        return try UTF8Text.validate(bytes, path: path)
    }
}

/// `conduct label export`.
struct LabelExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write items and judgments for Label Studio, Argilla, or as JSONL or CSV.",
        discussion: """
            EXAMPLES
              conduct label export helpfulness --format label-studio --output tasks.json
              conduct label export helpfulness --format label-studio --config config.xml
              conduct label export helpfulness --format csv --output judgments.csv
            """)

    @OptionGroup var label: LabelOptions

    @Option(name: .long, help: "The format.")
    var format: LabelFormat = .jsonl

    @Option(name: .shortAndLong, help: "The file; by default standard output.")
    var output: String?

    @Option(name: .long, help: "Also write Label Studio's labeling configuration to this file.")
    var config: String?

    func run() async throws {
        let (desk, _, _) = try await label.desk()
        let queue = try await desk.state()
        if let config {
            let made = desk.project.labelStudioConfig(items: queue.items)
            try Self.write(made.xml, to: config)
            for note in made.notes { printError("note: \(SafeText.line(note))") }
        }
        let text =
            switch format {
            case .labelStudio: LabelStudioTasks(queue).text
            case .argilla: ArgillaRecords(queue).text
            case .jsonl: JudgmentRows.jsonLines(queue)
            case .csv: JudgmentRows.csv(queue)
            }
        if let loss = format.loss { printError("note: \(loss)") }
        if let output { try Self.write(text, to: output) } else { printOut(text, terminator: "") }
    }

    private static func write(_ text: String, to path: String) throws {
        let file = try WholeFile(path: path)
        try file.write(text)
        try file.finish()
        printError("wrote \(path)")
    }
}
