import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct gym`.
struct GymCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gym",
        abstract: "Models with planted behaviours: does your suite find them, and how often?",
        discussion: """
            An exercise plants failures in a model at rates drawn anew for each start; some of \
            them nobody names. Your suite's run is graded: does its interval cover the true rate, \
            which failures did it find, what did it report that is not there. A pass is evidence \
            for the skill ladder. The truth lies sealed; opening it is kept.

            EXAMPLES
              conduct gym list
              conduct gym start facts-desk --seed 7
              conduct eval suites/facts-desk.yaml --models gym-facts-desk
              conduct gym grade --run latest
              conduct gym truth
            """,
        subcommands: [
            GymList.self, GymStart.self, GymTrain.self, GymGradeVerb.self, GymTruthVerb.self,
        ])
}

/// `conduct gym list`.
struct GymList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The exercises, and how those started here stand.",
        discussion: """
            EXAMPLES
              conduct gym list
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (folder, store) = try workspace.open()
        let entries = try await GymBook(folder: folder, store: store).entries()
        if output.json {
            return printOut(
                JSONValue.object([
                    "exercises": .array(GymExercise.all.map(GymTables.json)),
                    "started": .array(entries.map(GymTables.json)),
                ]).serialized())
        }
        printOut(GymTables.exercises.terminalText(.output))
        if !entries.isEmpty { printOut("\n" + GymTables.started(entries).terminalText(.output)) }
    }
}

/// `conduct gym start`.
struct GymStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Begin an exercise: its brief, its traffic, its model.",
        discussion: """
            The rates are drawn from the seed: another seed, another truth.

            EXAMPLES
              conduct gym start facts-desk
              conduct gym start returns-desk --name shop --seed 41
              conduct gym start trained-facts         then: conduct gym train trained-facts
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The exercise, as conduct gym list names it.")
    var exercise: String

    @Option(name: .long, help: "Its name here; by default the exercise's.")
    var name: String?

    @Option(name: .long, help: "What the planted rates are drawn from.")
    var seed = 1

    func validate() throws {
        if seed < 0 { throw ValidationError("--seed must be at least 0") }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        guard let chosen = GymExercise.named(exercise) else {
            throw Failure(
                .badInput,
                "error: no exercise is called '\(exercise)'; "
                    + (Spelling.suggestion(for: exercise, among: GymExercise.all.map(\.id))
                        ?? "conduct gym list shows them"))
        }
        let entry = try await GymBook(folder: folder, store: store)
            .start(chosen, name: name ?? chosen.id, seed: seed)
        if output.json { return printOut(GymTables.json(entry).serialized()) }
        printOut("\(chosen.title): read gym/\(entry.name)/brief.md. The model is \(entry.alias).")
        printOut("\nNext")
        if chosen.level == .trained { printOut("  conduct gym train \(entry.name)") }
        printOut(
            "  write suites/\(entry.name).yaml, with '- file: gym/\(entry.name)/traffic.jsonl'")
        printOut("  conduct eval suites/\(entry.name).yaml --models \(entry.alias)")
        printOut("  say what you found in gym/\(entry.name)/claims.yaml")
        printOut("  conduct gym grade \(entry.name) --run latest")
    }
}

/// `conduct gym truth`.
struct GymTruthVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "truth", abstract: "Open what is planted; that is kept.",
        discussion: """
            A grade after this does not count as evidence; another start does.

            EXAMPLES
              conduct gym truth facts-desk
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The exercise's name here; by default the newest.")
    var name: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let book = GymBook(folder: folder, store: store)
        let entry = try await book.entry(name)
        let truth = try await book.open(entry, author: try author.name())
        if output.json { return printOut(truth.json.serialized()) }
        printOut(GymTables.truth(truth, entry.exercise).terminalText(.output))
    }
}
