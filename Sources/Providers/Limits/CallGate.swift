import Synchronization

/// The door to one service: at most so many calls at once, at the pace it bears.
///
/// One `CallQueue` behind one lock. Calls that share a service share its gate.
package final class CallGate: Sendable {
    private struct State {
        var queue: CallQueue
        var waiters: [Int: CheckedContinuation<CallTicket, any Error>] = [:]
        var lastID = 0
    }

    private let state: Mutex<State>
    private let clock: CallClock

    package init(_ queue: CallQueue, clock: CallClock = .monotonic) {
        state = Mutex(State(queue: queue))
        self.clock = clock
    }

    /// Calls allowed at once at this moment.
    package var limit: Int { state.withLock { $0.queue.concurrency.limit } }
    /// The most calls that could ever be allowed at once.
    package var ceiling: Int { state.withLock { $0.queue.concurrency.ceiling } }
    /// Calls under way at this moment.
    package var inFlight: Int { state.withLock { $0.queue.inFlight } }

    /// Waits for leave to call, and for the moment from which the call may begin.
    ///
    /// - Throws: `CancellationError`; the place is then given to the next.
    package func enter() async throws -> CallTicket {
        let ticket = try await ticket()
        guard ticket.start > clock.now() else { return ticket }
        do { try await clock.sleep(ticket.start) } catch {
            leave(ticket, .neutral)
            throw error
        }
        return ticket
    }

    /// Gives the leave back.
    package func leave(_ ticket: CallTicket, _ outcome: CallOutcome) {
        let now = clock.now()
        let admitted = state.withLock { state in
            state.queue.leave(ticket, outcome, now: now).map { entry in
                (state.waiters.removeValue(forKey: entry.id), entry.ticket)
            }
        }
        for (waiter, ticket) in admitted { waiter?.resume(returning: ticket) }
    }

    private func ticket() async throws -> CallTicket {
        try Task.checkCancellation()
        let now = clock.now()
        let (id, immediate) = state.withLock { state in
            state.lastID += 1
            guard state.queue.waitingCount == 0,
                state.queue.inFlight < state.queue.concurrency.limit
            else { return (state.lastID, CallTicket?.none) }
            return (state.lastID, state.queue.enter(state.lastID, now: now))
        }
        if let immediate { return immediate }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<CallTicket, any Error>? = state.withLock { state in
                    // Cancellation sets the flag before it runs the handler below, so either
                    // the flag is seen here or the handler finds the waiter.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if let ticket = state.queue.enter(id, now: now) { return .success(ticket) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: id)
                if waiter != nil { state.queue.abandon(id) }
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }
}
