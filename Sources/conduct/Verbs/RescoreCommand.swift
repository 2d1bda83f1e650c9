import ArgumentParser
import Evaluation
import Providers
import Reports
import Workspace

/// `conduct rescore`.
struct RescoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescore",
        abstract: "Score stored samples anew, without asking the models for new ones.",
        discussion: """
            Adds a scoring to the run; the run and its first scores stay as they are. Judges among \
            the scorers are asked, and cost what they cost; verdicts that are stored are taken again.

            EXAMPLES
              conduct rescore latest --scorers scorers/strict.yaml
              conduct rescore latest --scorers scorers/judged.yaml --max-cost 2
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

    @Option(
        name: .long,
        help: "Ask judges no more before this many dollars are spent; refuses unknown prices.")
    var maxCost: Double?

    @Flag(name: .long, help: "Let command scorers run programs.")
    var allowCommands = false

    func validate() throws { try checkCost(maxCost) }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let setup = EvalSetup(
            folder: folder, configuration: configuration, maximumCost: maxCost, store: store)
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
        if output.json {
            printOut(try results.jsonText())
        } else {
            show(results, id, scoring)
        }
        if let refusals = setup.budget?.refusals, refusals > 0 {
            throw Failure(
                .budget,
                "\nThe budget covered no further call: \(NumberText.counted(refusals, "verdict")) "
                    + "could not be had. The same command with a higher --max-cost takes the "
                    + "stored ones again and asks for the rest.")
        }
    }

    private func show(_ results: RunResults, _ id: RecordID, _ scoring: RecordID) {
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
