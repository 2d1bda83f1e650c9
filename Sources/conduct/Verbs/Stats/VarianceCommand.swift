import ArgumentParser
import Evaluation
import Reports
import Statistics

/// `conduct stats variance`.
struct VarianceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "variance",
        abstract: "Where the spread comes from: case, wording, sampling, judge; what to buy next.",
        discussion: """
            A row for each score with its case and, where there are several, the wording of the \
            prompt, the sample and the judge. Intervals leave out cases, wordings or judges in turn.

            EXAMPLES
              conduct stats variance scores.csv
              conduct stats variance scores.jsonl --unit case_id --prompt prompt --judge judge \
                --judge-cost 0.2
            """)

    @OptionGroup var table: TableOptions
    @OptionGroup var output: AnalysisOutput

    @Argument(help: "The scores, CSV or JSONL.", completion: .file())
    var file: String

    @Option(name: .long, help: "The column of the score.")
    var value: String?

    @Option(name: .long, help: "The column of the case.")
    var unit: String?

    @Option(name: .long, help: "The column of the prompt's wording; none for none.")
    var prompt: String?

    @Option(name: .long, help: "The column of the sample; without it rows are counted up.")
    var sample: String?

    @Option(name: .long, help: "The column of the judge; none for none.")
    var judge: String?

    @Option(name: .long, help: "The price of a judgment, in prices of a model call.")
    var judgeCost = 0.0

    @Option(name: .long, help: "The level of the intervals.")
    var level = 0.95

    func validate() throws {
        try checkLevel(level)
        if !(judgeCost >= 0 && judgeCost.isFinite) {
            throw ValidationError("--judge-cost is at least 0")
        }
    }

    func run() throws {
        var columns = FacetColumns()
        (columns.value, columns.unit, columns.prompt) = (value, unit, prompt)
        (columns.sample, columns.judge) = (sample, judge)
        let sheet = try FacetSheet(table.read(file), columns)
        let analysis = ComparisonAnalysis.attempt { () throws(Undefined) in
            try VarianceAnalysis(sheet, level: level, judgeCost: judgeCost)
        }
        switch analysis {
        case .success(let analysis):
            try output.show(analysis.document, json: analysis.json)
        case .failure(let reason):
            throw Failure(.no, "error: the variance is \(reason.description)")
        }
    }
}
