import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct library keep`.
struct LibraryKeep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keep your own copy of a source in the workspace.",
        discussion: """
            A PDF (its text is read with poppler), a saved page or a text, into library/files/. No \
            portfolio takes it along. Passages that you note are then looked for in it.

            EXAMPLES
              conduct library keep cai ~/papers/2212.08073.pdf
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The source, or a unique beginning of its name.")
    var item: String

    @Argument(help: "The file.", completion: .file())
    var file: String

    func run() async throws {
        let shelf = try LibraryShelf(try OpenPlan(workspace, today).desk)
        let entry = try shelf.entry(item)
        let (path, pages) = try await shelf.keep(file, of: entry)
        printOut(
            output.json
                ? JSONValue.object(["copy": .string(path), "pages": .integer(pages)]).serialized()
                : "Kept as \(path), \(NumberText.counted(pages, "page")) with text.")
    }
}

/// `conduct library passage`.
struct LibraryPassage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passage", abstract: "Note a passage of a source, with your own words on it.",
        discussion: """
            Where a copy is kept, the passage is looked for in it: its page is found, and words \
            that do not stand there are refused. Without a copy it is kept as you typed it.

            EXAMPLES
              conduct library passage cai --quote "critiques and revisions" --note "Two steps."
              conduct library passage dpo --page 4 --quote "implicit reward"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The source, or a unique beginning of its name.")
    var item: String

    @Option(name: .shortAndLong, help: "The source's words.")
    var quote: String

    @Option(name: .shortAndLong, help: "Your own words.")
    var note = ""

    @Option(name: .shortAndLong, help: "The page, from 1.")
    var page: Int?

    func validate() throws {
        if quote.split(whereSeparator: \.isWhitespace).isEmpty {
            throw ValidationError("a passage has words")
        }
        if let page, page < 1 { throw ValidationError("pages are counted from 1") }
    }

    func run() async throws {
        let shelf = try LibraryShelf(try OpenPlan(workspace, today).desk)
        let entry = try shelf.entry(item)
        var place = page
        var isChecked = false
        if let copy = try await shelf.copy(of: entry) {
            let found = copy.pages(with: quote)
            guard let first = found.first else {
                throw Failure(
                    .badInput, "error: these words do not stand in \(entry.note?.copy ?? "")")
            }
            if let page, copy.isPaged, !found.contains(page) {
                throw Failure(
                    .badInput,
                    "error: these words do not stand on page \(page); they do on page "
                        + found.map(String.init).joined(separator: ", "))
            }
            if copy.isPaged { place = page ?? first }
            isChecked = true
        }
        let (path, id) = try shelf.passage(
            page: place, quote: quote, note: note, date: today.date, on: entry)
        if output.json {
            return printOut(
                JSONValue.object([
                    "id": .string(id), "note": .string(path),
                    "page": place.map { .integer($0) } ?? .null, "checked": .bool(isChecked),
                ]).serialized())
        }
        printOut(
            "\(id) in \(path)" + (place.map { ", page \($0)" } ?? "")
                + (isChecked ? "" : "; no copy is kept, so it stands as you typed it"))
    }
}

/// `conduct library find`.
struct LibraryFind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find a phrase in kept copies, passages, notes and roles.",
        discussion: """
            Where a paper and a job description use the same words, the two stand side by side.

            EXAMPLES
              conduct library find "alignment finetuning"
              conduct library find honesty --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var today: TodayOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The phrase.")
    var phrase: String

    func run() async throws {
        let desk = try OpenPlan(workspace, today).desk
        let shelf = try LibraryShelf(desk)
        var rows: [(kind: String, name: String, page: Int?, text: String)] = []
        for entry in shelf.entries {
            guard let note = entry.note else { continue }
            for place in try await shelf.copy(of: entry)?.places(of: phrase) ?? [] {
                rows.append(("copy", entry.item.id, place.page, place.text))
            }
            for passage in note.passages
            where !RolePhrase.passages(of: phrase, in: passage.quote + "\n" + passage.note).isEmpty
            {
                rows.append(("passage", passage.id, passage.page, passage.quote))
            }
            for line in RolePhrase.passages(of: phrase, in: note.notes) {
                rows.append(("note", entry.item.id, nil, line.text))
            }
        }
        for role in try RoleLibrary(desk.folder).roles() {
            for line in RolePhrase.passages(of: phrase, in: role.text) {
                rows.append(("role", role.name, nil, line.text))
            }
        }
        if output.json {
            return printOut(
                JSONValue.array(
                    rows.map {
                        [
                            "kind": .string($0.kind), "name": .string($0.name),
                            "page": $0.page.map { .integer($0) } ?? .null,
                            "text": .string($0.text),
                        ]
                    }
                ).serialized())
        }
        var table = Table(columns: [
            .init("where"), .init("name"), .init("page", .trailing), .init("words"),
        ])
        table.rows = rows.map {
            [
                .init($0.kind, .muted), .init($0.name, .strong),
                .init($0.page.map(String.init) ?? ""), .init(SafeText.line($0.text)),
            ]
        }
        printOut(
            rows.isEmpty
                ? "Neither the library nor a role has '\(SafeText.line(phrase))'."
                : table.terminalText(.output))
    }
}
