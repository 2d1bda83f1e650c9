import Synchronization

/// Tells a training on its own thread to stop after the step it is at.
package final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    package init() {}

    /// Asks for the stop.
    package func set() { flag.store(true, ordering: .relaxed) }

    /// Whether it was asked for.
    package var isSet: Bool { flag.load(ordering: .relaxed) }
}
