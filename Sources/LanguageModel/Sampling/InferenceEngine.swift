/// Runs a model for many requests at once.
///
/// Requests wait in order, then run together: a step of the engine takes the next tokens of all
/// running sequences through the model in one batch. Prompts that begin alike are computed once.
/// What a request gets depends on the request alone, to the bit: not on what else runs, on the
/// order of arrival or on what is cached.
///
/// The engine computes on threads of its own and never on Swift's cooperative pool. It is a class
/// because it owns them; they end when the last reference to it goes.
public final class InferenceEngine: Sendable {
    /// The model.
    public let model: TransformerModel
    /// How products are computed.
    public let precision: Precision
    /// The name of the kernels in use, such as `avx512`.
    public let kernels: String
    /// Whether prompts go through BLAS.
    public let usesBLAS: Bool

    let core: EngineCore

    /// The BLAS library with the processor core that it runs code for.
    public static var matrixLibrary: String { MatrixLibrary.name }

    /// Starts an engine.
    ///
    /// - Parameters:
    ///   - model: the model, with its adapters.
    ///   - precision: `exact` unless speed matters more than the last digits.
    ///   - threads: how many threads compute; by default one for each core that
    ///     the process may run on.
    ///   - prefill: what computes the products of prompts.
    ///   - cacheBytes: the most memory for keys and values; by default a GiB, or what one sequence
    ///     of the model's full context needs where that is more. Sequences that don't fit wait.
    public init(
        model: TransformerModel, precision: Precision = .exact, threads: Int? = nil,
        prefill: PrefillMethod = .automatic, cacheBytes: Int? = nil
    ) {
        let kernels = Kernels.best
        let isBLAS =
            switch prefill {
            case .automatic: precision == .exact && !kernels.isWide
            case .kernels: false
            case .blas: true
            }
        self.model = model
        self.precision = precision
        self.kernels = kernels.name
        usesBLAS = isBLAS
        core = EngineCore(
            model: model, precision: precision, kernels: kernels,
            threads: threads ?? WorkerPool.coreCount, usesBLAS: isBLAS, cacheBytes: cacheBytes)
        core.start()
    }

    deinit { core.close() }

    /// Generates text.
    ///
    /// - Parameters:
    ///   - request: what to continue, and how.
    ///   - onToken: called with each token on the engine's own thread: return at once.
    /// - Returns: the whole output.
    /// - Throws: `EngineError`, or `CancellationError` when the task is cancelled.
    public func generate(
        _ request: GenerationRequest, onToken: (@Sendable (GeneratedToken) -> Void)? = nil
    ) async throws -> Generation {
        let ids = try encode(request.prompt)
        let settings = try SamplingSettings(request.parameters)
        let limit = request.parameters.maxTokens ?? 512
        try refuse(request.parameters, ids: ids)
        let room = model.configuration.contextLength - ids.count
        guard room >= 1 else { throw tooLong(ids.count, for: "a prompt with a token to generate") }
        let plan = GenerationPlan(
            sampler: Sampler(settings: settings, seed: request.seed), limit: min(limit, room),
            alternatives: request.parameters.topLogprobs ?? 0, topLogits: request.topLogits,
            ignoresEnd: request.ignoresEnd, stops: request.parameters.stop, onToken: onToken)
        let outcomes = try await core.perform(.generate(ids, plan))
        guard case .generation(let generation)? = outcomes.first else { return Generation() }
        return generation
    }

    /// The `count` greatest logits after a prompt, greatest first.
    ///
    /// - Throws: `EngineError`, or `CancellationError` when the task is cancelled.
    public func nextTopLogits(_ count: Int, after prompt: Prompt) async throws -> [TokenLogit] {
        var parameters = GenerationParameters()
        parameters.maxTokens = 1
        return try await generate(
            GenerationRequest(prompt, parameters: parameters, topLogits: count)
        ).nextTop
    }

    /// The token ids of a prompt, checked against the vocabulary.
    ///
    /// - Throws: `EngineError` when there are none, or one is unknown.
    public func encode(_ prompt: Prompt) throws(EngineError) -> [Int32] {
        let ids =
            switch prompt {
            case .ids(let ids): ids
            case .text(let text): model.tokenizer.encodePrompt(text)
            case .messages(let messages): try model.encode(messages)
            }
        try check(ids)
        return ids
    }

    // MARK: refusals

    func check(_ ids: [Int32]) throws(EngineError) {
        guard !ids.isEmpty else {
            throw EngineError(
                .invalidTokens, "the prompt has no tokens", advice: "give at least one token")
        }
        let size = model.configuration.vocabularySize
        if let wrong = ids.first(where: { $0 < 0 || $0 >= size }) {
            throw EngineError(
                .invalidTokens, "token \(wrong) is not one of the model's \(size)",
                advice: "use ids of this model's tokenizer")
        }
    }

    func tooLong(_ count: Int, for what: String) -> EngineError {
        EngineError(
            .contextLength,
            "\(what) needs more than the model's context of \(model.configuration.contextLength) "
                + "tokens (\(count) given)",
            advice: "shorten the prompt or the conversation, or use a model with a longer context")
    }

    private func refuse(_ parameters: GenerationParameters, ids: [Int32]) throws(EngineError) {
        guard parameters.maxTokens ?? 1 >= 1 else {
            throw EngineError(
                .invalidParameter, "max-tokens is \(parameters.maxTokens ?? 0)",
                advice: "give a number of at least 1")
        }
        guard !parameters.stop.contains("") else {
            throw EngineError(
                .invalidParameter, "a stop text is empty", advice: "leave it out, or write one")
        }
        guard parameters.topLogprobs ?? 0 >= 0 else {
            throw EngineError(
                .invalidParameter, "the number of alternatives is negative",
                advice: "give a number of at least 0")
        }
        let unknown =
            (parameters.responseFormat == nil ? [] : ["response format"])
            + (parameters.tools == nil ? [] : ["tools"]) + parameters.extra.keys.sorted()
        guard unknown.isEmpty else {
            throw EngineError(
                .invalidParameter,
                "the embedded engine does not have: \(unknown.joined(separator: ", "))",
                advice: "leave these out, or use a service that offers them")
        }
    }
}
