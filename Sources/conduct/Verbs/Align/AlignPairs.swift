import Alignment
import Annotation
import ArgumentParser
import Evaluation
import LanguageModel
import Workspace

/// `conduct align pairs`.
struct AlignPairs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs",
        abstract: "Make preference pairs from a run's outputs, or from people's votes on them.",
        discussion: """
            By a scorer: outputs that pass against outputs that fail, of the same case and prompt. \
            By votes: the output that a person preferred against the other, one pair for each \
            judgment. By an arena: the output that more of its votes preferred. Every pair is \
            kept as a record that leads back to its samples and votes.

            EXAMPLES
              conduct align pairs --from latest --scorer choice-text --out datasets/pairs.jsonl
              conduct align pairs --from latest --scorer choice-text --across-prompts --out datasets/pairs.jsonl
              conduct align pairs --from latest --scorer sentiment --by-value --per-case 3 --ended-only --out datasets/pairs.jsonl
              conduct align pairs --votes --out datasets/voted.jsonl
              conduct align pairs --arena candour --out datasets/arena.jsonl
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "The run: an id, a unique beginning of one, or latest.")
    var from: String?

    @Option(name: .long, help: "The scorer whose verdicts decide.")
    var scorer: String?

    @Flag(name: .long, help: "Take people's judgments on pairs of outputs instead of a scorer.")
    var votes = false

    @Option(name: .long, help: "Take the votes of this arena instead.")
    var arena: String?

    @Option(name: .long, help: "With --arena: whose votes: people, models or all.")
    var voters: ArenaBoard.Voters = .people

    @Option(name: .long, help: "With --votes: only this labelling project.")
    var project: String?

    @Option(name: .long, help: "With --votes: the question that decides.")
    var question: String?

    @Option(name: .long, help: "The file to write, JSONL, within the workspace.")
    var out: String

    @Option(name: .long, help: "At most so many pairs of one case and prompt.")
    var perCase = 1

    @Flag(
        name: .long,
        help: "Let outputs under one prompt teach another: the rejected output's prompt is kept.")
    var acrossPrompts = false

    @Flag(
        name: .long,
        help: "Pair any two outputs of different values, best with worst, not pass with fail.")
    var byValue = false

    @Flag(name: .long, help: "Leave out outputs that were cut off at the most tokens.")
    var endedOnly = false

    func validate() throws {
        if votes, byValue || endedOnly {
            throw ValidationError("--by-value and --ended-only belong to --scorer")
        }
        if perCase < 1 { throw ValidationError("--per-case must be at least 1") }
        if [votes, scorer != nil, arena != nil].count(where: \.self) > 1 {
            throw ValidationError("give one of --scorer, --votes and --arena")
        }
        if arena != nil, from != nil {
            throw ValidationError("an arena has runs of its own: leave out --from")
        }
        if !votes, arena == nil, from == nil || scorer == nil {
            throw ValidationError("give --from RUN and --scorer NAME, --votes, or --arena NAME")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        var run: RecordID?
        if let from { run = try await store.reader.resolve(from, as: .run) }
        let maker = PreferenceMaker(store: store)
        let made: PreferenceMaker.Made
        if let arena {
            made = try await pairs(arena, in: folder, store: store)
        } else if votes {
            made = try await maker.pairs(votesOn: run, project: project, question: question)
        } else if let run, let scorer {
            made = try await maker.pairs(
                of: run, scorer: scorer, perCase: perCase, acrossPrompts: acrossPrompts,
                byValue: byValue, endedOnly: endedOnly)
        } else {
            return
        }
        let path = folder.relativePath(ofArgument: out) ?? out
        try folder.write(made.jsonl, to: path)
        try await store.append(made.records)
        if output.json {
            printOut(made.summary(path: path).serializedPretty())
        } else {
            printOut(made.sentences.joined(separator: "\n"))
            printOut("\(made.records.count) pairs are in \(path)")
        }
    }

    private func pairs(_ arena: String, in folder: WorkspaceFolder, store: Store) async throws
        -> PreferenceMaker.Made
    {
        let desk = try await ArenaDesk.open(arena, in: folder, store: store)
        let votes = try await desk.current().filter {
            voters == .all || $0.isModel == (voters == .models)
        }
        let (lines, leftOut) = try await ArenaPreferences.lines(votes, reader: store.reader)
        func id(_ value: JSONValue?) -> RecordID? { value?.string.flatMap { RecordID($0) } }
        let preferences = lines.compactMap { line -> PreferenceMaker.Vote? in
            guard let chosen = id(line["chosen_sample"]), let rejected = id(line["rejected_sample"])
            else { return nil }
            return PreferenceMaker.Vote(
                chosen: chosen, rejected: rejected,
                votes: (line["votes"]?.array ?? []).compactMap { id($0) })
        }
        return try await PreferenceMaker(store: store).pairs(
            preferences, arena: arena, leftOut: leftOut)
    }
}
