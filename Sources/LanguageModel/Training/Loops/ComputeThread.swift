import CKernels

/// Runs long computations off Swift's cooperative pool.
public enum ComputeThread {
    /// Runs a closure on a thread of its own and returns what it gives.
    ///
    /// Cancellation of the calling task does not stop the closure: let it look at a flag.
    public static func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws
        -> T
    {
        try await withCheckedThrowingContinuation { continuation in
            let work = Work { continuation.resume(with: Result { try body() }) }
            let context = Unmanaged.passRetained(work).toOpaque()
            let failed = ck_thread_start(context) { context in
                Unmanaged<Work>.fromOpaque(context!).takeRetainedValue().body()
            }
            if failed != 0 {
                Unmanaged<Work>.fromOpaque(context).release()
                continuation.resume(
                    throwing: TrainingError(
                        .memory, "the system refuses a thread",
                        advice: "close other programs and try again"))
            }
        }
    }

    /// A class because C hands a pointer to it through.
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
