import Dispatch
import LanguageModel
import Synchronization

/// Draws samples from a model in training, from the thread that trains it.
struct TrainingSampler {
    /// One answer.
    struct Answer: Sendable {
        var ids: [Int32]
        var text: String
        var hasEnded: Bool
    }

    /// Samples from the model as trained so far.
    ///
    /// A new engine each time: the adapter is copied into it, and goes with it.
    static func sample(
        _ trained: TrainingModel, prompts: [[Int32]], parameters: GenerationParameters,
        seeds: [[UInt64]]
    ) throws -> [[Answer]] {
        var adapters = trained.model.adapters
        if let adapter = trained.adapter { adapters.append(AppliedAdapter(adapter)) }
        let model = try trained.model.applying(adapters)
        let threads = trained.threads
        return try blocking {
            let engine = InferenceEngine(
                model: model, threads: threads, cacheBytes: 256 << 20)
            return try await withThrowingTaskGroup(of: (Int, Int, Answer).self) { group in
                for (place, prompt) in prompts.enumerated() {
                    for (index, seed) in seeds[place].enumerated() {
                        group.addTask {
                            let made = try await engine.generate(
                                GenerationRequest(.ids(prompt), parameters: parameters, seed: seed))
                            return (
                                place, index,
                                Answer(
                                    ids: made.ids, text: made.text,
                                    hasEnded: made.finishReason == .stop)
                            )
                        }
                    }
                }
                var answers = seeds.map {
                    $0.map { _ in Answer(ids: [], text: "", hasEnded: false) }
                }
                for try await (place, index, answer) in group { answers[place][index] = answer }
                return answers
            }
        }
    }
}

/// Waits for asynchronous work on a thread that may wait: a compute thread of ours, never one of
/// the cooperative pool.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value
{
    let semaphore = DispatchSemaphore(value: 0)
    let found = Found<Value>()
    Task.detached {
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        found.result.withLock { $0 = result }
        semaphore.signal()
    }
    semaphore.wait()
    guard let result = found.result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
}

/// A reference around the result, which two threads hand over.
private final class Found<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
}
