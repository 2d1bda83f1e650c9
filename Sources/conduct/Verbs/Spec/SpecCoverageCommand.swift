import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct spec coverage`.
struct SpecCoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Each clause with its cases and the latest results, intervals and staleness.",
        discussion: """
            EXAMPLES
              conduct spec coverage specs/honesty.md
              conduct spec coverage specs/honesty.md --run latest --html coverage.html
              conduct spec coverage --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var spec: SpecArgument

    @Option(name: .long, help: "A run, instead of each suite's latest; repeatable.")
    var run: [String] = []

    @Option(name: .long, help: "Also write the coverage as one HTML file.")
    var html: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let (document, _) = try Spec.read(try spec.path(in: folder), in: folder)
        let reader = store.reader
        let ids =
            run.isEmpty ? nil : try await run.asyncMap { try await reader.resolve($0, as: .run) }
        let coverage = try await SpecCoverage.read(
            document, runs: ids, in: folder, from: reader, scorers: ScorerCatalogue.vocabulary)
        if let html {
            let file = try WholeFile(path: html)
            try file.write(coverage.html())
            try file.finish()
            printError("wrote \(html)")
        }
        if output.json { return printOut(try coverage.jsonText()) }
        printOut(coverage.table(isCompact: true).terminalText(.output))
    }
}
