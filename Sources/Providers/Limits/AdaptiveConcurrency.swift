/// How many calls may be under way at once, learnt from how the service answers.
///
/// The rule is that of congestion control (AIMD; Chiu and Jain 1989,
/// doi:10.1016/0169-7552(89)90019-6) with TCP's slow start: every success adds one until the
/// service first complains, from then on a whole round of successes adds one, and a complaint
/// halves. Calls that were already under way when the limit was halved do not halve it again.
///
/// A pure value: the caller says what happened.
package struct AdaptiveConcurrency: Sendable, Hashable {
    /// Calls allowed at once; from 1 to the ceiling.
    package private(set) var limit: Int
    /// The most that `limit` may become.
    package let ceiling: Int
    /// How often the limit has been halved; a call remembers the number it started under.
    package private(set) var epoch = 0

    private let isFixed: Bool
    private var successes = 0
    private var isStarting = true

    /// Learns between 1 and the ceiling, beginning at `initial`.
    package init(initial: Int = 16, ceiling: Int = 64) {
        self.ceiling = max(1, ceiling)
        limit = min(max(1, initial), self.ceiling)
        isFixed = false
    }

    /// Always `count` calls at once.
    package init(fixed count: Int) {
        ceiling = max(1, count)
        limit = ceiling
        isFixed = true
    }

    /// A call was answered.
    ///
    /// - Parameter wasSaturated: whether the limit was in use; an idle limit teaches nothing.
    package mutating func succeeded(wasSaturated: Bool) {
        guard wasSaturated, !isFixed, limit < ceiling else { return }
        successes += 1
        if isStarting || successes >= limit {
            limit += 1
            successes = 0
        }
    }

    /// The service said that it is asked too much.
    ///
    /// - Parameter startedIn: the `epoch` when the refused call began.
    package mutating func overloaded(startedIn epoch: Int) {
        guard !isFixed, epoch == self.epoch else { return }
        self.epoch += 1
        isStarting = false
        successes = 0
        limit = max(1, limit / 2)
    }
}
