extension InferenceEngine {
    /// The log-probabilities of given tokens, each conditioned on all before it.
    ///
    /// - Throws: `EngineError`, or `CancellationError` when the task is cancelled.
    public func score(_ request: ScoringRequest) async throws -> ScoredTokens {
        try await score([request])[0]
    }

    /// The log-probabilities of several sequences; what they share at the beginning is computed
    /// once.
    ///
    /// - Returns: one result for each request, in their order.
    /// - Throws: `EngineError`, or `CancellationError` when the task is cancelled.
    public func score(_ requests: [ScoringRequest]) async throws -> [ScoredTokens] {
        for request in requests {
            try check(request.ids)
            guard request.first >= 1, request.first <= request.ids.count else {
                throw EngineError(
                    .invalidTokens,
                    "scoring starts at token \(request.first) of \(request.ids.count)",
                    advice: "leave at least one token as context")
            }
            guard request.ids.count <= model.configuration.contextLength else {
                throw tooLong(request.ids.count, for: "a text to score")
            }
        }
        let outcomes = try await core.perform(.score(requests))
        return zip(requests, outcomes).map { request, outcome in
            let ids = Array(request.ids[request.first...])
            var logprobs: [Double] = []
            if case .logprobs(let values) = outcome { logprobs = values }
            let bytes = ids.reduce(0) { $0 + model.tokenizer.bytes(of: $1).count }
            return ScoredTokens(ids: ids, logprobs: logprobs, bytes: bytes)
        }
    }

    /// The log-probabilities of continuations of one prompt, such as the options of a question.
    ///
    /// Prompt and continuation are encoded together; where that changes the ids at the seam, the
    /// score backs up to the last id that the prompt alone has too, so that it covers every token
    /// the continuation took part in. For a conversation the continuation is the beginning of the
    /// assistant's answer, encoded by itself as content. `bytes` counts the continuation's own.
    ///
    /// - Returns: one result for each continuation, in their order.
    /// - Throws: `EngineError`, or `CancellationError` when the task is cancelled.
    public func score(_ continuations: [String], after prompt: Prompt) async throws
        -> [ScoredTokens]
    {
        let context = try encode(prompt)
        let requests = continuations.map { continuation in
            let whole =
                switch prompt {
                case .text(let text):
                    model.tokenizer.encodePrompt(text + continuation)
                case .ids, .messages:
                    context + model.tokenizer.encode(continuation, parsingSpecials: false)
                }
            let common = zip(context, whole).prefix { $0 == $1 }.count
            return ScoringRequest(ids: whole, first: max(1, common))
        }
        var results = try await score(requests)
        for (index, continuation) in continuations.enumerated() {
            results[index].bytes = continuation.utf8.count
        }
        return results
    }

    /// The log-probability of each token of a prompt after its first.
    ///
    /// - Throws: `EngineError`, or `CancellationError` when the task is cancelled.
    public func promptLogprobs(_ prompt: Prompt) async throws -> [Double] {
        try await score(ScoringRequest(ids: encode(prompt))).logprobs
    }
}
