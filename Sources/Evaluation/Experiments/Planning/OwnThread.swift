import Dispatch

/// Long arithmetic away from the cooperative pool, which is as narrow as the machine has cores.
enum OwnThread {
    private static let queue = DispatchQueue(label: "conduct.experiments", attributes: .concurrent)

    /// Runs work on a thread of its own.
    static func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
