import ArgumentParser
import Evaluation
import Reports

/// `conduct stats agreement`.
struct AgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement", abstract: "How far raters agree, with intervals over units.",
        discussion: """
            A long table has a row for each rating (unit, rater, value), a wide one a column for \
            each rater. Numbers get the nominal, ordinal, interval and ratio alpha, names the \
            nominal one. Intervals resample units, or with --cluster whole clusters of them.

            EXAMPLES
              conduct stats agreement ratings.csv
              conduct stats agreement wide.csv --unit item --raters ann,bob,cem --missing '*'
              conduct stats agreement labels.jsonl --scale 1,2,3,4,5 --cluster prompt --json
            """)

    @OptionGroup var table: TableOptions
    @OptionGroup var output: AnalysisOutput

    @Argument(help: "The ratings, CSV or JSONL.", completion: .file())
    var file: String

    @Option(name: .long, help: "The column of the unit that was rated.")
    var unit: String?

    @Option(name: .long, help: "The column of the rater, of a long table.")
    var rater: String?

    @Option(name: .long, help: "The column of the rating, of a long table.")
    var value: String?

    @Option(name: .long, help: "The raters' columns of a wide table, separated by commas.")
    var raters: String?

    @Option(name: .long, help: "The column of clusters of units, such as the prompt.")
    var cluster: String?

    @Option(
        name: .long,
        help: "The whole scale, separated by commas: unused categories change AC1 and others.")
    var scale: String?

    @Flag(name: .long, help: "Take ratings as names even where they are numbers.")
    var names = false

    @Option(name: .long, help: "Several ratings of a unit by a rater: refuse, latest or first.")
    var repeats: RatingColumns.Repeats = .refuse

    @Option(name: .long, help: "Intervals by bootstrap, jackknife or none.")
    var interval: AgreementAnalysis.Method = .bootstrap

    @Option(name: .long, help: "Resamples of the bootstrap.")
    var resamples = 1_000

    @Option(name: .long, help: "The seed of the bootstrap.")
    var seed: UInt64 = 0

    @Option(name: .long, help: "The level of the intervals.")
    var level = 0.95

    func validate() throws {
        try checkLevel(level)
        guard (2...1_000_000).contains(resamples) else {
            throw ValidationError("--resamples is between 2 and 1,000,000")
        }
    }

    func run() throws {
        var columns = RatingColumns()
        (columns.unit, columns.rater, columns.value) = (unit, rater, value)
        (columns.raters, columns.cluster) = (list(raters), cluster)
        (columns.scale, columns.areNames, columns.repeats) = (list(scale), names, repeats)
        var options = AgreementAnalysis.Options()
        (options.method, options.resamples) = (interval, resamples)
        (options.seed, options.level) = (seed, level)
        let analysis = AgreementAnalysis(try RatingSheet(table.read(file), columns), options)
        try output.show(analysis.document, json: analysis.json)
    }
}

extension RatingColumns.Repeats: ExpressibleByArgument {}

extension AgreementAnalysis.Method: ExpressibleByArgument {}
