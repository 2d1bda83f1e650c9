import LanguageModel
package import Reports
package import Workspace

/// The plan for people and programs: what the verbs print.
package struct PlanView: Sendable {
    let desk: PlanDesk
    /// What the meter found, by item.
    let findings: [String: [EvidenceFinding]]
    /// The days on which roles were audited.
    let audits: [CalendarDate]
    /// Whether this build has a command, given as its words.
    let hasCommand: @Sendable ([String]) -> Bool

    /// Measures the evidence of all items and gathers what is shown.
    package init(
        _ desk: PlanDesk, meter: EvidenceMeter, reader: StoreReader,
        hasCommand: @escaping @Sendable ([String]) -> Bool
    ) async throws {
        self.desk = desk
        self.hasCommand = hasCommand
        var findings: [String: [EvidenceFinding]] = [:]
        var known: [EvidenceRequirement: EvidenceFinding] = [:]
        for item in PlanState.order(desk.plan, desk.state.added) {
            var list: [EvidenceFinding] = []
            for requirement in item.evidence {
                let finding: EvidenceFinding
                if let measured = known[requirement] {
                    finding = measured
                } else {
                    finding = try await meter.measure(requirement)
                    known[requirement] = finding
                }
                list.append(finding)
            }
            findings[item.id] = list
        }
        self.findings = findings
        audits = try await reader.records(.audit).map { CalendarDate(local: $0.created) }
    }

    private var schedule: PlanSchedule { desk.schedule }
    private var plan: Plan { desk.plan }

    /// How an item counts: a word and its tone.
    package func standing(_ item: PlanItem) -> (word: String, tone: Table.Tone) {
        let list = findings[item.id] ?? []
        let isMet = list.allSatisfy(\.isMet)
        switch schedule.entry(item.id)?.status {
        case .done(let done):
            if done.override != nil { return ("done by override", .warning) }
            if list.isEmpty { return ("done", .good) }
            return isMet ? ("earned", .good) : ("done, evidence gone", .bad)
        case .skipped: return ("left out", .muted)
        case .open, nil:
            if !list.isEmpty, isMet { return ("evidence is there", .strong) }
            if let first = schedule.entry(item.id)?.last, first < desk.today {
                return ("open", .warning)
            }
            return ("open", .plain)
        }
    }

    /// A task's command, marked where this build does not have it.
    func command(_ task: PlanTask) -> String? {
        task.command.map { text in
            let words = text.split(separator: " ").map(String.init)
            return hasCommand(words) ? text : "\(text) (not in this build)"
        }
    }

    /// What is to do today.
    package func today(_ style: TerminalStyle) -> String {
        guard desk.state.start != nil else {
            return "\(plan.title): \(plan.length) days in \(plan.blocks.count) blocks. It has not "
                + "begun; begin it with: conduct plan start"
        }
        var parts: [String] = [style.painted(headline, .strong)]
        if desk.state.isPaused(today: desk.today) {
            parts.append("The plan is paused. Go on with: conduct plan resume")
        }
        if let entry = schedule.current {
            parts.append(describe(entry, style))
            if let planned = schedule.planned, planned.item.id != entry.item.id {
                parts.append(
                    style.painted(
                        "Planned for today was \(planned.item.id) (\(planned.item.dayText)); one "
                            + "thing at a time. To plan anew from today: conduct plan move --to "
                            + "\(desk.today)", .muted))
            }
        } else {
            parts.append("Every item is closed.")
        }
        parts += reminders.map { style.painted($0, .warning) }
        return parts.joined(separator: "\n\n")
    }

    private var headline: String {
        var words = [desk.today.short]
        if let day = schedule.day, let block = plan.block(day: day),
            let phase = plan.phase(day: day)
        {
            words.append("day \(day) of \(plan.length)")
            words.append("\(phase.title), block \(block.number): \(block.title)")
        } else if let start = desk.state.start, start > desk.today {
            words.append("begins in \(NumberText.counted(desk.today.days(until: start), "day"))")
        }
        if schedule.behind > 0 {
            words.append("behind by \(schedule.behind)")
        } else if schedule.ahead > 0 {
            words.append("ahead by \(schedule.ahead)")
        }
        return words.joined(separator: " · ")
    }

    /// Check-ins, audits and what a check-in promised.
    var reminders: [String] {
        var lines: [String] = []
        let due = schedule.checkInsDue
        if let block = due.last {
            lines.append("Check-in of block \(block.number), \(block.title): conduct plan check-in")
        }
        for audit in schedule.auditsDue(audits: audits) {
            lines.append(
                "Look at the roles again (day \(audit.day)): add their newest texts, then conduct "
                    + "role audit")
        }
        if let fix = desk.state.checkIns.last?.fix { lines.append("To settle: \(fix)") }
        return lines
    }

    /// One item with everything about it.
    package func describe(_ entry: PlanSchedule.Entry, _ style: TerminalStyle) -> String {
        let item = entry.item
        let (word, tone) = standing(item)
        let span =
            entry.dates.count == 1
            ? entry.first.short : "\(entry.first.short) – \(entry.last.short)"
        var lines = [
            style.painted(item.id, .strong) + "  \(item.dayText), \(span)  "
                + style.painted(word, tone)
        ]
        lines += TextWidth.wrapped(item.focus, to: style.columns ?? 100)
        if !item.goal.isEmpty { lines.append("Goal: \(item.goal)") }
        if let why = item.why {
            lines += TextWidth.wrapped("Why: \(why)", to: style.columns ?? 100)
        }
        for reading in item.readings {
            let read =
                desk.state.readings[reading.id].map { $0 ? "read as summary" : "read" } ?? "-"
            let about = [reading.by, reading.place].compactMap { $0 }.joined(separator: ", ")
            lines.append(
                "  read  \(reading.title)\(about.isEmpty ? "" : " (\(about))")  [\(reading.kind) "
                    + "\(reading.id): \(read)]")
        }
        for task in item.tasks {
            lines.append("  do    \(task.text)" + (command(task).map { ": \($0)" } ?? ""))
        }
        for finding in findings[item.id] ?? [] {
            let mark = finding.isMet ? "✓" : "✗"
            let note = finding.note.map { "  \($0)" } ?? ""
            lines.append(
                style.painted(
                    style.plain("  \(mark)     \(finding.text)\(note)"),
                    finding.isMet ? .good : .warning))
        }
        if let deliverable = item.deliverable { lines.append("  gives \(deliverable)") }
        if case .done(let done) = entry.status, let reason = done.override {
            lines.append(style.painted("  counted by override: \(reason)", .warning))
        }
        if case .skipped(let reason) = entry.status { lines.append("  left out: \(reason)") }
        if desk.isSummaryOnly(item) {
            lines.append(
                style.painted("  read only as summaries; the plan asks for the source", .warning))
        }
        return lines.joined(separator: "\n")
    }

    /// The whole plan as a table.
    package func table(block number: Int? = nil) -> Table {
        var table = Table(
            title: "\(plan.title): \(plan.length) days",
            columns: [
                .init("block"), .init("days", .trailing), .init("item"), .init("dates"),
                .init("stands"), .init("evidence"),
            ])
        var order = PlanState.order(plan, desk.state.added)[...]
        for block in plan.blocks {
            table.beginGroup()
            let count = order.prefix { item in
                item.days.map { block.days.contains($0.lowerBound) } ?? true
            }.count
            let items = order.prefix(count)
            order = order.dropFirst(count)
            guard number == nil || number == block.number else { continue }
            for (index, item) in items.enumerated() {
                let entry = schedule.entry(item.id)
                let (word, tone) = standing(item)
                table.rows.append([
                    .init(index == 0 ? "\(block.number) \(block.title)" : "", .strong),
                    .init(item.days.map(Self.span) ?? "+\(item.length)"), .init(item.id),
                    .init(entry.map { "\($0.first) – \($0.last)" } ?? ""), .init(word, tone),
                    .init((findings[item.id] ?? []).map(\.text).joined(separator: "; ")),
                ])
            }
        }
        return table.droppingEmptyColumns()
    }

    private static func span(_ days: ClosedRange<Int>) -> String {
        days.count == 1 ? "\(days.lowerBound)" : "\(days.lowerBound)–\(days.upperBound)"
    }
}
