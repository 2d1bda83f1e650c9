import LanguageModel
import Statistics
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a request gets depends on the request alone, to the bit.
@Suite("Independence of the batch", .serialized) struct BatchIndependenceTests {
    /// How products can be computed.
    static let ways: [(PrefillMethod, Precision)] = [
        (.kernels, .exact), (.blas, .exact), (.kernels, .fast),
    ]

    /// Whether this is the process that `otherCore` started.
    static let isOtherCore = getenv("CONDUCT_TEST_OTHER_CORE") != nil

    /// 32 requests of different lengths, temperatures and seeds; many begin alike, some are equal.
    static func requests(_ model: TransformerModel) -> [GenerationRequest] {
        let opening = String(
            repeating: "The archive keeps letters, maps, ledgers and a few instruments. ", count: 6)
        return (0..<32).map { index in
            let tail = String(
                repeating: "Item \(index % 11) is listed here. ", count: index % 3 + 1)
            let prompt: Prompt =
                index % 3 == 0
                ? .messages([Message(.user, "Say something about number \(index).")])
                : .text(index % 3 == 1 ? opening + tail : tail)
            return GenerationRequest(
                prompt,
                parameters: GenerationParameters(
                    maxTokens: 4 + index % 5 * 2, temperature: index % 4 == 0 ? 0 : 0.9,
                    topP: index % 4 == 2 ? 0.8 : nil,
                    repetitionPenalty: index % 4 == 3 ? 1.2 : nil),
                seed: UInt64(index / 2), ignoresEnd: index % 2 == 0)
        }
    }

    static func all(_ requests: [GenerationRequest], on engine: InferenceEngine, order: [Int])
        async throws -> [Generation]
    {
        try await withThrowingTaskGroup(of: (Int, Generation).self) { group in
            for index in order {
                group.addTask { (index, try await engine.generate(requests[index])) }
            }
            var results = [Generation](repeating: Generation(), count: requests.count)
            for try await (index, generation) in group { results[index] = generation }
            return results
        }
    }

    static func expectEqual(_ a: [Generation], _ b: [Generation], _ what: Comment) {
        for (a, b) in zip(a, b) {
            #expect(a.ids == b.ids, what)
            #expect(a.logprobs.map(\.bitPattern) == b.logprobs.map(\.bitPattern), what)
            #expect(a.text == b.text, what)
        }
    }

    @Test(
        "32 sequences get equal bits alone, together, shuffled, and with and without reuse",
        arguments: isOtherCore ? [ways[1]] : ways)
    func independence(prefill: PrefillMethod, precision: Precision) async throws {
        let model = try TestEngine.model.get()
        let requests = Self.requests(model)
        // A fresh engine for each, so that nothing can be reused.
        var alone: [Generation] = []
        for request in requests {
            let engine = InferenceEngine(
                model: model, precision: precision, threads: 1, prefill: prefill)
            alone.append(try await engine.generate(request))
        }
        let engine = InferenceEngine(
            model: model, precision: precision, threads: 2, prefill: prefill)
        let order = Array(requests.indices)
        let together = try await Self.all(requests, on: engine, order: order)
        Self.expectEqual(alone, together, "together")
        var generator = CounterGenerator(seed: 11)
        let shuffled = try await Self.all(
            requests, on: engine, order: order.shuffled(using: &generator))
        Self.expectEqual(alone, shuffled, "shuffled, all prompts known")
        #expect(shuffled.contains { $0.usage.cachedInput ?? 0 > 0 }, "something was reused")
        let narrow = InferenceEngine(
            model: model, precision: precision, threads: 3, prefill: prefill,
            cacheBytes: 1)
        let queued = try await Self.all(requests, on: narrow, order: order.reversed())
        Self.expectEqual(alone, queued, "reversed on three threads")
    }

    @Test(
        "Scoring what was generated gives the log-probabilities of generation, to the bit",
        arguments: ways)
    func scoring(prefill: PrefillMethod, precision: Precision) async throws {
        let engine = try TestEngine.make(precision, prefill: prefill)
        let requests = Self.requests(engine.model)
        for request in requests.prefix(8) {
            let prompt = try engine.encode(request.prompt)
            let generation = try await engine.generate(request)
            let scored = try await engine.score(
                ScoringRequest(ids: prompt + generation.ids, first: prompt.count))
            #expect(scored.ids == generation.ids)
            #expect(scored.logprobs.map(\.bitPattern) == generation.logprobs.map(\.bitPattern))
        }
    }

    @Test(
        "Continuations get equal bits scored together and one by one",
        arguments: [PrefillMethod.kernels, .blas])
    func continuations(prefill: PrefillMethod) async throws {
        let engine = try TestEngine.make(prefill: prefill)
        let prompt = Prompt.text(
            String(repeating: "A list of colours and of shapes follows. ", count: 10) + "First:")
        let options = [" red", " a blue square of some size", "", " green", " red circle"]
        let together = try await engine.score(options, after: prompt)
        for (option, result) in zip(options, together) {
            let fresh = try TestEngine.make(prefill: prefill, threads: 1)
            let alone = try await fresh.score([option], after: prompt)[0]
            #expect(alone == result)
            #expect(alone.logprobs.map(\.bitPattern) == result.logprobs.map(\.bitPattern))
        }
        #expect(together[2].tokens == 0 && together[2].sum == 0)
    }

    #if os(Linux)
        @Test("The same holds for OpenBLAS's other processor core, in a process of its own")
        func otherCore() async throws {
            if Self.isOtherCore { return }
            // The library chooses its core when it is loaded, so the choice needs a new process.
            var environment: [String] = []
            var entry = environ
            while let variable = entry.pointee {
                environment.append(String(cString: variable))
                entry += 1
            }
            let isSet = environment.contains { $0.hasPrefix("OPENBLAS_CORETYPE=") }
            environment.removeAll { $0.hasPrefix("OPENBLAS_CORETYPE=") }
            if !isSet { environment.append("OPENBLAS_CORETYPE=Haswell") }
            environment.append("CONDUCT_TEST_OTHER_CORE=1")
            let status = try await Subprocess.run(
                "/proc/self/exe",
                ["--testing-library", "swift-testing", "--filter", "independence"],
                environment: environment)
            #expect(status == 0)
        }
    #endif
}
