import LanguageModel
import Synchronization
import TestSupport
import Testing

/// The engine as its callers meet it.
@Suite("Inference engine", .serialized) struct InferenceEngineTests {
    static let question = Prompt.messages([Message(.user, "Name three rivers.")])

    /// What a stream gave, in order.
    final class Collected: Sendable {
        private let tokens = Mutex<[GeneratedToken]>([])
        func add(_ token: GeneratedToken) { tokens.withLock { $0.append(token) } }
        var all: [GeneratedToken] { tokens.withLock { $0 } }
    }

    @Test("The stream's pieces are the text, its ids and log-probabilities those of the result")
    func streaming() async throws {
        let engine = try TestEngine.make()
        let collected = Collected()
        let result = try await engine.generate(
            GenerationRequest(
                Self.question,
                parameters: GenerationParameters(maxTokens: 40, temperature: 0.7, topLogprobs: 3),
                seed: 5)
        ) { collected.add($0) }
        let tokens = collected.all
        #expect(tokens.map(\.text).joined() == result.text)
        #expect(tokens.map(\.id) == result.ids)
        #expect(tokens.map(\.logprob) == result.logprobs)
        #expect(tokens.map(\.top) == result.top)
        #expect(result.usage.output == result.ids.count)
        #expect(result.usage.input == (try engine.encode(Self.question)).count)
        for (token, top) in zip(tokens, result.top) {
            #expect(top.count == 3)
            #expect(top.map(\.logprob) == top.map(\.logprob).sorted(by: >))
            if let match = top.first(where: { $0.id == Int(token.id) }) {
                #expect(match.logprob == token.logprob)
            } else {
                #expect(token.logprob <= top[2].logprob)
            }
        }
    }

    @Test("A stop text ends generation and is in neither the text nor the stream")
    func stopTexts() async throws {
        let engine = try TestEngine.make()
        var parameters = GenerationParameters(maxTokens: 60)
        let whole = try await engine.generate(
            GenerationRequest(Self.question, parameters: parameters))
        // A stop text that begins and ends inside words.
        let scalars = Array(whole.text.unicodeScalars)
        try #require(scalars.count > 30)
        let stop = String(String.UnicodeScalarView(scalars[17..<24]))
        let expected = whole.text.prefix(
            upTo: try #require(whole.text.firstRange(of: stop)).lowerBound)
        parameters.stop = ["never there", stop]
        let collected = Collected()
        let cut = try await engine.generate(
            GenerationRequest(Self.question, parameters: parameters)
        ) { collected.add($0) }
        #expect(cut.text == expected && cut.finishReason == .stop)
        #expect(collected.all.map(\.text).joined() == cut.text)
        #expect(whole.ids.starts(with: cut.ids) && cut.ids.count < whole.ids.count)
    }

    @Test("The end token is among the ids but not in the text; the limit ends as length")
    func endings() async throws {
        let engine = try TestEngine.make()
        let chat = try #require(try GoldenChat.all().first)
        let ended = try await engine.generate(
            GenerationRequest(.ids(chat.ids), parameters: GenerationParameters(maxTokens: 200)))
        #expect(ended.finishReason == .stop)
        #expect(engine.model.tokenizer.endIDs.contains(try #require(ended.ids.last)))
        #expect(!ended.text.contains("<|im_end|>"))
        let limited = try await engine.generate(
            GenerationRequest(.ids(chat.ids), parameters: GenerationParameters(maxTokens: 5)))
        #expect(limited.finishReason == .length && limited.ids == Array(ended.ids.prefix(5)))
        let on = try await engine.generate(
            GenerationRequest(
                .ids(chat.ids), parameters: GenerationParameters(maxTokens: 60), ignoresEnd: true))
        #expect(on.ids.count == 60 && on.ids.starts(with: ended.ids))
    }

    @Test("A cancelled task ends at once with a cancellation, waiting or running")
    func cancellation() async throws {
        let engine = try TestEngine.make()
        let request = GenerationRequest(
            Self.question, parameters: GenerationParameters(maxTokens: 4000), ignoresEnd: true)
        let (started, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task { try await engine.generate(request) { _ in signal.yield() } }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let early = Task {
            try? await Task.sleep(for: .seconds(60))
            return try await engine.generate(request)
        }
        early.cancel()
        await #expect(throws: CancellationError.self) { try await early.value }
        // The engine goes on with others.
        let next = try await engine.generate(
            GenerationRequest(Self.question, parameters: GenerationParameters(maxTokens: 3)))
        #expect(next.ids.count == 3)
    }

    @Test("A busy engine leaves Swift's cooperative pool free")
    func responsiveness() async throws {
        let engine = try TestEngine.make()
        let busy = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for seed in 0..<16 {
                    group.addTask {
                        _ = try await engine.generate(
                            GenerationRequest(
                                Self.question,
                                parameters: GenerationParameters(maxTokens: 30, temperature: 1),
                                seed: UInt64(seed), ignoresEnd: true))
                    }
                }
                try await group.waitForAll()
            }
        }
        // Hops that would wait for whole steps of the engine if it held the pool's threads.
        var hops = 0
        let clock = ContinuousClock()
        let start = clock.now
        while hops < 200 {
            await Task.yield()
            await Task.detached {}.value
            hops += 1
        }
        #expect(clock.now - start < .seconds(2))
        try await busy.value
    }

    @Test("What a request must not be is refused with what and why")
    func refusals() async throws {
        let engine = try TestEngine.make()
        func code(_ prompt: Prompt, _ adjust: (inout GenerationParameters) -> Void = { _ in })
            async throws -> EngineError.Code?
        {
            var parameters = GenerationParameters(maxTokens: 1)
            adjust(&parameters)
            do {
                _ = try await engine.generate(
                    GenerationRequest(prompt, parameters: parameters))
                return nil
            } catch let error as EngineError {
                #expect(!error.message.isEmpty && !error.advice.isEmpty)
                return error.code
            }
        }
        let context = engine.model.configuration.contextLength
        #expect(try await code(.ids([])) == .invalidTokens)
        #expect(try await code(.ids([-1])) == .invalidTokens)
        #expect(try await code(.ids([49_152])) == .invalidTokens)
        #expect(
            try await code(.ids(Array(repeating: 5, count: context))) == .contextLength)
        #expect(try await code(.ids([5])) { $0.temperature = -1 } == .invalidParameter)
        #expect(try await code(.ids([5])) { $0.temperature = .nan } == .invalidParameter)
        #expect(try await code(.ids([5])) { $0.topP = 0 } == .invalidParameter)
        #expect(try await code(.ids([5])) { $0.topK = 0 } == .invalidParameter)
        #expect(try await code(.ids([5])) { $0.minP = 1.5 } == .invalidParameter)
        #expect(try await code(.ids([5])) { $0.repetitionPenalty = 0 } == .invalidParameter)
        #expect(try await code(.ids([5])) { $0.maxTokens = 0 } == .invalidParameter)
        #expect(try await code(.ids([5])) { $0.stop = [""] } == .invalidParameter)
        #expect(try await code(.ids([5])) { $0.tools = .array([]) } == .invalidParameter)
        #expect(try await code(.messages([])) == .template)
        await #expect(throws: EngineError.self) {
            try await engine.score(ScoringRequest(ids: [1, 2], first: 0))
        }
        await #expect(throws: EngineError.self) {
            try await engine.score(
                ScoringRequest(ids: Array(repeating: 5, count: context + 1)))
        }
    }

    @Test("A prompt that begins like an earlier one reads the shared part from the cache")
    func reuse() async throws {
        let engine = try TestEngine.make()
        let system = Message(.system, String(repeating: "Be brief and kind. ", count: 20))
        func ask(_ text: String) async throws -> Generation {
            try await engine.generate(
                GenerationRequest(
                    .messages([system, Message(.user, text)]),
                    parameters: GenerationParameters(maxTokens: 4)))
        }
        #expect(try await ask("What is a lake?").usage.cachedInput == 0)
        let cached = try #require(try await ask("Where is it?").usage.cachedInput)
        #expect(cached >= 64)
    }

    @Test("Hundreds of requests finish within a cache that holds only a few of them")
    func smallCache() async throws {
        let model = try TestEngine.model.get()
        let engine = InferenceEngine(model: model, cacheBytes: 1)
        let results = try await withThrowingTaskGroup(of: Int.self) { group in
            for seed in 0..<200 {
                group.addTask {
                    try await engine.generate(
                        GenerationRequest(
                            .text("Number \(seed):"),
                            parameters: GenerationParameters(maxTokens: 2, temperature: 1),
                            seed: UInt64(seed), ignoresEnd: true)
                    ).ids.count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(results == 400)
    }

    @Test("An empty list of requests to score gives an empty list")
    func nothing() async throws {
        #expect(try await TestEngine.make().score([]).isEmpty)
        let one = try await TestEngine.make().score(ScoringRequest(ids: [5]))
        #expect(one.tokens == 0)
    }

    @Test("Fast precision stays within its stated bound of exact")
    func fastBound() async throws {
        let exact = try TestEngine.make(.exact)
        let fast = try TestEngine.make(.fast)
        var differences: [Double] = []
        for chat in try GoldenChat.all() {
            let request = ScoringRequest(ids: chat.ids + chat.greedyIDs, first: chat.ids.count)
            let a = try await exact.score(request).logprobs
            let b = try await fast.score(request).logprobs
            differences += zip(a, b).map { abs($0 - $1) }
        }
        let mean = differences.reduce(0, +) / Double(differences.count)
        let worst = differences.max() ?? 0
        #expect(mean < 0.05)
        #expect(worst < 0.4)
    }
}
