import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct eval`.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate a suite: models × prompts × cases × epochs, live.",
        discussion: """
            Results are committed as they arrive. The same command continues what was interrupted, \
            and a finished suite run again reuses its stored calls.

            EXAMPLES
              conduct eval suites/honesty.yaml
              conduct eval suites/honesty.yaml --models smollm2,claude --limit 20 --epochs 4
              conduct eval suites/honesty.yaml --shard 1/4
              conduct eval suites/honesty.yaml --fail-under 0.8 --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The suite's file.", completion: .file(extensions: ["yaml", "yml"]))
    var suite: String

    @Option(
        name: .shortAndLong, help: "Models by alias, separated by commas; instead of the suite's.")
    var models: String?

    @Option(name: .shortAndLong, help: "Prompts by id, separated by commas; of the suite's.")
    var prompts: String?

    @Option(name: .shortAndLong, help: "Only cases with this tag, as name=value; repeatable.")
    var tag: [String] = []

    @Option(name: .shortAndLong, help: "At most so many cases.")
    var limit: Int?

    @Option(name: .shortAndLong, help: "Samples of each case, prompt and model.")
    var epochs: Int?

    @Option(name: .long, help: "The run seed: equal seeds, equal samples.")
    var seed: Int?

    @Option(name: .long, help: "One part of the suite, as 1/4; join the parts with runs merge.")
    var shard: String?

    @Option(name: .long, help: "Temperature, over the model's and the suite's.")
    var temperature: Double?

    @Option(name: .long, help: "The most tokens of an answer.")
    var maxTokens: Int?

    @Option(name: .long, help: "Arithmetic of embedded models: exact or fast.")
    var precision: Precision?

    @Option(name: .long, help: "Stop before this many dollars are spent; refuses unknown prices.")
    var maxCost: Double?

    @Option(
        name: .long,
        help: "Exit with 1 when a scorer's rate, unscored samples counted as failures, is below.")
    var failUnder: Double?

    @Flag(name: .long, help: "Make every call anew instead of reusing stored ones.")
    var fresh = false

    @Flag(name: .long, help: "Show what would run, and run nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Let command scorers run programs.")
    var allowCommands = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
        if let epochs, epochs < 1 { throw ValidationError("--epochs must be at least 1") }
        if let seed, seed < 0 { throw ValidationError("--seed must be at least 0") }
        if let failUnder, !(0...1).contains(failUnder) {
            throw ValidationError("--fail-under is a rate between 0 and 1")
        }
        try checkCost(maxCost)
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let setup = EvalSetup(
            folder: folder, configuration: configuration, precision: precision,
            maximumCost: maxCost, store: store)
        let judges = JudgeBench(setup: setup, store: store)
        let result = try await evaluate(setup, configuration, in: folder, store, judges)
        await setup.catalogue.close()
        if let result { try await finish(result, store: store) }
    }

    /// Carries the plan out, or shows it. The plan is gone when this returns: the results of a
    /// hundred thousand cases need its room.
    private func evaluate(
        _ setup: EvalSetup, _ configuration: WorkspaceConfiguration, in folder: WorkspaceFolder,
        _ store: Store, _ judges: JudgeBench
    ) async throws -> EvalResult? {
        let plan = try await self.plan(setup, configuration, in: folder, judges)
        guard dryRun else { return try await execute(plan, store: store, judges: judges) }
        try DryRun(plan: plan).show(json: output.json)
        return nil
    }

    private func plan(
        _ setup: EvalSetup, _ configuration: WorkspaceConfiguration, in folder: WorkspaceFolder,
        _ judges: JudgeBench
    ) async throws -> EvalPlan {
        let path = folder.relativePath(ofArgument: suite) ?? suite
        let document = try Suite.read(
            path, in: folder, scorers: ScorerCatalogue.vocabulary,
            configuration: configuration)
        try await judges.open(for: document)
        let planner = EvalPlanner(
            configuration: configuration, catalogue: setup.catalogue,
            scorers: setup.scorers(
                allowsCommands: allowCommands, judge: judges.seat,
                rewardModel: judges.rewardModel),
            toolVersion: ToolVersion.text)
        return try await planner.plan(document, try options())
    }

    private func options() throws -> EvalOptions {
        var tags: [String: String] = [:]
        for text in tag {
            guard let split = text.firstIndex(of: "=") else {
                throw ValidationError("--tag takes name=value, not '\(text)'")
            }
            tags[String(text[..<split])] = String(text[text.index(after: split)...])
        }
        var parameters = GenerationParameters()
        parameters.temperature = temperature
        parameters.maxTokens = maxTokens
        return EvalOptions(
            models: models.map(list), prompts: prompts.map(list), tags: tags, limit: limit,
            epochs: epochs, seed: seed, shard: try shard.map(parseShard), parameters: parameters)
    }

    private func list(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }

    private func parseShard(_ text: String) throws -> Shard {
        let parts = text.split(separator: "/").map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1,
            (1...count).contains(index)
        else { throw ValidationError("--shard takes i/n with 1 ≤ i ≤ n, as 1/4") }
        return Shard(index: index, count: count)
    }

    private func execute(_ plan: EvalPlan, store: Store, judges: JudgeBench) async throws
        -> EvalResult
    {
        let display = ProgressDisplay(
            plan.models.map(\.alias).joined(separator: ", "), total: plan.sampleCount,
            isSilent: output.json)
        let runner = EvalRunner(
            plan, store: store, reusesCalls: !fresh, judgeCalls: judges.log
        ) { progress in
            display.update { state in
                state.done = progress.done
                state.total = progress.total
                state.note = EvalCommand.note(progress)
            }
        }
        defer { display.finish() }
        return try await Interrupt.whileRunning { try await runner.run() }.result
    }

    /// What a progress line says besides counts: rates, reused and failed samples.
    static func note(_ progress: EvalProgress) -> String {
        var parts = progress.verdicts.prefix(3).map { count in
            let scored = count.pass + count.fail
            let rate = scored > 0 ? "\(100 * count.pass / scored) %" : "–"
            return "\(count.scorer) \(rate)"
        }
        if progress.reused > 0 { parts.append("\(progress.reused) reused") }
        if progress.failures > 0 { parts.append("\(progress.failures) failed") }
        return parts.joined(separator: " · ")
    }

    private func finish(_ result: EvalResult, store: Store) async throws {
        let evidence = try await RunEvidence.read(run: result.run.id, from: store.reader)
        let results = try await RunLoading.results(evidence, reader: store.reader)
        if output.json {
            printOut(try results.jsonText())
        } else {
            let id = ShortID.of(result.run.id)
            let report = TerminalReport(
                results, style: .output,
                nextCommands: [
                    "conduct report \(id) --open", "conduct runs samples \(id) --failed",
                    "conduct trace \(id)",
                ])
            printOut(report.text())
        }
        switch result.stop {
        case .cancelled:
            throw Failure(
                .interrupted,
                "\nInterrupted at \(result.progress.done) of \(result.progress.total) samples, "
                    + "which are kept; the same command goes on from here.")
        case .budget(let reason): throw Failure(.budget, "\nStopped by the budget: \(reason)")
        case .provider(let reason):
            throw Failure(
                .outside,
                "\nStopped: \(reason)\nWhat is done is kept; the same command goes on from here.")
        case nil: try checkThreshold(results)
        }
    }

    private func checkThreshold(_ results: RunResults) throws {
        guard let failUnder else { return }
        let low = results.ratesCountingUnscoredAsFailures.filter { $0.rate < failUnder }
        if let worst = low.min(by: { $0.rate < $1.rate }) {
            throw Failure(
                .no,
                "\n\(worst.scorer) with \(worst.prompt) on \(worst.model) is at "
                    + "\(NumberText.percent(worst.rate, decimals: 1)), below --fail-under "
                    + "\(NumberText.percent(failUnder, decimals: 1)).")
        }
    }
}
