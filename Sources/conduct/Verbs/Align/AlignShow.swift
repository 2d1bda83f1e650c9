import Alignment
import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct align show`.
struct AlignShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a training: what went in, its curves, and what they mean.",
        discussion: """
            EXAMPLES
              conduct align show latest
              conduct align show no-flattery --html training.html
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: "The training: an id, a unique beginning of one, its adapter's name, or latest.")
    var training = "latest"

    @Option(name: .long, help: "Also write the report as one HTML file.")
    var html: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let record = try await Self.training(training, in: store.reader)
        let files = TrainingFolder(record.id, in: folder)
        let report = TrainingReport(record, metrics: files.metrics)
        if let html {
            let file = try WholeFile(path: html)
            try file.write(report.html())
            try file.finish()
            printError("wrote \(html)")
        }
        printOut(output.json ? report.json.serializedPretty() : report.text(.output))
    }

    /// A training by what the user calls it.
    static func training(_ name: String, in reader: StoreReader) async throws -> StoredRecord {
        if name == "latest" {
            guard let last = try await reader.records(.training).last else {
                throw Failure(.badInput, "nothing has been trained here; see conduct align --help")
            }
            return last
        }
        if let named = try await reader.latest(.training, named: name) { return named }
        let id = try await reader.resolve(name, as: .training)
        return try await reader.record(id)
    }
}
