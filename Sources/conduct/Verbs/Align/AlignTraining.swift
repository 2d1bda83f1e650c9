import Alignment
import Evaluation
import LanguageModel
import Reports
import Workspace

/// A training on data as the command line runs it: everything stated first, shown while it runs,
/// told at the end.
struct AlignTraining {
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
        let suite = try recipe.heldOutSuite.map {
            try Suite.read($0, in: folder, scorers: ScorerCatalogue.vocabulary)
        }
        let checked = try recipe.checks.map {
            try Suite.read($0.suite, in: folder, scorers: ScorerCatalogue.vocabulary)
        }
        let plan = try await ComputeThread.run {
            let base = try TrainingBase.open(recipe.model, in: folder, configuration)
            return try TrainingPlan(
                recipe, base: base, in: folder, heldOutSuite: suite, checkedSuite: checked)
        }
        if !options.output.json { state(plan) }
        if options.dryRun {
            if options.output.json { printOut(try json(plan).serializedPretty()) }
            return
        }
        let outcome = try await train(plan, in: folder, store: store)
        try finish(outcome)
    }

    private func train(_ plan: TrainingPlan, in folder: WorkspaceFolder, store: Store) async throws
        -> TrainingOutcome
    {
        let view = TrainingView(
            plan.recipe.adapterName, steps: plan.stepCount, members: plan.members,
            isSilent: options.output.json)
        defer { view.finish() }
        var runner = TrainingRunner(plan, in: folder, store: store)
        runner.threads = options.threads
        runner.checkpointInterval = .seconds(options.checkpointEvery)
        runner.suiteRun = plan.recipe.checks.map {
            SuiteBench(folder: folder, store: store, isSilent: true).suiteRun($0)
        }
        let ready = runner
        return try await Interrupt.whileRunning {
            try await ready.run { view.show($0) }
        }.result
    }

    private func state(_ plan: TrainingPlan) {
        let memory = plan.memory
        func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
        printOut("Data      " + plan.data.report.sentences.joined(separator: "\n          "))
        if let heldOut = plan.heldOut {
            printOut("Held out  \(heldOut.report.rows) rows, measured and not trained on.")
        }
        let members = plan.members > 1 ? " for each of \(plan.members) members" : ""
        printOut(
            "Training  \(method.rawValue) of \(plan.base.alias), \(plan.stepCount) steps\(members)")
        printOut(
            "Memory    \(megabytes(memory.total)): weights \(megabytes(memory.weights)), trained "
                + "numbers \(megabytes(memory.parameters)), activations "
                + "\(megabytes(memory.activations)), scratch \(megabytes(memory.scratch))")
    }

    private func json(_ plan: TrainingPlan) throws -> JSONValue {
        [
            "recipe": plan.recipe.content, "steps": .integer(plan.stepCount),
            "rows": .integer(plan.data.report.rows), "tokens": .integer(plan.data.report.tokens),
            "memory_bytes": .integer(plan.memory.total), "key": .string(plan.key),
        ]
    }

    /// Says why a rule ended the training: the adapter is kept, and the answer was no.
    static func tell(_ stop: TrainingStop?) throws {
        guard let stop else { return }
        throw Failure(
            .no,
            "Stopped after step \(stop.step) by \(stop.rule.rawValue): \(stop.reason). The adapter is "
                + "kept as it was then.")
    }

    private func finish(_ outcome: TrainingOutcome) throws {
        guard outcome.isFinished, let record = outcome.record else {
            throw Failure(
                .interrupted,
                "Interrupted after step \(outcome.steps); everything is saved in "
                    + ".conduct/trainings/\(outcome.id), and the same command goes on from there.")
        }
        if options.output.json {
            printOut(record.json.serializedPretty())
            return try Self.tell(outcome.stop)
        }
        let report = TrainingReport(record, metrics: outcome.folder.metrics)
        let id = ShortID.of(outcome.id)
        var next = ["conduct align show \(id) --html training.html"]
        if method != .reward {
            let base = record.body["model"]?.string ?? ""
            next.append(
                "conduct align compare \(base) \(base)+\(record.name) --suite suites/honesty.yaml")
        }
        printOut("")
        printOut(report.text(.output, nextCommands: next))
        try Self.tell(outcome.stop)
    }
}
