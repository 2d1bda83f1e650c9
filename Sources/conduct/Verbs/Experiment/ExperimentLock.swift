import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct experiment lock`.
struct ExperimentLock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Preregister an experiment: hash and date what will be done.",
        discussion: """
            Methodology, variables, controls, rubric, sample size, analysis, prompts, cases and \
            scorers are stored with their hashes. What is done otherwise later is listed by the \
            report by itself. Locking again what has not changed does nothing.

            EXAMPLES
              conduct experiment lock experiments/length.yaml
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var experiment: ExperimentFile

    @Option(name: .long, help: "Made-up studies for the forecast that is stored with the lock.")
    var simulations = 200

    func run() async throws {
        let setup = try await ExperimentSetup(workspace, experiment, allowsCommands: true)
        let plan = try await setup.planner.plan(setup.document)
        let reader = setup.store.reader
        let name = setup.document.name
        let earlier = try await ExperimentRecords.all(.lock, of: name, in: reader)
        if let last = earlier.last, last.lockedRegistration?.hash == plan.registration.hash {
            await setup.close()
            try show(last, plan, note: "Nothing has changed since this lock.")
            return
        }
        let forecast = try await ExperimentForecast(
            plan, simulations: simulations, reader: reader)
        await setup.close()
        let lock = ExperimentRecords.lock(
            plan, forecast: try forecast.json(), ids: setup.store.ids)
        try await setup.store.append(lock)
        let runs = try await reader.runs(limit: 1000, suite: name).count {
            $0.run.kind == .experiment
        }
        var notes: [String] = []
        if !earlier.isEmpty {
            notes.append(
                "It was locked \(earlier.count == 1 ? "once" : "\(earlier.count) times") before; "
                    + "the report will list all locks.")
        }
        if runs > 0 {
            notes.append(
                "\(NumberText.counted(runs, "run")) had been made before this lock; the report "
                    + "will say so.")
        }
        try show(lock, plan, note: notes.joined(separator: "\n"))
    }

    private func show(_ lock: StoredRecord, _ plan: ExperimentPlan, note: String) throws {
        if output.json {
            printOut(lock.json.serialized())
            return
        }
        printOut(
            """
            locked   \(lock.id) at \(lock.created)
            hash     \(plan.registration.hash)
            sample   \(plan.eval.sampleCount) samples: \(plan.caseCount) cases × \
            \(plan.cells.count) cells × \(plan.eval.epochs) repeats; \
            \(plan.split.heldOut.count) cases held out
            """)
        if !note.isEmpty { printOut(note) }
        printOut("\nNext:\n  conduct experiment run \(plan.document.file)")
    }

}
