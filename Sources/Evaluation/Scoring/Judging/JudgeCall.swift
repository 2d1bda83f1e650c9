import LanguageModel
import Providers

/// One question to a judge and its answer.
struct JudgeCall: Sendable {
    let model: any ModelProvider
    let seed: UInt64
    /// The most tokens of a verdict.
    var maxTokens = 512

    /// What a judge answered.
    struct Answer: Sendable {
        var verdict: JudgeVerdict
        var latency: Int
        var usage: TokenUsage?
    }

    /// Asks.
    ///
    /// The same prompt and seed make the same request, so that whoever keeps calls by their
    /// content finds it again.
    ///
    /// - Throws: why there is no verdict.
    func ask(_ prompt: JudgePrompt, key: String) async throws(Unscorable) -> Answer {
        let request = ModelRequest(
            messages: prompt.messages,
            parameters: GenerationParameters(maxTokens: maxTokens, temperature: 0), seed: seed)
        let reply: ModelReply
        do { reply = try await model.reply(to: request, onText: nil) } catch {
            throw Unscorable("the judge did not answer: \(error)")
        }
        do {
            return Answer(
                verdict: try JudgeVerdict.parse(
                    reply.message.text, key: key, quoted: prompt.quoted),
                latency: reply.latency, usage: reply.usage)
        } catch {
            let cut = reply.finishReason == .length ? " (its reply was cut off)" : ""
            throw Unscorable(
                error.reason + cut,
                detail: ["reply": .string(ScalarText.excerpt(reply.message.text, limit: 2_000))])
        }
    }
}
