import Alignment
import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct align score`.
struct AlignScore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score a run's outputs with a trained reward model.",
        discussion: """
            Adds a scoring to the run. The value is the reward: 0 is the mean of the preferred \
            answers in training, and a pass lies above it.

            EXAMPLES
              conduct align score my-reward --from latest
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The reward model's name.")
    var name: String

    @Option(name: .long, help: "The run: an id, a unique beginning of one, or latest.")
    var from = "latest"

    func run() async throws {
        let (folder, store) = try workspace.open()
        let model = try await RewardModel(
            named: name, in: folder, store: store, configuration: try folder.configuration())
        let run = try await store.reader.resolve(from, as: .run)
        let total = try await store.reader.summary(of: run).samples
        let display = ProgressDisplay("scoring", total: total, isSilent: output.json)
        defer { display.finish() }
        let scoring = try await Rescorer(store: store, scorers: [RewardScorer(model)]).rescore(
            run, note: "reward model \(name)"
        ) { done in
            display.update { $0.done = done }
        }
        display.finish()
        let results = try await RunLoading.results(
            run.description, scoring: scoring.description, reader: store.reader)
        printOut(
            output.json
                ? try results.jsonText()
                : TerminalReport(
                    results, style: .output,
                    nextCommands: ["conduct report \(ShortID.of(run)) --scoring \(scoring)"]
                ).text())
    }
}

/// `conduct align best-of`.
struct AlignBestOf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "best-of", abstract: "Sample several answers and rank them by a reward model.",
        discussion: """
            EXAMPLES
              conduct align best-of my-reward --ask "I think a spider has six legs." --samples 8
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The reward model's name.")
    var name: String

    @Option(name: .long, help: "What the user says.")
    var ask: String

    @Option(name: .shortAndLong, help: "The model that answers.")
    var model = "smollm2"

    @Option(name: .shortAndLong, help: "How many answers.")
    var samples = 8

    @Option(name: .long, help: "Temperature.")
    var temperature = 1.0

    @Option(name: .long, help: "The most tokens of an answer.")
    var maxTokens = 48

    @Option(name: .long, help: "The seed of the first answer.")
    var seed = 0

    func validate() throws {
        if !(1...256).contains(samples) { throw ValidationError("--samples is from 1 to 256") }
        if !(temperature > 0 && temperature <= 10) {
            throw ValidationError("--temperature is above 0 and at most 10")
        }
        if maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1") }
        if seed < 0 { throw ValidationError("--seed must be at least 0") }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let reward = try await RewardModel(
            named: name, in: folder, store: store, configuration: configuration)
        let alias = model
        let base = try await ComputeThread.run {
            try TrainingBase.open(alias, in: folder, configuration)
        }
        let engine = InferenceEngine(model: base.model)
        let question = [Message(.user, ask)]
        var answers: [String] = []
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for index in 0..<samples {
                let request = GenerationRequest(
                    .messages(question),
                    parameters: GenerationParameters(
                        maxTokens: maxTokens, temperature: temperature),
                    seed: UInt64(seed + index))
                group.addTask { (index, try await engine.generate(request).text) }
            }
            var found = [String](repeating: "", count: samples)
            for try await (index, text) in group { found[index] = text }
            answers = found
        }
        let all = answers
        let scored = try await ComputeThread.run {
            reward.scored([try reward.group(question, answers: all)])[0]
        }
        let ranked = zip(answers, scored).map { answer, values in
            (answer: answer, reward: values.reduce(0, +) / Double(max(1, values.count)))
        }.sorted { $0.reward > $1.reward }
        if output.json {
            printOut(
                JSONValue.array(
                    ranked.map { ["reward": .number($0.reward), "answer": .string($0.answer)] }
                ).serializedPretty())
            return
        }
        var table = Table(columns: [
            Table.Column("reward", .trailing), Table.Column("answer"),
        ])
        table.rows = ranked.map {
            [Table.Cell(NumberText.significant($0.reward, signed: true)), Table.Cell($0.answer)]
        }
        printOut(table.terminalText(.output))
    }
}
