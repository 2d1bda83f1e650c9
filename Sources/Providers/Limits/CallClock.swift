/// Monotonic time in nanoseconds and a way to wait for it, so that limits are tested without
/// waiting.
package struct CallClock: Sendable {
    /// Nanoseconds since a fixed moment.
    package let now: @Sendable () -> Int
    /// Returns once `now()` has reached the given moment, or throws `CancellationError`.
    package let sleep: @Sendable (_ until: Int) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Int,
        sleep: @escaping @Sendable (_ until: Int) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's own monotonic clock.
    package static var monotonic: CallClock {
        let start = ContinuousClock.now
        let now: @Sendable () -> Int = { (ContinuousClock.now - start).nanoseconds }
        return CallClock(now: now) { until in
            let left = until - now()
            if left > 0 { try await Task.sleep(for: .nanoseconds(left)) }
        }
    }
}

extension Duration {
    /// The whole nanoseconds; beyond 292 years it stays at the largest number.
    var nanoseconds: Int {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, carry) = scaled.addingReportingOverflow(Int(attoseconds / 1_000_000_000))
        return carry ? (seconds < 0 ? .min : .max) : sum
    }

    /// The duration in words for an error: "250 ms", "1.5 s", "10 min".
    var inWords: String {
        let milliseconds = nanoseconds / 1_000_000
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds % 60_000 == 0, milliseconds >= 120_000 {
            return "\(milliseconds / 60_000) min"
        }
        let tenths = (milliseconds + 50) / 100
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
