import LanguageModel
import ArgumentParser
import Evaluation
import Portfolio
import Reports
import Workspace

/// `conduct artifact`.
struct ArtifactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "artifact",
        abstract: "Write the portfolio's documents with evidence that is checked.",
        discussion: """
            An artifact is Markdown in artifacts/. Code fences marked conduct and code spans \
            beginning conduct: are evidence: they are filled in from the store, pinned, and found \
            stale when what they rest on changes.

            EXAMPLES
              conduct artifact new 1
              conduct artifact check 1
              conduct artifact pin artifacts/01-role-definition.md
              conduct artifact preview 1 --open
            """,
        subcommands: [
            ArtifactNew.self, ArtifactList.self, ArtifactCheckCommand.self,
            ArtifactPreviewCommand.self, ArtifactPin.self,
        ])
}

/// The documents that a verb is about.
enum ArtifactFiles {
    /// The paths that numbers and files mean; all of `artifacts/` for none.
    static func paths(_ names: [String], in folder: WorkspaceFolder) throws -> [String] {
        let all = try folder.list("artifacts", suffixes: [".md"])
        if names.isEmpty {
            guard !all.isEmpty else {
                throw Failure(
                    .badInput,
                    "error: there is no artifact yet; begin one of the eleven with: "
                        + "conduct artifact new 1")
            }
            return all
        }
        return try names.map { name in
            guard let number = Int(name) else {
                return folder.relativePath(ofArgument: name) ?? name
            }
            let prefix = "artifacts/\(number < 10 ? "0" : "")\(number)-"
            if let found = all.first(where: { $0.hasPrefix(prefix) }) { return found }
            guard ArtifactTemplate(number: number) != nil else {
                throw Failure(.badInput, "error: there are artifacts 1 to 11, not \(number)")
            }
            throw Failure(
                .badInput,
                "error: artifact \(number) is not begun; begin it with: conduct artifact new \(number)"
            )
        }
    }
}

/// `conduct artifact new`.
struct ArtifactNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write the frame of one of the eleven artifacts.",
        discussion: """
            A frame has sections, questions to you, and evidence blocks; it writes nothing for you.

            EXAMPLES
              conduct artifact new 1
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "1 to 11; conduct artifact list names them.")
    var number: Int

    func run() throws {
        guard let template = ArtifactTemplate(number: number) else {
            throw Failure(.badInput, "error: there are artifacts 1 to 11, not \(number)")
        }
        let folder = try workspace.folder()
        try folder.write(template.markdown, to: template.file, replacing: false)
        printOut("The frame of '\(template.title)' is in \(template.file)")
        printOut(
            "Its comments ask, its conduct blocks show records; then: conduct artifact check \(number)"
        )
    }
}

/// `conduct artifact list`.
struct ArtifactList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The eleven artifacts and how far each is.",
        discussion: """
            EXAMPLES
              conduct artifact list
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (folder, store) = try workspace.open()
        let rows = try await ArtifactShelf(
            folder: folder, store: store, scorers: ScorerCatalogue.vocabulary
        ).rows()
        printOut(
            output.json
                ? ArtifactShelf.json(rows).serialized()
                : ArtifactShelf.table(rows).terminalText(.output))
    }
}

/// `conduct artifact check`.
struct ArtifactCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find stale evidence, typed numbers, unwritten sections, broken links.",
        discussion: """
            Ends with 1 when there is an error.

            EXAMPLES
              conduct artifact check
              conduct artifact check 4 --json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Numbers or files; all of artifacts/ without any.")
    var artifacts: [String] = []

    @Flag(name: .long, help: "Show errors only.")
    var quiet = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let check = ArtifactCheck(
            folder: folder, store: store, scorers: ScorerCatalogue.vocabulary)
        let paths = try ArtifactFiles.paths(artifacts, in: folder)
        var messages: [CheckMessage] = []
        for path in paths {
            let document = try ArtifactDocument.read(path, in: folder)
            messages += try check.messages(document, try await check.items(of: document))
        }
        try CheckOutput.show(
            quiet ? messages.filter { $0.severity == .error } : messages, json: output.json,
            what: NumberText.counted(paths.count, "artifact"))
    }
}

/// `conduct artifact preview`.
struct ArtifactPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Write an artifact with its evidence filled in.",
        discussion: """
            EXAMPLES
              conduct artifact preview 1 --open
              conduct artifact preview 4 --format markdown --output case-study.md
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case html, markdown }

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "A number or a file.")
    var artifact: String

    @Option(name: .shortAndLong, help: "html or markdown.")
    var format: Format = .html

    @Option(name: .shortAndLong, help: "The file; by default reports/ARTIFACT.html.")
    var output: String?

    @Flag(name: .long, help: "Open it in the browser.")
    var open = false

    func run() async throws {
        let (folder, store) = try workspace.open()
        let path = try ArtifactFiles.paths([artifact], in: folder)[0]
        let document = try ArtifactDocument.read(path, in: folder)
        let check = ArtifactCheck(
            folder: folder, store: store, scorers: ScorerCatalogue.vocabulary)
        let preview = ArtifactPreview(
            document, try await check.items(of: document),
            frame: ArtifactFrame(folder: folder, document: path))
        let text = format == .html ? preview.html() : preview.markdown()
        let written: String
        if let output {
            let file = try WholeFile(path: output)
            try file.write(text)
            try file.finish()
            written = output
        } else {
            let stem = path.split(separator: "/").last.map { String($0.dropLast(3)) } ?? "artifact"
            let name = "reports/\(stem).\(format == .html ? "html" : "md")"
            try folder.write(text, to: name)
            written = try folder.resolve(name)
        }
        printOut("The preview is in \(written)")
        if open { Opening.open(written) }
    }
}

/// `conduct artifact pin`.
struct ArtifactPin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Write into an artifact what its evidence says now.",
        discussion: """
            Replaces latest and short ids by whole ids, writes each pin, and keeps the runs from \
            being removed.

            EXAMPLES
              conduct artifact pin artifacts/04-context-case-study.md
            """)

    @OptionGroup var workspace: WorkspaceOptions

    @Argument(help: "Numbers or files.")
    var artifacts: [String]

    func run() async throws {
        let (folder, store) = try workspace.open()
        let shelf = ArtifactShelf(
            folder: folder, store: store, scorers: ScorerCatalogue.vocabulary)
        for path in try ArtifactFiles.paths(artifacts, in: folder) {
            let pinning = try await shelf.pin(path)
            printOut("\(path): \(NumberText.counted(pinning.pinned, "piece")) of evidence pinned")
            for reference in pinning.skipped {
                printOut("\(path):\(reference.line): not available, not pinned: \(reference.label)")
            }
        }
    }
}
