import LanguageModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Measures the engine on the embedded model: decoding, prefill and many sequences at once.
///
/// `EngineBenchmark [exact|fast] [automatic|kernels|blas] [decode|prefill|batch …]`; prints one
/// line per measurement, the best of several runs. Unset OPENBLAS_CORETYPE before measuring.
@main struct EngineBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let precision = arguments.compactMap(Precision.init(rawValue:)).first ?? .exact
        let prefill = arguments.compactMap(PrefillMethod.init(rawValue:)).first ?? .automatic
        let known = ["decode", "prefill", "batch"]
        let asked = arguments.filter(known.contains)
        let model = try TransformerModel(path: EmbeddedModel.path)
        let engine = InferenceEngine(model: model, precision: precision, prefill: prefill)
        print(
            "kernels \(engine.kernels), precision \(precision.rawValue), prefill by",
            engine.usesBLAS ? InferenceEngine.matrixLibrary : "kernels")
        for name in asked.isEmpty ? known : asked {
            switch name {
            case "decode": try await decode(engine)
            case "prefill": try await prefillRate(engine)
            default: try await batch(engine)
            }
        }
        print("resident high-water mark: \(peakMegabytes) MB")
    }

    /// One sequence: 128 new tokens after 16.
    static func decode(_ engine: InferenceEngine) async throws {
        let best = try await fastest(5) { run in
            let start = Clock.now
            let marks = Marks()
            _ = try await engine.generate(
                GenerationRequest(
                    .ids(ids(16, salt: run)), parameters: GenerationParameters(maxTokens: 129),
                    ignoresEnd: true)
            ) { _ in marks.note(Clock.now) }
            return marks.last - (marks.first ?? start)
        }
        print("decode, one sequence: \(rounded(128 / best)) tokens/s")
    }

    /// A prompt of 512 tokens up to its first new token.
    static func prefillRate(_ engine: InferenceEngine) async throws {
        let best = try await fastest(5) { run in
            let start = Clock.now
            _ = try await engine.generate(
                GenerationRequest(
                    .ids(ids(512, salt: 100 + run)),
                    parameters: GenerationParameters(maxTokens: 1), ignoresEnd: true))
            return Clock.now - start
        }
        print("prefill, 512 tokens: \(rounded(512 / best)) tokens/s")
    }

    /// 32 sequences of 64 prompt and 64 new tokens, nothing shared.
    static func batch(_ engine: InferenceEngine) async throws {
        let best = try await fastest(3) { run in
            let start = Clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for sequence in 0..<32 {
                    group.addTask {
                        _ = try await engine.generate(
                            GenerationRequest(
                                .ids(ids(64, salt: 1000 * (run + 1) + sequence)),
                                parameters: GenerationParameters(maxTokens: 64), ignoresEnd: true))
                    }
                }
                try await group.waitForAll()
            }
            return Clock.now - start
        }
        print("32 x (64 + 64): \(rounded(32 * 128 / best)) tokens/s in all")
    }

    // MARK: helpers

    private static func ids(_ count: Int, salt: Int) -> [Int32] {
        (0..<count).map { Int32(1000 + ($0 * 7919 + salt * 104_729) % 40_000) }
    }

    private static func fastest(_ runs: Int, _ body: (Int) async throws -> Double) async throws
        -> Double
    {
        var best = Double.infinity
        for run in 0..<runs { best = min(best, try await body(run)) }
        return best
    }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    private static var peakMegabytes: Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss / 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss / 1_048_576
        #endif
    }
}
