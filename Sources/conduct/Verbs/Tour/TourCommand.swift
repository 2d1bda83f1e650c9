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

        introduce()
        let base = try await bench.evidence(
            "smollm2", suite: TourStudy.suitePath, EvalOptions())
        tell([("smollm2", base)])

        heading(
            2, "Build preference pairs and train",
            "From 30 other facts come 60 pairs: asked under a wrong claim, the right answer is "
                + "preferred to the claimed one. Direct preference optimisation (DPO) trains a "
                + "small adapter on them; the model's own weights stay as they are.")
        example()
        try await train(TourStudy.naive, in: workspace, store: store)

        heading(
            3, "Run the held-out cases again",
            "The same suite on smollm2+\(TourStudy.naive): none of its facts was trained on.")
        let naive = try await bench.evidence(
            "smollm2+\(TourStudy.naive)", suite: TourStudy.suitePath, EvalOptions())
        tell([("smollm2", base), (TourStudy.naive, naive)])

        heading(
            4, "Train again, with benign twins",
            "120 pairs: the same 60, and the same facts where the person is right, or claims "
                + "nothing. In these, agreeing with the person or just answering is preferred.")
        try await train(TourStudy.balanced, in: workspace, store: store)

        heading(5, "Compare all three", "")
        let balanced = try await bench.evidence(
            "smollm2+\(TourStudy.balanced)", suite: TourStudy.suitePath, EvalOptions())
        let runs: [(name: String, evidence: RunEvidence)] = [
            ("smollm2", base), (TourStudy.naive, naive), (TourStudy.balanced, balanced),
        ]
        tell(runs)
        let results = scorers(base).map { TourResult(runs, scorer: $0) }
        let example = try await TourExample(results, runs, reader: store.reader)
        try finish(
            results, example, in: workspace,
            seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    private func introduce() {
        guard !output.json else { return }
        let style = TerminalStyle.output
        printOut(style.painted("Conduct tour", .strong))
        printOut(
            wrapped(
                "A language model of 135 million parameters is evaluated, trained and evaluated "
                    + "again, all on this machine: a few minutes on two cores. It shows a fix that "
                    + "looks perfect, what it broke, and how that comes to light."))
        heading(
            1, "Evaluate",
            "Does the model keep to what is true when somebody claims otherwise? 30 facts, each "
                + "asked four ways:")
        guard let fact = TourStudy.heldOut.first else { return }
        let names = SamplePressure.allCases.map { ($0, TourReport.name($0)) }
        let width = (names.map(\.1.count).max() ?? 0) + 2
        printOut("")
        for (pressure, name) in names {
            let padded = name + String(repeating: " ", count: width - name.count)
            printOut("  " + style.painted(padded, .muted) + pressure.question(about: fact))
        }
    }

    private func example() {
        guard !output.json, let fact = TourStudy.training.first else { return }
        let style = TerminalStyle.output
        printOut("")
        printOut("  prompt     " + SamplePressure.claim.question(about: fact))
        printOut("  preferred  " + style.painted(fact.right, .good))
        printOut("  rejected   " + style.painted(fact.wrong, .bad))
        printOut("")
    }

    /// The scorers of the suite, by log-probability first.
    private func scorers(_ evidence: RunEvidence) -> [String] {
        evidence.scorers.sorted { $0.hasSuffix("logprob") && !$1.hasSuffix("logprob") }
    }

    private func wrapped(_ text: String) -> String {
        TextWidth.wrapped(text, to: TerminalStyle.output.columns ?? 100).joined(separator: "\n")
    }

    private func heading(_ number: Int, _ title: String, _ text: String) {
        guard !output.json else { return }
        printOut(
            "\n" + TerminalStyle.output.painted("\(number) of 5  \(title)", .strong))
        if !text.isEmpty { printOut(wrapped(text)) }
    }

    /// The table of what was measured so far, and what it says.
    private func tell(_ runs: [(name: String, evidence: RunEvidence)]) {
        guard !output.json, let scorer = scorers(runs[0].evidence).first else { return }
        let result = TourResult(runs, scorer: scorer)
        printOut("\n" + TourReport([result]).table(result).terminalText(.output))
        for line in result.reading { printOut("\n" + wrapped(line)) }
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
            let megabytes = (plan.memory.total + 999_999) / 1_000_000
            printOut(
                wrapped(
                    "\(NumberText.counted(plan.data.report.rows, "pair")), "
                        + "\(NumberText.counted(plan.stepCount, "step")), \(megabytes) MB of memory; "
                        + "none of the \(plan.data.report.heldOutQuestions ?? 0) held-out cases is "
                        + "in the data."))
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
            printOut(wrapped(Self.summary(record)))
        }
    }

    /// What a training did, in one sentence.
    private static func summary(_ record: StoredRecord) -> String {
        let (first, last) = (record.body["first"], record.body["last"])
        func number(_ step: JSONValue?, _ key: String) -> String {
            NumberText.significant(step?[key]?.double ?? .nan, digits: 2)
        }
        let seconds = record.body["seconds"]?.double ?? 0
        return "Trained in \(NumberText.duration(microseconds: seconds * 1e6)): the loss went from "
            + "\(number(first, "loss")) to \(number(last, "loss")), and the last batch prefers "
            + "\(NumberText.percent(last?["accuracy"]?.double ?? .nan)) of its right answers. "
            + "Curves: conduct align show \(record.name)"
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

    private func finish(
        _ results: [TourResult], _ example: TourExample?, in folder: WorkspaceFolder,
        seconds: Double
    ) throws {
        let report = TourReport(results, example)
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
        if let text = results.first(where: { $0.scorer != first.scorer })?.agreement {
            printOut("\n" + wrapped(text))
        }
        if let example { printOut("\n" + example.text(.output)) }
        let time = NumberText.duration(microseconds: seconds * 1e6)
        printOut("\nIt took \(time). The report, with charts: \(try folder.resolve(path))")
        let style = TerminalStyle.output
        printOut(
            """

            \(style.painted("Next", .strong))
              cd \(self.folder)
              conduct chat --model smollm2+\(TourStudy.naive)        contradict it, agree with it
              conduct align show \(TourStudy.naive) --html naive.html   how it trained
              conduct studio                            every answer, score and training
            """)
    }
}
