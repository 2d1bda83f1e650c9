package import LanguageModel

/// Answers with what was recorded, and with nothing else.
///
/// Its calls cost nothing by nature; the recording's latency and usage are handed on as recorded.
package struct ReplayModel: ModelProvider {
    package let identity: ModelIdentity
    private let lookUp: @Sendable (ModelRequest) throws -> ModelReply?
    private let lookUpScores: (@Sendable (ContinuationRequest) throws -> [ContinuationScore]?)?

    /// Replays through closures.
    ///
    /// - Parameters:
    ///   - name: the recording's name.
    ///   - sha256: the hash of what was recorded: part of every call's key.
    ///   - reply: the recorded answer, nil where there is none.
    ///   - scores: the recorded log-probabilities, nil where there are none.
    package init(
        name: String, sha256: String?,
        reply: @escaping @Sendable (ModelRequest) throws -> ModelReply?,
        scores: (@Sendable (ContinuationRequest) throws -> [ContinuationScore]?)? = nil
    ) {
        identity = ModelIdentity(kind: "replay", model: name, fileSHA256: sha256)
        lookUp = reply
        lookUpScores = scores
    }

    /// Replays a list of conversations with their answers.
    package init(name: String, sha256: String?, answers: [(messages: [Message], reply: ModelReply)])
    {
        self.init(
            name: name, sha256: sha256,
            recorded: answers.map { (CallKey.conversationHash($0.messages), $0.reply) })
    }

    /// Replays answers by the hashes of the conversations before them.
    ///
    /// Where one conversation has several answers, the sample's seed picks among them, so that
    /// the same sample always gets the same one.
    ///
    /// - Parameter recorded: each key is a `CallKey.conversationHash`.
    package init(name: String, sha256: String?, recorded: [(key: String, reply: ModelReply)]) {
        let byConversation = Dictionary(grouping: recorded, by: \.key).mapValues {
            $0.map(\.reply)
        }
        self.init(
            name: name, sha256: sha256,
            reply: { request in
                byConversation[CallKey.conversationHash(request.messages)].map { replies in
                    replies[Int(request.seed % UInt64(replies.count))]
                }
            })
    }

    package func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?)
        async throws -> ModelReply
    {
        try Task.checkCancellation()
        guard let reply = try lookUp(request) else { throw missing("answer to this conversation") }
        if let onText, !reply.message.text.isEmpty { onText(reply.message.text) }
        return reply
    }

    package func score(_ request: ContinuationRequest) async throws -> [ContinuationScore] {
        try Task.checkCancellation()
        guard let scores = try lookUpScores?(request) else {
            throw missing("log-probabilities of these texts")
        }
        return scores
    }

    private func missing(_ what: String) -> ProviderError {
        ProviderError(
            .invalidRequest, "the recording '\(identity.model)' holds no \(what)",
            advice: "replay the same suite, prompts and epochs that were recorded")
    }
}
