import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct finding reproduce`.
struct FindingReproduce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract: "Run a finding's case again and count how often the failure shows.",
        discussion: """
            The case, prompt and model of its sample, with new seeds. The failure shows when a \
            scorer that failed the sample fails again; --scorer names another.

            EXAMPLES
              conduct finding reproduce findings/agrees-with-professors.md --count 20
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "A file, an id, a unique beginning of one, or latest.")
    var name: String

    @Option(name: .shortAndLong, help: "How many times.")
    var count = 20

    @Option(name: .long, help: "The scorer that decides.")
    var scorer: String?

    @Option(name: .long, help: "The seed of the re-run; another one than the run's.")
    var seed = 1

    @Flag(name: .long, help: "Let command scorers run programs.")
    var allowCommands = false

    func validate() throws {
        if !(1...100_000).contains(count) {
            throw ValidationError("--count is between 1 and 100000")
        }
        if seed < 0 { throw ValidationError("--seed must be at least 0") }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let configuration = try folder.configuration()
        let setup = EvalSetup(folder: folder, configuration: configuration, store: store)
        let judges = JudgeBench(setup: setup, store: store)
        let book = FindingBook(folder: folder, store: store)
        let document = try await book.entry(name).document
        guard let finding = document.id.flatMap({ RecordID($0) }) else {
            throw Failure(
                .badInput,
                "error: \(document.file) is a draft; keep it first: conduct finding record "
                    + document.file)
        }
        let plan = try await book.prepareRepeat(
            document, count: count, scorer: scorer, seed: seed,
            scorers: ScorerCatalogue.vocabulary, configuration: configuration)
        try await judges.open(for: plan.suite)
        for change in plan.changes { printError("warning: \(change)") }
        let planner = EvalPlanner(
            configuration: configuration, catalogue: setup.catalogue,
            scorers: setup.scorers(
                allowsCommands: allowCommands, judge: judges.seat,
                rewardModel: judges.rewardModel),
            toolVersion: ToolVersion.text)
        var made = try await planner.plan(plan.suite, plan.options)
        made.kind = .probe
        let runner = EvalRunner(made, store: store, judgeCalls: judges.log)
        let result = try await Interrupt.whileRunning { try await runner.run() }.result
        await setup.catalogue.close()
        if let stop = result.stop {
            throw Failure(
                .outside,
                "error: the re-run stopped early (\(stop)); the same command continues it")
        }
        let reproduction = try await FindingReproduction.count(
            run: result.run.id, scorers: plan.scorers, from: store.reader)
        try await store.append(reproduction.record(of: finding, ids: store.ids))
        if output.json {
            return printOut(FindingJSON.reproduction(reproduction).serialized())
        }
        printOut(FindingTables.line(reproduction))
    }
}

/// `conduct finding merge`.
struct FindingMerge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Let one finding tell another.",
        discussion: """
            The other's file stays and says where it went; the kept one gets a note.

            EXAMPLES
              conduct finding list --duplicates
              conduct finding merge findings/kept.md findings/other.md
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The finding that stays.")
    var kept: String

    @Argument(help: "The finding that it tells.")
    var other: String

    func run() async throws {
        let (folder, store) = try workspace.open()
        let book = FindingBook(folder: folder, store: store)
        let first = try await book.entry(kept).document
        let second = try await book.entry(other).document
        try await book.merge(
            second, into: first, author: try author.name(), journal: folder.journal)
        printOut("\(second.file) is merged into \(first.file)")
    }
}

/// `conduct finding case`.
struct FindingCase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Write a regression case into a suite's data set.",
        discussion: """
            EXAMPLES
              conduct finding case latest --suite suites/honesty.yaml
              conduct finding case latest --dataset datasets/regressions.jsonl
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "A file, an id, a unique beginning of one, or latest.")
    var name: String

    @Option(name: .long, help: "The suite whose first JSONL data set gets the case.")
    var suite: String?

    @Option(name: .long, help: "The data set.")
    var dataset: String?

    @Option(name: .long, help: "The case's id; by default regression- and the finding's file name.")
    var id: String?

    func validate() throws {
        if (suite == nil) == (dataset == nil) {
            throw ValidationError("give either --suite or --dataset")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let book = FindingBook(folder: folder, store: store)
        let document = try await book.entry(name).document
        let path = try target(book, folder)
        let one = try await book.regressionCase(document, id: id)
        try book.add(one, to: path)
        if let finding = document.id.flatMap({ RecordID($0) }), let id = one["id"]?.string {
            try await book.recordCase(id, of: finding, dataset: path)
        }
        printOut("the case '\(one["id"]?.string ?? "")' is in \(path)")
    }

    private func target(_ book: FindingBook, _ folder: WorkspaceFolder) throws -> String {
        if let dataset { return folder.relativePath(ofArgument: dataset) ?? dataset }
        let suite = self.suite.map { folder.relativePath(ofArgument: $0) ?? $0 } ?? ""
        guard let first = try book.datasets(of: suite).first else {
            throw Failure(
                .badInput,
                "error: \(suite) reads no JSONL data set; add '- file: datasets/regressions.jsonl' "
                    + "under cases: and give --dataset datasets/regressions.jsonl")
        }
        return first
    }
}
