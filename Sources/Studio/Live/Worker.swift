import Dispatch

/// A thread for long computations, one at a time: the threads that answer requests are as few as
/// the machine has cores and must not wait for arithmetic.
struct Worker: Sendable {
    private let queue = DispatchQueue(label: "conduct.studio.worker", qos: .userInitiated)

    /// Computes something away from the threads of requests.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
