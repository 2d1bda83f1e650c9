import ServiceLifecycle
import Synchronization
import Workspace

/// Looks once for everybody whether the store was changed, by whichever process, and tells all
/// live views.
///
/// A class because views come and go while it looks.
final class StoreWatch: Service {
    private struct State {
        var views: [Int: AsyncStream<Void>.Continuation] = [:]
        var last = 0
        var isClosed = false
    }

    private let store: Store
    private let state = Mutex(State())

    init(store: Store) { self.store = store }

    /// Looks until the studio ends; then ends all views.
    func run() async throws {
        defer { close() }
        let changes = try store.changes()
        for try await _ in changes.cancelOnGracefulShutdown() { tell() }
    }

    /// Tells of changes; several between two looks are told once. Ends with the studio.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.last += 1
            state.views[state.last] = continuation
            return state.last
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.views.removeValue(forKey: id) }
        }
        return stream
    }

    /// Tells all views to look again.
    func tell() {
        for view in state.withLock({ Array($0.views.values) }) { view.yield() }
    }

    private func close() {
        let views = state.withLock { state in
            state.isClosed = true
            return Array(state.views.values)
        }
        for view in views { view.finish() }
    }
}
