import ArgumentParser
import Evaluation
import LanguageModel
import Providers
import Reports
import Workspace

/// `conduct model`.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "List, fetch, inspect and serve models; batch tokenizing, generating, scoring.",
        subcommands: [
            ModelList.self, ModelPull.self, ModelShow.self, ModelServe.self, ModelTokenize.self,
            ModelGenerate.self, ModelScore.self, ModelBench.self,
        ],
        defaultSubcommand: ModelList.self)
}

/// `--model`: an alias of the workspace, or a GGUF file.
struct ModelChoice: ParsableArguments {
    @OptionGroup var workspace: WorkspaceOptions

    @Option(name: .shortAndLong, help: "An alias of conduct.yaml, alias+adapter, or a GGUF file.")
    var model = "smollm2"

    @Option(name: .long, help: "Arithmetic: exact or fast.")
    var precision: Precision?

    /// Opens an embedded model.
    ///
    /// - Throws: `Failure` for a model that runs elsewhere.
    func openEngine() async throws -> EngineModel {
        let (folder, configuration) = try workspace.configuration()
        var documents = configuration
        if model.hasSuffix(".gguf") {
            documents.models[model] = ModelDocument(
                alias: model, source: .embedded(ModelDocument.Embedded(path: model)))
        }
        let setup = EvalSetup(folder: folder, configuration: documents, precision: precision)
        let opened = try await setup.catalogue.open(model)
        guard let engine = opened.provider as? EngineModel else {
            throw Failure(
                .badInput,
                "error: '\(model)' is a \(opened.provider.identity.kind) model; this verb needs "
                    + "one that runs here (provider: embedded)")
        }
        return engine
    }
}

/// `conduct model list`.
struct ModelList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The models of the workspace.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (folder, configuration) = try workspace.configuration()
        let catalogue = EvalSetup(folder: folder, configuration: configuration).catalogue
        var rows: [(alias: String, kind: String, detail: String, state: String)] = []
        for alias in configuration.aliases {
            guard let document = configuration.models[alias] else { continue }
            let state: String
            do {
                _ = try await catalogue.open(alias)
                state = "ready"
            } catch { state = "\(error)" }
            rows.append((alias, document.source.kind.rawValue, document.detail, state))
        }
        await catalogue.close()
        if output.json {
            return printOut(
                JSONValue.array(
                    rows.map { row in
                        [
                            "alias": .string(row.alias), "provider": .string(row.kind),
                            "model": .string(row.detail), "state": .string(row.state),
                        ]
                    }
                ).serialized())
        }
        var table = Table(
            columns: [
                .init("alias"), .init("provider"), .init("model"),
                .init("state", isFlexible: true),
            ])
        for row in rows {
            table.rows.append([
                .init(row.alias), .init(row.kind), .init(row.detail),
                .init(SafeText.line(row.state), row.state == "ready" ? .good : .warning),
            ])
        }
        printOut(table.terminalText(.output))
    }
}

extension ModelDocument {
    /// What the model is, in a word.
    var detail: String {
        switch source {
        case .embedded(let source):
            ([source.path ?? EmbeddedModel.name] + source.adapters.map(\.path))
                .joined(separator: " + ")
        case .openai(let service), .anthropic(let service): service.model
        case .command(let command): command.command
        case .echo: "echo"
        case .replay(let replay): replay.run ?? replay.file ?? ""
        case .scripted(let file): "\(file) (simulated)"
        }
    }
}

/// `conduct model show`.
struct ModelShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "What is in a model file.")

    @OptionGroup var choice: ModelChoice
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let engine = try await choice.openEngine()
        let model = engine.engine.model
        let shape = model.configuration
        var types: [String: Int] = [:]
        for tensor in model.file.tensorsInOrder { types["\(tensor.type)", default: 0] += 1 }
        let facts: [(String, JSONValue)] = [
            ("name", .string(engine.identity.model)), ("file", .string(model.file.path)),
            ("sha256", .string(engine.identity.fileSHA256 ?? "")),
            ("bytes", .integer(model.file.byteCount)), ("layers", .integer(shape.blockCount)),
            ("embedding_length", .integer(shape.embeddingLength)),
            ("feed_forward_length", .integer(shape.feedForwardLength)),
            ("heads", .integer(shape.headCount)),
            ("key_value_heads", .integer(shape.keyValueHeadCount)),
            ("vocabulary", .integer(shape.vocabularySize)),
            ("context_length", .integer(shape.contextLength)),
            ("tied_head", .bool(shape.hasTiedHead)),
            (
                "tensor_types",
                .string(
                    types.sorted { $0.key < $1.key }.map { "\($1) × \($0)" }.joined(separator: ", ")
                )
            ),
            ("adapters", .string(engine.identity.adapterSHA256.joined(separator: ", "))),
            ("precision", .string(engine.identity.precision ?? "")),
        ]
        if output.json {
            return printOut(
                JSONValue.object(Dictionary(facts, uniquingKeysWith: { $1 })).serialized())
        }
        for (name, value) in facts {
            let label = name.replacing("_", with: " ")
            let padding = String(repeating: " ", count: max(1, 22 - label.count))
            printOut(label + padding + (value.string ?? value.serialized()))
        }
    }
}

/// `conduct model serve`.
struct ModelServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve a model to any OpenAI-compatible client.",
        discussion: """
            Chat completions with streaming, completions with log-probabilities, and the list of \
            models, under /v1. Listens on this machine alone unless --host says otherwise, which \
            needs a key in CONDUCT_SERVER_KEY.

            EXAMPLES
              conduct model serve --port 8080
            """)

    @OptionGroup var choice: ModelChoice

    @Option(name: .shortAndLong, help: "The port; 0 takes a free one.")
    var port = 8080

    @Option(name: .long, help: "The address to listen at.")
    var host = "127.0.0.1"

    func run() async throws {
        let engine = try await choice.openEngine()
        let name = choice.model
        let host = host
        try await ServeModel.run(engine, name: name, host: host, port: port)
    }
}
