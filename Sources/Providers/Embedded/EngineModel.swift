package import LanguageModel
import NIOPosix

/// The provider `embedded`: a model file run by the engine in this process.
///
/// Its calls cost nothing by nature. Where the parameters say nothing it generates greedily, at
/// most 512 tokens.
package struct EngineModel: ModelProvider {
    package let identity: ModelIdentity
    /// The engine, which others (a server, a training) may share.
    package let engine: InferenceEngine
    private let clock: CallClock

    /// Wraps a running engine.
    ///
    /// - Parameters:
    ///   - name: the file's name.
    ///   - sha256: the hash of the file: part of every call's key.
    package init(
        _ engine: InferenceEngine, name: String, sha256: String, clock: CallClock = .monotonic
    ) {
        self.engine = engine
        self.clock = clock
        identity = ModelIdentity(
            kind: "embedded", model: name, fileSHA256: sha256,
            adapterSHA256: engine.model.adapters.map {
                // The weight an adapter is applied with changes the answers too.
                let hash = $0.adapter.sha256 ?? "unsaved"
                return $0.weight == 1 ? hash : "\(hash)*\($0.weight)"
            },
            precision: engine.precision.rawValue)
    }

    /// Loads a model file, hashes it where its name is not its hash, and starts an engine.
    ///
    /// The work is done on a thread of its own: hashing 100 MB takes most of a second.
    ///
    /// - Parameters:
    ///   - path: a GGUF file. A file of the model cache is named by its SHA-256, which was checked
    ///     when it was put there.
    ///   - template: the name of a chat template, for a file whose own is not recognised.
    ///   - adapters: applied in their order.
    ///   - threads: nil for as many as the machine has cores.
    /// - Throws: `ModelFileError`, `EngineError` for an adapter that does not fit.
    package static func load(
        path: String, template: String? = nil, adapters: [AppliedAdapter] = [],
        precision: Precision = .exact, threads: Int? = nil
    ) async throws -> EngineModel {
        try await load(
            path: path, template: template, precision: precision, threads: threads
        ) { _, _ in adapters }
    }

    /// Loads a model file with adapters that are read once the model and its hash are known.
    package static func load(
        path: String, template: String? = nil, precision: Precision = .exact,
        threads: Int? = nil,
        adapting:
            @escaping @Sendable (_ base: TransformerModel, _ sha256: String) throws ->
            [AppliedAdapter]
    ) async throws -> EngineModel {
        try await NIOThreadPool.singleton.runIfActive {
            let base = try TransformerModel(path: path, template: template)
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let stem = name.hasSuffix(".gguf") ? String(name.dropLast(5)) : name
            let isHash = stem.utf8.count == 64 && stem.allSatisfy { $0.isHexDigit }
            let sha256 = isHash ? stem.lowercased() : try FileHash.sha256(path: path)
            let adapters = try adapting(base, sha256)
            let model = adapters.isEmpty ? base : try base.applying(adapters)
            return EngineModel(
                InferenceEngine(model: model, precision: precision, threads: threads),
                name: sha256 == EmbeddedModel.sha256 ? EmbeddedModel.name : name, sha256: sha256)
        }
    }

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        let start = clock.now()
        let watch = TextWatch(onText, clock: clock)
        let handOn = watch.handOn
        var onToken: (@Sendable (GeneratedToken) -> Void)?
        if onText != nil {
            onToken = { if !$0.text.isEmpty { handOn($0.text) } }
        }
        let generation = try await Self.translating {
            try await engine.generate(
                GenerationRequest(
                    .messages(request.messages), parameters: request.parameters,
                    seed: request.seed), onToken: onToken)
        }
        return ModelReply(
            message: Message(.assistant, generation.text),
            finishReason: generation.finishReason, usage: generation.usage,
            logprobs: request.parameters.logprobs ? logprobs(generation) : nil,
            latency: (clock.now() - start) / 1000,
            timeToFirstToken: watch.first.map { max(0, $0 - start) / 1000 },
            servedModel: identity.model)
    }

    package func score(_ request: ContinuationRequest) async throws -> [ContinuationScore] {
        let prompt: Prompt =
            switch request.context {
            case .messages(let messages): .messages(messages)
            case .prompt(let text): .text(text)
            }
        return try await Self.translating {
            try await engine.score(request.continuations, after: prompt)
        }.map { ContinuationScore(logprob: $0.sum, tokens: $0.tokens, bytes: $0.bytes) }
    }

    private func logprobs(_ generation: Generation) -> [TokenLogprob] {
        generation.ids.indices.map { index in
            TokenLogprob(
                token: engine.model.tokenizer.decode([generation.ids[index]]),
                id: Int(generation.ids[index]), logprob: generation.logprobs[index],
                top: index < generation.top.count ? generation.top[index] : [])
        }
    }

    private static func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as EngineError {
            let code: ProviderError.Code =
                switch error.code {
                case .contextLength, .invalidTokens, .template: .invalidRequest
                case .invalidParameter: .unsupported
                case .adapter, .closed: .engine
                }
            throw ProviderError(code, error.message, advice: error.advice)
        }
    }
}
