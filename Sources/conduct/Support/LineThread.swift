import Foundation

/// Reads one line of standard input on a thread of its own: waiting for a key must not hold a
/// thread of the cooperative pool.
struct LineThread: Sendable {
    private let onLine: @Sendable (String?) -> Void

    /// - Parameter onLine: given each line, or nil at the end of input.
    init(_ onLine: @escaping @Sendable (String?) -> Void) { self.onLine = onLine }

    /// Waits for the next line.
    func start() {
        let onLine = onLine
        Thread.detachNewThread { onLine(readLine()) }
    }
}
