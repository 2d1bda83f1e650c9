import Alignment
import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Synchronization
import Workspace

/// `conduct align ppo`.
struct AlignPPO: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ppo", abstract: "Train on a reward by PPO: sample, score, step.",
        discussion: """
            The reward is a scorer of the suite that reads the answer's text, or a reward model. \
            Divergence from the base is priced per token and shown exactly.

            EXAMPLES
              conduct align ppo recipes/ppo.yaml
            """)
    @OptionGroup var options: TrainingOptions
    func run() async throws { try await AlignPolicy(options, .ppo).run() }
}

/// `conduct align rloo`.
struct AlignRLOO: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rloo", abstract: "Train on a reward with the other samples as baseline.",
        discussion: """
            EXAMPLES
              conduct align rloo recipes/rloo.yaml
            """)
    @OptionGroup var options: TrainingOptions
    func run() async throws { try await AlignPolicy(options, .rloo).run() }
}

/// `conduct align grpo`.
struct AlignGRPO: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grpo", abstract: "Train on a reward relative to the prompt's samples.",
        discussion: """
            EXAMPLES
              conduct align grpo recipes/grpo.yaml
            """)
    @OptionGroup var options: TrainingOptions
    func run() async throws { try await AlignPolicy(options, .grpo).run() }
}

/// A training that samples, as the command line runs it.
struct AlignPolicy {
    private let options: TrainingOptions
    private let method: Recipe.Method

    init(_ options: TrainingOptions, _ method: Recipe.Method) {
        self.options = options
        self.method = method
    }

    func run() async throws {
        let (folder, store) = try options.workspace.open()
        let configuration = try folder.configuration()
        let path = folder.relativePath(ofArgument: options.recipe) ?? options.recipe
        let recipe = try Recipe.read(path, in: folder, verb: method)
        let suite = try Suite.read(
            recipe.sampling.suite, in: folder, scorers: ScorerCatalogue.vocabulary)
        let setup = EvalSetup(folder: folder, configuration: configuration, store: store)
        let judges = JudgeBench(setup: setup, store: store)
        try await judges.open(for: suite)
        let scorers = setup.scorers(
            allowsCommands: false, judge: judges.seat,
            rewardModel: judges.rewardModel)
        var rewardModel: RewardModel?
        if let name = recipe.sampling.rewardModel {
            rewardModel = try await RewardModel(
                named: name, in: folder, store: store, configuration: configuration)
        }
        let reward = rewardModel
        let plan = try await ComputeThread.run {
            let base = try TrainingBase.open(recipe.model, in: folder, configuration)
            return try PolicyPlan(
                recipe, base: base, suite: suite, scorers: scorers, rewardModel: reward, in: folder)
        }
        if !options.output.json { state(plan) }
        if options.dryRun { return }
        var runner = PolicyRunner(plan, in: folder, store: store)
        runner.threads = options.threads
        runner.suiteRun = recipe.checks.map {
            SuiteBench(folder: folder, store: store, isSilent: true).suiteRun($0)
        }
        let ready = runner
        let display = ProgressDisplay(
            recipe.adapterName, total: recipe.sampling.updates, isSilent: options.output.json)
        defer { display.finish() }
        let outcome = try await Interrupt.whileRunning {
            let latest = Mutex<SuiteCheck?>(nil)
            return try await ready.run(onCheck: { check in latest.withLock { $0 = check } }) {
                metrics in
                let check = latest.withLock { $0 }
                display.update {
                    $0.done = metrics.update
                    $0.note = Self.note(metrics, check)
                }
            }
        }.result
        display.finish()
        await setup.catalogue.close()
        try finish(outcome)
    }

    private func state(_ plan: PolicyPlan) {
        let sampling = plan.recipe.sampling
        printOut(
            "Prompts   \(plan.prompts.count) of \(sampling.suite), "
                + "\(sampling.promptsPerUpdate) × \(sampling.samplesPerPrompt) samples in each of "
                + "\(sampling.updates) updates")
        printOut("Reward    \(plan.rewardName), a nat costs \(sampling.divergenceWeight)")
        printOut("Training  \(method.rawValue) of \(plan.base.alias)")
        printOut(
            "Memory    \((plan.memory.total + 999_999) / 1_000_000) MB, and the sampling engine's cache"
        )
    }

    private static func note(_ metrics: PolicyMetrics, _ check: SuiteCheck?) -> String {
        var parts = [
            "reward \(NumberText.significant(metrics.score))",
            "KL \(NumberText.significant(metrics.klExact)) an answer",
            "entropy \(NumberText.significant(metrics.entropy))",
            "\(NumberText.significant(metrics.length)) tokens",
        ]
        if let explained = metrics.explainedVariance {
            parts.append("explained \(NumberText.significant(explained, digits: 2))")
        }
        if let loss = metrics.pretrainingLoss {
            parts.append("mixed rows −ln p \(NumberText.significant(loss))")
        }
        if metrics.repetition > 0.1 {
            parts.append("repeats \(NumberText.percent(metrics.repetition))")
        }
        if let check { parts.append(TrainingView.note(check)) }
        parts.append("\(NumberText.fixed(metrics.tokensPerSecond, decimals: 0)) tok/s")
        return parts.joined(separator: " · ")
    }

    private func finish(_ outcome: TrainingOutcome) throws {
        guard outcome.isFinished, let record = outcome.record else {
            throw Failure(
                .interrupted,
                "Interrupted after update \(outcome.steps); everything is saved in "
                    + ".conduct/trainings/\(outcome.id), and the same command goes on from there.")
        }
        if options.output.json {
            printOut(record.json.serializedPretty())
            return try AlignTraining.tell(outcome.stop)
        }
        let base = record.body["model"]?.string ?? ""
        let report = TrainingReport(record, metrics: outcome.folder.metrics)
        printOut(
            "\n"
                + report.text(
                    .output,
                    nextCommands: [
                        "conduct align show \(ShortID.of(outcome.id)) --html training.html",
                        "conduct align compare \(base) \(base)+\(record.name) --suite "
                            + (record.body["recipe"]?["suite"]?.string ?? "suites/honesty.yaml"),
                    ]))
        try AlignTraining.tell(outcome.stop)
    }
}
