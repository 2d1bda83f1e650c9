import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct triage read`.
struct TriageRead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Read transcripts one by one and give them codes.",
        discussion: """
            Type codes, several with commas between, and press Enter; an empty line goes on. \
            Numbers stand for codes that were given before. 'u' takes back the last, 'b' goes \
            back, 'f' documents a finding, 'q' stops. Everything is kept at once.

            EXAMPLES
              conduct triage read latest
              conduct triage read latest --cluster 1 --all
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var author: AuthorOption

    @Argument(help: "The run: an id, a beginning of one, or latest.")
    var run = "latest"

    @Option(name: .long, help: "Only this cluster.")
    var cluster: Int?

    @Flag(name: .long, help: "Also transcripts that you have coded.")
    var all = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let id = try await store.reader.resolve(run, as: .run)
        let book = TriageBook(folder: folder, store: store)
        var samples = try await book.items(of: id).map(\.sample)
        if let cluster {
            samples = try TriageBook.samples(of: cluster, in: try await book.clusters(of: id))
        }
        let loop = TriageLoop(
            book: book, codes: CodeBook(store: store), store: store, folder: folder, run: id,
            author: try author.name())
        try await loop.run(samples, skipsCoded: !all)
    }
}

/// The terminal's loop of open coding.
struct TriageLoop {
    let book: TriageBook
    let codes: CodeBook
    let store: Store
    let folder: WorkspaceFolder
    let run: RecordID
    let author: String

    func run(_ samples: [RecordID], skipsCoded: Bool) async throws {
        let style = TerminalStyle.output
        var known = try await codes.summary(of: run).rows.map(\.code)
        var last: [(sample: RecordID, code: String)] = []
        var place = 0
        while samples.indices.contains(place) {
            let id = samples[place]
            let own = try await codes.marks(of: id).filter { $0.author == author }.map(\.code)
            if skipsCoded, !own.isEmpty, !last.contains(where: { $0.sample == id }) {
                place += 1
                continue
            }
            let sample = try await store.reader.sample(id)
            printOut(
                "\n"
                    + style.painted(
                        "— \(place + 1) of \(samples.count)  \(id)  "
                            + "\(SafeText.line(sample.model)) —", .muted))
            for message in sample.transcript {
                printOut(style.painted(message.role.rawValue, .strong))
                printOut(SafeText.lines(message.text))
            }
            if let failure = sample.failure { printOut(SafeText.line(failure.message)) }
            if !own.isEmpty {
                printOut(style.painted("coded: \(own.joined(separator: ", "))", .good))
            }
            if !known.isEmpty {
                let list = known.prefix(12).enumerated().map { "\($0.offset + 1) \($0.element)" }
                printOut(style.painted(SafeText.line(list.joined(separator: "  ")), .muted))
            }
            guard let line = StandardInput.ask("codes ›") else {
                return printOut("\nStopped; everything is kept.")
            }
            let text = line.split { $0 == " " }.joined(separator: " ")
            switch text {
            case "": place += 1
            case "q": return printOut("Stopped; everything is kept.")
            case "b": place = max(0, place - 1)
            case "u":
                guard let taken = last.popLast() else {
                    printError("There is nothing to take back.")
                    continue
                }
                try await codes.remove(
                    taken.code, from: taken.sample, author: author, journal: folder.journal)
                place = samples.firstIndex(of: taken.sample) ?? place
            case "f": try await finding(of: id)
            default:
                let names = Self.names(text, known)
                do {
                    for mark in try await codes.add(
                        names, note: "", to: id, author: author, journal: folder.journal)
                    {
                        last.append((id, mark.code))
                    }
                    for name in names where !known.contains(name) { known.append(name) }
                    place += 1
                } catch let error as EvalError { printError(error.description) }
            }
        }
        let summary = try await codes.summary(of: run)
        printOut("\nRead to the end: \(summary.coded) of \(summary.samples) coded.")
        if !summary.rows.isEmpty { printOut(summary.table().terminalText(.output)) }
    }

    /// The codes of a line; a number stands for a known one.
    static func names(_ line: String, _ known: [String]) -> [String] {
        line.split(separator: ",").map { part in
            let name = part.split { $0 == " " }.joined(separator: " ")
            if let number = Int(name), known.indices.contains(number - 1) {
                return known[number - 1]
            }
            return name
        }.filter { !$0.isEmpty }
    }

    private func finding(of sample: RecordID) async throws {
        var answers: [String] = []
        for question in [
            "title ›", "severity (critical, high, medium, low) ›", "expected ›", "hypothesis ›",
        ] {
            guard let answer = StandardInput.ask(question), !answer.isEmpty else {
                return printError("No finding was made: all four are needed.")
            }
            answers.append(answer)
        }
        guard let severity = FindingDocument.Severity(rawValue: answers[1]) else {
            return printError("'\(answers[1])' is no severity; no finding was made.")
        }
        let (document, _) = try await book.finding(
            of: [sample],
            TriageBook.Wording(
                title: answers[0], severity: severity, expected: answers[2],
                hypothesis: answers[3], clause: nil), author: author, journal: folder.journal)
        printOut("\(document.file) is kept.")
    }
}
