import ArgumentParser
import Evaluation
import Reports
import Workspace

/// `conduct rescore`.
struct RescoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescore", abstract: "Score stored samples anew, without asking a model.",
        discussion: """
            Adds a scoring to the run; the run and its first scores stay as they are.

            EXAMPLES
              conduct rescore latest --scorers scorers/strict.yaml
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The run: an id, a unique beginning of one, or latest.")
    var name = "latest"

    @Option(
        name: .long, help: "A file of scorers.", completion: .file(extensions: ["yaml", "yml"]))
    var scorers: String

    @Option(name: .long, help: "Why it is scored anew; kept with the scoring.")
    var note = ""

    @Flag(name: .long, help: "Let command scorers run programs.")
    var allowCommands = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let setup = EvalSetup(folder: folder, configuration: configuration, store: store)
        let judges = JudgeBench(setup: setup, store: store)
        let path = folder.relativePath(ofArgument: scorers) ?? scorers
        let documents = try ScorersFile.read(path, in: folder, scorers: ScorerCatalogue.vocabulary)
        try await judges.open(for: documents)
        let factory = setup.scorers(
            allowsCommands: allowCommands, judge: judges.seat,
            rewardModel: judges.rewardModel)
        let made = try documents.flatMap { try factory.scorers($0) as [any Scorer] }
        let id = try await store.reader.resolve(name, as: .run)
        let total = try await store.reader.summary(of: id).samples
        let display = ProgressDisplay("scoring", total: total, isSilent: output.json)
        defer { display.finish() }
        let rescorer = Rescorer(store: store, scorers: made, judgeCalls: judges.log)
        let scoring = try await rescorer.rescore(id, note: note) { done in
            display.update { $0.done = done }
        }
        await setup.catalogue.close()
        display.finish()
        let results = try await RunLoading.results(
            id.description, scoring: scoring.description, reader: store.reader)
        if output.json { return printOut(try results.jsonText()) }
        printOut(
            TerminalReport(
                results, style: .output,
                nextCommands: [
                    "conduct report \(ShortID.of(id)) --scoring \(scoring)",
                    "conduct runs show \(ShortID.of(id)) --scoring \(scoring)",
                ]
            ).text())
    }
}
