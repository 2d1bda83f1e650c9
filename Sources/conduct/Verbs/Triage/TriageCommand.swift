import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct triage`.
struct TriageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "triage",
        abstract: "Read a product's logs: code, group, and turn them into findings and cases.",
        discussion: """
            Transcripts become a run; codes, findings, clauses and cases made of them lead back \
            to the transcript (conduct trace case:ID --depth 6).

            EXAMPLES
              conduct triage logs/november.jsonl --mask
              conduct triage read latest              read and code at the keyboard
              conduct triage clusters latest
              conduct triage code latest --cluster 2 promises-refund
              conduct triage finding --run latest --cluster 2 --title "Promises refunds" \\
                  --severity high --expected "It names the 30 days" --hypothesis "…"
              conduct triage clause latest --spec specs/desk.md --id no-promises \\
                  --title "Promise nothing" --text "…" --why "…"
              conduct finding case latest --dataset datasets/regressions.jsonl
            """,
        subcommands: [
            TriageImport.self, TriageRead.self, TriageClusters.self, TriageCode.self,
            TriageFinding.self, TriageClause.self,
        ], defaultSubcommand: TriageImport.self)
}

extension TranscriptClusters.Basis: ExpressibleByArgument {}

/// `conduct triage import`, the default.
struct TriageImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take transcripts into the store as a run.",
        discussion: """
            JSON lines: {"messages": […]}, a service's stored calls {"request", "response"}, or \
            {"prompt", "output"}. When a file holds e-mail addresses, phone, card or account \
            numbers, network addresses, keys or people's names, say whether they are replaced \
            (--mask) or kept (--keep). Names are learned from greetings, introductions, titles, \
            signatures and fields, and from --names; others stay, as do places and illnesses.

            EXAMPLES
              conduct triage logs/november.jsonl --mask --name november
              conduct triage import logs/november.jsonl --mask --names customers.txt
              conduct triage import logs/november.jsonl --keep --model support-bot
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The log, one JSON object a line.", completion: .file())
    var file: String

    @Option(name: .long, help: "What the run is called; by default the file's name.")
    var name: String?

    @Option(name: .shortAndLong, help: "The model's name, where a line names none.")
    var model = "production"

    @Option(name: .long, help: "A file of people's names, one a line, to replace as well.")
    var names: String?

    @Flag(
        name: .long, help: "Replace addresses, numbers, keys and names before anything is stored.")
    var mask = false

    @Flag(name: .long, help: "Store addresses, numbers, keys and names as they are.")
    var keep = false

    @Flag(name: .long, help: "Import a file that was imported before once more.")
    var again = false

    func validate() throws {
        if mask, keep { throw ValidationError("give --mask or --keep, not both") }
        if model.isEmpty { throw ValidationError("--model is to be a name") }
    }

    func run() async throws {
        let (_, store) = try workspace.open()
        let people = try names.map { path in
            try UTF8Text.validate(try FileAccess.read(path, path: path), path: path)
                .split(whereSeparator: \.isNewline).map(String.init)
        }
        let outcome = try await TranscriptImport(store: store, toolVersion: ToolVersion.text)
            .run(
                file, path: file, name: name, model: model,
                privacy: mask ? .mask : keep ? .keep : .ask, names: people ?? [], again: again)
        if output.json {
            return printOut(
                JSONValue.object([
                    "run": .string(outcome.run.description),
                    "transcripts": .integer(outcome.transcripts),
                    "unanswered": .integer(outcome.unanswered),
                    "masked": .bool(outcome.isMasked),
                    "found": .object(
                        Dictionary(
                            uniqueKeysWithValues: outcome.found.map {
                                ($0.key.rawValue, .integer($0.value))
                            })),
                ]).serialized())
        }
        printOut(
            "\(NumberText.counted(outcome.transcripts, "transcript")) as \(outcome.run)"
                + (outcome.unanswered > 0 ? ", \(outcome.unanswered) without an answer" : ""))
        if !outcome.found.isEmpty {
            let found = TranscriptImport.sentence(outcome.found)
            printOut(outcome.isMasked ? "Replaced: \(found)." : "Kept as they are: \(found).")
        }
        let id = ShortID.of(outcome.run)
        printOut("\nNext\n  conduct triage read \(id)\n  conduct triage clusters \(id)")
    }
}

/// `conduct triage clusters`.
struct TriageClusters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusters", abstract: "Group transcripts that use the same words.",
        discussion: """
            Lexical and repeatable: words and word pairs, Jaccard similarity, single linkage. It \
            finds what is said alike, not what is meant alike.

            EXAMPLES
              conduct triage clusters latest
              conduct triage clusters latest --by answer --threshold 0.4
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The run: an id, a beginning of one, or latest.")
    var run = "latest"

    @Option(name: .long, help: "What counts: question, answer or both.")
    var by = TranscriptClusters.Basis.both

    @Option(name: .long, help: "How alike two must be, 0 to 1.")
    var threshold = 0.5

    @Option(name: .long, help: "Show clusters of at least so many transcripts.")
    var least = 2

    func validate() throws {
        if !(0.2...1).contains(threshold) {
            throw ValidationError("--threshold is between 0.2 and 1")
        }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let id = try await store.reader.resolve(run, as: .run)
        let book = TriageBook(folder: folder, store: store)
        let (clusters, record) = try await book.cluster(id, basis: by, threshold: threshold)
        if output.json {
            var object = record.body.object ?? [:]
            object["id"] = .string(record.id.description)
            return printOut(JSONValue.object(object).serialized())
        }
        var table = Table(columns: [
            .init("cluster", .trailing), .init("transcripts", .trailing), .init("words"),
            .init("most typical"),
        ])
        let shown = clusters.clusters.prefix { $0.samples.count >= least }
        for (index, cluster) in shown.enumerated() {
            table.rows.append([
                .init("\(index + 1)", .strong), .init("\(cluster.samples.count)"),
                .init(cluster.words.joined(separator: " ")), .init(cluster.samples[0].description),
            ])
        }
        let alone = clusters.clusters.count - shown.count
        table.notes = [
            "\(NumberText.counted(alone, "smaller cluster")) not shown; kept as "
                + "\(ShortID.of(record.id)). Read one: conduct triage read \(ShortID.of(id)) "
                + "--cluster 1"
        ]
        printOut(table.terminalText(.output))
    }
}

/// `conduct triage code`.
struct TriageCode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Give codes to all transcripts of a cluster.",
        discussion: """
            For single transcripts there is conduct code; for counts, conduct code RUN.

            EXAMPLES
              conduct triage code latest --cluster 2 promises-refund
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The run: an id, a beginning of one, or latest.")
    var run: String

    @Argument(help: "The codes.")
    var codes: [String]

    @Option(name: .long, help: "The cluster's number.")
    var cluster: Int

    @Option(name: .shortAndLong, help: "Why; kept with the codes.")
    var note = ""

    func run() async throws {
        let (folder, store) = try workspace.open()
        let id = try await store.reader.resolve(run, as: .run)
        let book = TriageBook(folder: folder, store: store)
        let samples = try TriageBook.samples(
            of: cluster, in: try await book.clusters(of: id))
        let name = try author.name()
        var added = 0
        for sample in samples {
            added += try await CodeBook(store: store).add(
                codes, note: note, to: sample, author: name, journal: folder.journal
            ).count
        }
        if output.json {
            return printOut(
                JSONValue.object([
                    "transcripts": .integer(samples.count), "added": .integer(added),
                ]).serialized())
        }
        printOut(
            "\(NumberText.counted(added, "code")) on "
                + "\(NumberText.counted(samples.count, "transcript")); counts: conduct code "
                + ShortID.of(id))
    }
}
