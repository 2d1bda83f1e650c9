import Alignment
import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct align compare`.
struct AlignCompare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Run a suite before and after a training, and compare case by case.",
        discussion: """
            Both runs are kept and reused. The difference is trained − base, with intervals, over \
            all cases and for each clause; the clauses are corrected together.

            EXAMPLES
              conduct align compare smollm2 smollm2+no-flattery --suite suites/honesty.yaml
              conduct align compare smollm2 smollm2+no-flattery --suite suites/honesty.yaml --by tags.pressure
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The base model's alias.")
    var base: String

    @Argument(help: "The trained model's alias, such as smollm2+no-flattery.")
    var trained: String

    @Option(name: .long, help: "The suite's file.")
    var suite: String

    @Option(name: .shortAndLong, help: "At most so many cases.")
    var limit: Int?

    @Option(name: .shortAndLong, help: "Prompts by id, separated by commas; of the suite's.")
    var prompts: String?

    @Option(name: .long, help: "Break down by clause, or by a tag: tags.NAME.")
    var by = "clause"

    @Option(name: .long, help: "Also write the comparison as one HTML file.")
    var html: String?

    func validate() throws {
        if by != "clause", !by.hasPrefix("tags.") {
            throw ValidationError("--by takes clause or tags.NAME, not '\(by)'")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let bench = SuiteBench(folder: folder, store: store, isSilent: output.json)
        let path = folder.relativePath(ofArgument: suite) ?? suite
        let options = EvalOptions(
            prompts: prompts.map { $0.split(separator: ",").map(String.init) }, limit: limit)
        let first = try await bench.evidence(base, suite: path, options)
        let second = try await bench.evidence(trained, suite: path, options)
        let whole = RunComparison(first, second)
        let slices = SliceComparison(
            first, second, by: by == "clause" ? .clause : .tag(String(by.dropFirst(5))))
        let report = CompareReport(whole)
        if let html {
            let file = try WholeFile(path: html)
            try file.write(report.html())
            try file.finish()
            printError("wrote \(html)")
        }
        if output.json {
            printOut(
                JSONValue.object([
                    "comparison": try JSONValue(parsing: whole.jsonText()),
                    "slices": slices.json,
                ]).serializedPretty())
            return
        }
        printOut(report.text(.output))
        if !slices.rows.isEmpty {
            printOut(
                "\n"
                    + SliceTable(slices, title: by == "clause" ? "By clause" : "By \(by)")
                    .table.terminalText(.output))
        }
    }
}
