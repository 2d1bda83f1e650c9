import Evaluation
import LanguageModel
import Workspace

/// Runs a suite on one model at a time, for verbs that compare models.
struct SuiteBench {
    let folder: WorkspaceFolder
    let store: Store
    let isSilent: Bool

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
            scorers: setup.scorers(allowsCommands: false, judge: judges.seat),
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
        let result = try await Interrupt.whileRunning { try await runner.run() }.result
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
