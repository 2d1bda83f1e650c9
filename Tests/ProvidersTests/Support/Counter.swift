import Synchronization

/// A number that many tasks count up; a class because tasks share it.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .relaxed) }

    /// Adds and returns the new number.
    @discardableResult
    func add(_ amount: Int = 1) -> Int { number.add(amount, ordering: .relaxed).newValue }
}
