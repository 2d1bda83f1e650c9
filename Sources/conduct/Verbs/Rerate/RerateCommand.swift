import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct rerate`.
struct RerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerate",
        abstract: "Be your own second rater: the same items again, blind, later, in another order.",
        discussion: """
            EXAMPLES
              conduct rerate new candour answers.csv --scale 1-5
              conduct rerate new candour latest --sample 25 --labels candid,evasive
              conduct rerate next candour                 rate; again after the delay
              conduct rerate import candour anna.csv --rater anna
              conduct rerate report candour
            """,
        subcommands: [
            RerateNew.self, RerateNext.self, RerateImport.self, RerateReport.self, RerateList.self,
        ],
        defaultSubcommand: RerateList.self)
}

/// `conduct rerate list`.
struct RerateList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The re-ratings with what is next in each.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (_, store) = try workspace.open()
        var table = Table(columns: [
            .init("name"), .init("items", .trailing), .init("ratings", .trailing), .init("next"),
        ])
        var list: [JSONValue] = []
        for name in try await ReratingSession.names(store.reader) {
            let session = try await ReratingSession.read(name, store.reader)
            let next = RerateText.next(session.next(on: today.date))
            table.rows.append([
                .init(name, .strong), .init("\(session.items.count)"),
                .init("\(session.ratings.count)"), .init(next),
            ])
            list.append([
                "name": .string(name), "items": .integer(session.items.count),
                "ratings": .integer(session.ratings.count), "next": .string(next),
            ])
        }
        if output.json { return printOut(JSONValue.array(list).serialized()) }
        printOut(
            table.rows.isEmpty
                ? "No re-rating yet. Begin one with: conduct rerate new NAME FILE --scale 1-5"
                : table.terminalText(.output))
    }
}

/// What is next, in words.
enum RerateText {
    static func next(_ step: ReratingSession.Step) -> String {
        switch step {
        case .rate(_, let pass, let left): "rating \(pass): \(left) to go"
        case .wait(let day, let pass): "rating \(pass) from \(day) on"
        case .complete: "complete"
        }
    }
}

/// `conduct rerate new`.
struct RerateNew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin: items from a CSV or JSONL file, or a run's samples.",
        discussion: """
            A file has the columns id, text and, where you have rated already, label: those are \
            then the first rating. Of a run each item is a question with its answer.

            EXAMPLES
              conduct rerate new candour answers.csv --scale 1-5
              conduct rerate new candour run_01k5x3 --sample 25 --labels candid,evasive --delay 3
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "What to call it.")
    var name: String

    @Argument(help: "A .csv, .tsv or .jsonl file, or a run: its id or latest.")
    var items: String

    @Option(name: .long, help: "A scale of steps, such as 1-5.")
    var scale: String?

    @Option(name: .long, help: "Labels without an order, separated by commas.")
    var labels: String?

    @Option(name: .long, help: "What is asked of each item.")
    var question = "Which label?"

    @Option(name: .long, help: "How many items of a run, drawn at random.")
    var sample = 25

    @Option(name: .long, help: "Days between two ratings of one item.")
    var delay = 7

    @Option(name: .long, help: "How often each item is rated.")
    var passes = 2

    @Option(name: .long, help: "Decides the draw and the orders.")
    var seed = 0

    func run() async throws {
        let (folder, store) = try workspace.open()
        let (words, isOrdered) = try scaleOrLabels()
        guard delay >= 0, (2...10).contains(passes), sample >= 2 else {
            throw ValidationError(
                "--delay is at least 0, --passes from 2 to 10, --sample at least 2")
        }
        let isFile = [".csv", ".tsv", ".jsonl"].contains { items.hasSuffix($0) }
        var first: [ReratingSession.Rating] = []
        var session = ReratingSession(
            name: name, question: question, labels: words, isOrdered: isOrdered, delay: delay,
            passes: passes, seed: seed, items: [])
        if isFile {
            let rows = try RatingFile.read(items)
            session.items = try RatingFile.items(rows, path: items)
            first = try RatingFile.ratings(
                rows, of: session, rater: ReratingSession.oneself, pass: 1, on: today.date,
                path: items)
        } else {
            let run = try await store.reader.resolve(items, as: .run)
            session.items = try await ReratingItems.draw(
                sample, of: run, seed: seed, reader: store.reader)
        }
        try await session.keep(in: store)
        session = try await ReratingSession.read(name, store.reader)
        if !first.isEmpty {
            try await session.keep(
                first, in: store, journal: JudgmentJournal(folder: try folder.resolve("judgments")))
            session = try await ReratingSession.read(name, store.reader)
        }
        let next = RerateText.next(session.next(on: today.date))
        if output.json {
            let object: JSONValue = [
                "name": .string(name), "items": .integer(session.items.count),
                "ratings": .integer(session.ratings.count), "next": .string(next),
            ]
            return printOut(object.serialized())
        }
        printOut("\(name): \(NumberText.counted(session.items.count, "item")), \(next).")
        printOut("Next: conduct rerate next \(name)")
    }

    private func scaleOrLabels() throws -> ([String], Bool) {
        switch (scale, labels) {
        case (let scale?, nil):
            let ends = scale.split(separator: "-").compactMap { Int($0) }
            guard ends.count == 2, ends[0] < ends[1], ends[1] - ends[0] < 100 else {
                throw ValidationError("'\(scale)' is no scale; write its ends, such as 1-5")
            }
            return ((ends[0]...ends[1]).map(String.init), true)
        case (nil, let labels?):
            let words = labels.split(separator: ",").map { RoleText.trimmed(String($0)) }
                .filter { !$0.isEmpty }
            guard words.count >= 2, Set(words).count == words.count else {
                throw ValidationError("give at least two different labels")
            }
            return (words, false)
        default: throw ValidationError("give --scale 1-5 or --labels a,b, one of the two")
        }
    }
}

/// `conduct rerate next`.
struct RerateNext: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "The next item; earlier labels are hidden.",
        discussion: """
            At a terminal it goes on from item to item. In scripts --label rates the item that \
            is next, and --labels takes a file of id and label for the pass that is due.

            EXAMPLES
              conduct rerate next candour
              conduct rerate next candour --json
              conduct rerate next candour --label 4
              conduct rerate next candour --labels second.csv
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The re-rating.")
    var name: String

    @Option(name: .long, help: "The label of the item that is next.")
    var label: String?

    @Option(name: .long, help: "A file of labels for the pass that is due.")
    var labels: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let journal = JudgmentJournal(folder: try folder.resolve("judgments"))
        var session = try await ReratingSession.read(name, store.reader)
        if let labels {
            guard case .rate(_, let pass, _) = session.next(on: today.date) else {
                throw Failure(.no, "\(name): \(RerateText.next(session.next(on: today.date)))")
            }
            let ratings = try RatingFile.ratings(
                try RatingFile.read(labels), of: session, rater: ReratingSession.oneself,
                pass: pass, on: today.date, path: labels)
            try await session.keep(ratings, in: store, journal: journal)
            session = try await ReratingSession.read(name, store.reader)
        } else if let label {
            try await rate(label, &session, store, journal)
        } else if StandardInput.isInteractive, !output.json {
            while case .rate(let item, let pass, let left) = session.next(on: today.date) {
                printOut("\nRating \(pass), \(left) to go\n\n\(SafeText.lines(item.text))\n")
                let asked = "\(session.question) [\(session.labels.joined(separator: ", "))]"
                guard let answer = StandardInput.ask(asked), !answer.isEmpty else { return }
                guard session.labels.contains(answer) else {
                    printOut("'\(answer)' is none of the labels.")
                    continue
                }
                try await rate(answer, &session, store, journal)
            }
        }
        show(session)
    }

    private func rate(
        _ label: String, _ session: inout ReratingSession, _ store: Store,
        _ journal: JudgmentJournal
    ) async throws {
        guard case .rate(let item, let pass, _) = session.next(on: today.date) else {
            throw Failure(.no, "\(name): \(RerateText.next(session.next(on: today.date)))")
        }
        guard session.labels.contains(label) else {
            throw Failure(
                .badInput,
                "'\(label)' is none of the labels \(session.labels.joined(separator: ", "))")
        }
        let rating = ReratingSession.Rating(
            item: item.id, label: label, pass: pass, rater: ReratingSession.oneself, on: today.date)
        try await session.keep([rating], in: store, journal: journal)
        session.ratings.append(rating)
    }

    private func show(_ session: ReratingSession) {
        let step = session.next(on: today.date)
        if output.json {
            var object: [String: JSONValue] = [
                "name": .string(name), "next": .string(RerateText.next(step)),
                "question": .string(session.question),
                "labels": .array(session.labels.map(JSONValue.string)),
            ]
            if case .rate(let item, let pass, let left) = step {
                object["pass"] = .integer(pass)
                object["left"] = .integer(left)
                object["item"] = ["id": .string(item.id), "text": .string(item.text)]
            }
            return printOut(JSONValue.object(object).serialized())
        }
        printOut("\(name): \(RerateText.next(step))")
        if case .rate(let item, _, _) = step {
            printOut("\n\(SafeText.lines(item.text))\n\n\(session.question)")
        }
    }
}

/// `conduct rerate import`.
struct RerateImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "A friend's ratings, from a file of id and label.",
        discussion: """
            EXAMPLES
              conduct rerate import candour anna.csv --rater anna
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The re-rating.")
    var name: String

    @Argument(help: "The file: CSV or JSONL with id and label.")
    var file: String

    @Option(name: .long, help: "The friend's name.")
    var rater: String

    func run() async throws {
        guard rater != ReratingSession.oneself, !rater.isEmpty else {
            throw ValidationError("'\(rater)' is yourself; give the friend's name")
        }
        let (folder, store) = try workspace.open()
        let session = try await ReratingSession.read(name, store.reader)
        let ratings = try RatingFile.ratings(
            try RatingFile.read(file), of: session, rater: rater, pass: 1, on: today.date,
            path: file)
        guard !ratings.isEmpty else { throw Failure(.badInput, "\(file) has no label") }
        try await session.keep(
            ratings, in: store, journal: JudgmentJournal(folder: try folder.resolve("judgments")))
        if output.json {
            let object: JSONValue = ["rater": .string(rater), "ratings": .integer(ratings.count)]
            return printOut(object.serialized())
        }
        printOut("\(NumberText.counted(ratings.count, "rating")) by \(rater).")
    }
}

/// `conduct rerate report`.
struct RerateReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Agreement with yourself, and with friends, with intervals over items.",
        discussion: """
            EXAMPLES
              conduct rerate report candour
              conduct rerate report candour --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The re-rating.")
    var name: String

    func run() async throws {
        let (_, store) = try workspace.open()
        let session = try await ReratingSession.read(name, store.reader)
        let report = ReratingReport(session)
        guard !report.comparisons.isEmpty else {
            throw Failure(
                .no,
                "no item of \(name) has two ratings yet; go on with: conduct rerate next \(name)"
            )
        }
        let links = session.id.map { [RecordLink("of", $0)] } ?? []
        let id = store.ids.next(.agreement)
        try await store.append(
            StoredRecord(id: id, name: "rerate:\(name)", links: links, body: report.json))
        if output.json {
            var object = report.json.object ?? [:]
            object["id"] = .string(id.description)
            return printOut(JSONValue.object(object).serialized())
        }
        printOut(report.table.terminalText(.output))
        for comparison in report.comparisons where !comparison.differences.isEmpty {
            printOut("\nDifferent in \(comparison.title):")
            for one in comparison.differences.prefix(20) {
                printOut("  \(SafeText.line(one.item)): \(one.first) → \(one.second)")
            }
        }
        printOut("\nKept as \(id).")
    }
}
