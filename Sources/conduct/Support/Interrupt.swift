import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ctrl-C and SIGTERM: the first asks the work to stop and save, the second ends it at once.
enum Interrupt {
    /// Runs work that the first signal cancels.
    ///
    /// - Returns: the work's result, and whether a signal arrived.
    static func whileRunning<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> (result: Result, interrupted: Bool) {
        let task = Task { try await work() }
        let shared = Shared()
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if shared.count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
                printError("\nStopping; finished work is kept. Press Ctrl-C again to end at once.")
                task.cancel()
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            signal(SIGINT, SIG_DFL)
            signal(SIGTERM, SIG_DFL)
        }
        let result = try await task.value
        return (result, shared.count.load(ordering: .relaxed) > 0)
    }

    /// A reference around the atomic, so that the handler can hold it.
    private final class Shared: Sendable {
        let count = Atomic<Int>(0)
    }
}
