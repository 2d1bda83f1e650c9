import Synchronization

/// The generations under way, so that they can be ended when the server has waited long enough.
///
/// A class because every request adds to it and the shutdown empties it.
final class WorkList: Sendable {
    private struct State {
        var cancels: [Int: @Sendable () -> Void] = [:]
        var lastID = 0
        var isClosed = false
    }
    private let state = Mutex(State())

    /// Generations under way.
    var count: Int { state.withLock { $0.cancels.count } }

    /// Runs a request's work: it ends when the client goes away or the server does.
    func run<Value: Sendable>(
        _ context: ServerContext, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await context.whileConnected { try await self.listed(work) }
    }

    /// Hands on what happens in a request's answers. The events are taken here, where the
    /// response is written; what a writer throws ends the generation.
    func stream(
        _ context: ServerContext, _ choices: Choices,
        _ take: (ChoiceEvent) async throws -> Void
    ) async throws {
        let (events, feed) = AsyncThrowingStream.makeStream(of: ChoiceEvent.self)
        let work = Task {
            do {
                try await self.run(context) { try await choices.stream { feed.yield($0) } }
                feed.finish()
            } catch { feed.finish(throwing: error) }
        }
        defer { work.cancel() }
        try await withTaskCancellationHandler {
            for try await event in events { try await take(event) }
        } onCancel: {
            work.cancel()
        }
    }

    /// Takes no more work.
    func close() { state.withLock { $0.isClosed = true } }

    /// Ends all work and takes no more.
    func endAll() {
        let cancels = state.withLock { state in
            state.isClosed = true
            return state.cancels
        }
        for cancel in cancels.values { cancel() }
    }

    private func listed<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value)
        async throws -> Value
    {
        let task = Task { try await work() }
        let id: Int? = state.withLock { state in
            guard !state.isClosed else { return nil }
            state.lastID += 1
            state.cancels[state.lastID] = { task.cancel() }
            return state.lastID
        }
        guard let id else {
            task.cancel()
            throw ServerFailure(
                status: 503, message: "the server is ending", type: "server_error")
        }
        defer { state.withLock { _ = $0.cancels.removeValue(forKey: id) } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
