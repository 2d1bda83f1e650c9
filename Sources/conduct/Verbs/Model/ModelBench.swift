import ArgumentParser
import LanguageModel
import Providers
import Reports

/// `conduct model bench`.
struct ModelBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure decoding, prefill and batched generation on this machine.")

    @OptionGroup var choice: ModelChoice
    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "How often each is measured; the median counts.")
    var repeats = 5

    func run() async throws {
        let engine = try await choice.openEngine().engine
        let vocabulary = engine.model.configuration.vocabularySize
        // Ids that are plain words everywhere: what they are does not change the work.
        func prompt(_ count: Int, _ start: Int) -> Prompt {
            .ids((0..<count).map { Int32(100 + (start * 7919 + $0 * 31) % (vocabulary - 200)) })
        }
        func generate(_ prompt: Prompt, _ tokens: Int) -> GenerationRequest {
            GenerationRequest(
                prompt, parameters: GenerationParameters(maxTokens: tokens, temperature: 0),
                ignoresEnd: true)
        }
        var next = 0
        func fresh() -> Int {
            next += 1
            return next
        }
        _ = try await engine.generate(generate(prompt(64, fresh()), 16))
        let decode = try await median {
            let request = generate(prompt(8, fresh()), 129)
            let one = generate(prompt(8, fresh()), 1)
            let short = try await seconds { _ = try await engine.generate(one) }
            let long = try await seconds { _ = try await engine.generate(request) }
            return 128 / (long - short)
        }
        let prefill = try await median {
            let request = generate(prompt(512, fresh()), 1)
            return 512 / (try await seconds { _ = try await engine.generate(request) })
        }
        let batched = try await median {
            let requests = (0..<32).map { _ in generate(prompt(64, fresh()), 64) }
            let time = try await seconds {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for request in requests {
                        group.addTask { _ = try await engine.generate(request) }
                    }
                    try await group.waitForAll()
                }
            }
            return 32 * 128 / time
        }
        let rows: [(String, String, Double)] = [
            ("decode_tokens_per_second", "decoding, one sequence", decode),
            ("prefill_tokens_per_second", "prefill, 512 tokens", prefill),
            (
                "batched_tokens_per_second", "32 sequences of 64 + 64 tokens, in all", batched
            ),
        ]
        if output.json {
            var object: [String: JSONValue] = ["precision": .string(engine.precision.rawValue)]
            for (key, _, value) in rows { object[key] = .number(value) }
            return printOut(JSONValue.object(object).serialized())
        }
        var table = Table(columns: [.init("what"), .init("tokens/s", .trailing)])
        for (_, label, value) in rows {
            table.rows.append([.init(label), .init(NumberText.fixed(value, decimals: 0))])
        }
        printOut(table.terminalText(.output))
    }

    private func median(_ measure: () async throws -> Double) async rethrows -> Double {
        var values: [Double] = []
        for _ in 0..<max(1, repeats) { values.append(try await measure()) }
        return values.sorted()[values.count / 2]
    }

    private func seconds(_ work: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await work()
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
