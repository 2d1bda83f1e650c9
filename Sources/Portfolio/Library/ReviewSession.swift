package import Workspace

/// What is asked in one sitting: what is due today, a part of what is late, and some new cards.
///
/// Missed days pile up, and piles make people stop. So at most three tenths of a sitting go to what
/// is late, the oldest first, and the rest waits for the next ones; nothing is lost or counted
/// against anybody.
package struct ReviewSession: Sendable, Hashable {
    /// How much a sitting takes.
    package struct Limits: Sendable, Hashable {
        /// The most cards of a sitting.
        package var cards: Int
        /// The most cards that were never asked, in a day.
        package var new: Int
        /// The share of a sitting that late cards may take.
        package var late: Double

        package init(cards: Int = 30, new: Int = 10, late: Double = 0.3) {
            self.cards = cards
            self.new = new
            self.late = late
        }
    }

    /// What to ask, in order.
    package var cards: [LibraryNote.Card]
    /// Cards due today, and late ones, all in all.
    package var due: Int
    package var late: Int
    /// Cards never asked.
    package var new: Int
    /// The sittings that the late cards will take at this pace.
    package var sittings: Int

    /// Chooses the cards of a sitting.
    ///
    /// - Parameters:
    ///   - cards: all cards, in the library's order.
    ///   - reviews: the history, for how many new cards were begun today.
    package init(
        _ cards: [LibraryNote.Card], memories: [String: ReviewSchedule.Memory],
        reviews: [ReviewJournal.Review], at moment: Timestamp, limits: Limits = Limits()
    ) {
        let today = CalendarDate(local: moment)
        var dueToday: [LibraryNote.Card] = []
        var overdue: [LibraryNote.Card] = []
        var fresh: [LibraryNote.Card] = []
        for card in cards {
            guard let memory = memories[card.id] else {
                fresh.append(card)
                continue
            }
            let day = CalendarDate(local: memory.due)
            if memory.stage != .review {
                // Steps count in minutes; what is due later today can wait.
                if memory.due <= moment { dueToday.append(card) }
            } else if day < today {
                overdue.append(card)
            } else if day == today {
                dueToday.append(card)
            }
        }
        func byDue(_ list: [LibraryNote.Card]) -> [LibraryNote.Card] {
            list.enumerated().sorted { left, right in
                let first = memories[left.element.id]?.due.milliseconds ?? 0
                let second = memories[right.element.id]?.due.milliseconds ?? 0
                return (first, left.offset) < (second, right.offset)
            }.map(\.element)
        }
        var first: [String: Timestamp] = [:]
        for review in reviews where first[review.card] == nil { first[review.card] = review.at }
        let begun = first.values.count { CalendarDate(local: $0) == today }
        let share = overdue.isEmpty ? 0 : max(1, Int(Double(limits.cards) * limits.late))
        let some = Array(byDue(overdue).prefix(min(share, limits.cards)))
        var chosen = Array(byDue(dueToday).prefix(max(0, limits.cards - some.count))) + some
        let room = max(0, min(limits.cards - chosen.count, limits.new - begun))
        chosen += fresh.prefix(room)
        self.cards = chosen
        due = dueToday.count
        late = overdue.count
        new = fresh.count
        sittings = share == 0 ? 0 : (overdue.count + share - 1) / share
    }
}
