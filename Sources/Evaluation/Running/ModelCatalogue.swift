package import LanguageModel
package import Providers
package import Workspace

/// Opens the models of a workspace by their aliases: where documents meet providers.
///
/// An actor because a model file is loaded once, however many ask for it at the same time.
package actor ModelCatalogue {
    /// A model that is ready to be asked.
    package struct Opened: Sendable {
        package var document: ModelDocument
        package var provider: any ModelProvider
        /// Nil where no price is known, which never is 0.
        package var price: Price?
        /// How many samples are worth working on at once.
        package var concurrency: Int
    }

    private let configuration: WorkspaceConfiguration
    private let folder: WorkspaceFolder?
    private let environment: [String: String]
    private let transport = HTTPTransport()
    private let prices: PriceTable
    private let precision: Precision?
    private let budget: Budget?
    private let recordedRun: @Sendable (String) async throws -> [(key: String, reply: ModelReply)]
    private var opened: [String: Task<Opened, any Error>] = [:]

    /// - Parameters:
    ///   - folder: the workspace, in which the files of models lie; nil outside of one.
    ///   - environment: where keys are looked up.
    ///   - precision: what the command line says for embedded models.
    ///   - budget: the ceiling on what all calls may cost together.
    ///   - recordedRun: the calls of a stored run, for `replay` models.
    package init(
        _ configuration: WorkspaceConfiguration, folder: WorkspaceFolder?,
        environment: [String: String], precision: Precision? = nil, budget: Budget? = nil,
        recordedRun:
            @escaping @Sendable (String) async throws -> [(
                key: String, reply: ModelReply
            )]
    ) {
        self.configuration = configuration
        self.folder = folder
        self.environment = environment
        self.precision = precision
        self.budget = budget
        self.recordedRun = recordedRun
        prices = PriceTable(
            overrides: configuration.models.values.compactMap { document in
                guard let price = document.price, let service = document.service,
                    let value = Price(
                        dollarsPerMillion: price.input, output: price.output,
                        cachedInput: price.cachedInput, date: price.date ?? "",
                        source: price.source ?? "conduct.yaml")
                else { return nil }
                return PriceTable.Override(
                    model: service.model, baseURL: service.baseURL, price: value)
            })
    }

    /// The model of an alias, opened at the first time.
    ///
    /// - Throws: `DocumentError` for an unknown alias, `ProviderError`, `ModelFileError`.
    package func open(_ alias: String) async throws -> Opened {
        if let task = opened[alias] { return try await task.value }
        let task = Task { try await self.make(alias) }
        opened[alias] = task
        return try await task.value
    }

    /// Ends all models that were opened.
    package func close() async {
        for task in opened.values { await (try? task.value)?.provider.close() }
        opened = [:]
        await transport.shutdown()
    }

    private func make(_ alias: String) async throws -> Opened {
        guard let document = configuration.model(alias) else {
            throw ProviderError(
                .invalidRequest, configuration.unknownModel(alias),
                advice: configuration.suggestion(for: alias) ?? "name one of its models")
        }
        let limits = limits(of: document)
        let (base, concurrency) = try await provider(document, limits: limits)
        let price = prices.price(of: base.identity)
        guard let budget else {
            return Opened(
                document: document, provider: base, price: price, concurrency: concurrency)
        }
        return Opened(
            document: document,
            provider: try BudgetedModel(base, price: price, budget: budget), price: price,
            concurrency: concurrency)
    }

    private func provider(_ document: ModelDocument, limits: CallLimits) async throws
        -> (any ModelProvider, Int)
    {
        switch document.source {
        case .embedded(let source): return (try await embedded(source), Self.batch)
        case .openai(let service):
            let model = try OpenAIModel(
                settings(service, limits),
                dialect: service.dialect.flatMap { OpenAIDialect.named($0.rawValue) },
                environment: environment, transport: transport)
            return (model, limits.concurrency.ceiling)
        case .anthropic(let service):
            let model = try AnthropicModel(
                settings(service, limits), environment: environment, transport: transport)
            return (model, limits.concurrency.ceiling)
        case .command(let command):
            var settings = CommandSettings(
                arguments: [command.command] + command.arguments, workingDirectory: folder?.root,
                variables: command.environment, model: command.model)
            settings.limits.perCall = limits.perCall
            settings.limits.total = limits.total
            settings.limits.retry.retries = document.limits.retries ?? 2
            return (try CommandModel(settings, environment: environment), 16)
        case .echo: return (EchoModel(), Self.batch)
        case .replay(let replay): return (try await recording(replay), Self.batch)
        case .scripted(let file): return (try scripted(file), Self.batch)
        }
    }

    /// Enough samples to keep an engine's batch full, or a local provider busy.
    private static let batch = 48

    private func embedded(_ source: ModelDocument.Embedded) async throws -> EngineModel {
        let path =
            if let path = source.path { try folder?.resolve(path) ?? path } else {
                EmbeddedModel.path(environment: environment)
            }
        let chosen = precision ?? source.precision.flatMap { Precision(rawValue: $0.rawValue) }
        let files = AdapterFiles(folder: folder)
        return try await EngineModel.load(
            path: path, template: source.template, precision: chosen ?? .exact
        ) { model, sha256 in
            try source.adapters.map { try files.load($0, for: model, baseSHA256: sha256) }
        }
    }

    private func scripted(_ file: String) throws -> ScriptedModel {
        guard let folder else {
            throw ProviderError(
                .invalidRequest, "the script \(file) needs a workspace to lie in",
                advice: "run this in a workspace, or give --workspace")
        }
        let bytes = try folder.read(file)
        let node: DocumentNode
        if SealedText.isSealed(bytes) {
            guard let text = SealedText.open(bytes) else {
                throw ProviderError(
                    .invalidRequest, "the sealed script \(file) is damaged",
                    advice: "restore it from git, or start the exercise anew")
            }
            node = try DocumentNode(json: text, path: file)
        } else {
            node = try DocumentNode(bytes: bytes, path: file)
        }
        let document = try ScriptedModelDocument(node)
        return try ScriptedModel(Script(document), fileSHA256: document.contentHash)
    }

    private func recording(_ replay: ModelDocument.Replay) async throws -> ReplayModel {
        let calls: [(key: String, reply: ModelReply)]
        let name = replay.run ?? replay.file ?? ""
        if let file = replay.file {
            guard let folder else {
                throw ProviderError(
                    .invalidRequest, "the recording \(file) needs a workspace to lie in",
                    advice: "run this in a workspace, or give --workspace")
            }
            calls = try RecordedRun.conversations(file: folder.resolve(file), path: file)
        } else {
            calls = try await recordedRun(name)
        }
        let hash = SHA256.hex(
            calls.map { "\($0.key)\t\($0.reply.message.json.serialized())" }.sorted()
                .joined(separator: "\n"))
        return ReplayModel(name: name, sha256: hash, recorded: calls)
    }

    private func settings(_ service: ModelDocument.Service, _ limits: CallLimits) -> ServiceSettings
    {
        ServiceSettings(
            model: service.model, baseURL: service.baseURL, keyVariable: service.keyVariable,
            headers: service.headers, limits: limits)
    }

    private func limits(of document: ModelDocument) -> CallLimits {
        let given = document.limits
        var limits = CallLimits()
        if let seconds = given.timeout { limits.perCall = .seconds(seconds) }
        if let seconds = given.totalTimeout { limits.total = .seconds(seconds) }
        if let seconds = given.silence { limits.silence = .seconds(seconds) }
        if let retries = given.retries { limits.retry.retries = retries }
        limits.requestsPerMinute = given.requestsPerMinute
        switch given.concurrency ?? configuration.defaults.concurrency {
        case .adaptive: break
        case .fixed(let count): limits.concurrency = AdaptiveConcurrency(fixed: count)
        }
        return limits
    }
}

extension ModelDocument {
    /// What is known of the service behind the model; nil for models that run here.
    var service: Service? {
        switch source {
        case .openai(let service), .anthropic(let service): service
        case .embedded, .command, .echo, .replay, .scripted: nil
        }
    }
}
