package import LanguageModel
import Workspace

extension PlanView {
    /// The whole plan with its dates, progress and evidence.
    package var json: JSONValue {
        let schedule = desk.schedule
        return [
            "plan": .string(desk.plan.name), "title": .string(desk.plan.title),
            "today": .string(desk.today.description),
            "start": desk.state.start.map { .string($0.description) } ?? .null,
            "end": schedule.end.map { .string($0.description) } ?? .null,
            "day": schedule.day.map(JSONValue.integer) ?? .null,
            "length": .integer(desk.plan.length), "behind": .integer(schedule.behind),
            "ahead": .integer(schedule.ahead),
            "is_paused": .bool(desk.state.isPaused(today: desk.today)),
            "current": schedule.current.map { .string($0.item.id) } ?? .null,
            "planned": schedule.planned.map { .string($0.item.id) } ?? .null,
            "reminders": .array(reminders.map(JSONValue.string)),
            "check_ins_due": .array(schedule.checkInsDue.map { .integer($0.number) }),
            "audits_due": .array(schedule.auditsDue(audits: audits).map { .integer($0.day) }),
            "blocks": .array(desk.plan.blocks.map(block)),
            "items": .array(PlanState.order(desk.plan, desk.state.added).map(item)),
            "skills": .object(
                desk.state.skills.mapValues { .string($0.last?.level.rawValue ?? "") }),
        ]
    }

    private func block(_ block: PlanBlock) -> JSONValue {
        [
            "number": .integer(block.number), "id": .string(block.id),
            "title": .string(block.title), "goal": .string(block.goal),
            "domain": .string(block.domain),
            "command": block.command.map(JSONValue.string) ?? .null,
            "first_day": .integer(block.days.lowerBound),
            "last_day": .integer(block.days.upperBound),
            "deliverable": .string(block.deliverable),
        ]
    }

    /// One item.
    package func item(_ item: PlanItem) -> JSONValue {
        let entry = desk.schedule.entry(item.id)
        var override = JSONValue.null
        if case .done(let done) = entry?.status {
            override = done.override.map(JSONValue.string) ?? .null
        }
        return [
            "id": .string(item.id),
            "first_day": item.days.map { .integer($0.lowerBound) } ?? .null,
            "last_day": item.days.map { .integer($0.upperBound) } ?? .null,
            "is_exercise": .bool(item.days == nil), "focus": .string(item.focus),
            "goal": .string(item.goal),
            "dates": .array((entry?.dates ?? []).map { .string($0.description) }),
            "standing": .string(standing(item).word), "override": override,
            "skills": .array(item.skills.map(JSONValue.string)),
            "readings": .array(
                item.readings.map { reading in
                    [
                        "id": .string(reading.id), "kind": .string(reading.kind),
                        "title": .string(reading.title),
                        "by": reading.by.map(JSONValue.string) ?? .null,
                        "where": reading.place.map(JSONValue.string) ?? .null,
                        "read": desk.state.readings[reading.id].map {
                            .string($0 ? "summary" : "source")
                        } ?? .null,
                    ]
                }),
            "tasks": .array(
                item.tasks.map { task in
                    [
                        "text": .string(task.text),
                        "command": task.command.map(JSONValue.string) ?? .null,
                        "is_available": task.command.map {
                            .bool(hasCommand($0.split(separator: " ").map(String.init)))
                        } ?? .null,
                    ]
                }),
            "deliverable": item.deliverable.map(JSONValue.string) ?? .null,
            "evidence": .array((findings[item.id] ?? []).map(Self.json)),
            "summary_only": .bool(desk.isSummaryOnly(item)),
        ]
    }

    static func json(_ finding: EvidenceFinding) -> JSONValue {
        [
            "text": .string(finding.text), "found": .integer(finding.found),
            "needed": .integer(finding.needed), "is_met": .bool(finding.isMet),
            "sources": .array(finding.sources.map(JSONValue.string)),
            "note": finding.note.map(JSONValue.string) ?? .null,
        ]
    }
}
