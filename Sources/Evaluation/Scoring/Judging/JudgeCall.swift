import LanguageModel
import Providers

/// One question to a judge and its answer.
struct JudgeCall: Sendable {
    let seat: JudgeSeat
    let seed: UInt64
    /// The most tokens of a verdict; nil for 512, or the judge's own limit where that is higher.
    var maxTokens: Int?
    /// What the judged sample's case says, for scripted judges alone.
    var variables: [String: JSONValue] = [:]

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
    /// - Parameter right: the verdict that is known to be right, by its name in the prompt's
    ///   verdicts; only simulated judges are told.
    /// - Throws: why there is no verdict.
    func ask(_ prompt: JudgePrompt, key: String, right: String? = nil) async throws(Unscorable)
        -> Answer
    {
        var variables = variables
        variables[JudgingTask.variable] =
            JudgingTask(replies: prompt.verdicts, right: right).json
        let request = ModelRequest(
            messages: prompt.messages, parameters: seat.parameters(maxTokens: maxTokens),
            seed: seed, variables: variables)
        let reply: ModelReply
        do { reply = try await seat.model.reply(to: request, onText: nil) } catch {
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
