import LanguageModel
package import Providers
package import Workspace

/// The answers of a stored run, for `replay` models.
package enum RecordedRun {
    /// Every conversation of a run with its answer, by the hash of what was sent.
    ///
    /// - Parameter text: the run's id, a beginning of it, or `latest`.
    /// - Throws: `StoreError.notFound`.
    package static func conversations(_ text: String, in reader: StoreReader) async throws
        -> [(key: String, reply: ModelReply)]
    {
        let run = try await reader.resolve(text, as: .run)
        var answers: [(key: String, reply: ModelReply)] = []
        for try await page in reader.samples(of: run) {
            for sample in page where sample.failure == nil {
                for (index, message) in sample.transcript.enumerated()
                where index >= sample.promptCount && message.role == .assistant {
                    let sent = Array(sample.transcript[..<index])
                    answers.append(
                        (
                            CallKey.conversationHash(sent),
                            ModelReply(
                                message: message, finishReason: sample.finishReason ?? .stop,
                                usage: sample.usage, latency: sample.latency ?? 0,
                                servedModel: sample.servedModel)
                        ))
                }
            }
        }
        return answers
    }
}
