import ArgumentParser
import Evaluation
import Reports
import Statistics

/// `conduct stats rank`.
struct RankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank",
        abstract: "Models or prompts ranked by votes: Bradley–Terry with honest intervals.",
        discussion: """
            A row for each vote: left, right, winner (left, right, tie, both-bad, skip, or a \
            side's name). Errors are clustered by annotator where there is such a column. What \
            the votes do not connect is not ranked, and said (exit code 1).

            EXAMPLES
              conduct stats rank votes.csv
              conduct stats rank votes.jsonl --ties davidson --cluster prompt --position
              conduct stats rank votes.csv --style length=left_tokens,right_tokens --plot r.svg
            """)

    @OptionGroup var table: TableOptions
    @OptionGroup var output: AnalysisOutput

    @Argument(help: "The votes, CSV or JSONL.", completion: .file())
    var file: String

    @Option(name: .long, help: "The column of the side shown left.")
    var left: String?

    @Option(name: .long, help: "The column of the side shown right.")
    var right: String?

    @Option(name: .long, help: "The column of the choice.")
    var winner: String?

    @Option(name: .long, help: "The column of clusters (annotator, prompt); none for none.")
    var cluster: String?

    @Option(name: .long, help: "Ties as half-win, davidson or rao-kupper.")
    var ties: TieModel = .halfWin

    @Option(name: .long, help: "Possible ranks corrected by holm, scheffe or none.")
    var correction: RankCorrection = .holm

    @Flag(name: .long, help: "Estimate how much the left place helps.")
    var position = false

    @Option(
        name: .long,
        help: "Control for a feature, as NAME=LEFT_COLUMN,RIGHT_COLUMN; repeatable.")
    var style: [String] = []

    @Option(name: .long, help: "The column of the probability with which the pair was drawn.")
    var probability: String?

    @Option(name: .long, help: "The precision of a normal prior on strengths; 0 is none.")
    var prior = 0.0

    @Flag(name: .long, help: "Show how online Elo depends on the order of the votes.")
    var demonstrateElo = false

    @Option(name: .long, help: "The seed of the demonstration's random orders.")
    var seed: UInt64 = 0

    @Option(name: .long, help: "The level of the intervals.")
    var level = 0.95

    func validate() throws {
        try checkLevel(level)
        if !(prior >= 0 && prior.isFinite) { throw ValidationError("--prior is at least 0") }
        for text in style { _ = try parts(text) }
    }

    private func parts(_ text: String) throws -> [String] {
        let named = text.split(separator: "=", maxSplits: 1).map(String.init)
        let columns = named.count == 2 ? named[1].split(separator: ",").map(String.init) : []
        guard columns.count == 2 else {
            throw ValidationError("--style takes NAME=LEFT_COLUMN,RIGHT_COLUMN, not '\(text)'")
        }
        return [named[0]] + columns
    }

    func run() throws {
        var columns = VoteColumns()
        (columns.left, columns.right, columns.winner) = (left, right, winner)
        (columns.cluster, columns.position) = (cluster, position)
        columns.styles = try style.map(parts)
        columns.probability = probability
        var options = RankAnalysis.Options()
        (options.ties, options.correction, options.prior) = (ties, correction, prior)
        (options.level, options.seed) = (level, seed)
        options.demonstratesElo = demonstrateElo
        let analysis = RankAnalysis(try VoteSheet(table.read(file), columns), options)
        try output.show(analysis.document, json: analysis.json)
        if case .failure(let reason) = analysis.players {
            throw Failure(.no, "error: the players cannot be ranked: \(reason.cause)")
        }
    }
}
