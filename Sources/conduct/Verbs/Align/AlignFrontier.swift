import Alignment
import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct align frontier`.
struct AlignFrontier: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frontier",
        abstract: "Sweep methods' strengths, and draw reward against exact KL.",
        discussion: """
            Trains what the frontier's file asks for, seed by seed, measures every policy on cases \
            that no training sees, and keeps each point as a record that leads to its training. \
            Ctrl-C saves, and the same command does what is missing. --lock keeps the plan and its \
            hypothesis before anything is trained.

            EXAMPLES
              conduct align frontier frontiers/sentiment.yaml --dry-run
              conduct align frontier frontiers/sentiment.yaml --lock
              conduct align frontier frontiers/sentiment.yaml --out reports/sentiment
              conduct align frontier frontiers/sentiment.yaml --stored --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The frontier's file.", completion: .file(extensions: ["yaml", "yml"]))
    var frontier: String

    @Flag(name: .long, help: "Keep the plan by hash and date, and train nothing.")
    var lock = false

    @Flag(name: .long, help: "Read and check everything, state what is to do, and train nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Report what is stored, and train nothing.")
    var stored = false

    @Option(name: .long, help: "Threads that compute; results do not depend on it.")
    var threads: Int?

    @Option(name: .long, help: "Bootstrap replicates.")
    var replicates = 2000

    @Option(
        name: .long,
        help: "Also write report.md, report.html, frontier.svg and records.jsonl into this folder.")
    var out: String?

    @Option(name: .long, help: "What to say of the times: the machine, and what else ran on it.")
    var machine = ""

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
        if !(100...1_000_000).contains(replicates) {
            throw ValidationError("--replicates is from 100 to 1000000")
        }
        if [lock, dryRun, stored].count(where: { $0 }) > 1 {
            throw ValidationError("give one of --lock, --dry-run and --stored")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let path = folder.relativePath(ofArgument: frontier) ?? frontier
        let setup = try await FrontierSetup(path, in: folder, store: store)
        let plan = setup.plan
        var runner = FrontierRunner(plan, in: folder, store: store)
        runner.threads = threads
        if dryRun || lock {
            await setup.close()
            if lock { try await keepLock(plan, store) } else { try await state(plan, runner) }
            return
        }
        let ready = runner
        let outcome: FrontierRunner.Outcome
        if stored {
            outcome = try await ready.stored()
        } else {
            let display = ProgressDisplay(
                plan.document.name, total: plan.points.count, isSilent: output.json)
            defer { display.finish() }
            outcome = try await Interrupt.whileRunning {
                try await ready.run { progress in
                    display.update {
                        $0.done = progress.done
                        $0.total = progress.total
                        $0.note = progress.note
                        $0.secondsLeft = progress.secondsLeft
                    }
                }
            }.result
        }
        await setup.close()
        try await finish(outcome, plan, folder: folder, store: store)
    }

    private func keepLock(_ plan: FrontierPlan, _ store: Store) async throws {
        let record = try await FrontierLock(plan, store: store).lock()
        if output.json { return printOut(record.json.serializedPretty()) }
        printOut("locked   \(record.id) at \(record.created)")
        printOut("hash     \(plan.hash)")
        printOut(
            "plan     \(NumberText.counted(plan.points.count, "training")), measured on "
                + "\(NumberText.counted(plan.prompts.count, "case")) by \(plan.scorer)")
        if let hypothesis = plan.document.hypothesis {
            printOut("expected \(hypothesis.statement)")
        }
        if let before = record.body["points_before"]?.int, before > 0 {
            printOut(
                "\(NumberText.counted(before, "point")) had been measured before this lock; the "
                    + "report will say so.")
        }
        printOut("\nNext:\n  conduct align frontier \(plan.document.file)")
    }

    private func state(_ plan: FrontierPlan, _ runner: FrontierRunner) async throws {
        let known = try await runner.stored()
        let largest = plan.points.map(\.training.memory.total).max() ?? 0
        if output.json {
            return printOut(
                JSONValue.object([
                    "frontier": .string(plan.document.name), "hash": .string(plan.hash),
                    "points": .integer(plan.points.count), "stored": .integer(known.points.count),
                    "cases": .integer(plan.prompts.count), "reward": .string(plan.scorer),
                    "memory_bytes": .integer(largest),
                ]).serializedPretty())
        }
        printOut(
            "Sweep     \(NumberText.counted(plan.points.count, "training")), "
                + "\(known.points.count) of them done and measured")
        for method in plan.document.methods {
            let settings = plan.points.filter {
                $0.method.name == method.name && $0.seed == plan.document.seeds.first
            }.map(\.setting)
            printOut("          \(method.name): \(settings.joined(separator: " | "))")
        }
        printOut(
            "Measured  \(NumberText.counted(plan.prompts.count, "case")) × "
                + "\(plan.document.samples) answers of at most \(plan.document.maxTokens) tokens, "
                + "by \(plan.scorer)")
        printOut("Memory    at most \((largest + 999_999) / 1_000_000) MB")
    }

    private func finish(
        _ outcome: FrontierRunner.Outcome, _ plan: FrontierPlan, folder: WorkspaceFolder,
        store: Store
    ) async throws {
        guard let base = outcome.base, !outcome.points.isEmpty else {
            throw Failure(
                stored ? .badInput : .interrupted,
                stored
                    ? "error: nothing of \(plan.document.file) is stored yet; run it without "
                        + "--stored"
                    : "Interrupted before the first point; the same command goes on from here.")
        }
        let (document, points, count) = (plan.document, outcome.points, replicates)
        let analysis = try await ComputeThread.run {
            try FrontierAnalysis(
                base: base, points: points, order: document.methods.map(\.name),
                bins: document.bins, replicates: count)
        }
        let locks = FrontierLock(plan, store: store)
        let report = FrontierReport(
            document, analysis, scorer: plan.scorer,
            standing: try await locks.standing().sentence(
                hash: plan.hash, earlier: try await locks.all().count - 1),
            missing: plan.points.count - points.count, machine: machine)
        if let out {
            try write(
                report, try await records(base, points, try await locks.all(), store), to: out)
        }
        printOut(
            output.json
                ? report.json.serializedPretty()
                : report.text(
                    .output,
                    nextCommands: [
                        "conduct align frontier \(document.file) --stored --out reports/"
                            + document.name
                    ]))
        if !outcome.isFinished, !stored {
            throw Failure(
                .interrupted,
                "Interrupted after \(NumberText.counted(points.count, "point")); the same command "
                    + "goes on from there.")
        }
    }

    /// The points with their trainings, adapters' records and locks: what an import restores.
    private func records(
        _ base: FrontierPoint, _ points: [FrontierPoint], _ locks: [StoredRecord], _ store: Store
    ) async throws -> [StoredRecord] {
        var records = locks + [try await store.reader.record(base.id)]
        for point in points {
            records.append(try await store.reader.record(point.id))
            guard let id = point.training.flatMap(RecordID.init) else { continue }
            records.append(try await store.reader.record(id))
            records += try await store.reader.records(
                linkingTo: id.description, kind: .adapter)
        }
        return records
    }

    private func write(_ report: FrontierReport, _ records: [StoredRecord], to folder: String)
        throws
    {
        try FileAccess.makeFolder(folder, path: folder)
        for (name, text) in [
            ("report.md", report.markdown(chartFile: "frontier.svg")),
            ("report.html", report.html()),
            ("frontier.svg", report.chart.standaloneSVG(width: 860)),
            ("records.jsonl", records.map { $0.json.serialized() + "\n" }.joined()),
        ] {
            let file = try WholeFile(path: folder + "/" + name)
            try file.write(text)
            try file.finish()
        }
        printError("wrote \(folder)/report.md, report.html, frontier.svg and records.jsonl")
    }
}

/// A frontier opened with everything that its recipes name.
struct FrontierSetup {
    let plan: FrontierPlan
    private let setup: EvalSetup

    init(_ path: String, in folder: WorkspaceFolder, store: Store) async throws {
        let configuration = try folder.configuration()
        let document = try FrontierDocument.read(path, in: folder)
        let recipes = try document.methods.map { try Recipe.read($0.recipe, in: folder) }
        let setup = EvalSetup(folder: folder, configuration: configuration, store: store)
        let judges = JudgeBench(setup: setup, store: store)
        var suites: [String: Suite] = [:]
        let named = recipes.filter(\.method.isOnline).map(\.sampling.suite)
        for path in Set([document.suite] + named) {
            let suite = try Suite.read(path, in: folder, scorers: ScorerCatalogue.vocabulary)
            try await judges.open(for: suite)
            suites[path] = suite
        }
        var models: [String: RewardModel] = [:]
        for name in Set(recipes.compactMap(\.sampling.rewardModel)) {
            models[name] = try await RewardModel(
                named: name, in: folder, store: store, configuration: configuration)
        }
        let scorers = setup.scorers(allowsCommands: false, judge: judges.seat)
        let (read, rewards) = (suites, models)
        plan = try await ComputeThread.run {
            let base = try TrainingBase.open(recipes[0].model, in: folder, configuration)
            return try FrontierPlan(
                document, recipes: recipes, base: base, in: folder, suites: read,
                scorers: scorers, rewardModels: rewards)
        }
        self.setup = setup
    }

    func close() async { await setup.catalogue.close() }
}
