/// Leave to make one call.
package struct CallTicket: Sendable, Hashable {
    /// The concurrency epoch in which it was given.
    package let epoch: Int
    /// When the call may begin, in the clock's nanoseconds: now, or later where a pace or a
    /// `retry-after` says so.
    package let start: Int
}

/// How a call with a ticket ended.
package enum CallOutcome: Sendable, Hashable {
    /// The service answered.
    case succeeded
    /// The service said it is asked too much; nobody should call before the given moment.
    case overloaded(resumeAt: Int?)
    /// Anything that says nothing about load.
    case neutral
}

/// Who may call now and who waits, first come first served.
///
/// A pure state machine: `CallGate` puts a lock and continuations around it.
package struct CallQueue: Sendable {
    /// Calls under way.
    package private(set) var inFlight = 0
    /// What has been learnt about the service.
    package private(set) var concurrency: AdaptiveConcurrency

    private var pace: RequestPace
    private var pausedUntil = Int.min
    private var waiting: [Int] = []
    private var head = 0

    package init(concurrency: AdaptiveConcurrency, requestsPerMinute: Int? = nil) {
        self.concurrency = concurrency
        pace = RequestPace(perMinute: requestsPerMinute)
    }

    /// How many wait.
    package var waitingCount: Int { waiting.count - head }

    /// Gives a ticket, or nil when the caller must wait under its id.
    package mutating func enter(_ id: Int, now: Int) -> CallTicket? {
        if waitingCount == 0, inFlight < concurrency.limit { return admit(now: now) }
        waiting.append(id)
        return nil
    }

    /// Takes a ticket back and returns those who may call in its place.
    package mutating func leave(_ ticket: CallTicket, _ outcome: CallOutcome, now: Int)
        -> [(id: Int, ticket: CallTicket)]
    {
        let wasSaturated = inFlight >= concurrency.limit || waitingCount > 0
        inFlight -= 1
        switch outcome {
        case .succeeded: concurrency.succeeded(wasSaturated: wasSaturated)
        case .overloaded(let resumeAt):
            concurrency.overloaded(startedIn: ticket.epoch)
            if let resumeAt { pausedUntil = max(pausedUntil, resumeAt) }
        case .neutral: break
        }
        var admitted: [(id: Int, ticket: CallTicket)] = []
        while waitingCount > 0, inFlight < concurrency.limit {
            admitted.append((waiting[head], admit(now: now)))
            head += 1
        }
        if head > 64, head * 2 > waiting.count {
            waiting.removeFirst(head)
            head = 0
        }
        return admitted
    }

    /// Forgets one who waits no longer.
    package mutating func abandon(_ id: Int) {
        if let index = waiting[head...].firstIndex(of: id) { waiting.remove(at: index) }
    }

    private mutating func admit(now: Int) -> CallTicket {
        inFlight += 1
        return CallTicket(
            epoch: concurrency.epoch, start: pace.reserve(now: max(now, pausedUntil)))
    }
}
