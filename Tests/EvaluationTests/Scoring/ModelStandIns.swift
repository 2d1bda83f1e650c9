import Evaluation
import LanguageModel
import Providers
import Synchronization

/// A model whose answers a test writes.
struct WrittenModel: ModelProvider {
    var name = "written"
    var reply: @Sendable (ModelRequest) throws -> String
    var likelihood: @Sendable (String, [Message]) -> Double = { _, _ in -1 }
    var finishReason = FinishReason.stop

    init(name: String = "written", _ reply: @escaping @Sendable (ModelRequest) throws -> String) {
        self.name = name
        self.reply = reply
    }

    /// A model that gives log-probabilities: of a text after a conversation.
    init(likelihood: @escaping @Sendable (String, [Message]) -> Double) {
        reply = { _ in "" }
        self.likelihood = likelihood
    }

    var identity: ModelIdentity { ModelIdentity(kind: "scripted", model: name) }

    func reply(to request: ModelRequest, onText: (@Sendable (String) -> Void)?) async throws
        -> ModelReply
    {
        ModelReply(
            message: Message(.assistant, try reply(request)), finishReason: finishReason,
            usage: TokenUsage(input: 10, output: 5), latency: 700)
    }

    func score(_ request: ContinuationRequest) async throws -> [ContinuationScore] {
        guard case .messages(let messages) = request.context else { return [] }
        return request.continuations.map { text in
            ContinuationScore(
                logprob: likelihood(text, messages), tokens: text.split(separator: " ").count,
                bytes: text.utf8.count)
        }
    }
}

/// A passed or failed competence check of a model.
func competence(
    of model: some ModelProvider, _ job: JudgeCompetence.Job, right: Int = 30, of items: Int = 30,
    lower: Double = 0.88
) -> JudgeCompetence {
    JudgeCompetence(
        job: job, judgeHash: JudgeSeat.hash(of: model.identity), checkHash: "", items: items,
        right: right, unreadable: 0, flipped: 0, positionBias: 0, lower: lower, upper: 1,
        chance: 0.5)
}

/// The part of a prompt between the quotation marks of a label, with its code; nil where it has
/// none.
func quotation(_ label: String, in text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("BEGIN \(label) ") }),
        let end = lines.firstIndex(where: {
            $0 == "END \(label) " + lines[start].dropFirst("BEGIN \(label) ".count)
        })
    else { return nil }
    return lines[(start + 1)..<end].map { String($0.dropFirst(2)) }.joined(separator: "\n")
}
