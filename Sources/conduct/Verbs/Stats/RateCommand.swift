import ArgumentParser
import Evaluation
import Reports

/// `conduct stats rate`.
struct RateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate", abstract: "A rate or mean with its interval, also by group.",
        discussion: """
            Outcomes are 0 and 1, or pass and fail in words; other numbers get a mean. Rows that \
            belong together (samples of a case, cases of a topic) are not independent: name what \
            they share with --cluster.

            EXAMPLES
              conduct stats rate results.csv --value pass
              conduct stats rate results.jsonl --value score --by model --cluster case_id
            """)

    @OptionGroup var table: TableOptions
    @OptionGroup var output: AnalysisOutput

    @Argument(help: "The outcomes, CSV or JSONL.", completion: .file())
    var file: String

    @Option(name: .long, help: "The column of the outcome.")
    var value: String?

    @Option(name: .long, help: "The column that makes groups.")
    var by: String?

    @Option(name: .long, help: "The column of clusters.")
    var cluster: String?

    @Option(name: .long, help: "The level of the intervals.")
    var level = 0.95

    func validate() throws { try checkLevel(level) }

    func run() throws {
        var options = RateAnalysis.Options()
        (options.value, options.by) = (value, by)
        (options.cluster, options.level) = (cluster, level)
        let analysis = try RateAnalysis(table.read(file), options)
        try output.show(analysis.document, json: analysis.json)
    }
}
