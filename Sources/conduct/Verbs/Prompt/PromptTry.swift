import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct prompt try`.
struct PromptTry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Variants of a prompt side by side on a few inputs, kept as a run.",
        discussion: """
            Every variant answers every input on every model. The answers are a run like any \
            other: cached, resumed, counted, shown by conduct runs. --promote writes an experiment \
            in which the variants are the levels of one factor; it needs the suite and the scorer \
            that decide.

            EXAMPLES
              conduct prompt try prompts/plain.md prompts/candid.md \
                --var question="Is the earth flat?" --models smollm2
              conduct prompt try prompts/*.md --input datasets/few.jsonl --html try.html
              conduct prompt try prompts/a.md prompts/b.md --input few.csv \
                --promote experiments/wording.yaml --suite suites/honesty.yaml --scorer choice
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var variables: VariableOptions

    @Argument(help: "Prompt files.", completion: .file(extensions: ["md"]))
    var files: [String]

    @Option(name: .long, help: "Inputs, a row each: CSV or JSONL with the variables' names.")
    var input: String?

    @Option(name: .shortAndLong, help: "Models by alias, separated by commas.")
    var models = "smollm2"

    @Option(name: .shortAndLong, help: "Answers of each variant to each input.")
    var epochs = 1

    @Option(name: .long, help: "The seed: equal seeds, equal samples.")
    var seed: Int?

    @Option(name: .long, help: "Temperature, over the model's.")
    var temperature: Double?

    @Option(name: .long, help: "The most tokens of an answer.")
    var maxTokens: Int?

    @Option(name: .long, help: "Stop before this many dollars are spent; refuses unknown prices.")
    var maxCost: Double?

    @Flag(name: .long, help: "Make every call anew instead of reusing stored ones.")
    var fresh = false

    @Option(name: .long, help: "Also write the answers as one HTML file.")
    var html: String?

    @Option(name: .long, help: "Write an experiment with these variants to this file.")
    var promote: String?

    @Option(name: .long, help: "The suite of the promoted experiment.")
    var suite: String?

    @Option(name: .long, help: "The scorer of the promoted experiment.")
    var scorer: String?

    func validate() throws {
        try checkCost(maxCost)
        if epochs < 1 { throw ValidationError("--epochs must be at least 1") }
        if let seed, seed < 0 { throw ValidationError("--seed must be at least 0") }
        if promote != nil, suite == nil || scorer == nil {
            throw ValidationError(
                "--promote needs --suite and --scorer: what decides which variant is better")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let loaded = try files.map { try PromptFile.read($0, in: folder) }
        let aliases = list(models) ?? []
        let trial = try PromptTrial.suite(
            loaded.map(\.prompt), inputs: try input.map(InputFile.rows) ?? [],
            shared: try variables.values(), models: aliases,
            files: Dictionary(
                loaded.map { ($0.path, SHA256.hex($0.text)) }, uniquingKeysWith: { $1 }))
        let setup = EvalSetup(
            folder: folder, configuration: configuration,
            maximumCost: maxCost, store: store)
        let planner = EvalPlanner(
            configuration: configuration, catalogue: setup.catalogue,
            scorers: setup.scorers(allowsCommands: false, judge: { _ in nil }),
            toolVersion: ToolVersion.text)
        var parameters = GenerationParameters()
        (parameters.temperature, parameters.maxTokens) = (temperature, maxTokens)
        var plan = try await planner.plan(
            trial, EvalOptions(epochs: epochs, seed: seed, parameters: parameters))
        plan.kind = RunKind(rawValue: "try")
        plan.suitePath = nil
        let result = try await execute(plan, store: store)
        await setup.catalogue.close()
        let answers = try await store.reader.samples(of: result.run.id).all()
        try show(PromptTrialReport(run: result.run.id.description, samples: answers))
        if result.stop != nil {
            throw Failure(
                .outside, "\nStopped early; what is done is kept, the same command goes on.")
        }
        if let promote { try write(promote, loaded, aliases, folder) }
    }

    private func execute(_ plan: EvalPlan, store: Store) async throws -> EvalResult {
        let display = ProgressDisplay(
            "prompt try", total: plan.sampleCount, isSilent: output.json)
        defer { display.finish() }
        let runner = EvalRunner(plan, store: store, reusesCalls: !fresh) { progress in
            display.update { state in
                state.done = progress.done
                state.total = progress.total
                state.note = progress.reused > 0 ? "\(progress.reused) reused" : ""
            }
        }
        return try await Interrupt.whileRunning { try await runner.run() }.result
    }

    private func show(_ report: PromptTrialReport) throws {
        if let html {
            let file = try WholeFile(path: html)
            try file.write(report.html())
            try file.finish()
            printError("wrote \(html)")
        }
        printOut(output.json ? report.json.serializedPretty() : report.text(.output))
    }

    private func write(
        _ path: String, _ loaded: [PromptFile.Loaded], _ aliases: [String],
        _ folder: WorkspaceFolder
    ) throws {
        let name = folder.relativePath(ofArgument: path) ?? path
        let stem = name.split(separator: "/").last.map(String.init) ?? name
        let text = PromptTrial.experiment(
            name: stem.split(separator: ".").first.map(String.init) ?? stem,
            prompts: loaded.map { ($0.prompt.id, $0.path) },
            suite: folder.relativePath(ofArgument: suite ?? "") ?? suite ?? "",
            scorer: scorer ?? "", model: aliases.count == 1 ? aliases[0] : nil)
        try folder.write(text, to: name, replacing: false)
        printError("wrote \(name)")
    }
}
