/// What has been spent of a budget, and what calls under way may still cost.
///
/// A pure state machine in nano-dollars: a call is admitted when the ceiling holds even if it and
/// all others under way cost as much as they were estimated to.
package struct BudgetLedger: Sendable, Hashable {
    /// Whether a call may begin.
    package enum Admission: Sendable, Hashable {
        /// Its estimate is set aside.
        case admitted
        /// Not now; calls under way may turn out cheaper.
        case wait
        /// Never: the rest does not cover it and nothing is under way.
        case refused
    }

    /// The most that may be spent.
    package let ceiling: Int
    /// What ended calls have cost.
    package private(set) var spent = 0
    /// What calls under way are estimated to cost.
    package private(set) var reserved = 0
    /// Calls under way.
    package private(set) var inFlight = 0
    /// The dearest call so far.
    package private(set) var dearest = 0

    package init(ceiling: Int) { self.ceiling = max(0, ceiling) }

    /// Sets a call's estimate aside.
    package mutating func admit(_ estimate: Int) -> Admission {
        let (sum, overflow) = (spent + reserved).addingReportingOverflow(max(0, estimate))
        guard !overflow, sum <= ceiling else { return inFlight > 0 ? .wait : .refused }
        reserved += max(0, estimate)
        inFlight += 1
        return .admitted
    }

    /// Puts what a call cost in place of its estimate.
    package mutating func settle(_ estimate: Int, cost: Int) {
        reserved -= max(0, estimate)
        inFlight -= 1
        spent = spent.addingSaturated(max(0, cost))
        dearest = max(dearest, cost)
        // Sums stay small enough to be added to.
        spent = min(spent, Int.max / 4)
    }
}
