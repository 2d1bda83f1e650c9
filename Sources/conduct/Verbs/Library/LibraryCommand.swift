import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct library`.
struct LibraryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "library",
        abstract: "Papers, courses and pages with your notes, and cards that ask you later.",
        discussion: """
            The plan's sources are there from the start, each with the question it should answer. \
            Notes and cards are files, library/*.md; when a card is due stands in \
            journal/reviews.jsonl.

            EXAMPLES
              conduct library list --phase 1 --status unread
              conduct library status instructgpt read
              conduct library note instructgpt --text "Labellers agree 73% of the time." --artifact 2
              conduct library card instructgpt --question "Where do people judge?" --answer "…"
              conduct library keep cai ~/papers/cai.pdf
              conduct library passage cai --quote "critiques and revisions" --note "Two steps."
              conduct library review
              conduct library export > library.bib
            """,
        subcommands: [
            LibraryList.self, LibraryShow.self, LibraryAdd.self, LibraryNoteVerb.self,
            LibraryCard.self, LibraryKeep.self, LibraryPassage.self, LibraryFind.self,
            LibraryStatus.self, LibraryExport.self, LibraryReview.self,
        ])
}

extension LibraryNote.Kind: ExpressibleByArgument {}
extension LibraryNote.Status: ExpressibleByArgument {}

/// `conduct library list`.
struct LibraryList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The sources, by phase.",
        discussion: """
            EXAMPLES
              conduct library list
              conduct library list --kind paper --skill honesty
              conduct library list --artifact 7 --status unread
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "Only this phase of the plan.")
    var phase: Int?

    @Option(name: .long, help: "Only this kind of source.")
    var kind: LibraryNote.Kind?

    @Option(name: .long, help: "Only sources that stand so.")
    var status: LibraryNote.Status?

    @Option(name: .long, help: "Only sources that serve this skill.")
    var skill: String?

    @Option(name: .long, help: "Only sources that serve this artifact, by number.")
    var artifact: Int?

    func run() async throws {
        let shelf = try LibraryShelf(try OpenPlan(workspace, today).desk)
        let entries = shelf.entries.filter { entry in
            (phase == nil || entry.item.phase == phase)
                && (kind == nil || entry.item.kind == kind)
                && (status == nil || entry.status == status)
                && skill.map(entry.skills.contains) ?? true
                && artifact.map(entry.artifacts.contains) ?? true
        }
        if output.json {
            printOut(JSONValue.array(entries.map(LibraryTables.json)).serialized())
        } else {
            printOut(LibraryTables.list(entries).terminalText(.output))
        }
        for message in shelf.messages { printError(message.text) }
        if shelf.messages.hasErrors { throw Failure(.badInput) }
    }
}

/// `conduct library show`.
struct LibraryShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One source with its question, links and notes.",
        discussion: """
            EXAMPLES
              conduct library show instructgpt
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The source, or a unique beginning of its name.")
    var item: String

    func run() async throws {
        let entry = try LibraryShelf(try OpenPlan(workspace, today).desk).entry(item)
        if output.json { return printOut(LibraryTables.json(entry).serialized()) }
        let source = entry.item
        printOut(TerminalStyle.output.painted(SafeText.line(source.title), .strong))
        let year = source.year.map { " \($0)" } ?? ""
        printOut(
            SafeText.line(
                [source.authors + year, source.place ?? "", entry.status.rawValue]
                    .filter { !$0.isEmpty }.joined(separator: " · ")))
        if !source.question.isEmpty { printOut("Asks: \(SafeText.line(source.question))") }
        if !entry.skills.isEmpty { printOut("Skills: \(entry.skills.joined(separator: ", "))") }
        if !entry.artifacts.isEmpty {
            printOut("Artifacts: \(entry.artifacts.map(String.init).joined(separator: ", "))")
        }
        if let note = entry.note {
            if !note.clauses.isEmpty {
                printOut("Clauses: \(note.clauses.joined(separator: ", "))")
            }
            printOut("\n\(SafeText.lines(note.notes))")
            printOut("\n\(NumberText.counted(note.cards.count, "card")) in \(note.file)")
        } else {
            printOut("\nNo notes yet: conduct library note \(source.id) --text \"…\"")
        }
    }
}

/// `conduct library export`.
struct LibraryExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "The sources as BibTeX.",
        discussion: """
            EXAMPLES
              conduct library export > library.bib
              conduct library export --artifact 2 --out artifacts/02.bib
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions

    @Option(name: .long, help: "Only what serves this artifact, by number.")
    var artifact: Int?

    @Flag(name: .long, help: "Only what was read.")
    var read = false

    @Option(name: .long, help: "The file; by default standard output.")
    var out: String?

    func run() async throws {
        let desk = try OpenPlan(workspace, today).desk
        let entries = try LibraryShelf(desk).entries.filter { entry in
            (artifact.map(entry.artifacts.contains) ?? true) && (!read || entry.status == .read)
        }
        let text = BibTeX.text(entries.map(\.item))
        guard let out else { return printOut(text, terminator: "") }
        let path = desk.folder.relativePath(ofArgument: out) ?? out
        try desk.folder.write(text, to: path)
        printOut("\(NumberText.counted(entries.count, "source")) in \(path)")
    }
}

/// Sources as tables and JSON.
enum LibraryTables {
    static func list(_ entries: [LibraryShelf.Entry]) -> Table {
        var table = Table(columns: [
            .init("source"), .init("kind"), .init("phase", .trailing), .init("days"),
            .init("title"), .init("status"), .init("cards", .trailing), .init("serves"),
        ])
        var phase: Int?
        for entry in entries.grouped {
            if entry.item.phase != phase { table.beginGroup() }
            phase = entry.item.phase
            let artifacts = entry.artifacts.map { "A\($0)" }
            let cards = entry.note?.cards.count ?? 0
            let tone: Table.Tone =
                entry.status == .read ? .good : entry.status == .summary ? .warning : .plain
            table.rows.append([
                .init(entry.item.id, .strong), .init(entry.item.kind.rawValue),
                .init(phase.map(String.init) ?? ""), .init(entry.item.days),
                .init(entry.item.title), .init(entry.status.rawValue, tone),
                .init(cards == 0 ? "" : "\(cards)"), .init(artifacts.joined(separator: " ")),
            ])
        }
        let read = entries.count { $0.status == .read }
        let loose = entries.count(where: \.isUnconnected)
        table.notes = ["\(read) of \(NumberText.counted(entries.count, "source")) read."]
        if loose > 0 {
            table.notes.append(
                "\(NumberText.counted(loose, "note")) lead to no skill, artifact or clause: "
                    + "conduct library note SOURCE --skill … --artifact … --clause …")
        }
        return table
    }

    static func json(_ entry: LibraryShelf.Entry) -> JSONValue {
        let item = entry.item
        return [
            "id": .string(item.id), "kind": .string(item.kind.rawValue),
            "title": .string(item.title), "authors": .string(item.authors),
            "year": item.year.map(JSONValue.integer) ?? .null,
            "where": item.place.map(JSONValue.string) ?? .null,
            "phase": item.phase.map(JSONValue.integer) ?? .null, "days": .string(item.days),
            "question": .string(item.question), "status": .string(entry.status.rawValue),
            "skills": .array(entry.skills.map(JSONValue.string)),
            "artifacts": .array(entry.artifacts.map(JSONValue.integer)),
            "clauses": .array((entry.note?.clauses ?? []).map(JSONValue.string)),
            "file": entry.note.map { .string($0.file) } ?? .null,
            "cards": .integer(entry.note?.cards.count ?? 0),
            "is_unconnected": .bool(entry.isUnconnected),
        ]
    }
}

extension [LibraryShelf.Entry] {
    /// By phase, in the library's order within each; sources without a phase last.
    fileprivate var grouped: [LibraryShelf.Entry] {
        enumerated().sorted {
            ($0.element.item.phase ?? 9, $0.offset) < ($1.element.item.phase ?? 9, $1.offset)
        }.map(\.element)
    }
}
