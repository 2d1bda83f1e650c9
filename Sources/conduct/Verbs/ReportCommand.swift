import ArgumentParser
import Evaluation
import Reports
import Workspace

/// `conduct report`.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write a run's report: one self-contained file.",
        discussion: """
            EXAMPLES
              conduct report latest --open
              conduct report run_01k5 --format markdown --output notes/run.md
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case html, markdown, text }

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The run: an id, a unique beginning of one, or latest.")
    var name = "latest"

    @Option(name: .long, help: "The scoring; by default the one made with the run.")
    var scoring: String?

    @Option(name: .shortAndLong, help: "html, markdown or text.")
    var format: Format = .html

    @Option(name: .shortAndLong, help: "The file; by default reports/RUN.html in the workspace.")
    var output: String?

    @Option(name: .long, help: "How many samples the report shows, failing ones first.")
    var samples = 300

    @Flag(name: .long, help: "Open the report in the browser.")
    var open = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let evidence = try await RunLoading.evidence(name, scoring: scoring, reader: store.reader)
        let results = try await RunLoading.results(evidence, reader: store.reader)
        let shown = try await evidence.readSamples(limit: samples, from: store.reader)
        let id = ShortID.of(evidence.run.id)
        let report = RunReport(
            results, samples: shown,
            commands: RunReport.Commands(
                samples: "conduct runs samples \(id)", export: "conduct runs export \(id)"))
        let (text, suffix) =
            switch format {
            case .html: (report.html(), "html")
            case .markdown: (report.markdown(), "md")
            case .text: (report.text(), "txt")
            }
        let path: String
        if let output {
            let file = try WholeFile(path: output)
            try file.write(text)
            try file.finish()
            path = output
        } else {
            let name = "reports/\(evidence.run.id).\(suffix)"
            try folder.write(text, to: name)
            path = try folder.resolve(name)
        }
        printOut("The report is in \(path)")
        if open { Opening.open(path) }
    }
}
