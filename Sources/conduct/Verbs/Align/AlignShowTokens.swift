import Alignment
import ArgumentParser
import LanguageModel
import Reports
import Workspace

/// `conduct align show-tokens`.
struct AlignShowTokens: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-tokens",
        abstract: "Show which tokens of a recipe's rows count in the loss.",
        discussion: """
            Tokens that count stand between « and »; the token that ends a turn must be among them, \
            or the model never learns to stop.

            EXAMPLES
              conduct align show-tokens recipes/answers.yaml --rows 3
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The recipe's file.")
    var recipe: String

    @Option(name: .long, help: "How many rows.")
    var rows = 3

    func validate() throws {
        if rows < 1 { throw ValidationError("--rows must be at least 1") }
    }

    func run() async throws {
        let folder = try workspace.folder()
        let configuration = try folder.configuration()
        let path = folder.relativePath(ofArgument: recipe) ?? recipe
        let document = try Recipe.read(path, in: folder)
        guard !document.method.isOnline else {
            throw Failure(
                .badInput, "\(document.method.rawValue) samples its answers and has no rows")
        }
        let shown = try await ComputeThread.run {
            let base = try TrainingBase.open(document.model, in: folder, configuration)
            let set = try TrainingSet(
                document.data, of: document, in: folder, model: base.model)
            return CountedTokens.list(set, tokenizer: base.model.tokenizer, limit: rows)
        }
        if output.json {
            printOut(JSONValue.array(shown.map(\.json)).serializedPretty())
            return
        }
        let style = TerminalStyle.output
        for row in shown {
            printOut(style.painted(row.title, .strong))
            var text = ""
            for run in row.runs {
                let plain = SafeText.line(run.text.replacing("\n", with: "⏎"))
                text +=
                    run.counts ? style.painted("«\(plain)»", .good) : style.painted(plain, .muted)
            }
            printOut(text + "\n")
        }
    }
}
