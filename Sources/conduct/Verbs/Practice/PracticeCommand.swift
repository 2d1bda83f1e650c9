import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct practice`.
struct PracticeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "practice",
        abstract: "Rehearse answers and talks, rate them, and see what is not covered.",
        discussion: """
            An answer cites what it rests on; one that cites nothing is flagged. Recordings stay \
            where they are: only their path is kept.

            EXAMPLES
              conduct practice list
              conduct practice start evaluate-honesty
              conduct practice talk artifacts/11-capstone.md --minutes 5
              conduct practice cards artifacts/11-capstone.md --minutes 5
              conduct practice rate latest --structure 4 --evidence 3 --note "No interval said"
              conduct practice coverage
              conduct practice check claude && conduct practice interview latest --model claude
            """,
        subcommands: [
            PracticeList.self, PracticeStart.self, PracticeTalk.self, PracticeCards.self,
            PracticeRate.self,
            PracticeCoverage.self, PracticeCheck.self, PracticeInterview.self,
        ])
}

extension PracticeQuestion.Origin: ExpressibleByArgument {}

/// `conduct practice list`.
struct PracticeList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The questions, and when each is due again.",
        discussion: """
            The plan's questions, one or more for each skill, those of your own in \
            practice/questions.yaml (conduct schema questions), and one for each requirement of your \
            target roles.

            EXAMPLES
              conduct practice list
              conduct practice list --from role
              conduct practice list --skill statistics
              conduct practice list --due
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "Only questions about this skill.")
    var skill: String?

    @Option(name: .long, help: "Only questions from here: plan, skill, own or role.")
    var from: PracticeQuestion.Origin?

    @Flag(name: .long, help: "Only what is due, or was never said.")
    var due = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let questions = try PracticeQuestion.all(in: folder)
        let standing = try await PracticeStanding(questions, reader: store.reader)
        let now = Timestamp.now
        let origins = Dictionary(
            questions.map { ($0.id, $0.origin) }, uniquingKeysWith: { first, _ in first })
        let topics = standing.topics.filter { topic in
            (from == nil || origins[topic.id] == from) && (skill.map(topic.skills.contains) ?? true)
                && (!due || topic.due.map { $0 <= now } ?? true)
        }
        if output.json {
            return printOut(JSONValue.array(topics.map(\.json)).serialized())
        }
        printOut(PracticeTables.list(topics, now: now).terminalText(.output))
    }
}

/// `conduct practice rate`.
struct PracticeRate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate", abstract: "Rate an attempt, from 1 to 5 by the rubric.",
        discussion: """
            At a terminal without marks it shows the rubric and asks.

            EXAMPLES
              conduct practice rate latest
              conduct practice rate latest --answers 4 --structure 4 --evidence 5 --precision 3 \\
                  --limits 2 --delivery 4 --note "Ran out of time at the limits"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The attempt: an id, a beginning of one, or latest.")
    var attempt = "latest"

    @Option(name: .long, help: "Does it answer what was asked?")
    var answers: Int?

    @Option(name: .long, help: "Can a listener retell its parts?")
    var structure: Int?

    @Option(name: .long, help: "Does it rest on something that you did?")
    var evidence: Int?

    @Option(name: .long, help: "Are numbers exact, with their uncertainty?")
    var precision: Int?

    @Option(name: .long, help: "Does it say what it can't show?")
    var limits: Int?

    @Option(name: .long, help: "Was it in time, clear and calm?")
    var delivery: Int?

    @Option(name: .shortAndLong, help: "What to do otherwise next time.")
    var note = ""

    func run() async throws {
        let (folder, store) = try workspace.open()
        let book = PracticeBook(folder: folder, store: store)
        let record = try await book.attempt(attempt)
        let given: [(PracticeRubric, Int?)] = [
            (.answers, answers), (.structure, structure), (.evidence, evidence),
            (.precision, precision), (.limits, limits), (.delivery, delivery),
        ]
        var marks = Dictionary(
            uniqueKeysWithValues: given.compactMap { pair in pair.1.map { (pair.0, $0) } })
        if marks.isEmpty, StandardInput.isInteractive { marks = ask() }
        let rating = try await book.rate(
            record.id, marks, note: note, author: try author.name(), journal: folder.journal)
        let mean = rating.body["mean"]?.double ?? 0
        if output.json {
            return printOut(
                JSONValue.object([
                    "id": .string(rating.id.description), "attempt": .string(record.id.description),
                    "mean": .number(mean),
                ]).serialized())
        }
        printOut(
            "\(record.body["topic"]?.string ?? ""): \(NumberText.fixed(mean, decimals: 1)) of 5")
    }

    private func ask() -> [PracticeRubric: Int] {
        var marks: [PracticeRubric: Int] = [:]
        for criterion in PracticeRubric.allCases {
            let anchors = criterion.anchors
            printOut("\n\(criterion.question)")
            printOut("1 \(anchors[0])   3 \(anchors[1])   5 \(anchors[2])")
            if let text = StandardInput.ask("1 to 5, Enter leaves it out ›"), let mark = Int(text),
                (1...5).contains(mark)
            {
                marks[criterion] = mark
            }
        }
        return marks
    }
}

/// `conduct practice coverage`.
struct PracticeCoverage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Which skills were rehearsed, what cites nothing, how ratings move.",
        discussion: """
            EXAMPLES
              conduct practice coverage
              conduct practice coverage --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (folder, store) = try workspace.open()
        let standing = try await PracticeStanding(
            try PracticeQuestion.all(in: folder), reader: store.reader)
        let skills = try RoleLexicon.read(in: folder).skills.map(\.id)
        if output.json {
            return printOut(standing.coverage(of: skills).serialized())
        }
        printOut(PracticeTables.coverage(standing.bySkill(skills), standing).terminalText(.output))
    }
}

/// Rehearsal as tables and JSON.
enum PracticeTables {
    static func list(_ topics: [PracticeStanding.Topic], now: Timestamp) -> Table {
        var table = Table(columns: [
            .init("question"), .init("said", .trailing), .init("last", .trailing), .init("due"),
            .init("text"),
        ])
        for topic in topics {
            let due: String =
                topic.due.map {
                    $0 <= now ? "now" : String($0.description.prefix(10))
                } ?? (topic.attempts > 0 ? "to be rated" : "")
            table.rows.append([
                .init(topic.id, .strong), .init(topic.attempts == 0 ? "" : "\(topic.attempts)"),
                .init(topic.ratings.last.map { NumberText.fixed($0, decimals: 1) } ?? ""),
                .init(due, due == "now" ? .warning : .plain), .init(topic.text),
            ])
        }
        table.notes = ["Begin with: conduct practice start QUESTION"]
        return table
    }

    static func coverage(
        _ skills: [(skill: String, tried: Int, questions: Int)], _ standing: PracticeStanding
    ) -> Table {
        var table = Table(columns: [
            .init("skill"), .init("tried", .trailing), .init("questions", .trailing),
        ])
        table.rows = skills.map { row in
            [
                .init(row.skill, .strong), .init("\(row.tried)", row.tried > 0 ? .good : .muted),
                .init("\(row.questions)"),
            ]
        }
        let tried = skills.count { $0.tried > 0 }
        table.notes = ["\(tried) of \(skills.count) skills rehearsed."]
        let uncited = standing.topics.filter { $0.uncited > 0 }
        if !uncited.isEmpty {
            table.notes.append(
                "Answers that cite nothing: "
                    + uncited.map { "\($0.id) (\($0.uncited))" }.joined(separator: ", "))
        }
        if let drift = standing.drift {
            let change = drift.later - drift.earlier
            var line =
                "Ratings: \(NumberText.fixed(drift.earlier, decimals: 1)) in the earlier half, "
                + "\(NumberText.fixed(drift.later, decimals: 1)) in the later: "
                + NumberText.fixed(change, decimals: 1, signed: true)
            if let low = drift.low, let high = drift.high {
                line +=
                    " [\(NumberText.fixed(low, decimals: 1)), \(NumberText.fixed(high, decimals: 1))]"
            }
            table.notes.append(line + ". They are your own: a stricter eye lowers them too.")
        } else {
            table.notes.append("How ratings move is shown from four rated attempts on.")
        }
        return table
    }
}
