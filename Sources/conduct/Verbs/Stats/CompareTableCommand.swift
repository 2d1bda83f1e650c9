import ArgumentParser
import Evaluation
import Reports

/// The columns of a table of two systems.
struct ComparisonColumnOptions: ParsableArguments {
    @Option(name: .long, help: "The first system: a column, or a value of the system column.")
    var first: String?

    @Option(name: .long, help: "The second system.")
    var second: String?

    @Option(name: .long, help: "The column of the case.")
    var unit: String?

    @Option(name: .long, help: "The column of the system, of a long table.")
    var system: String?

    @Option(name: .long, help: "The column of the outcome, of a long table.")
    var value: String?

    @Option(name: .long, help: "The column of clusters of cases.")
    var cluster: String?

    var columns: ComparisonColumns {
        var columns = ComparisonColumns()
        (columns.first, columns.second, columns.unit) = (first, second, unit)
        (columns.system, columns.value, columns.cluster) = (system, value, cluster)
        return columns
    }
}

/// `conduct stats compare`.
struct CompareTableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Two systems compared: difference, tests, effect sizes, what would have shown.",
        discussion: """
            Pairs cases unless --unpaired is given; repeats of a case are averaged first. The \
            difference is second − first. Wide tables have a column for each system, long ones a \
            row for each outcome (unit, system, value).

            EXAMPLES
              conduct stats compare scores.csv --first old --second new
              conduct stats compare results.jsonl --unit case --system model --value score \
                --cluster topic --equivalence 0.05
            """)

    @OptionGroup var table: TableOptions
    @OptionGroup var columns: ComparisonColumnOptions
    @OptionGroup var output: AnalysisOutput

    @Argument(help: "The outcomes, CSV or JSONL.", completion: .file())
    var file: String

    @Flag(name: .long, help: "The two samples are separate: nothing pairs them.")
    var unpaired = false

    @Option(name: .long, help: "Also test equivalence within plus or minus this margin.")
    var equivalence: Double?

    @Option(name: .long, help: "Random patterns of the permutation test.")
    var resamples = 9_999

    @Option(name: .long, help: "The seed of the permutation test and the bootstrap.")
    var seed: UInt64 = 0

    @Option(name: .long, help: "The level of the intervals.")
    var level = 0.95

    func validate() throws {
        try checkLevel(level)
        guard (1...10_000_000).contains(resamples) else {
            throw ValidationError("--resamples is between 1 and 10,000,000")
        }
        if let equivalence, !(equivalence > 0 && equivalence.isFinite) {
            throw ValidationError("--equivalence is a margin above 0")
        }
    }

    func run() throws {
        var wanted = columns.columns
        wanted.isUnpaired = unpaired
        var options = ComparisonAnalysis.Options()
        (options.level, options.seed) = (level, seed)
        (options.resamples, options.equivalence) = (resamples, equivalence)
        let analysis = ComparisonAnalysis(
            try ComparedColumns(table.read(file), wanted), options)
        try output.show(analysis.document, json: analysis.json)
    }
}
