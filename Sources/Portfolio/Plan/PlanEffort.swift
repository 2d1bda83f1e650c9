import Workspace

/// What tells deep work from skimming, counted over a block's days: time, sources, passages, cards.
package struct PlanEffort: Sendable, Hashable {
    /// Minutes noted with `plan log`, or with `plan done --minutes`.
    package var minutes = 0
    /// Readings of the block that were read themselves.
    package var read = 0
    /// Readings of the block.
    package var readings = 0
    /// Passages noted in the library.
    package var passages = 0
    /// Reviews of cards.
    package var reviews = 0
    /// Reviews in which the answer was known.
    package var recalled = 0

    /// Counts what lies between two days, the second left out.
    init(_ desk: PlanDesk, _ block: PlanBlock, from first: CalendarDate, until: CalendarDate) throws
    {
        func isIn(_ date: CalendarDate) -> Bool { date >= first && date < until }
        minutes = desk.state.minutes.filter { isIn($0.on) }.reduce(0) { $0 + $1.minutes }
        let named = block.items.flatMap(\.readings)
        readings = named.count
        read = named.count { desk.state.readings[$0.id] == false }
        passages = try LibraryShelf(desk).entries.flatMap { $0.note?.passages ?? [] }
            .count { $0.date.map(isIn) ?? false }
        let reviews = try ReviewJournal(desk.folder).reviews()
            .filter { isIn(CalendarDate(local: $0.at)) }
        self.reviews = reviews.count
        recalled = reviews.count { $0.rating != .again }
    }

    /// The counts in words, what is nought said as such.
    package var lines: [String] {
        [
            minutes == 0
                ? "no minutes noted"
                : "\(minutes / 60) h \(minutes % 60) min noted",
            "\(read) of \(readings) readings at the source",
            passages == 1 ? "1 passage noted" : "\(passages) passages noted",
            reviews == 0 ? "no card reviewed" : "\(recalled) of \(reviews) cards recalled",
        ]
    }
}
