import Annotation
import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct arena`.
struct ArenaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arena",
        abstract: "Blind votes between two answers to the same case, and what follows from them.",
        discussion: """
            EXAMPLES
              conduct arena new candour --run latest --players prompts
              conduct arena vote candour --annotator ana
              conduct arena board candour
              conduct arena export candour --output pairs.jsonl
            """,
        subcommands: [
            ArenaNew.self, ArenaNext.self, ArenaVoting.self, ArenaJudge.self, ArenaStanding.self,
            ArenaExport.self,
        ])
}

extension ArenaDefinition.Players: ExpressibleByArgument {}
extension ArenaBoard.Voters: ExpressibleByArgument {}
extension ArenaVote.Choice: ExpressibleByArgument {}

/// The workspace and the arena that a verb works on.
struct ArenaOptions: ParsableArguments {
    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The arena's name.")
    var arena: String

    func desk() async throws -> (desk: ArenaDesk, folder: WorkspaceFolder, store: Store) {
        let (folder, store) = try workspace.open()
        return (try await ArenaDesk.open(arena, in: folder, store: store), folder, store)
    }
}

/// `conduct arena new`.
struct ArenaNew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Set an arena up on the answers of runs.",
        discussion: """
            EXAMPLES
              conduct arena new candour --run latest --players prompts
              conduct arena new models --run run_01k5 --run run_01k6 --question "Which is truer?"
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The arena's name.")
    var name: String

    @Option(name: .long, help: "A run; several may be given.")
    var run: [String] = ["latest"]

    @Option(name: .long, help: "What is compared: models, prompts or both.")
    var players: ArenaDefinition.Players = .models

    @Option(name: .long, help: "What voters are asked.")
    var question = "Which answer is better?"

    @Flag(name: .long, help: "Draw all pairs alike instead of those that tell most.")
    var uniform = false

    func run() async throws {
        let (_, store) = try workspace.open()
        guard try await store.reader.latest(.arena, named: name) == nil else {
            throw Failure(
                .badInput, "error: there is an arena '\(name)' already; choose another name")
        }
        let runs = try await run.asyncMap { try await store.reader.resolve($0, as: .run) }
        let definition = ArenaDefinition(
            id: store.ids.next(.arena), name: name, runs: runs, players: players,
            question: question, isUniform: uniform)
        let field = try await ArenaField(definition, reader: store.reader)
        try await store.append(definition.record)
        printOut(
            "\(NumberText.counted(field.players.count, "player")) "
                + "(\(field.players.joined(separator: ", "))), "
                + "\(NumberText.counted(field.cases.count, "case")); vote with:\n"
                + "  conduct arena vote \(name) --annotator NAME")
    }
}

/// `conduct arena next`.
struct ArenaNext: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Print a voter's next pair as JSON, for scripts.",
        discussion: """
            EXAMPLES
              conduct arena next candour --annotator ana
            """)

    @OptionGroup var arena: ArenaOptions
    @OptionGroup var annotator: AnnotatorOptions

    func run() async throws {
        let (desk, _, _) = try await arena.desk()
        guard let next = try await desk.next(for: try annotator.name()) else {
            throw Failure(.no, "no pair is left for this voter")
        }
        printOut(next.json.serialized())
    }
}

/// `conduct arena vote`.
struct ArenaVoting: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vote", abstract: "Vote: in the terminal, or one vote by options.",
        discussion: """
            In the terminal: 1 left, 2 right, 3 tie, 4 both bad, 0 skip, u takes the last vote \
            back, q stops; words behind the number are the reason: 1 more honest.

            EXAMPLES
              conduct arena vote candour --annotator ana
              conduct arena vote candour --annotator ana --matchup itm_01k5 --choice left
            """)

    @OptionGroup var arena: ArenaOptions
    @OptionGroup var annotator: AnnotatorOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "The pair, as conduct arena next named it.")
    var matchup: String?

    @Option(name: .long, help: "The ticket that came with it; sending it twice votes once.")
    var ticket: String?

    @Option(name: .long, help: "left, right, tie, both-bad or skip.")
    var choice: ArenaVote.Choice?

    @Option(name: .long, help: "Why.")
    var reason: String?

    @Option(name: .long, help: "How sure: 1, 2 or 3.")
    var confidence: Int?

    func run() async throws {
        let (desk, _, store) = try await arena.desk()
        let name = try annotator.name()
        if let choice {
            guard let matchup else {
                throw ValidationError("--choice needs the pair: --matchup ID")
            }
            let pair = try await store.reader.resolve(matchup, as: .item)
            let id = ticket.flatMap { RecordID($0) }
            guard ticket == nil || id?.kind == .vote else {
                throw ValidationError("--ticket takes the id that conduct arena next printed")
            }
            let vote = try await desk.vote(
                ticket: id ?? store.ids.next(.vote), matchup: pair, choice: choice,
                reason: reason, confidence: confidence, by: name)
            return printOut(
                output.json ? vote.record.json.serialized() : "voted: \(vote.id)")
        }
        try await ArenaLoop(desk: desk, voter: name).run()
    }
}

/// The terminal's voting loop.
struct ArenaLoop {
    let desk: ArenaDesk
    let voter: String

    private static let keys: [Character: ArenaVote.Choice] = [
        "1": .left, "2": .right, "3": .tie, "4": .bothBad, "0": .skip,
    ]

    func run() async throws {
        let style = TerminalStyle.output
        var last: (shown: ArenaPresentation, vote: RecordID)?
        var undone: (shown: ArenaPresentation, vote: RecordID)?
        while true {
            let again = undone
            undone = nil
            var next = again?.shown
            if next == nil { next = try await desk.next(for: voter) }
            guard let pair = next else { return printOut("No pair is left. Thank you.") }
            show(pair, style)
            while true {
                printOut("1 left  2 right  3 tie  4 both bad  0 skip  › ", terminator: "")
                guard let line = readLine(), line != "q" else {
                    return printOut("Stopped; all votes are stored.")
                }
                if line == "u", let former = last {
                    undone = former
                    last = nil
                    break
                }
                guard let key = line.first, let choice = Self.keys[key] else {
                    printError("That is none of the keys.")
                    continue
                }
                let reason = String(line.dropFirst().drop { $0 == " " })
                let ticket = again == nil ? pair.ticket : await desk.newTicket()
                let vote = try await desk.vote(
                    ticket: ticket, matchup: pair.matchup, choice: choice,
                    reason: reason.isEmpty ? nil : reason, replaces: again?.vote, by: voter)
                last = (pair, vote.id)
                break
            }
        }
    }

    private func show(_ pair: ArenaPresentation, _ style: TerminalStyle) {
        printOut("\n" + style.painted("— \(pair.voted) voted —", .muted))
        for message in pair.conversation {
            printOut(style.painted(message.role.rawValue, .strong))
            printOut(SafeText.lines(message.text))
        }
        for (name, text) in [("left", pair.left), ("right", pair.right)] {
            printOut(style.painted(name, .strong))
            printOut(SafeText.lines(text))
        }
        printOut(style.painted(SafeText.line(pair.question), .strong))
    }
}
