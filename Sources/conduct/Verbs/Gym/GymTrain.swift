import Alignment
import ArgumentParser
import Evaluation
import LanguageModel
import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `conduct gym train`.
struct GymTrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train the model of an exercise, and measure its truth.",
        discussion: """
            Writes recipes/gym-NAME.yaml and its data, trains an adapter for the embedded model, \
            removes the data (which tells what is planted), measures the planted failures on \
            held-out messages and seals the result. A few minutes on two cores.

            EXAMPLES
              conduct gym train trained-facts
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The exercise's name here; by default the newest.")
    var name: String?

    @Option(name: .long, help: "Answers of each segment by which the truth is measured.")
    var answers = 400

    func validate() throws {
        if !(50...100_000).contains(answers) {
            throw ValidationError("--answers is between 50 and 100000")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let book = GymBook(folder: folder, store: store)
        let entry = try await book.entry(name)
        let files = try book.prepareTraining(entry)
        let data = try folder.resolve(files.data)
        let training: RecordID
        do {
            training = try await train(files.recipe, in: folder, store: store)
        } catch {
            unlink(data)
            throw error
        }
        unlink(data)
        let configuration = try folder.configuration()
        let setup = EvalSetup(folder: folder, configuration: configuration, store: store)
        let opened = try await setup.catalogue.open(entry.alias)
        let total = answers * entry.exercise.segments.count
        let display = ProgressDisplay("measuring", total: total, isSilent: output.json)
        let count = answers
        let record = try await Interrupt.whileRunning {
            try await book.measure(
                entry, provider: opened.provider, parameters: opened.document.parameters,
                training: training, count: count
            ) { done in display.update { $0.done = done } }
        }.result
        display.finish()
        await setup.catalogue.close()
        if output.json {
            return printOut(
                JSONValue.object([
                    "id": .string(record.id.description), "model": .string(entry.alias),
                    "training": .string(training.description), "answers": .integer(total),
                ]).serialized())
        }
        printOut(
            "\(entry.alias) is trained, and its truth measured on \(total) answers and sealed.")
        printOut("\nNext\n  conduct eval suites/\(entry.name).yaml --models \(entry.alias)")
    }

    private func train(_ path: String, in folder: WorkspaceFolder, store: Store) async throws
        -> RecordID
    {
        let configuration = try folder.configuration()
        let recipe = try Recipe.read(path, in: folder, verb: .sft)
        let plan = try await ComputeThread.run {
            let base = try TrainingBase.open(recipe.model, in: folder, configuration)
            return try TrainingPlan(recipe, base: base, in: folder, heldOutSuite: nil)
        }
        let view = TrainingView(
            recipe.adapterName, steps: plan.stepCount, members: 1, isSilent: output.json)
        defer { view.finish() }
        let runner = TrainingRunner(plan, in: folder, store: store)
        let outcome = try await Interrupt.whileRunning {
            try await runner.run { view.show($0) }
        }.result
        guard let record = outcome.record else {
            throw Failure(.interrupted, "Interrupted; the same command goes on from here.")
        }
        return record.id
    }
}
