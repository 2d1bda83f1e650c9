import ArgumentParser
import Evaluation
import LanguageModel
import Reports
import Workspace

/// `conduct prompt history`.
struct PromptHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Every version of a prompt that ran: its diff, its reason, the cases it moved.",
        discussion: """
            Versions are read from the runs, so nothing has to be kept by hand. Moved cases come \
            from the last complete run of the version before and the first of the next one on the \
            same suite; a flip within repeat noise is said to be one.

            EXAMPLES
              conduct prompt history candid
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The prompt's id.")
    var prompt: String

    @Option(name: .long, help: "How many runs are looked at, newest first.")
    var runs = 1_000

    func run() async throws {
        let (_, store) = try workspace.open()
        let history = try await PromptHistory(of: prompt, limit: runs, from: store.reader)
        guard !history.versions.isEmpty else {
            throw Failure(.badInput, "error: no run has a prompt '\(prompt)'")
        }
        if output.json { return printOut(json(history).serializedPretty()) }
        let style = TerminalStyle.output
        for (index, version) in history.versions.enumerated() {
            let made = NumberText.time(milliseconds: version.firstRun.created.milliseconds)
            printOut(
                style.painted("version \(index + 1)  \(version.hash.prefix(12))", .strong)
                    + "  first \(ShortID.of(version.firstRun.id)), \(made), "
                    + NumberText.counted(version.runs, "run"))
            for note in version.notes {
                printOut("  \(note.author): \(SafeText.line(note.body["reason"]?.string ?? ""))")
            }
            for line in version.diff {
                let sign = line.kind == .added ? "+" : "-"
                printOut(
                    style.painted(
                        "  \(sign) \(SafeText.line(line.text))", line.kind == .added ? .good : .bad)
                )
            }
            for flip in version.moves {
                printOut(
                    "  \(flip.direction.rawValue) \(SafeText.line(flip.caseID)) "
                        + "(\(flip.scorer), \(flip.model)): \(flip.kind.rawValue), "
                        + "\(flip.firstPassed)/\(flip.firstScored) → "
                        + "\(flip.secondPassed)/\(flip.secondScored)")
            }
        }
    }

    private func json(_ history: PromptHistory) -> JSONValue {
        .array(
            history.versions.map { version in
                [
                    "sha256": .string(version.hash), "text": .string(version.text),
                    "first_run": .string(version.firstRun.id.description),
                    "runs": .integer(version.runs),
                    "diff": .array(
                        version.diff.map {
                            ["kind": .string($0.kind.rawValue), "text": .string($0.text)]
                        }),
                    "notes": .array(
                        version.notes.map {
                            [
                                "author": .string($0.author),
                                "reason": $0.body["reason"] ?? .null,
                            ]
                        }),
                    "moved": .array(
                        version.moves.map {
                            [
                                "case": .string($0.caseID), "scorer": .string($0.scorer),
                                "model": .string($0.model),
                                "direction": .string($0.direction.rawValue),
                                "kind": .string($0.kind.rawValue),
                            ]
                        }),
                ]
            })
    }
}

/// `conduct prompt note`.
struct PromptNote: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Say why a prompt is as it is now: kept with the version.",
        discussion: """
            EXAMPLES
              conduct prompt note prompts/candid.md "Shorter: the long one was not read."
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "The prompt's file.", completion: .file(extensions: ["md"]))
    var file: String

    @Argument(help: "The reason.")
    var reason: String

    @Option(name: .long, help: "Who says so; by default CONDUCT_AUTHOR or the account's name.")
    var author: String?

    func run() async throws {
        let (folder, store) = try workspace.open()
        let loaded = try PromptFile.read(file, in: folder)
        let record = StoredRecord(
            id: store.ids.next(.promptVersion), name: loaded.prompt.id,
            author: try Author.name(author),
            links: [RecordLink("about", "document:\(loaded.path)")],
            body: [
                "sha256": .string(loaded.prompt.contentHash), "reason": .string(reason),
                "content": loaded.prompt.content,
            ])
        try await store.append(
            record, journal: JudgmentJournal(folder: folder.root + "/judgments"))
        printOut(
            "\(record.id): noted for \(loaded.prompt.id) \(loaded.prompt.contentHash.prefix(12))")
    }
}
