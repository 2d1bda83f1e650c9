/// What a call to a service may take.
package struct CallLimits: Sendable, Hashable {
    /// The longest one try may take, from sending to the last byte.
    package var perCall: Duration
    /// The longest one question may take with all its tries and waits in between; waiting for a
    /// free place at the service does not count.
    package var total: Duration
    /// The longest a streamed answer may pause.
    package var silence: Duration
    /// When to try again.
    package var retry: RetryPolicy
    /// The largest answer in bytes.
    package var bodyBytes: Int
    /// How many calls at once.
    package var concurrency: AdaptiveConcurrency
    /// The most calls in a minute; nil for as many as go.
    package var requestsPerMinute: Int?

    package init(
        perCall: Duration = .seconds(300), total: Duration = .seconds(900),
        silence: Duration = .seconds(60), retry: RetryPolicy = RetryPolicy(),
        bodyBytes: Int = 32 << 20, concurrency: AdaptiveConcurrency = AdaptiveConcurrency(),
        requestsPerMinute: Int? = nil
    ) {
        self.perCall = perCall
        self.total = total
        self.silence = silence
        self.retry = retry
        self.bodyBytes = bodyBytes
        self.concurrency = concurrency
        self.requestsPerMinute = requestsPerMinute
    }

    /// The queue that these limits ask for.
    package var queue: CallQueue {
        CallQueue(concurrency: concurrency, requestsPerMinute: requestsPerMinute)
    }
}
