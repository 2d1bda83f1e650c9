import ArgumentParser
import Evaluation
import Reports
import Workspace

/// `conduct compare`.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two runs case by case: differences with intervals, flips, noise.",
        discussion: """
            Cases are paired by id; content that changed is flagged. The difference is B − A.

            EXAMPLES
              conduct compare run_01k5 latest
              conduct compare run_01k5 latest --html compare.html
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Run A: an id, a unique beginning of one, or latest.")
    var first: String

    @Argument(help: "Run B.")
    var second: String

    @Option(name: .long, help: "Also write the comparison as one HTML file.")
    var html: String?

    func run() async throws {
        let (_, store) = try workspace.open()
        let reader = store.reader
        let comparison = RunComparison(
            try await RunLoading.evidence(first, reader: reader),
            try await RunLoading.evidence(second, reader: reader))
        let report = CompareReport(comparison)
        if let html {
            let file = try WholeFile(path: html)
            try file.write(report.html())
            try file.finish()
            printError("wrote \(html)")
        }
        printOut(output.json ? try comparison.jsonText() : report.text(.output))
    }
}
