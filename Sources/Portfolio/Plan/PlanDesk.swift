package import Workspace

/// The plan of a workspace on a day: what the verbs and pages act through.
///
/// It is a value read once; each change appends an event and gives the desk as it is afterwards.
package struct PlanDesk: Sendable {
    package let folder: WorkspaceFolder
    package let plan: Plan
    package let today: CalendarDate
    package private(set) var schedule: PlanSchedule
    private let journal: PlanJournal

    /// The state behind the schedule.
    package var state: PlanState { schedule.state }

    /// Reads the plan and its history.
    package init(_ folder: WorkspaceFolder, today: CalendarDate) throws {
        self.folder = folder
        self.today = today
        plan = try Plan.read(in: folder)
        journal = PlanJournal(folder)
        schedule = PlanSchedule(
            plan, PlanState(try journal.events(), plan: plan), today: today)
    }

    /// Appends an event.
    @discardableResult
    package mutating func record(_ kind: PlanEvent.Kind) throws -> PlanEvent {
        let event = try journal.append(kind, on: today)
        schedule = PlanSchedule(
            plan, PlanState(try journal.events(), plan: plan), today: today)
        return event
    }

    /// The item that a person means: its name, a unique beginning of it, or a plan day.
    ///
    /// - Throws: `notFound` with the nearest name.
    package func item(_ text: String) throws(PortfolioError) -> PlanItem {
        let order = PlanState.order(plan, state.added)
        if let item = order.first(where: { $0.id == text }) { return item }
        if let day = Int(text) {
            if let item = plan.item(day: day) { return item }
            throw PortfolioError(
                .notFound, "the plan has no day \(day)", advice: "its days are 1 to \(plan.length)")
        }
        let starting = order.filter { $0.id.hasPrefix(text) }
        if starting.count == 1 { return starting[0] }
        if let exercise = plan.exercises.first(where: { $0.id == text }) {
            throw PortfolioError(
                .notFound, "the exercise '\(exercise.id)' is not switched in",
                advice: "switch it in with: conduct plan add \(exercise.id)")
        }
        throw PortfolioError(
            .notFound, "no item is called '\(text)'",
            advice: Spelling.suggestion(for: text, among: order.map(\.id))
                ?? "conduct plan show lists them")
    }

    /// Begins the plan, or plans what is still open anew from a day on.
    package mutating func start(_ date: CalendarDate) throws {
        let hasProgress = schedule.entries.contains { $0.status.isClosed }
        if hasProgress, let open = schedule.current {
            try record(.move(item: open.item.id, to: date))
        } else {
            try record(.start(date))
        }
    }

    /// Marks an item done.
    ///
    /// - Parameters:
    ///   - findings: what the meter found of its evidence.
    ///   - override: why it counts without.
    /// - Throws: `notEarned` with what is missing.
    package mutating func done(
        _ item: PlanItem, findings: [EvidenceFinding], override: String?
    ) throws {
        try requireStart()
        let missing = findings.filter { !$0.isMet }
        if !missing.isEmpty, override == nil {
            let lines = missing.map { finding in
                finding.text + (finding.note.map { " (\($0))" } ?? "")
            }
            throw PortfolioError(
                .notEarned,
                "\(item.id) does not count yet: \(lines.joined(separator: "; "))",
                advice: "when it counts all the same, say why: --override \"reason\"")
        }
        try record(
            .done(
                item: item.id, override: missing.isEmpty ? nil : override,
                evidence: findings.flatMap(\.sources)))
    }

    /// Keeps minutes that were spent, on an item or on the block.
    package mutating func spend(_ minutes: Int, on item: PlanItem?) throws {
        try requireStart()
        guard (1...1440).contains(minutes) else {
            throw PortfolioError(
                .invalid, "\(minutes) are no minutes of a day", advice: "give 1 to 1440")
        }
        try record(.time(minutes: minutes, item: item?.id))
    }

    /// Leaves an item out.
    package mutating func skip(_ item: PlanItem, reason: String) throws {
        try requireStart()
        try record(.skip(item: item.id, reason: reason))
    }

    /// Plans an item, and all that follows, from a day on; without one the first open item.
    package mutating func move(_ item: PlanItem?, to date: CalendarDate) throws {
        try requireStart()
        guard let item = item ?? schedule.current?.item else {
            throw PortfolioError(.invalid, "nothing is left to move")
        }
        if let earliest = schedule.earliest(of: item.id), date < earliest {
            throw PortfolioError(
                .invalid, "\(item.id) can't begin on \(date): what comes before it is still open",
                advice: "the earliest day is \(earliest), or move the earlier item")
        }
        try record(.move(item: item.id, to: date))
    }

    /// Rests from a day on.
    package mutating func pause(from: CalendarDate, until: CalendarDate?) throws {
        try requireStart()
        if let until, until <= from {
            throw PortfolioError(.invalid, "the pause would end on \(until), before it has begun")
        }
        if state.pauses.contains(where: { $0.until == nil }) {
            throw PortfolioError(
                .invalid, "the plan is paused already", advice: "go on with: conduct plan resume")
        }
        try record(.pause(from: from, until: until))
    }

    /// Goes on after a pause.
    package mutating func resume() throws {
        let isOpen = state.pauses.contains { $0.until == nil }
        guard isOpen || state.isPaused(today: today) else {
            throw PortfolioError(.invalid, "the plan is not paused")
        }
        try record(.resume(today))
    }

    /// Switches an exercise in.
    ///
    /// It follows the item that the plan names, or, when that is past, the last closed item.
    package mutating func add(_ name: String, after: String?) throws -> PlanItem {
        guard let exercise = plan.exercises.first(where: { $0.id == name }) else {
            throw PortfolioError(
                .notFound, "no exercise is called '\(name)'",
                advice: Spelling.suggestion(
                    for: name, among: plan.exercises.map(\.id), naming: "there are"))
        }
        if state.added.contains(where: { $0.exercise == name }) {
            throw PortfolioError(.invalid, "the exercise '\(name)' is switched in already")
        }
        var place = exercise.after ?? ""
        if let after {
            place = try item(after).id
        } else if let entry = schedule.entry(place), entry.status.isClosed,
            let last = schedule.entries.last(where: { $0.status.isClosed })
        {
            place = last.item.id
        }
        try record(.add(exercise: name, after: place))
        return exercise
    }

    /// Takes back the last change, or the one named.
    package mutating func undo(_ id: String?) throws -> PlanEvent {
        guard let event = id.map({ id in state.events.last { $0.id == id } }) ?? state.events.last
        else {
            throw PortfolioError(
                .notFound, id.map { "no change is called '\($0)'" } ?? "nothing is left to undo",
                advice: "conduct plan history lists the changes")
        }
        try record(.undo(of: event.id))
        return event
    }

    /// Notes that something was read.
    package mutating func read(_ name: String, asSummary: Bool) throws -> PlanReading {
        let readings = (plan.items + plan.exercises).flatMap(\.readings)
        guard let reading = readings.first(where: { $0.id == name }) else {
            throw PortfolioError(
                .notFound, "no reading is called '\(name)'",
                advice: Spelling.suggestion(for: name, among: readings.map(\.id))
                    ?? "conduct plan show ITEM lists them")
        }
        try record(.read(reading: name, asSummary: asSummary || !reading.isPrimary))
        return reading
    }

    private func requireStart() throws(PortfolioError) {
        guard state.start != nil else {
            throw PortfolioError(
                .notStarted, "the plan has not begun", advice: "begin it with: conduct plan start")
        }
    }

    /// Whether an item's readings were read only as summaries, or are nothing but summaries.
    package func isSummaryOnly(_ item: PlanItem) -> Bool {
        let read = item.readings.filter { state.readings[$0.id] != nil }
        guard !item.readings.isEmpty else { return false }
        if !item.readings.contains(where: \.isPrimary) { return true }
        return !read.isEmpty && read.allSatisfy { state.readings[$0.id] == true }
    }
}
