import Providers
import Synchronization
import Testing

@Suite("Limits without time")
struct LimitsTests {
    @Test("Concurrency doubles each round until the service first complains")
    func slowStart() {
        var machine = AdaptiveConcurrency(initial: 4, ceiling: 64)
        for _ in 0..<4 { machine.succeeded(wasSaturated: true) }
        #expect(machine.limit == 8)
        for _ in 0..<100 { machine.succeeded(wasSaturated: true) }
        #expect(machine.limit == 64)
    }

    @Test("A burst of refusals halves once, a later one again, and never below one")
    func halving() {
        var machine = AdaptiveConcurrency(initial: 40, ceiling: 64)
        for _ in 0..<40 { machine.overloaded(startedIn: 0) }
        #expect(machine.limit == 20)
        for _ in 0..<20 { machine.overloaded(startedIn: 1) }
        #expect(machine.limit == 10)
        for epoch in 2..<20 { machine.overloaded(startedIn: epoch) }
        #expect(machine.limit == 1)
    }

    @Test("After a complaint a whole round of successes adds one")
    func additiveGrowth() {
        var machine = AdaptiveConcurrency(initial: 20, ceiling: 64)
        machine.overloaded(startedIn: 0)
        for _ in 0..<9 { machine.succeeded(wasSaturated: true) }
        #expect(machine.limit == 10)
        machine.succeeded(wasSaturated: true)
        #expect(machine.limit == 11)
    }

    @Test("An idle limit and a fixed one learn nothing")
    func idle() {
        var machine = AdaptiveConcurrency(initial: 4, ceiling: 64)
        for _ in 0..<50 { machine.succeeded(wasSaturated: false) }
        #expect(machine.limit == 4)
        var fixed = AdaptiveConcurrency(fixed: 3)
        fixed.succeeded(wasSaturated: true)
        fixed.overloaded(startedIn: 0)
        #expect(fixed.limit == 3)
    }

    @Test("The queue admits first come first served, and an abandoned place is skipped")
    func order() throws {
        var queue = CallQueue(concurrency: AdaptiveConcurrency(fixed: 1))
        let immediate = queue.enter(1, now: 0)
        let first = try #require(immediate)
        let others = [2, 3, 4].map { queue.enter($0, now: 0) }
        #expect(others == [nil, nil, nil])
        queue.abandon(2)
        let next = queue.leave(first, .succeeded, now: 5)
        #expect(next.map(\.id) == [3])
        let last = queue.leave(next[0].ticket, .neutral, now: 6)
        #expect(last.map(\.id) == [4])
        #expect(queue.inFlight == 1)
    }

    @Test("A refusal with retry-after holds everybody until then")
    func pause() throws {
        var queue = CallQueue(concurrency: AdaptiveConcurrency(fixed: 4))
        let ticket = queue.enter(1, now: 0)
        _ = queue.leave(try #require(ticket), .overloaded(resumeAt: 900), now: 10)
        let starts = [20, 1000].map { queue.enter($0, now: $0)?.start }
        #expect(starts == [900, 1000])
    }

    @Test("A pace spreads calls evenly over the minute")
    func pace() {
        var pace = RequestPace(perMinute: 600)
        let starts = [0, 0, 0, 1_000_000_000].map { pace.reserve(now: $0) }
        #expect(starts == [0, 100_000_000, 200_000_000, 1_000_000_000])
        var none = RequestPace(perMinute: nil)
        let free = [5, 5].map { none.reserve(now: $0) }
        #expect(free == [5, 5])
    }

    @Test("A gate lets waiting calls in as others leave, and frees a cancelled one's place")
    func gate() async throws {
        let gate = CallGate(CallQueue(concurrency: AdaptiveConcurrency(fixed: 1)))
        let first = try await gate.enter()
        let cancelled = Task { try await gate.enter() }
        let waiting = Task { try await gate.enter() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        gate.leave(first, .succeeded)
        gate.leave(try await waiting.value, .succeeded)
        #expect(gate.inFlight == 0)
    }

    @Test(
        "The wait before another try doubles, is jittered in full and bounded",
        arguments: [
            (1, 0.0, 0), (1, 0.5, 250), (1, 0.999, 499), (2, 0.5, 500), (4, 0.5, 2000),
            (6, 0.5, 8000), (7, 0.5, 15000), (20, 0.5, 15000),
        ])
    func backOff(failures: Int, uniform: Double, milliseconds: Int) throws {
        let policy = RetryPolicy(
            retries: 99, base: .milliseconds(500), cap: .seconds(30),
            longestRetryAfter: .seconds(60))
        let wait = try #require(
            policy.wait(afterFailures: failures, retryAfter: nil, uniform: uniform))
        #expect(wait / .milliseconds(1) >= Double(milliseconds))
        #expect(wait / .milliseconds(1) < Double(milliseconds) + 1)
    }

    @Test("A retry-after is waited for in full, unless it is too long or tries are used up")
    func retryAfterWait() throws {
        let policy = RetryPolicy(retries: 2, base: .milliseconds(100))
        let wait = try #require(
            policy.wait(afterFailures: 1, retryAfter: .seconds(3), uniform: 0.5))
        #expect(wait == .milliseconds(3050))
        #expect(policy.wait(afterFailures: 1, retryAfter: .seconds(121), uniform: 0) == nil)
        #expect(policy.wait(afterFailures: 3, retryAfter: nil, uniform: 0) == nil)
    }

    @Test(
        "The three forms of an HTTP date name the same second (RFC 9110, 5.6.7)",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ])
    func httpDate(text: String) {
        #expect(RetryAfter.unixTime(httpDate: text) == 784_111_777)
    }

    @Test(
        "Dates that are none are not read",
        arguments: [
            "", "soon", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        ])
    func notADate(text: String) { #expect(RetryAfter.unixTime(httpDate: text) == nil) }

    @Test(
        "Headers say how long to wait",
        arguments: [
            ("2", nil, 2000), ("0.5", nil, 500), ("5", "120", 120), (nil, "15.9", 15),
            ("Sun, 06 Nov 1994 08:49:40 GMT", nil, 3000),
            ("Sun, 06 Nov 1994 08:49:30 GMT", nil, 0), ("-1", nil, nil), ("nan", nil, nil),
            ("1e400", nil, nil), ("soon", nil, nil), (nil, nil, nil),
        ] as [(String?, String?, Int?)])
    func headers(retryAfter: String?, milliseconds: String?, expected: Int?) {
        let wait = RetryAfter.wait(
            retryAfter: retryAfter, milliseconds: milliseconds, now: 784_111_777)
        #expect(wait == expected.map { .milliseconds($0) })
    }
}
