import Alignment
import ArgumentParser
import LanguageModel
import Reports
import Statistics
import Workspace

/// `conduct align queries`.
struct AlignQueries: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queries",
        abstract: "What is a well-chosen question worth? Disagreement against random queries.",
        discussion: """
            Takes pairs whose preferences are known, hides them, and gives them out one by one, \
            some of them wrong. An ensemble of reward heads on the model's frozen states either \
            asks for the pairs that it disagrees on most, or for any; its accuracy on other \
            prompts' pairs is measured after each budget of labels.

            EXAMPLES
              conduct align queries datasets/pairs.jsonl --seeds 20 --noise 0.1
              conduct align queries datasets/pairs.jsonl --labels 16,32,64,128 --out reports/queries
              conduct align queries datasets/pairs.jsonl --stored --out reports/queries
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "JSONL files of pairs: prompt, chosen, rejected.", completion: .file())
    var data: [String]

    @Option(name: .shortAndLong, help: "The model whose states the heads read.")
    var model = "smollm2"

    @Option(name: .long, help: "Labels after which is measured, rising, separated by commas.")
    var labels = "16,32,48,64,96,128"

    @Option(name: .long, help: "Heads of the ensemble.")
    var members = 5

    @Option(name: .long, help: "The share of labels that are wrong.")
    var noise = 0.1

    @Option(name: .long, help: "How often all of it is done, each with a split of its own.")
    var seeds = 20

    @Option(name: .long, help: "The share of prompts that are tested on.")
    var testShare = 0.3

    @Option(name: .long, help: "The first seed.")
    var seed = 0

    @Option(name: .long, help: "Threads that compute the states.")
    var threads: Int?

    @Flag(name: .long, help: "Report the newest study of these files that is stored.")
    var stored = false

    @Option(name: .long, help: "Also write report.md, report.html, queries.svg and record.jsonl.")
    var out: String?

    private var budgets: [Int] {
        labels.split(separator: ",").compactMap { Int($0.filter { $0 != " " }) }
    }

    func validate() throws {
        let found = budgets
        if found.isEmpty || found.count != labels.split(separator: ",").count
            || found[0] < 4 || zip(found, found.dropFirst()).contains(where: { $0 >= $1 })
        {
            throw ValidationError("--labels takes rising numbers from 4 on, as 16,32,64")
        }
        if !(2...64).contains(members) { throw ValidationError("--members is from 2 to 64") }
        if !(0..<0.5).contains(noise) {
            throw ValidationError("--noise is at least 0 and below 0.5")
        }
        if !(2...1000).contains(seeds) { throw ValidationError("--seeds is from 2 to 1000") }
        if !(0.05...0.9).contains(testShare) {
            throw ValidationError("--test-share is from 0.05 to 0.9")
        }
        if seed < 0 { throw ValidationError("--seed must be at least 0") }
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let paths = data.map { folder.relativePath(ofArgument: $0) ?? $0 }
        let (study, record) =
            try await stored ? newest(paths, store) : carriedOut(paths, folder, store)
        let report = try report(study, record, paths)
        if let out { try write(report, record, to: out) }
        printOut(output.json ? record.json.serializedPretty() : report.text(.output))
    }

    private func carriedOut(_ paths: [String], _ folder: WorkspaceFolder, _ store: Store)
        async throws -> (QueryStudy, StoredRecord)
    {
        let configuration = try folder.configuration()
        var settings = QueryStudy.Settings()
        settings.budgets = budgets
        settings.members = members
        settings.noise = noise
        settings.seeds = seeds
        settings.testShare = testShare
        settings.seed = seed
        let (numbers, alias, threads) = (settings, model, threads)
        let (silent, count) = (output.json, seeds)
        let states = ProgressDisplay("states", total: 0, isSilent: silent)
        defer { states.finish() }
        let flag = StopFlag()
        let (pool, study) = try await Interrupt.whileRunning {
            try await withTaskCancellationHandler {
                try await ComputeThread.run {
                    let base = try TrainingBase.open(alias, in: folder, configuration)
                    let pool = try QueryPool(paths, base: base, in: folder, threads: threads) {
                        done, count in
                        states.update {
                            $0.done = done
                            $0.total = count
                        }
                    }
                    states.finish()
                    let display = ProgressDisplay("seeds", total: count, isSilent: silent)
                    defer { display.finish() }
                    return (
                        pool,
                        try QueryStudy(pool, numbers, shouldStop: { flag.isSet }) { done in
                            display.update { $0.done = done }
                        }
                    )
                }
            } onCancel: {
                flag.set()
            }
        }.result
        let record = study.record(
            id: store.ids.next(.analysis), name: "queries", paths: paths, pool: pool, model: alias)
        try await store.append(record)
        return (study, record)
    }

    private func newest(_ paths: [String], _ store: Store) async throws
        -> (QueryStudy, StoredRecord)
    {
        let targets = Set(paths.map { "document:\($0)" })
        for record in try await store.reader.records(.analysis, named: "queries").reversed()
        where targets.isSubset(of: record.links.map(\.target)) {
            if let study = QueryStudy(record) { return (study, record) }
        }
        throw Failure(
            .badInput,
            "error: no study of \(paths.joined(separator: ", ")) is stored; run it without --stored"
        )
    }

    private func report(_ study: QueryStudy, _ record: StoredRecord, _ paths: [String]) throws
        -> QueryReport
    {
        let asked = max(1, study.settings.budgets.count - 1)
        let level = 1 - 0.05 / Double(asked)
        let rows = try study.settings.budgets.indices.map { place in
            QueryReport.Row(
                labels: study.settings.budgets[place],
                chosen: try study.accuracy(.disagreement, place),
                random: try study.accuracy(.random, place), gain: try study.gain(place),
                corrected: try study.gain(place, level: level).interval,
                wrongChosen: study.levels[.disagreement]?[place].wrongLabels ?? 0,
                wrongRandom: study.levels[.random]?[place].wrongLabels ?? 0)
        }
        return QueryReport(
            title: "Queries by disagreement against random queries", rows: rows,
            method: "\(study.pairs) pairs of \(paths.joined(separator: ", ")), their preferences "
                + "hidden. For each of \(study.settings.seeds) seeds, "
                + "\(NumberText.percent(study.settings.testShare)) of the prompts are set aside to "
                + "test on (on average \(NumberText.fixed(study.testSize, decimals: 0)) pairs, "
                + "labelled right); the others (\(NumberText.fixed(study.poolSize, decimals: 0)) "
                + "pairs) are asked about, and \(NumberText.percent(study.settings.noise)) of the "
                + "answers are wrong, the same ones for both ways of asking. Both begin with the "
                + "same \(study.settings.budgets[0]) pairs. An ensemble of "
                + "\(study.settings.members) linear reward heads reads the frozen last states of "
                + "\(model); each head learns from labels drawn with replacement, those left out "
                + "choose the penalty, and the likelihood knows the share of wrong labels. "
                + "Disagreement is the variance over heads of the preference's probability. The "
                + "model under the heads is not trained, unlike in the paper. Record \(record.id).",
            json: study.json)
    }

    private func write(_ report: QueryReport, _ record: StoredRecord, to folder: String) throws {
        try FileAccess.makeFolder(folder, path: folder)
        for (name, text) in [
            ("report.md", report.markdown(chartFile: "queries.svg")),
            ("report.html", report.html()), ("queries.svg", report.chart.standaloneSVG()),
            ("record.jsonl", record.json.serialized() + "\n"),
        ] {
            let file = try WholeFile(path: folder + "/" + name)
            try file.write(text)
            try file.finish()
        }
        printError("wrote \(folder)/report.md, report.html, queries.svg and record.jsonl")
    }
}
