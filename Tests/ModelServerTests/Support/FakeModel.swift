import LanguageModel
import ModelServer
import Synchronization

/// A model whose tokens are bytes and whose answer is written: what the server makes of it can be
/// told exactly.
final class FakeModel: ServedModel {
    /// What is answered; then the end token, unless the limit comes first.
    let answer: String
    /// How long each token takes.
    let pace: Duration
    let name: String
    let contextLength = 10_000
    let endIDs: Set<Int32> = [256]

    private let seen = Mutex<[GenerationRequest]>([])
    private let ended = Mutex(0)
    private let cancelled = Mutex(0)

    init(_ answer: String = "Round 🙂.", pace: Duration = .zero, name: String = "fake") {
        self.answer = answer
        self.pace = pace
        self.name = name
    }

    /// The requests so far.
    var requests: [GenerationRequest] { seen.withLock { $0 } }
    /// How many generations were cancelled.
    var cancellations: Int { cancelled.withLock { $0 } }

    func bytes(of id: Int32) -> [UInt8] { id == 256 ? Array("<end>".utf8) : [UInt8(id)] }

    func encode(_ prompt: Prompt) throws -> [Int32] {
        let text: String
        switch prompt {
        case .ids(let ids): return ids
        case .text(let raw): text = raw
        case .messages(let messages): text = messages.map(\.text).joined(separator: "\n")
        }
        guard text.utf8.count < contextLength else {
            throw EngineError(.contextLength, "the prompt is too long", advice: "shorten it")
        }
        return text.utf8.map { Int32($0) }
    }

    func generate(
        _ request: GenerationRequest, onToken: (@Sendable (GeneratedToken) -> Void)?
    ) async throws -> Generation {
        seen.withLock { $0.append(request) }
        var stream = TextStream(stops: request.parameters.stop)
        var generation = Generation()
        generation.usage.input = try encode(request.prompt).count
        let ids = answer.utf8.map { Int32($0) } + [256]
        let limit = request.parameters.maxTokens ?? 512
        do {
            for (index, id) in ids.prefix(limit).enumerated() {
                if pace > .zero { try await Task.sleep(for: pace) }
                try Task.checkCancellation()
                let isEnd = id == 256
                var text = isEnd ? "" : stream.append(bytes(of: id))
                let isLast = isEnd || stream.isStopped || index + 1 == min(limit, ids.count)
                if isLast { text += stream.finish() }
                let count = request.parameters.topLogprobs ?? 0
                let token = GeneratedToken(
                    id: id, text: text, logprob: -0.5,
                    top: (0..<count).map { .init(token: "", id: 65 + $0, logprob: -1) })
                generation.ids.append(id)
                generation.logprobs.append(-0.5)
                if count > 0 { generation.top.append(token.top) }
                onToken?(token)
                if isLast {
                    generation.finishReason = isEnd || stream.isStopped ? .stop : .length
                    break
                }
            }
        } catch {
            cancelled.withLock { $0 += 1 }
            throw error
        }
        generation.text = stream.text
        generation.usage.output = generation.ids.count
        return generation
    }

    func logprobs(of ids: [Int32]) async throws -> [Double] {
        ids.dropFirst().map { -Double($0) / 100 }
    }
}
