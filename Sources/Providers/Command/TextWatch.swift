import Synchronization

/// Hands text on and remembers when the first piece came; a class because the call and the
/// closure that it gives away share it.
final class TextWatch: Sendable {
    private let onText: (@Sendable (String) -> Void)?
    private let clock: CallClock
    private let moment = Mutex<Int?>(nil)

    init(_ onText: (@Sendable (String) -> Void)?, clock: CallClock) {
        self.onText = onText
        self.clock = clock
    }

    /// When the first piece was handed on, in the clock's nanoseconds.
    var first: Int? { moment.withLock { $0 } }

    /// Takes a piece.
    var handOn: @Sendable (String) -> Void {
        { [self] text in
            let now = clock.now()
            moment.withLock { if $0 == nil { $0 = now } }
            onText?(text)
        }
    }
}
