import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct predict`.
struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Write down what you expect before it runs, and be scored after it.",
        discussion: """
            EXAMPLES
              conduct predict suites/honesty.yaml "Candid helps" --value 0.7 --interval 0.6,0.8 \
                --scorer choice --model smollm2 --prompt candid
              conduct predict experiments/tone.yaml "Blunt hurts" --effect tone=blunt \
                --interval=-0.1,0
              conduct predict experiments/tone.yaml "XML helps most where the tone is blunt" \
                --effect "tone=blunt * structure=xml" --interval 0,0.2
              conduct predict experiments/tone.yaml "Both together beat neither" \
                --effect "tone=blunt,structure=xml - tone=neutral,structure=plain" --value 0.1
              conduct predict score
              conduct predict list
            """,
        subcommands: [PredictMake.self, PredictScore.self, PredictList.self],
        defaultSubcommand: PredictMake.self)
}

/// `conduct predict SUITE "…"`.
struct PredictMake: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Keep a prediction about a suite or an experiment.")

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The suite's or experiment's file.", completion: .file(extensions: ["yaml"]))
    var file: String

    @Argument(help: "What you expect, in words.")
    var statement: String

    @Option(name: .long, help: "The number you expect, such as a rate between 0 and 1.")
    var value: Double?

    @Option(name: .long, help: "The range in which you expect it, as LOW,HIGH.")
    var interval: String?

    @Option(name: .long, help: "How sure you are that it lies in the range.")
    var level = 0.9

    @Option(name: .long, help: "The scorer whose rate is meant.")
    var scorer: String?

    @Option(name: .shortAndLong, help: "The model that is meant.")
    var model: String?

    @Option(name: .shortAndLong, help: "The prompt that is meant.")
    var prompt: String?

    @Option(
        name: .long,
        help:
            """
            Of an experiment: tone=blunt (that level less its factor's first), \
            tone=blunt,structure=xml - tone=neutral (one combination less another), or tone=blunt * \
            structure=xml (their interaction).
            """)
    var effect: String?

    @Option(name: .long, help: "Who predicts; by default CONDUCT_AUTHOR or the account's name.")
    var author: String?

    func validate() throws {
        try checkLevel(level)
        _ = try range()
        if let value, !value.isFinite { throw ValidationError("--value is a number") }
    }

    private func range() throws -> (low: Double, high: Double)? {
        guard let interval else { return nil }
        let ends = interval.split(separator: ",").map { DataTable.number(String($0)) }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high else {
            throw ValidationError("--interval takes LOW,HIGH, as 0.6,0.8")
        }
        return (low, high)
    }

    /// An effect that the experiment cannot have would wait for ever.
    private func checked(_ effect: String, of path: String, in folder: WorkspaceFolder) throws
        -> String
    {
        let experiment = try ExperimentDocument.read(
            path, in: folder, scorers: ScorerCatalogue.vocabulary,
            configuration: try folder.configuration())
        do throws(EvalError) {
            return try EffectContrast(
                effect, factors: experiment.factors.map(\.name),
                levels: experiment.factors.map { $0.levels.map(\.label) }
            ).text
        } catch {
            throw ValidationError("--effect: \(error.message); \(error.advice)")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let path = folder.relativePath(ofArgument: file) ?? file
        let node = try DocumentNode(bytes: try folder.read(path), path: path)
        guard let name = (node["suite"] ?? node["experiment"])?.label else {
            throw DocumentError(
                .missingKey, file: path, "this is neither a suite nor an experiment")
        }
        if effect != nil, node["experiment"] == nil {
            throw DocumentError(
                .missingKey, file: path, "--effect is for experiments, and this is a suite")
        }
        let effect = try effect.map { try checked($0, of: path, in: folder) }
        let before = try await store.reader.runs(limit: 10_000, suite: name).count
        let prediction = Prediction(
            id: store.ids.next(.prediction), author: try Author.name(author),
            subject: Prediction.Subject(
                document: path, suite: name, scorer: scorer, model: model, prompt: prompt,
                effect: effect),
            statement: statement, value: value, interval: try range(), level: level,
            runsBefore: before)
        try await store.append(
            prediction.record, journal: JudgmentJournal(folder: folder.root + "/judgments"))
        printOut(
            "\(prediction.id): kept"
                + (before > 0
                    ? "; \(NumberText.counted(before, "run")) of \(name) were there before it" : "")
        )
    }
}

/// `conduct predict score`.
struct PredictScore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score predictions by the first complete run that was begun after them.",
        discussion: """
            Without a prediction all that are not scored yet are; those whose run is not there \
            wait. A prediction of an experiment's effect is scored by its newest analysis. --actual \
            scores one by a number read off elsewhere.

            EXAMPLES
              conduct predict score
              conduct predict score prd_01k5 --run latest
              conduct predict score prd_01k5 --actual 0.12
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The prediction; without it all that wait.")
    var prediction: String?

    @Option(name: .long, help: "The run that decides.")
    var run: String?

    @Option(name: .long, help: "The number that was found.")
    var actual: Double?

    func validate() throws {
        if prediction == nil, run != nil || actual != nil {
            throw ValidationError("--run and --actual belong to one prediction: name it")
        }
    }

    func run() async throws {
        let (_, store) = try workspace.open()
        let reader = store.reader
        var waiting: [Prediction] = []
        if let prediction {
            let id = try await reader.resolve(prediction, as: .prediction)
            guard let found = Prediction(try await reader.record(id)) else {
                throw Failure(.badInput, "error: \(id) is an outcome, not a prediction")
            }
            waiting = [found]
        } else {
            let scored = try await PredictBook.outcomes(reader).compactMap {
                $0.body["prediction"]?.string
            }
            waiting = try await reader.records(.prediction).compactMap(Prediction.init)
                .filter { !scored.contains($0.id.description) }
        }
        var outcomes: [PredictionOutcome] = []
        for item in waiting {
            guard let outcome = try await outcome(of: item, reader) else { continue }
            try await store.append(outcome.record(store.ids.next(.prediction)))
            outcomes.append(outcome)
        }
        if output.json {
            return printOut(JSONValue.array(outcomes.map(\.json)).serializedPretty())
        }
        if outcomes.isEmpty { printOut("Nothing to score: no run after a waiting prediction.") }
        for outcome in outcomes { printOut(PredictBook.line(outcome.json)) }
    }

    private func outcome(of item: Prediction, _ reader: StoreReader) async throws
        -> PredictionOutcome?
    {
        if let actual { return PredictionOutcome(item, actual: actual) }
        if item.subject.effect != nil { return try await effectOutcome(of: item, reader) }
        var id: RecordID?
        if let run {
            id = try await reader.resolve(run, as: .run)
        } else {
            id = try await reader.runs(limit: 10_000, suite: item.subject.suite).last {
                $0.run.status == .complete && $0.run.created >= item.created
            }?.id
        }
        guard let id else { return nil }
        let evidence = try await RunEvidence.read(run: id, from: reader)
        let results = RunResults(evidence, reducing: EpochReductions.named(evidence.run.reducer))
        do throws(PredictionOutcome.Failure) {
            return try PredictionOutcome(item, results: results)
        } catch { return try passOver(item, error) }
    }

    private func effectOutcome(of item: Prediction, _ reader: StoreReader) async throws
        -> PredictionOutcome?
    {
        var analyses = try await reader.records(.analysis, named: item.subject.suite)
        if let run {
            let id = try await reader.resolve(run, as: .run).description
            analyses = analyses.filter { $0.body["evidence"]?["run"]?.string == id }
            guard !analyses.isEmpty else {
                throw Failure(
                    .badInput,
                    "error: \(id) has no analysis of '\(item.subject.suite)'; make one with: "
                        + "conduct experiment analyse \(item.subject.document) --run \(id)")
            }
        }
        guard let analysis = analyses.last else { return nil }
        do {
            return try await PredictionOutcome(item, analysis: analysis) { run in
                try await RunEvidence.read(run: run, from: reader)
            }
        } catch let error as PredictionOutcome.Failure { return try passOver(item, error) }
    }

    /// One that needs more words must not keep the others waiting; asked for by name, it fails.
    private func passOver(_ item: Prediction, _ error: PredictionOutcome.Failure) throws
        -> PredictionOutcome?
    {
        if prediction != nil { throw Failure(.badInput, error.description) }
        printError("\(item.id): \(error)")
        return nil
    }
}

/// `conduct predict list`.
struct PredictList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All predictions, how they came out, and how sure was right."
    )

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (_, store) = try workspace.open()
        let reader = store.reader
        let predictions = try await reader.records(.prediction).compactMap(Prediction.init)
        let outcomes = Dictionary(
            try await PredictBook.outcomes(reader).map {
                ($0.body["prediction"]?.string ?? "", $0.body)
            }, uniquingKeysWith: { $1 })
        let inside = outcomes.values.compactMap { $0["inside"]?.bool }
        if output.json {
            return printOut(
                JSONValue.object([
                    "predictions": .array(
                        predictions.map {
                            [
                                "id": .string($0.id.description), "author": .string($0.author),
                                "suite": .string($0.subject.suite),
                                "statement": .string($0.statement),
                                "runs_before": .integer($0.runsBefore),
                                "outcome": outcomes[$0.id.description] ?? .null,
                            ]
                        }), "ranges_scored": .integer(inside.count),
                    "ranges_right": .integer(inside.count { $0 }),
                ]).serializedPretty())
        }
        var table = Table(columns: [
            .init("prediction"), .init("by"), .init("suite"), .init("statement", isFlexible: true),
            .init("expected", .trailing), .init("found", .trailing), .init("in range"),
        ])
        for item in predictions {
            let outcome = outcomes[item.id.description]
            table.rows.append([
                .init(ShortID.of(item.id)), .init(item.author), .init(item.subject.suite),
                .init(item.statement),
                .init(item.value.map { NumberText.significant($0) } ?? ""),
                .init(outcome?["found"]?.double.map { NumberText.significant($0) } ?? "waits"),
                .init(outcome?["inside"]?.bool.map { $0 ? "yes" : "no" } ?? ""),
            ])
        }
        if !inside.isEmpty {
            table.notes.append(
                "\(inside.count { $0 }) of \(NumberText.counted(inside.count, "range")) held what "
                    + "was found.")
        }
        printOut(table.terminalText(.output))
    }
}

/// What the verbs of predictions share.
enum PredictBook {
    /// The records of outcomes, oldest first.
    static func outcomes(_ reader: StoreReader) async throws -> [StoredRecord] {
        try await reader.records(.prediction).filter { $0.body["type"]?.string == "outcome" }
    }

    /// An outcome on one line.
    static func line(_ outcome: JSONValue) -> String {
        func number(_ key: String) -> String? {
            outcome[key]?.double.map { NumberText.significant($0) }
        }
        var text = "\(outcome["statement"]?.string ?? ""): found \(number("found") ?? "nothing")"
        if let low = number("found_low"), let high = number("found_high") {
            text += " [\(low), \(high)]"
        }
        if let expected = number("expected") { text += ", expected \(expected)" }
        if let inside = outcome["inside"]?.bool {
            text += inside ? ", within the range" : ", outside the range"
        }
        return SafeText.line(text + " (\(outcome["measured"]?.string ?? ""))")
    }
}
