import Synchronization

/// Makes ids that rise: each is greater than all that the same generator made before, whatever
/// the clock does.
///
/// A process has one, made where it is composed and reached through its store. Within one
/// millisecond the random part counts up, as the ULID specification has it; a clock that is set
/// back keeps the last time. A class because it is one shared counter.
package final class RecordIDGenerator: Sendable {
    private struct State {
        var high: UInt64 = 0
        var low: UInt64 = 0
    }

    private let state = Mutex(State())
    private let clock: @Sendable () -> Timestamp
    private let random: @Sendable () -> (UInt16, UInt64)

    /// Makes a generator.
    ///
    /// - Parameters:
    ///   - clock: the time of day.
    ///   - random: 80 random bits; the system's generator by default.
    package init(
        clock: @escaping @Sendable () -> Timestamp = { .now },
        random: @escaping @Sendable () -> (UInt16, UInt64) = {
            (UInt16.random(in: 0...UInt16.max), UInt64.random(in: 0...UInt64.max))
        }
    ) {
        self.clock = clock
        self.random = random
    }

    /// The next id of a kind.
    package func next(_ kind: RecordKind) -> RecordID {
        let time = UInt64(clamping: clock().milliseconds) & 0xFFFF_FFFF_FFFF
        return state.withLock { state in
            if time > state.high >> 16 {
                let bits = random()
                // The top bit stays free, so that counting up has room within the millisecond.
                state.high = time << 16 | UInt64(bits.0 & 0x7FFF)
                state.low = bits.1
            } else {
                let (low, overflow) = state.low.addingReportingOverflow(1)
                state.low = low
                // Beyond 2^79 ids in one millisecond the count carries into the time.
                if overflow { state.high += 1 }
            }
            return RecordID(kind: kind, high: state.high, low: state.low)
        }
    }
}
