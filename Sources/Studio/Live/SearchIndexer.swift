import ServiceLifecycle
import Workspace

/// Keeps the full-text index up to date while the studio is open: at the start, and whenever
/// writers have paused.
struct SearchIndexer: Service {
    let environment: StudioEnvironment

    func run() async throws {
        await fill()
        let changes = environment.watch.changes()
        for await _ in changes.cancelOnGracefulShutdown() {
            try? await Task.sleep(for: .seconds(1))
            await fill()
        }
        // The watch may end first; a service that ends before it is told to is taken for broken.
        try? await gracefulShutdown()
    }

    /// A store that is busy or full is tried again at the next change; searches read what is not
    /// in the index yet.
    private func fill() async {
        _ = try? await environment.store.fillSearchIndex()
    }
}
