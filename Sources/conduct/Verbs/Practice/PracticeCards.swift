import ArgumentParser
import Evaluation
import LanguageModel
import Portfolio
import Reports
import Workspace

/// `conduct practice cards`.
struct PracticeCards: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cards",
        abstract: "Cue cards of a document: your first sentences, your figures, the time.",
        discussion: """
            Nothing is written for you: the words are those of the document, the figures come from \
            its evidence.

            EXAMPLES
              conduct practice cards artifacts/11-capstone.md --minutes 5
              conduct practice cards artifacts/11-capstone.md --minutes 15 --html cards.html
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The document.", completion: .file(extensions: ["md"]))
    var document: String

    @Option(name: .long, help: "How long the talk is.")
    var minutes = 5.0

    @Option(name: .long, help: "Also write a page to print.")
    var html: String?

    func validate() throws {
        if !(minutes > 0 && minutes <= 240) { throw ValidationError("--minutes is above 0") }
    }

    func run() async throws {
        let (folder, store) = try workspace.open()
        let path = folder.relativePath(ofArgument: document) ?? document
        let text = try UTF8Text.validate(try folder.read(path), path: path)
        let plan = try TalkPlan(markdown: text, title: path, minutes: minutes)
        let artifact = try ArtifactDocument(markdown: text, path: path)
        let items = try await ArtifactCheck(
            folder: folder, store: store, scorers: ScorerCatalogue.vocabulary
        ).items(of: artifact)
        let cards = CueCards(artifact, items, plan: plan)
        if let html {
            let file = try WholeFile(path: html)
            try file.write(cards.html())
            try file.finish()
            printError("wrote \(html)")
        }
        if output.json { return printOut(cards.json.serialized()) }
        for card in cards.cards {
            printOut(
                TerminalStyle.output.painted(
                    "\(SafeText.line(card.title))  \(TalkTimer.clock(card.length))", .strong))
            for cue in card.cues { printOut("  · \(SafeText.line(cue))") }
            for figure in card.figures {
                printOut("  \(SafeText.line(figure.value))  \(SafeText.line(figure.name))")
            }
            printOut("")
        }
    }
}
