import Alignment
import Evaluation
import LanguageModel
import Workspace

/// Runs a suite on one model at a time, for verbs that compare models.
struct SuiteBench {
    let folder: WorkspaceFolder
    let store: Store
    let isSilent: Bool
    /// Whether signals are minded: not where a training around it does so.
    var mindsSignals = true

    /// The evidence of the suite run on a model; stored calls are reused.
    func evidence(_ alias: String, suite path: String, _ options: EvalOptions) async throws
        -> RunEvidence
    {
        let configuration = try folder.configuration()
        let suite = try Suite.read(path, in: folder, scorers: ScorerCatalogue.vocabulary)
        return try await evidence(alias, suite: suite, options, configuration: configuration)
    }

    func evidence(
        _ alias: String, suite: Suite, _ options: EvalOptions,
        configuration: WorkspaceConfiguration
    ) async throws -> RunEvidence {
        let setup = EvalSetup(folder: folder, configuration: configuration, store: store)
        let judges = JudgeBench(setup: setup, store: store)
        try await judges.open(for: suite)
        let planner = EvalPlanner(
            configuration: configuration, catalogue: setup.catalogue,
            scorers: setup.scorers(
                allowsCommands: false, judge: judges.seat,
                rewardModel: judges.rewardModel),
            toolVersion: ToolVersion.text)
        var options = options
        options.models = [alias]
        let plan = try await planner.plan(suite, options)
        let display = ProgressDisplay(alias, total: plan.sampleCount, isSilent: isSilent)
        let runner = EvalRunner(plan, store: store, judgeCalls: judges.log) { progress in
            display.update {
                $0.done = progress.done
                $0.total = progress.total
            }
        }
        defer { display.finish() }
        let result =
            mindsSignals
            ? try await Interrupt.whileRunning { try await runner.run() }.result
            : try await runner.run()
        await setup.catalogue.close()
        switch result.stop {
        case .cancelled:
            throw Failure(.interrupted, "Interrupted; the same command goes on from here.")
        case .budget(let reason): throw Failure(.budget, "Stopped by the budget: \(reason)")
        case .provider(let reason): throw Failure(.outside, "Stopped: \(reason)")
        case nil: break
        }
        return try await RunEvidence.read(run: result.run.id, from: store.reader)
    }
}

extension SuiteBench {
    /// Runs the suite that a recipe checks while it trains: one prompt, some of its cases.
    func suiteRun(_ checks: Recipe.Checks) -> SuiteRun {
        var bench = self
        bench.mindsSignals = false
        let quiet = bench
        return { alias in
            let configuration = try folder.configuration()
            let suite = try Suite.read(
                checks.suite, in: folder, scorers: ScorerCatalogue.vocabulary)
            let prompt = checks.prompt ?? suite.prompts.first?.id
            let options = EvalOptions(
                prompts: prompt.map { [$0] }, tags: checks.tags, limit: checks.limit)
            return try await quiet.evidence(
                alias, suite: suite, options, configuration: configuration)
        }
    }
}
