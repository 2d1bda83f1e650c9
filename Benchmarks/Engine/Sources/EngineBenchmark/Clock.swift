import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Seconds of a clock that never goes back.
enum Clock {
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// When the first and the last token came.
final class Marks: Sendable {
    private let times = Mutex<(first: Double?, last: Double)>((nil, 0))

    func note(_ time: Double) {
        times.withLock { $0 = ($0.first ?? time, time) }
    }

    var first: Double? { times.withLock { $0.first } }
    var last: Double { times.withLock { $0.last } }
}
