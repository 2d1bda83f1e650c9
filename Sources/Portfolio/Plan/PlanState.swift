package import Workspace

/// What the events come to.
package struct PlanState: Sendable, Hashable {
    /// How an item stands.
    package struct Done: Sendable, Hashable {
        package var on: CalendarDate
        /// Why it counts without its evidence; nil where the evidence was there, or none is asked.
        package var override: String?
        /// What the evidence was.
        package var evidence: [String]
    }

    /// A skill's level with when and by what it was reached.
    package struct SkillStep: Sendable, Hashable {
        package var on: CalendarDate
        package var level: SkillLevel
        package var evidence: [String]
        package var override: String?
    }

    /// A kept check-in.
    package struct CheckIn: Sendable, Hashable {
        package var block: Int
        package var on: CalendarDate
        package var file: String
        /// The way to settle what was unclear.
        package var fix: String?
    }

    package var start: CalendarDate?
    package var done: [String: Done] = [:]
    package var skipped: [String: String] = [:]
    /// From which day an item and what follows it is planned.
    package var anchors: [String: CalendarDate] = [:]
    /// Days without work: from, until (not included); nil while it lasts.
    package var pauses: [(from: CalendarDate, until: CalendarDate?)] { rests.pauses }
    /// Weekdays without work, by the day from which they hold.
    package var rests = Rests()
    /// Exercises in the order switched in, with the item that each follows.
    package var added: [Added] = []
    /// Readings read: true where only as a summary.
    package var readings: [String: Bool] = [:]
    package var checkIns: [CheckIn] = []
    /// Minutes by the days on which they were spent.
    package var minutes: [(on: CalendarDate, minutes: Int, item: String?)] {
        spent.map { ($0.on, $0.minutes, $0.item) }
    }
    private var spent: [Spent] = []
    /// Each skill's steps, oldest first.
    package var skills: [String: [SkillStep]] = [:]
    /// One's own drawings with their hashes, the newest last.
    package var diagrams: [KeptFile] = []
    /// The parts of the reference figure that one's own drawing has; nil until it was looked at.
    package var drawnParts: [String]?
    /// The pages of the first and of the last day, the newest last.
    package var firstPages: [KeptFile] = []
    package var lastPages: [KeptFile] = []
    /// The events that count, in order.
    package var events: [PlanEvent] = []

    /// A file as it was when it was kept.
    package struct KeptFile: Sendable, Hashable {
        package var on: CalendarDate
        package var file: String
        package var sha256: String
    }

    private struct Spent: Sendable, Hashable {
        var on: CalendarDate
        var minutes: Int
        var item: String?
    }

    /// An exercise that was switched in.
    package struct Added: Sendable, Hashable {
        package var exercise: String
        package var after: String
    }

    /// Which days are free.
    package struct Rests: Sendable, Hashable {
        var weekdays: [(from: CalendarDate, days: Set<Int>)] = []
        var pauses: [(from: CalendarDate, until: CalendarDate?)] = []

        package static func == (left: Rests, right: Rests) -> Bool {
            left.weekdays.elementsEqual(right.weekdays, by: ==)
                && left.pauses.elementsEqual(right.pauses, by: ==)
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(weekdays.count)
            hasher.combine(pauses.count)
        }
    }

    /// The events of a journal; what was undone is left out.
    package init(_ all: [PlanEvent], plan: Plan) {
        var undone: Set<String> = []
        for event in all { if case .undo(let id) = event.kind { undone.insert(id) } }
        events = all.filter { event in
            if case .undo = event.kind { return false }
            return !undone.contains(event.id)
        }
        for event in events { take(event, plan) }
    }

    private mutating func take(_ event: PlanEvent, _ plan: Plan) {
        switch event.kind {
        case .start(let date): start = date
        case .done(let item, let override, let evidence):
            done[item] = Done(on: event.on, override: override, evidence: evidence)
            skipped[item] = nil
        case .skip(let item, let reason):
            skipped[item] = reason
            done[item] = nil
        case .move(let item, let date):
            // All that follows is planned anew from here, so earlier moves of it no longer hold.
            let order = Self.order(plan, added).map(\.id)
            if let place = order.firstIndex(of: item) {
                for later in order[place...] { anchors[later] = nil }
            }
            anchors[item] = date
        case .pause(let from, let until): rests.pauses.append((from, until))
        case .resume(let date):
            let open = rests.pauses.lastIndex { pause in
                pause.until.map { pause.from <= date && date < $0 } ?? true
            }
            if let open { rests.pauses[open].until = max(date, rests.pauses[open].from) }
        case .rest(let days): rests.weekdays.append((event.on, Set(days)))
        case .add(let exercise, let after):
            added.removeAll { $0.exercise == exercise }
            added.append(Added(exercise: exercise, after: after))
        case .read(let reading, let asSummary):
            readings[reading] = asSummary && readings[reading] != false
        case .checkIn(let block, let file, let fix):
            checkIns.removeAll { $0.block == block }
            checkIns.append(CheckIn(block: block, on: event.on, file: file, fix: fix))
        case .skill(let id, let level, let evidence, let override):
            skills[id, default: []].append(
                SkillStep(on: event.on, level: level, evidence: evidence, override: override))
        case .diagram(let file, let sha256):
            diagrams.append(KeptFile(on: event.on, file: file, sha256: sha256))
        case .time(let minutes, let item):
            spent.append(Spent(on: event.on, minutes: minutes, item: item))
        case .reveal(let has): drawnParts = has
        case .reflection(let isFirst, let file, let sha256):
            let page = KeptFile(on: event.on, file: file, sha256: sha256)
            if isFirst { firstPages.append(page) } else { lastPages.append(page) }
        case .undo: break
        }
    }

    /// The items in their order, exercises behind the items that they follow.
    static func order(_ plan: Plan, _ added: [Added]) -> [PlanItem] {
        var order: [PlanItem] = []
        func append(_ item: PlanItem) {
            order.append(item)
            for one in added where one.after == item.id {
                if let exercise = plan.exercises.first(where: { $0.id == one.exercise }) {
                    append(exercise)
                }
            }
        }
        for item in plan.items { append(item) }
        return order
    }

    /// Whether a weekday is free on a day.
    func isRest(_ date: CalendarDate, plan: Plan) -> Bool {
        let days = rests.weekdays.last { $0.from <= date }?.days ?? plan.restDays
        return days.contains(date.weekday)
    }

    /// Whether a day lies in a pause; one that lasts reaches to today.
    func isPaused(_ date: CalendarDate, today: CalendarDate) -> Bool {
        rests.pauses.contains { pause in
            guard date >= pause.from else { return false }
            if let until = pause.until { return date < until }
            return date <= today
        }
    }

    /// Whether a pause lasts today.
    package func isPaused(today: CalendarDate) -> Bool { isPaused(today, today: today) }

    /// A skill's level.
    package func level(_ skill: String) -> SkillLevel { skills[skill]?.last?.level ?? .unaware }
}
