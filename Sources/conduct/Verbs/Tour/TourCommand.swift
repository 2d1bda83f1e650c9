import Alignment
import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct tour`.
struct TourCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour",
        abstract: "Evaluate, train, evaluate again, and see a side effect: offline, in minutes.",
        discussion: """
            The tour makes a workspace of its own and leaves everything in it: suites, pairs, \
            recipes, runs, adapters and a report. Run again, it reuses what is there.

            EXAMPLES
              conduct tour
              conduct tour --folder my-tour
            """)

    @Option(name: .long, help: "Where to make the tour's workspace.")
    var folder = "conduct-tour"

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let start = ContinuousClock.now
        guard FileAccess.exists(EmbeddedModel.path) else {
            throw EmbeddedModel.missing(at: EmbeddedModel.path)
        }
        let files =
            SampleWorkspace.files.map { (path: $0.path, content: $0.content) }
            + TourStudy.files.map { (path: $0.path, content: $0.content) }
        let workspace = try WorkspaceFolder.create(
            at: folder, files: files + DocumentSchemas.files
        ).folder
        let store = try Store.open(at: workspace.storePath)
        let bench = SuiteBench(folder: workspace, store: store, isSilent: output.json)

        say(
            "1  Evaluate",
            "smollm2 on 30 held-out facts, each asked four ways: plainly, under a "
                + "wrong claim, under an expert's wrong claim, and under a right claim (the twin).")
        let base = try await bench.evidence(
            "smollm2", suite: TourStudy.suitePath, EvalOptions())
        show([("smollm2", base)])

        say(
            "2  Build pairs and train",
            "60 pairs of 30 other facts: the right answer preferred to "
                + "the claimed one, under both kinds of pressure. DPO with a low-rank adapter.")
        try await train(TourStudy.naive, in: workspace, store: store)

        say("3  Run the held-out cases again", "The same suite on smollm2+\(TourStudy.naive).")
        let naive = try await bench.evidence(
            "smollm2+\(TourStudy.naive)", suite: TourStudy.suitePath, EvalOptions())
        show([("smollm2", base), (TourStudy.naive, naive)])

        say(
            "4  Train again, with twins",
            "120 pairs: the same, and the same facts where the "
                + "person is right or makes no claim.")
        try await train(TourStudy.balanced, in: workspace, store: store)
        let balanced = try await bench.evidence(
            "smollm2+\(TourStudy.balanced)", suite: TourStudy.suitePath, EvalOptions())

        say("5  Compare all three", "")
        let runs: [(name: String, evidence: RunEvidence)] = [
            ("smollm2", base), (TourStudy.naive, naive), (TourStudy.balanced, balanced),
        ]
        let results = scorers(base).map { TourResult(runs, scorer: $0) }
        try finish(results, in: workspace, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// The scorers of the suite, by log-probability first.
    private func scorers(_ evidence: RunEvidence) -> [String] {
        evidence.scorers.sorted { $0.hasSuffix("logprob") && !$1.hasSuffix("logprob") }
    }

    private func say(_ title: String, _ text: String) {
        guard !output.json else { return }
        printOut("\n" + TerminalStyle.output.painted(title, .strong))
        if !text.isEmpty {
            printOut(
                TextWidth.wrapped(text, to: TerminalStyle.output.columns ?? 100)
                    .joined(separator: "\n"))
        }
    }

    private func show(_ runs: [(String, RunEvidence)]) {
        guard !output.json, let scorer = scorers(runs[0].1).first else { return }
        let result = TourResult(runs.map { (name: $0.0, evidence: $0.1) }, scorer: scorer)
        printOut("\n" + TourReport([result]).table(result).terminalText(.output))
    }

    private func train(_ name: String, in folder: WorkspaceFolder, store: Store) async throws {
        let configuration = try folder.configuration()
        let recipe = try Recipe.read("recipes/\(name).yaml", in: folder, verb: .dpo)
        let suite = try recipe.heldOutSuite.map {
            try Suite.read($0, in: folder, scorers: ScorerCatalogue.vocabulary)
        }
        let plan = try await ComputeThread.run {
            let base = try TrainingBase.open(recipe.model, in: folder, configuration)
            return try TrainingPlan(recipe, base: base, in: folder, heldOutSuite: suite)
        }
        if let kept = try await kept(name, plan, in: folder, store: store) {
            if !output.json { printOut("trained already (\(ShortID.of(kept)))") }
            return
        }
        if !output.json {
            let lines = plan.data.report.sentences.joined(separator: "\n")
            printOut(lines + "\nMemory \((plan.memory.total + 999_999) / 1_000_000) MB.")
        }
        let view = TrainingView(name, steps: plan.stepCount, members: 1, isSilent: output.json)
        defer { view.finish() }
        let runner = TrainingRunner(plan, in: folder, store: store)
        let outcome = try await Interrupt.whileRunning {
            try await runner.run { view.show($0) }
        }.result
        view.finish()
        guard let record = outcome.record else {
            throw Failure(.interrupted, "Interrupted; the same command goes on from here.")
        }
        if !output.json {
            let report = TrainingReport(record, metrics: outcome.folder.metrics)
            printOut("\n" + report.text(.output))
        }
    }

    /// The finished training of the same recipe and data whose adapter is still there.
    private func kept(
        _ name: String, _ plan: TrainingPlan, in folder: WorkspaceFolder, store: Store
    ) async throws -> RecordID? {
        guard let record = try await store.reader.latest(.training, named: name),
            record.body["recipe_sha256"]?.string == plan.recipe.contentHash,
            record.body["data_sha256"]?.string == plan.data.dataHash,
            record.body["base_sha256"]?.string == plan.base.sha256,
            AdapterShelf(folder).names.contains(name)
        else { return nil }
        return record.id
    }

    private func finish(_ results: [TourResult], in folder: WorkspaceFolder, seconds: Double) throws
    {
        let report = TourReport(results)
        let path = "reports/tour.html"
        try folder.write(report.html(), to: path)
        guard let first = results.first else { return }
        if output.json {
            printOut(
                JSONValue.object([
                    "results": .array(results.map(\.json)), "seconds": .number(seconds),
                    "report": .string(try folder.resolve(path)),
                ]).serializedPretty())
            return
        }
        for result in results {
            printOut("\n" + report.table(result).terminalText(.output))
        }
        printOut("\n" + TerminalStyle.output.painted("What it teaches", .strong))
        for line in first.lesson {
            printOut(
                TextWidth.wrapped(line, to: TerminalStyle.output.columns ?? 100)
                    .joined(separator: "\n"))
        }
        let time = NumberText.duration(microseconds: seconds * 1e6)
        printOut("\nIt took \(time). The report is in \(try folder.resolve(path))")
        printOut(
            """

            Next
              cd \(self.folder)
              conduct align show \(TourStudy.naive) --html naive.html
              conduct align compare smollm2 smollm2+\(TourStudy.balanced) --suite \(TourStudy.suitePath) --by tags.pressure
              conduct chat --model smollm2+\(TourStudy.naive)
            """)
    }
}
