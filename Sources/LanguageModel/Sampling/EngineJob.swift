/// How one sequence generates.
struct GenerationPlan: Sendable {
    let sampler: Sampler
    /// The most tokens to generate.
    let limit: Int
    /// How many alternatives to report at each position.
    let alternatives: Int
    let topLogits: Int
    let ignoresEnd: Bool
    let stops: [String]
    let onToken: (@Sendable (GeneratedToken) -> Void)?
}

/// What the engine is asked for: one or several sequences that are done together.
enum EngineWork: Sendable {
    case generate([Int32], GenerationPlan)
    case score([ScoringRequest])
}

/// What one sequence came to.
enum EngineOutcome: Sendable {
    case generation(Generation)
    case logprobs([Double])
}

/// A request on its way through the engine.
///
/// A class because its sequences share it. Only the engine's thread touches it after submission.
final class EngineJob {
    let id: UInt64
    let work: EngineWork
    private let continuation: CheckedContinuation<[EngineOutcome], any Error>
    private var outcomes: [EngineOutcome?]
    private var open: Int

    init(
        id: UInt64, work: EngineWork,
        continuation: CheckedContinuation<[EngineOutcome], any Error>
    ) {
        self.id = id
        self.work = work
        self.continuation = continuation
        let count =
            switch work {
            case .generate: 1
            case .score(let requests): requests.count
            }
        outcomes = Array(repeating: nil, count: count)
        open = count
        if count == 0 { continuation.resume(returning: []) }
    }

    /// Whether the caller has its answer.
    var isDone: Bool { open == 0 }

    /// Notes one sequence's outcome; the last one answers the caller.
    func finish(_ index: Int, _ outcome: EngineOutcome) {
        guard !isDone, outcomes[index] == nil else { return }
        outcomes[index] = outcome
        open -= 1
        if open == 0 { continuation.resume(returning: outcomes.compactMap(\.self)) }
    }

    /// Answers the caller with an error.
    func fail(_ error: any Error) {
        guard !isDone else { return }
        open = 0
        continuation.resume(throwing: error)
    }
}
