import LanguageModel

/// What happens while answers are generated.
enum ChoiceEvent: Sendable {
    /// An answer's next token.
    case token(choice: Int, GeneratedToken)
    /// An answer is whole.
    case done(choice: Int, Generation)
}

/// The answers that one request asks for, generated side by side.
struct Choices: Sendable {
    let model: any ServedModel
    /// One for each answer, in the order of their indices.
    let requests: [GenerationRequest]

    /// - Parameters:
    ///   - prompts: each is answered as often as the sampling says, with seeds one apart.
    init(_ model: any ServedModel, _ prompts: [Prompt], _ sampling: SamplingFields) {
        self.model = model
        requests = prompts.flatMap { prompt in
            (0..<sampling.count).map { index in
                GenerationRequest(
                    prompt, parameters: sampling.parameters,
                    seed: (sampling.seed &+ UInt64(index)) & (1 << 53 - 1))
            }
        }
    }

    /// All answers, whole.
    func all() async throws -> [Generation] {
        try await withThrowingTaskGroup(of: (Int, Generation).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, try await model.generate(request, onToken: nil)) }
            }
            var answers = [Generation](repeating: Generation(), count: requests.count)
            for try await (index, generation) in group { answers[index] = generation }
            return answers
        }
    }

    /// Hands on what happens as it happens; when that throws, generation ends.
    ///
    /// The events wait in a queue without bound of its own: it never holds more than the answers
    /// have tokens, and a slow client must not stop the engine, which works for others too.
    func stream(_ take: (ChoiceEvent) async throws -> Void) async throws {
        let (events, feed) = AsyncThrowingStream.makeStream(of: ChoiceEvent.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for (index, request) in requests.enumerated() {
                            group.addTask {
                                let whole = try await model.generate(request) {
                                    feed.yield(.token(choice: index, $0))
                                }
                                feed.yield(.done(choice: index, whole))
                            }
                        }
                        try await group.waitForAll()
                    }
                    feed.finish()
                } catch {
                    feed.finish(throwing: error)
                    throw error
                }
            }
            for try await event in events { try await take(event) }
            try await group.waitForAll()
        }
    }
}
