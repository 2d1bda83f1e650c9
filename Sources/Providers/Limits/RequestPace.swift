/// Spreads calls evenly so that no minute sees more than a given number of them.
///
/// A pure value: times are nanoseconds of whatever clock the caller has.
package struct RequestPace: Sendable, Hashable {
    /// The least time between two calls; 0 sets no pace.
    package let interval: Int
    private var next = Int.min

    /// - Parameter perMinute: the most calls in a minute; nil for no pace.
    package init(perMinute: Int?) {
        interval = perMinute.map { 60_000_000_000 / max(1, $0) } ?? 0
    }

    /// Takes the next free place and returns when it begins: now or later.
    package mutating func reserve(now: Int) -> Int {
        guard interval > 0 else { return now }
        let start = max(now, next)
        next = start + interval
        return start
    }
}
