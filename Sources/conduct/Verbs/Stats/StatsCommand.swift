import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct stats`.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Statistics of your own tables: agreement, rates, comparisons, plans, rankings.",
        discussion: """
            Reads CSV (or TSV) and JSONL files, long or wide. Columns are named by option or found \
            by their usual names, and what was found is said. No workspace is needed.

            EXAMPLES
              conduct stats agreement ratings.csv
              conduct stats rate results.jsonl --by model --cluster topic
              conduct stats compare scores.csv --first old --second new --equivalence 0.05
              conduct stats power --effect 0.03 --between-variance 0.1111
              conduct stats rank votes.csv --ties davidson --plot ranks.svg
            """,
        subcommands: [
            AgreementCommand.self, RateCommand.self, CompareTableCommand.self, PowerCommand.self,
            RankCommand.self, VarianceCommand.self,
        ])
}

/// What every verb that reads a table takes.
struct TableOptions: ParsableArguments {
    @Option(name: .long, help: "What the file is, where its name does not tell: csv or jsonl.")
    var format: TableFormat?

    @Option(
        name: .long,
        help: "Texts that stand for a missing value, separated by commas, such as NA,*.")
    var missing: String?

    func read(_ path: String) throws -> DataTable {
        try DataTable(path: path, format: format, missing: Set(list(missing) ?? []))
    }
}

/// `--json` and `--plot`.
struct AnalysisOutput: ParsableArguments {
    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @Option(name: .long, help: "Also write a chart to this file.", completion: .file())
    var plot: String?

    /// Prints an analysis and writes its chart.
    func show(_ document: AnalysisDocument, json value: JSONValue) throws {
        if let plot {
            guard let chart = document.chart else {
                throw Failure(.badInput, "error: there is nothing to draw; leave out --plot")
            }
            let file = try WholeFile(path: plot)
            try file.write(chart.standaloneSVG())
            try file.finish()
            printError("wrote \(plot)")
        }
        printOut(json ? value.serializedPretty() : document.text(.output))
    }
}

/// A list given with commas.
func list(_ text: String?) -> [String]? {
    text.map { $0.split(separator: ",").map(String.init) }
}

/// Refuses a confidence level outside 0...1.
func checkLevel(_ level: Double) throws {
    guard level > 0, level < 1 else { throw ValidationError("--level is between 0 and 1") }
}

extension TableFormat: ExpressibleByArgument {}
