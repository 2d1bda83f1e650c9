package import Workspace

/// The plan laid on the calendar: a pure function of the plan, its history and today.
package struct PlanSchedule: Sendable, Hashable {
    /// How an item stands.
    package enum Status: Sendable, Hashable {
        case open
        /// Done by its evidence, by the user's word, or by an override with its reason.
        case done(PlanState.Done)
        case skipped(reason: String)

        /// Whether nothing more is to be done.
        package var isClosed: Bool { self != .open }
    }

    /// One item with its days.
    package struct Entry: Sendable, Hashable {
        package var item: PlanItem
        /// Its days, as many as it takes.
        package var dates: [CalendarDate]
        package var status: Status

        package init(item: PlanItem, dates: [CalendarDate], status: Status) {
            self.item = item
            self.dates = dates
            self.status = status
        }

        package var first: CalendarDate { dates[0] }
        package var last: CalendarDate { dates[dates.count - 1] }
    }

    package let plan: Plan
    package let state: PlanState
    package let today: CalendarDate
    /// The items in order; empty before the plan has begun.
    package let entries: [Entry]

    /// Lays out the plan.
    package init(_ plan: Plan, _ state: PlanState, today: CalendarDate) {
        self.plan = plan
        self.state = state
        self.today = today
        guard let start = state.start else {
            entries = []
            return
        }
        var cursor = start
        var entries: [Entry] = []
        var allClosed = true
        for item in PlanState.order(plan, state.added) {
            if let anchor = state.anchors[item.id] {
                // An item may come forward only past items that are closed.
                let isFree = allClosed || entries.allSatisfy { $0.last < anchor }
                cursor = isFree ? anchor : max(cursor, anchor)
            }
            var dates: [CalendarDate] = []
            while dates.count < item.length {
                // A pause of years is a mistake that must not hang the program.
                guard start.days(until: cursor) < 40_000 else { break }
                if !state.isRest(cursor, plan: plan), !state.isPaused(cursor, today: today) {
                    dates.append(cursor)
                }
                cursor = cursor.adding(1)
            }
            while dates.count < item.length { dates.append(cursor) }
            let status: Status =
                if let done = state.done[item.id] {
                    .done(done)
                } else if let reason = state.skipped[item.id] {
                    .skipped(reason: reason)
                } else {
                    .open
                }
            allClosed = allClosed && status.isClosed
            entries.append(Entry(item: item, dates: dates, status: status))
        }
        self.entries = entries
    }

    /// The last day of all.
    package var end: CalendarDate? { entries.last?.last }
    /// The first item that is still to do.
    package var current: Entry? { entries.first { $0.status == .open } }
    /// The item planned for today, done or not.
    package var planned: Entry? { entries.first { $0.dates.contains(today) } }
    /// How many planned days have passed whose items are open.
    package var behind: Int {
        entries.filter { $0.status == .open }.flatMap(\.dates).count { $0 < today }
    }
    /// How many days that lie ahead are done already.
    package var ahead: Int {
        entries.filter {
            if case .done = $0.status { true } else { false }
        }.flatMap(\.dates).count { $0 > today }
    }
    /// The plan day of today's item, or of the last one before it.
    package var day: Int? {
        entries.last { $0.first <= today && $0.item.days != nil }.flatMap { entry in
            guard let days = entry.item.days else { return nil }
            return days.lowerBound + max(0, entry.dates.count { $0 <= today } - 1)
        }
    }

    /// An item's place in the calendar.
    package func entry(_ item: String) -> Entry? { entries.first { $0.item.id == item } }

    /// The date of a plan day.
    package func date(ofDay day: Int) -> CalendarDate? {
        for entry in entries {
            guard let days = entry.item.days, days.contains(day) else { continue }
            return entry.dates[day - days.lowerBound]
        }
        return nil
    }

    /// A block's last date: when its check-in is due.
    package func end(of block: PlanBlock) -> CalendarDate? { date(ofDay: block.days.upperBound) }

    /// Blocks that have ended and have no check-in yet, oldest first.
    package var checkInsDue: [PlanBlock] {
        plan.blocks.filter { block in
            guard let end = end(of: block), end <= today else { return false }
            return !state.checkIns.contains { $0.block == block.number }
        }
    }

    /// Audits that are due: plan days that have come without an audit since.
    ///
    /// - Parameter audits: the days on which roles were audited.
    package func auditsDue(audits: [CalendarDate]) -> [(day: Int, date: CalendarDate)] {
        let days = plan.auditDays.compactMap { day in date(ofDay: day).map { (day, $0) } }
        return days.enumerated().compactMap { index, due in
            guard due.1 <= today else { return nil }
            let next = index + 1 < days.count ? days[index + 1].1 : nil
            // A later audit makes up for an earlier one that never was.
            if let next, next <= today { return nil }
            return audits.contains { $0 >= due.1 } ? nil : (day: due.0, date: due.1)
        }
    }

    /// The first day that an item can be moved to: behind the open items before it.
    package func earliest(of item: String) -> CalendarDate? {
        guard let place = entries.firstIndex(where: { $0.item.id == item }) else { return nil }
        return entries[..<place].last { $0.status == .open }?.last.adding(1)
    }
}
