import LanguageModel

extension OpenAIModel {
    /// Log-probabilities through the older completions endpoint with `echo`, where a server has
    /// it (vLLM does; OpenAI and llama.cpp do not).
    ///
    /// - Throws: `ProviderError.unsupported` for conversations, whose template only the server
    ///   knows, and for a server that sends no log-probabilities of the prompt.
    package func score(_ request: ContinuationRequest) async throws -> [ContinuationScore] {
        guard case .prompt(let prompt) = request.context else {
            throw ProviderError(
                .unsupported,
                "\(client.name) scores raw prompts only: its template for messages is its own",
                advice: "use by: [text], a raw prompt, or a model with provider: embedded")
        }
        return try await withThrowingTaskGroup(of: (Int, ContinuationScore).self) { group in
            for (index, continuation) in request.continuations.enumerated() {
                group.addTask { (index, try await score(continuation, after: prompt)) }
            }
            var scores: [Int: ContinuationScore] = [:]
            for try await (index, score) in group { scores[index] = score }
            return request.continuations.indices.compactMap { scores[$0] }
        }
    }

    private func score(_ continuation: String, after prompt: String) async throws
        -> ContinuationScore
    {
        var writer = JSONWriter()
        writer.object {
            $0.key("model")
            $0.string(identity.model)
            $0.key("prompt")
            $0.string(prompt + continuation)
            // Some servers refuse 0; the one token more lies beyond the text and is left out.
            $0.key("max_tokens")
            $0.number(1)
            $0.key("echo")
            $0.bool(true)
            $0.key("logprobs")
            $0.number(1)
            $0.key("temperature")
            $0.number(0)
        }
        let (score, _) = try await client.call(completions, body: writer.buffer) { [client] in
            WholeAnswerReader {
                try Self.score($0, of: continuation, after: prompt, from: client)
            }
        }
        return score
    }

    /// Sums the tokens that reach beyond the prompt and begin before the text's end. Offsets
    /// count Unicode scalars, as Python does.
    private static func score(
        _ json: JSONValue, of continuation: String, after prompt: String,
        from client: ServiceClient
    ) throws(ProviderError) -> ContinuationScore {
        guard let logprobs = json["choices"]?[0]?["logprobs"],
            let values = logprobs["token_logprobs"]?.array,
            let offsets = logprobs["text_offset"]?.array?.compactMap({ $0.int }),
            offsets.count == values.count
        else {
            throw ProviderError(
                .unsupported, "\(client.name) sends no log-probabilities of the prompt (echo)",
                advice: "use by: [text], or a model with provider: embedded")
        }
        let start = prompt.unicodeScalars.count
        let end = start + continuation.unicodeScalars.count
        var sum = 0.0
        var tokens = 0
        for (index, offset) in offsets.enumerated() where offset < end {
            let next = index + 1 < offsets.count ? offsets[index + 1] : end
            guard offset >= start || next > start else { continue }
            // The text's first token has no log-probability: nothing precedes it.
            guard let value = values[index].double else { continue }
            sum += value
            tokens += 1
        }
        guard tokens > 0 || continuation.isEmpty else {
            throw OpenAIReply.malformed("without log-probabilities of the continuation", client)
        }
        return ContinuationScore(
            logprob: sum, tokens: tokens, bytes: continuation.utf8.count)
    }
}
