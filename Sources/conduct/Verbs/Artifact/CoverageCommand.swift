import ArgumentParser
import Evaluation
import Reports
import Workspace

/// `conduct coverage`.
struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Which combinations of tags a suite's cases cover, the empty ones first.",
        discussion: """
            The axes are the tags intent, surface, severity and failure where cases have them, \
            or --axes. A matrix file lists the values that each tag can take, so that a value \
            which no case has is seen as empty.

            EXAMPLES
              conduct coverage suites/honesty.yaml --axes pressure,topic
              conduct coverage suites/edges-matrix.yaml --html coverage.html
              conduct coverage suites/edges-matrix.yaml --fail-empty
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: "A suite, or a matrix file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    @Option(name: .long, help: "Tags, separated by commas.")
    var axes: String?

    @Option(name: .long, help: "Also write the matrix as one HTML file.")
    var html: String?

    @Flag(name: .long, help: "End with 1 when a combination that can occur is empty.")
    var failEmpty = false

    func run() throws {
        let folder = try workspace.folder()
        let matrix = try CoverageMatrix.read(
            folder.relativePath(ofArgument: file) ?? file,
            tags: axes.map { $0.split(separator: ",").map(String.init) }, in: folder,
            scorers: ScorerCatalogue.vocabulary)
        if let html {
            let file = try WholeFile(path: html)
            try file.write(matrix.html())
            try file.finish()
            printError("wrote \(html)")
        }
        printOut(output.json ? try matrix.jsonText() : matrix.table().terminalText(.output))
        if failEmpty, !matrix.empty.isEmpty { throw Failure(.no) }
    }
}
