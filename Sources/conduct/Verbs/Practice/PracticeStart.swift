import ArgumentParser
import LanguageModel
import Portfolio
import Reports
import Workspace

/// What an attempt keeps beside the words: for answers and talks alike.
struct AttemptOptions: ParsableArguments {
    @Option(name: .long, help: "What you said, in notes; at a terminal you are asked.")
    var notes: String?

    @Option(name: .long, help: "A file with your notes or a transcript.")
    var notesFile: String?

    @Option(name: .long, help: "What it rests on: a record, a file or clause:ID; repeat it.")
    var cite: [String] = []

    @Option(name: .long, help: "Where your recording lies; only the path is kept.")
    var recording: String?

    @Option(name: .long, help: "How many seconds it took, where you timed it yourself.")
    var seconds: Double?

    func validate() throws {
        if notes != nil, notesFile != nil {
            throw ValidationError("give --notes or --notes-file, not both")
        }
        if let seconds, !(seconds > 0 && seconds < 86_400) {
            throw ValidationError("--seconds is above 0")
        }
    }

    /// The notes: given, read from a file, or asked for.
    func text(_ folder: WorkspaceFolder) throws -> String {
        if let notes { return notes }
        if let notesFile {
            let path = folder.relativePath(ofArgument: notesFile) ?? notesFile
            return try UTF8Text.validate(try folder.read(path), path: path)
        }
        guard StandardInput.isInteractive else { return "" }
        printOut("Notes on what you said; an empty line ends them.")
        var lines: [String] = []
        while let line = readLine(), !line.isEmpty { lines.append(line) }
        return lines.joined(separator: "\n")
    }
}

/// `conduct practice start`.
struct PracticeStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Answer a question aloud, with the clock running.",
        discussion: """
            At a terminal the clock runs until you press Enter. In scripts give the time.

            EXAMPLES
              conduct practice start evaluate-honesty --cite run_01k5
              conduct practice start thirty-of-thirty --seconds 95 --notes "Wilson, 88%" \\
                  --cite artifacts/06-eval-suite.md
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption
    @OptionGroup var attempt: AttemptOptions

    @Argument(help: "The question, or a unique beginning of its name.")
    var question: String

    func run() async throws {
        let (folder, store) = try workspace.open()
        let question = try PracticeQuestion.named(question, in: folder)
        if !output.json {
            printOut(TerminalStyle.output.painted(SafeText.line(question.text), .strong))
        }
        var seconds = attempt.seconds
        if seconds == nil, StandardInput.isInteractive {
            seconds = await TalkClock.run(label: { "\(TalkTimer.clock($0))  Enter ends it" })
        }
        let record = try await PracticeBook(folder: folder, store: store).keep(
            PracticeBook.Attempt(
                topic: question.id, isTalk: false, text: question.text, skills: question.skills,
                seconds: seconds, notes: try attempt.text(folder), recording: attempt.recording,
                cites: attempt.cite), author: try author.name(), journal: folder.journal)
        PracticeStart.tell(record, cites: attempt.cite.count, json: output.json)
    }

    static func tell(_ record: StoredRecord, cites: Int, json: Bool) {
        if json {
            var object = record.body.object ?? [:]
            object["id"] = .string(record.id.description)
            object["cites"] = .integer(cites)
            return printOut(JSONValue.object(object).serialized())
        }
        printOut("Kept as \(ShortID.of(record.id)).")
        if cites == 0 {
            printOut("It cites nothing of yours: a claim without a record is an opinion (--cite).")
        }
        printOut("\nNext\n  conduct practice rate \(ShortID.of(record.id))")
    }
}

/// `conduct practice talk`.
struct PracticeTalk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "talk", abstract: "Give a talk of 5 or 15 minutes, section by section.",
        discussion: """
            The document's ## headings are the sections and share the time by their words; \
            --section names others. Enter ends a section, q the talk. In scripts give --splits.

            EXAMPLES
              conduct practice talk artifacts/11-capstone.md --minutes 5
              conduct practice talk artifacts/11-capstone.md --minutes 15 --cite exp_01k5
              conduct practice talk artifacts/11-capstone.md --minutes 5 --plan
              conduct practice talk "My capstone" --minutes 5 --section Question=60 \\
                  --section Result --splits 55,230
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var author: AuthorOption
    @OptionGroup var attempt: AttemptOptions

    @Argument(help: "The document, or a title where --section names the sections.")
    var document: String

    @Option(name: .long, help: "How long it should take.")
    var minutes = 5.0

    @Option(name: .long, help: "A section, TITLE or TITLE=SECONDS; repeat it.")
    var section: [String] = []

    @Option(name: .long, help: "Seconds of each section, with commas between.")
    var splits: String?

    @Flag(name: .long, help: "Show the sections with their times, and keep nothing.")
    var plan = false

    func validate() throws {
        if !(minutes > 0 && minutes <= 240) { throw ValidationError("--minutes is above 0") }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let talk = try self.talk(in: folder)
        var timer = TalkTimer(talk)
        if plan { return printOut(show(talk)) }
        if let splits {
            let times = splits.split(separator: ",").map { Double($0.filter { $0 != " " }) }
            guard times.count == talk.sections.count, times.allSatisfy({ ($0 ?? -1) >= 0 }) else {
                throw Failure(
                    .badInput,
                    "error: --splits needs \(talk.sections.count) numbers, one for each section")
            }
            var end = 0.0
            for time in times.compactMap({ $0 }) {
                end += time
                timer.mark(at: end)
            }
        } else if StandardInput.isInteractive {
            printOut(show(talk))
            timer = await TalkClock.run(timer)
        } else {
            throw Failure(.badInput, "error: nobody is there to talk; give --splits")
        }
        let seconds = timer.marks.last ?? 0
        let record = try await PracticeBook(folder: folder, store: store).keep(
            PracticeBook.Attempt(
                topic: talk.topic, isTalk: true,
                text: talk.title, seconds: seconds, length: talk.length,
                sections: talk.sections, splits: timer.splits, notes: try attempt.text(folder),
                recording: attempt.recording, cites: attempt.cite),
            author: try author.name(), journal: folder.journal)
        if !output.json {
            printOut(result(timer, seconds).terminalText(.output))
        }
        PracticeStart.tell(record, cites: attempt.cite.count, json: output.json)
    }

    private func talk(in folder: WorkspaceFolder) throws -> TalkPlan {
        if section.isEmpty {
            let path = folder.relativePath(ofArgument: document) ?? document
            let text = try UTF8Text.validate(try folder.read(path), path: path)
            return try TalkPlan(markdown: text, title: path, minutes: minutes)
        }
        let parts = try section.map { text in
            let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard let title = pair.first, pair.count == 1 || (Double(pair[1]) ?? 0) > 0 else {
                throw Failure(.badInput, "error: '\(text)' is no section; write TITLE=SECONDS")
            }
            return TalkPlan.Section(
                title: title, length: pair.count == 2 ? Double(pair[1]) ?? 0 : 0)
        }
        return try TalkPlan(title: document, minutes: minutes, sections: parts)
    }

    private func show(_ talk: TalkPlan) -> String {
        if output.json {
            return talk.json.serialized()
        }
        var table = Table(
            title: talk.title, columns: [.init("section"), .init("time", .trailing)])
        table.rows = talk.sections.map {
            [.init($0.title, .strong), .init(TalkTimer.clock($0.length))]
        }
        table.notes = [
            "\(TalkTimer.clock(talk.length)) in all: about \(talk.words.lowerBound) to "
                + "\(talk.words.upperBound) words."
        ]
        return table.terminalText(.output)
    }

    private func result(_ timer: TalkTimer, _ seconds: Double) -> Table {
        var table = Table(columns: [
            .init("section"), .init("planned", .trailing), .init("spoken", .trailing),
        ])
        for (index, section) in timer.plan.sections.enumerated() {
            let spoken = timer.splits.indices.contains(index) ? timer.splits[index] : nil
            let isOff = spoken.map { abs($0 - section.length) > section.length / 4 } ?? true
            table.rows.append([
                .init(section.title, .strong), .init(TalkTimer.clock(section.length)),
                .init(spoken.map(TalkTimer.clock) ?? "not reached", isOff ? .warning : .good),
            ])
        }
        let inTime = TalkTimer.isInTime(seconds, of: timer.plan.length)
        table.notes = [
            "\(TalkTimer.clock(seconds)) of \(TalkTimer.clock(timer.plan.length)): "
                + (inTime ? "in time." : "more than a tenth off.")
        ]
        return table
    }
}
