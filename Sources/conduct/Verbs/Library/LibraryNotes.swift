import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct library add`.
struct LibraryAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a source of your own.",
        discussion: """
            EXAMPLES
              conduct library add sycophancy-card --title "What we missed" --kind article \\
                  --authors OpenAI --year 2025 --where https://openai.com --phase 2 \\
                  --question "Why did no evaluation catch it?"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions

    @Argument(help: "Its name: lower-case letters, digits and hyphens.")
    var id: String

    @Option(name: .long, help: "Its title.")
    var title: String

    @Option(name: .long, help: "What it is: paper, documentation, course, framework …")
    var kind = LibraryNote.Kind.article

    @Option(name: .long, help: "Who wrote it.")
    var authors = ""

    @Option(name: .long, help: "When.")
    var year: Int?

    @Option(name: .customLong("where"), help: "arXiv:ID, doi:ID or an address.")
    var place: String?

    @Option(name: .long, help: "The plan's phase.")
    var phase: Int?

    @Option(name: .long, help: "What it should answer.")
    var question = ""

    func run() async throws {
        let shelf = try LibraryShelf(try OpenPlan(workspace, today).desk)
        let path = try shelf.add(
            LibraryItem(
                id: id, kind: kind, title: title, authors: authors, year: year, place: place,
                phase: phase, question: question))
        printOut("\(id) is in the library: \(path)")
    }
}

/// `conduct library status`.
struct LibraryStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how far you are with a source.",
        discussion: """
            'read' and 'summary' of one of the plan's readings also count for the plan.

            EXAMPLES
              conduct library status instructgpt reading
              conduct library status instructgpt read
              conduct library status ccai summary
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions

    @Argument(help: "The source, or a unique beginning of its name.")
    var item: String

    @Argument(help: "unread, reading, read, summary or dropped.")
    var status: LibraryNote.Status

    func run() async throws {
        var desk = try OpenPlan(workspace, today).desk
        let shelf = try LibraryShelf(desk)
        let entry = try shelf.entry(item)
        let path = try shelf.set([("status", status.rawValue)], of: entry)
        if entry.item.isReading, status == .read || status == .summary {
            _ = try desk.read(entry.item.id, asSummary: status == .summary)
        }
        printOut("\(entry.item.id) is \(status.rawValue), in \(path)")
    }
}

/// `conduct library note`.
struct LibraryNoteVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write on a source, and say what the note leads to.",
        discussion: """
            Without a text the file is made, to be written in with an editor.

            EXAMPLES
              conduct library note instructgpt
              conduct library note instructgpt --text "People judge at three points." --artifact 2
              conduct library note moralities --clause no-flattery --skill ethics
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions

    @Argument(help: "The source, or a unique beginning of its name.")
    var item: String

    @Option(name: .shortAndLong, help: "A paragraph, added to the notes.")
    var text: String?

    @Option(name: .long, help: "A skill that the note leads to; repeat it.")
    var skill: [String] = []

    @Option(name: .long, help: "An artifact by its number; repeat it.")
    var artifact: [Int] = []

    @Option(name: .long, help: "A clause by its id; repeat it.")
    var clause: [String] = []

    func run() async throws {
        let desk = try OpenPlan(workspace, today).desk
        let folder = desk.folder
        let skills = try RoleLexicon.read(in: folder).skills.map(\.id)
        for name in skill where !skills.contains(name) {
            throw PortfolioError(
                .notFound, "no skill is called '\(name)'",
                advice: Spelling.suggestion(for: name, among: skills)
                    ?? "conduct plan skills lists them")
        }
        for number in artifact where !desk.plan.artifacts.contains(where: { $0.number == number }) {
            throw PortfolioError(.notFound, "the plan has no artifact \(number)")
        }
        let clauses = WorkspaceIndex(folder).clauses
        for id in clause where clauses[id] == nil {
            throw PortfolioError(
                .notFound, "no specification here has the clause '\(id)'",
                advice: Spelling.suggestion(for: id, among: clauses.keys.sorted())
                    ?? "write it first: conduct spec new")
        }
        let shelf = try LibraryShelf(desk)
        let entry = try shelf.entry(item)
        let note = entry.note
        func list<Value: Hashable>(_ old: [Value], _ new: [Value], _ text: (Value) -> String)
            -> String
        {
            let all = old + new.filter { !old.contains($0) }
            return "[\(all.map(text).joined(separator: ", "))]"
        }
        var values: [(key: String, value: String)] = []
        if !skill.isEmpty { values.append(("skills", list(note?.skills ?? [], skill) { $0 })) }
        if !artifact.isEmpty {
            values.append(("artifacts", list(note?.artifacts ?? [], artifact, String.init)))
        }
        if !clause.isEmpty { values.append(("clauses", list(note?.clauses ?? [], clause) { $0 })) }
        let path = try shelf.set(values, of: entry)
        if let text {
            let again = try LibraryShelf(desk).entry(entry.item.id)
            _ = try shelf.note(text, on: again)
        }
        printOut(path)
    }
}

/// `conduct library card`.
struct LibraryCard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card", abstract: "Add a question to yourself.",
        discussion: """
            A card is a heading and its answer below '## Cards' in the note; write them by hand as \
            well: ### Question {#name}.

            EXAMPLES
              conduct library card dpo --question "What does beta hold in place?" \\
                  --answer "The distance from the reference model."
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions

    @Argument(help: "The source, or a unique beginning of its name.")
    var item: String

    @Option(name: .shortAndLong, help: "The question, one line.")
    var question: String

    @Option(name: .shortAndLong, help: "The answer.")
    var answer: String

    func validate() throws {
        if question.isEmpty || answer.isEmpty || question.contains("\n") {
            throw ValidationError("a card has a question of one line and an answer")
        }
    }

    func run() async throws {
        let shelf = try LibraryShelf(try OpenPlan(workspace, today).desk)
        let path = try shelf.card(
            question: question, answer: answer, on: try shelf.entry(item))
        printOut(path)
    }
}
