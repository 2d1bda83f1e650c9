import Annotation
import ArgumentParser
import LanguageModel
import Reports
import Statistics
import Workspace

/// `conduct arena board`.
struct ArenaStanding: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board", abstract: "Who is better than whom, and how sure that is.",
        discussion: """
            Strengths are Bradley–Terry's on the Elo scale around 1000; errors are clustered by \
            case. Ratings by different tie models can't be compared.

            EXAMPLES
              conduct arena board candour
              conduct arena board candour --voters all --ties davidson
            """)

    @OptionGroup var arena: ArenaOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "Whose votes: people, models or all.")
    var voters: ArenaBoard.Voters = .people

    @Option(name: .long, help: "How ties count: half-win, davidson or rao-kupper.")
    var ties: TieModel = .halfWin

    @Option(name: .long, help: "The precision of a prior that pulls strengths together; 0 is none.")
    var prior = 0.0

    func validate() throws {
        guard prior >= 0, prior.isFinite else {
            throw ValidationError("--prior takes a number of at least 0")
        }
    }

    func run() async throws {
        let (desk, _, _) = try await arena.desk()
        let board = ArenaBoard(
            arena: desk.definition.name, players: desk.field.players,
            votes: try await desk.current(), voters: voters, ties: ties, prior: prior)
        printOut(output.json ? board.json.serialized() : ArenaBoardTable(board).text(.output))
    }
}

/// `conduct arena export`.
struct ArenaExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the preferences that follow from the votes, as JSONL.",
        discussion: """
            A line has prompt, chosen, rejected, and the ids of the votes it rests on. Pairs that \
            are level, tied or mostly called bad are left out.

            EXAMPLES
              conduct arena export candour --output pairs.jsonl
            """)

    @OptionGroup var arena: ArenaOptions

    @Option(name: .shortAndLong, help: "The file; by default standard output.")
    var output: String?

    @Option(name: .long, help: "Whose votes: people, models or all.")
    var voters: ArenaBoard.Voters = .people

    func run() async throws {
        let (desk, _, store) = try await arena.desk()
        let votes = try await desk.current().filter {
            voters == .all || $0.isModel == (voters == .models)
        }
        let (lines, leftOut) = try await ArenaPreferences.lines(votes, reader: store.reader)
        let text = lines.map(JSONLines.line).joined()
        if let output {
            let file = try WholeFile(path: output)
            try file.write(text)
            try file.finish()
        } else {
            printOut(text, terminator: "")
        }
        printError(
            "\(NumberText.counted(lines.count, "preference")), "
                + "\(NumberText.counted(leftOut, "pair")) left out"
                + (output.map { ", written to \($0)" } ?? ""))
    }
}
