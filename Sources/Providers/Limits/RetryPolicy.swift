/// When to try again, and how long to wait first.
///
/// Exponential back-off with full jitter (Brooker, "Exponential Backoff And Jitter", AWS
/// Architecture Blog, 2015): the wait is uniform between 0 and the doubled base, so that callers
/// refused together do not come back together.
package struct RetryPolicy: Sendable, Hashable {
    /// The most tries after the first.
    package var retries: Int
    /// The bound of the first wait; each next bound is twice as long.
    package var base: Duration
    /// The longest bound.
    package var cap: Duration
    /// The longest `retry-after` that is waited for; a longer one ends the call.
    package var longestRetryAfter: Duration

    package init(
        retries: Int = 6, base: Duration = .milliseconds(500), cap: Duration = .seconds(30),
        longestRetryAfter: Duration = .seconds(120)
    ) {
        self.retries = retries
        self.base = base
        self.cap = cap
        self.longestRetryAfter = longestRetryAfter
    }

    /// The wait before the next try; nil when there is to be none.
    ///
    /// - Parameters:
    ///   - failures: how many tries have failed so far, at least 1.
    ///   - retryAfter: what the service asked for; a little jitter is added, nothing taken off.
    ///   - uniform: a random number in [0, 1).
    package func wait(afterFailures failures: Int, retryAfter: Duration?, uniform: Double)
        -> Duration?
    {
        guard failures <= retries else { return nil }
        if let retryAfter {
            return retryAfter <= longestRetryAfter ? max(.zero, retryAfter) + base * uniform : nil
        }
        let doublings = min(failures - 1, 40)
        return min(cap, base * Double(1 << doublings)) * uniform
    }
}
