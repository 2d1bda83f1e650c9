import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct experiment run`.
struct ExperimentRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Ask every case in every combination of levels, live.",
        discussion: """
            Results are committed as they arrive; the same command continues what was interrupted, \
            and calls that were made before are reused. --held-out asks the cases that were kept \
            back: every such look is recorded and counted by the report.

            EXAMPLES
              conduct experiment run experiments/length.yaml
              conduct experiment run experiments/length.yaml --limit 10     a pilot
              conduct experiment run experiments/length.yaml --held-out
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var experiment: ExperimentFile

    @Flag(name: .long, help: "Ask the cases that were held out; the look is recorded.")
    var heldOut = false

    @Option(name: .long, help: "A pilot: at most so many cases.")
    var limit: Int?

    @Option(name: .long, help: "Arithmetic of embedded models: exact or fast.")
    var precision: Precision?

    @Option(name: .long, help: "Stop before this many dollars are spent; refuses unknown prices.")
    var maxCost: Double?

    @Flag(name: .long, help: "Make every call anew instead of reusing stored ones.")
    var fresh = false

    @Flag(name: .long, help: "Let command scorers run programs.")
    var allowCommands = false

    func validate() throws {
        if let limit, limit < 2 { throw ValidationError("--limit must be at least 2") }
        try checkCost(maxCost)
    }

    func run() async throws {
        let setup = try await ExperimentSetup(
            workspace, experiment, precision: precision, budget: maxCost,
            allowsCommands: allowCommands)
        let (store, name) = (setup.store, setup.document.name)
        let lock = try await ExperimentRecords.latestLock(of: name, in: store.reader)
        if lock == nil {
            guard !heldOut else {
                throw Failure(
                    .badInput,
                    "error: held-out cases are asked only under a lock; first: "
                        + "conduct experiment lock \(setup.document.file)")
            }
            printError("Not locked: all results of this run will be exploratory.")
        }
        let plan = try await setup.planner.plan(
            setup.document, part: heldOut ? .heldOut : .working, limit: limit, lock: lock)
        if let locked = lock?.lockedRegistration {
            for deviation in plan.registration.deviations(from: locked).prefix(8) {
                printError("Deviates from the lock: \(deviation.sentence)")
            }
        }
        let result = try await execute(plan, setup)
        await setup.close()
        try await finish(result, plan, store)
    }

    private func execute(_ plan: ExperimentPlan, _ setup: ExperimentSetup) async throws
        -> EvalResult
    {
        let display = ProgressDisplay(
            plan.document.name, total: plan.eval.sampleCount, isSilent: output.json)
        let runner = ExperimentRunner(
            plan, store: setup.store, reusesCalls: !fresh, judgeCalls: setup.judges.log
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

    private func finish(_ result: EvalResult, _ plan: ExperimentPlan, _ store: Store) async throws {
        let progress = result.progress
        if output.json {
            let summary = try await store.reader.summary(of: result.run.id)
            printOut(RunJSON.summary(summary).serialized())
        } else {
            printOut(
                "\(result.run.id)  \(result.run.status.rawValue): \(progress.done) of "
                    + "\(progress.total) samples, \(progress.failures) failed, "
                    + "\(progress.reused) reused")
        }
        switch result.stop {
        case .cancelled:
            throw Failure(
                .interrupted, "\nInterrupted; the same command goes on from here.")
        case .budget(let reason): throw Failure(.budget, "\nStopped by the budget: \(reason)")
        case .provider(let reason):
            throw Failure(
                .outside,
                "\nStopped: \(reason)\nWhat is done is kept; the same command goes on from here.")
        case nil:
            if !output.json {
                let option = plan.part == .heldOut ? " --held-out" : ""
                printOut("\nNext:\n  conduct experiment report \(plan.document.file)\(option)")
            }
        }
    }
}
