import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct runs`.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List, show, export, merge and remove runs.",
        subcommands: [
            RunsList.self, RunsShow.self, RunsSamples.self, RunsExport.self, RunsRemove.self,
            RunsMerge.self, RunsVerify.self,
        ],
        defaultSubcommand: RunsList.self)
}

/// `conduct runs list`.
struct RunsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The runs of the workspace, newest first.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "Only runs of this suite.")
    var suite: String?

    @Option(name: .shortAndLong, help: "At most so many.")
    var limit = 30

    func run() async throws {
        let (_, store) = try workspace.open()
        let runs = try await store.reader.runs(limit: limit, suite: suite)
        if output.json {
            return printOut(JSONValue.array(runs.map(RunJSON.summary)).serialized())
        }
        guard !runs.isEmpty else {
            return printOut("No run yet. Try: conduct eval suites/honesty.yaml")
        }
        var table = Table(
            title: nil,
            columns: [
                .init("run"), .init("suite"), .init("status"), .init("samples", .trailing),
                .init("passed"), .init("made"),
            ])
        for item in runs {
            let rates = item.verdicts.map { count in
                let scored = count.pass + count.fail
                let rate =
                    scored > 0
                    ? NumberText.percent(Double(count.pass) / Double(scored)) : NumberText.missing
                return "\(count.scorer) \(rate)"
            }
            table.rows.append([
                .init(ShortID.of(item.id)), .init(item.run.suite),
                .init(item.status.rawValue, item.status == .complete ? .plain : .warning),
                .init(NumberText.count(item.samples)), .init(rates.joined(separator: ", ")),
                .init(NumberText.time(milliseconds: item.run.created.milliseconds)),
            ])
        }
        printOut(table.terminalText(.output))
    }
}

/// `conduct runs show`.
struct RunsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A run's results in the terminal.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The run: an id, a unique beginning of one, or latest.")
    var name: String = "latest"

    @Option(name: .long, help: "The scoring; by default the one made with the run.")
    var scoring: String?

    func run() async throws {
        let (_, store) = try workspace.open()
        let results = try await RunLoading.results(name, scoring: scoring, reader: store.reader)
        if output.json { return printOut(try results.jsonText()) }
        printOut(TerminalReport(results, style: .output).text())
    }
}

/// `conduct runs samples`.
struct RunsSamples: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "samples", abstract: "A run's samples, filtered and searched.",
        discussion: """
            EXAMPLES
              conduct runs samples latest --failed
              conduct runs samples latest --search "spider" --tag pressure=expert
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The run: an id, a unique beginning of one, or latest.")
    var name: String = "latest"

    @Flag(name: .long, help: "Only samples that a scorer failed.")
    var failed = false

    @Flag(name: .long, help: "Only samples that could not be scored.")
    var unscored = false

    @Option(name: .long, help: "Only this scorer's verdicts count.")
    var scorer: String?

    @Option(name: .shortAndLong, help: "Only this model.")
    var model: String?

    @Option(name: .shortAndLong, help: "Only this prompt.")
    var prompt: String?

    @Option(name: .long, help: "Only this case.")
    var `case`: String?

    @Option(name: .long, help: "Only cases that test this clause.")
    var clause: String?

    @Option(name: .shortAndLong, help: "Only cases with this tag, as name=value; repeatable.")
    var tag: [String] = []

    @Option(name: .shortAndLong, help: "Only where all these words occur.")
    var search: String?

    @Option(name: .shortAndLong, help: "At most so many.")
    var limit = 50

    func run() async throws {
        let (_, store) = try workspace.open()
        let reader = store.reader
        var query = SampleQuery(
            run: try await reader.resolve(name, as: .run), scorer: scorer, clause: clause,
            model: model, promptID: prompt, caseID: `case`, text: search)
        if failed { query.verdict = .fail }
        if unscored { query.verdict = .unscored }
        for text in tag {
            guard let split = text.firstIndex(of: "=") else {
                throw ValidationError("--tag takes name=value, not '\(text)'")
            }
            query.tags[String(text[..<split])] = String(text[text.index(after: split)...])
        }
        let page = try await reader.samples(query, limit: limit)
        if output.json {
            let samples = try await page.samples.asyncMap { try await reader.sample($0.id).json }
            return printOut(JSONValue.array(samples).serialized())
        }
        var table = Table(
            columns: [
                .init("sample"), .init("case"), .init("prompt"), .init("model"), .init("scores"),
                .init("output", isFlexible: true),
            ])
        for item in page.samples {
            let scores = item.scores.map { "\($0.scorer) \($0.verdict.rawValue)" }
            table.rows.append([
                .init(item.id.description), .init(item.caseID), .init(item.promptID),
                .init(item.model), .init(scores.joined(separator: ", ")),
                .init(SafeText.line(item.failure ?? item.preview)),
            ])
        }
        if page.next != nil {
            table.notes.append(
                "\(try await reader.count(query)) samples; the first \(page.samples.count) are "
                    + "shown. Raise --limit for more.")
        }
        printOut(page.samples.isEmpty ? "No such sample." : table.terminalText(.output))
    }
}

/// `conduct runs export`.
struct RunsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a run as JSONL or CSV.",
        discussion: """
            JSONL holds everything and is what `conduct import` restores; CSV has a sample a line.

            EXAMPLES
              conduct runs export latest --format csv --output run.csv
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The run: an id, a unique beginning of one, or latest.")
    var name: String = "latest"

    @Option(name: .shortAndLong, help: "jsonl or csv.")
    var format: ExportFormat = .jsonl

    @Option(name: .shortAndLong, help: "The file to write; standard output by default.")
    var output: String?

    func run() async throws {
        let (_, store) = try workspace.open()
        let id = try await store.reader.resolve(name, as: .run)
        if let output {
            let file = try WholeFile(path: output)
            try await store.reader.export(id, as: format) { try file.write($0) }
            try file.finish()
            printError("wrote \(output)")
        } else {
            try await store.reader.export(id, as: format) { printOut($0, terminator: "") }
        }
    }
}

/// `conduct runs rm`.
struct RunsRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Remove runs; one that evidence pins is refused.")

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The runs: ids or unique beginnings of ids.")
    var runs: [String]

    @Flag(name: .long, help: "Remove the stored calls too, so that the suite asks anew.")
    var calls = false

    func run() async throws {
        let (_, store) = try workspace.open()
        for text in runs {
            let id = try await store.reader.resolve(text, as: .run)
            try await store.remove(id, keepingCalls: !calls)
            printOut("removed \(id)")
        }
    }
}

/// `conduct runs merge`.
struct RunsMerge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Join the shards of one suite into one run.",
        discussion: """
            EXAMPLES
              conduct runs merge run_01k5 run_01k6
              conduct runs merge ../other/.conduct/store.sqlite latest
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "Ids of runs, or paths of other stores that hold one run each.")
    var sources: [String]

    func run() async throws {
        let (_, store) = try workspace.open()
        var parts: [MergeSource] = []
        for source in sources {
            if source.hasSuffix(".sqlite") {
                parts.append(.store(path: source, run: nil))
            } else {
                parts.append(.run(try await store.reader.resolve(source, as: .run)))
            }
        }
        let run = try await store.merge(parts)
        printOut("merged \(sources.count) runs into \(run.id)")
    }
}

/// `conduct runs verify`.
struct RunsVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Recompute a run's content hashes.")

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The run: an id, a unique beginning of one, or latest.")
    var name: String = "latest"

    func run() async throws {
        let (_, store) = try workspace.open()
        let id = try await store.reader.resolve(name, as: .run)
        let faults = try await store.reader.verify(id)
        guard faults.isEmpty else { throw Failure(.no, faults.joined(separator: "\n")) }
        printOut("\(id) holds: every hash is as it was stored.")
    }
}
