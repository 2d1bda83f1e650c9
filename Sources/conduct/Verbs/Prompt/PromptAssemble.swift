import ArgumentParser
import Evaluation
import LanguageModel
import Providers
import Reports
import Workspace

/// `conduct prompt assemble`.
struct PromptAssemble: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assemble",
        abstract: "Put a context together from ordered slots with budgets of tokens.",
        discussion: """
            The same document and variables give the same bytes; the hash and the number of tokens \
            (of the embedded model's tokenizer) are printed with --json, and kept as a record with \
            --keep. Items that do not fit are left out whole, and said.

            EXAMPLES
              conduct prompt assemble assemblies/support.yaml --var shop=Nile \
                --var 'passages=["first","second"]' --var history='[]' --var question="Where?"
            """)

    @OptionGroup var choice: ModelChoice
    @OptionGroup var output: OutputOptions
    @OptionGroup var variables: VariableOptions

    @Argument(help: "The assembly's file.", completion: .file(extensions: ["yaml"]))
    var file: String

    @Option(name: .long, help: "More variables: a JSON object in a file.")
    var input: String?

    @Flag(name: .long, help: "Keep the context as a record of the workspace.")
    var keep = false

    func run() async throws {
        let (folder, store) = try choice.workspace.open()
        let path = folder.relativePath(ofArgument: file) ?? file
        let document = try AssemblyDocument.read(path, in: folder)
        var values: [String: JSONValue] = [:]
        if let input {
            let bytes = try FileAccess.read(input, path: input)
            guard let object = (try? JSONValue(parsing: bytes))?.object else {
                throw DocumentError(.wrongKind, file: input, "expected a JSON object of variables")
            }
            values = object
        }
        values.merge(try variables.values()) { $1 }
        let tokenizer = try await choice.openEngine().engine.model.tokenizer
        let context = try AssembledContext(document, variables: values) {
            tokenizer.encode($0, parsingSpecials: false).count
        }
        if keep {
            let record = StoredRecord(
                id: store.ids.next(.promptVersion), name: context.name,
                links: [RecordLink("assembled by", "document:\(path)")], body: context.json)
            try await store.append(record)
            printError("kept as \(record.id)")
        }
        if output.json { return printOut(context.json.serializedPretty()) }
        printOut(context.text)
        for slot in context.slots {
            printError(
                "\(slot.kind.rawValue): \(NumberText.counted(slot.tokens, "token")), "
                    + "\(slot.kept) kept"
                    + (slot.dropped > 0 ? ", \(slot.dropped) left out" : ""))
        }
        printError("\(NumberText.counted(context.tokens, "token")), sha256 \(context.hash)")
    }
}
