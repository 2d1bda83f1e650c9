package import LanguageModel
package import Workspace

/// One thing that was decided about the plan: a line of `journal/plan.jsonl`, never changed.
package struct PlanEvent: Sendable, Hashable {
    /// What was decided.
    package enum Kind: Sendable, Hashable {
        /// The plan begins on a day.
        case start(CalendarDate)
        /// An item is done; `override` says why it counts without its evidence.
        case done(item: String, override: String?, evidence: [String])
        /// An item will not be done.
        case skip(item: String, reason: String)
        /// An item, and all that follows it, is planned from a day on.
        case move(item: String, to: CalendarDate)
        /// Nothing is planned from a day on, until another or until the pause is ended.
        case pause(from: CalendarDate, until: CalendarDate?)
        /// A pause without an end ends on a day.
        case resume(CalendarDate)
        /// Weekdays without work from the event's day on, 1 for Monday.
        case rest([Int])
        /// An exercise is switched in after an item.
        case add(exercise: String, after: String)
        /// A reading was read, itself or as somebody's summary.
        case read(reading: String, asSummary: Bool)
        /// Minutes were spent, on an item or on the block.
        case time(minutes: Int, item: String?)
        /// A check-in was kept.
        case checkIn(block: Int, file: String, fix: String?)
        /// A skill moved on its ladder.
        case skill(id: String, level: SkillLevel, evidence: [String], override: String?)
        /// A drawing of one's own was handed in; `sha256` is the file's.
        case diagram(file: String, sha256: String)
        /// The reference figure was looked at; which of its parts one's own drawing has.
        case reveal(has: [String])
        /// The page of the first day, or of the last, was written; `sha256` is the file's.
        case reflection(isFirst: Bool, file: String, sha256: String)
        /// An earlier event no longer counts.
        case undo(of: String)
    }

    /// Names the event for `undo`.
    package var id: String
    /// When it was written.
    package var at: Timestamp
    /// The day that it was taken to be.
    package var on: CalendarDate
    package var kind: Kind

    /// An event with an id made of its content and place.
    package init(_ kind: Kind, on: CalendarDate, at: Timestamp, after count: Int) {
        self.kind = kind
        self.on = on
        self.at = at
        id = ""
        id = "e" + String(ContentHash.of([json, .integer(count)]).prefix(8))
    }

    init(id: String, at: Timestamp, on: CalendarDate, kind: Kind) {
        self.id = id
        self.at = at
        self.on = on
        self.kind = kind
    }

    /// What happened, in a few words.
    package var summary: String {
        switch kind {
        case .start(let date): "start on \(date)"
        case .done(let item, let override, _):
            override.map { "done \(item), by override: \($0)" } ?? "done \(item)"
        case .skip(let item, let reason): "skip \(item): \(reason)"
        case .move(let item, let date): "move \(item) to \(date)"
        case .pause(let from, let until):
            "pause from \(from)" + (until.map { " until \($0)" } ?? "")
        case .resume(let date): "resume on \(date)"
        case .rest(let days):
            "rest on "
                + (days.isEmpty
                    ? "no day"
                    : days.map { PlanShape.weekdays[$0 - 1] }.joined(separator: ", "))
        case .add(let exercise, let after): "add \(exercise) after \(after)"
        case .read(let reading, let asSummary): "read \(reading)" + (asSummary ? " (summary)" : "")
        case .checkIn(let block, _, _): "check-in of block \(block)"
        case .skill(let id, let level, _, _): "\(id) is now \(level.word)"
        case .diagram(let file, _): "diagram \(file)"
        case .time(let minutes, let item):
            "\(minutes) minutes" + (item.map { " on \($0)" } ?? "")
        case .reveal(let has): "reference figure seen, \(has.count) of its parts drawn"
        case .reflection(let isFirst, _, _): isFirst ? "first page" : "last page"
        case .undo(let id): "undo \(id)"
        }
    }
}

/// How far a skill has come.
package enum SkillLevel: String, Sendable, Hashable, CaseIterable, Comparable {
    case unaware
    case aware
    case practised
    case canTeach = "can-teach"

    /// What people call it.
    package var word: String { self == .canTeach ? "can teach" : rawValue }

    package static func < (left: SkillLevel, right: SkillLevel) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

extension PlanEvent {
    /// The event as a line of the journal.
    package var json: JSONValue {
        var object: [String: JSONValue] = [
            "id": .string(id), "at": .integer(Int(at.milliseconds)), "on": .string(on.description),
        ]
        switch kind {
        case .start(let date):
            object["event"] = "start"
            object["date"] = .string(date.description)
        case .done(let item, let override, let evidence):
            object["event"] = "done"
            object["item"] = .string(item)
            object["override"] = override.map(JSONValue.string)
            object["evidence"] = .array(evidence.map(JSONValue.string))
        case .skip(let item, let reason):
            object["event"] = "skip"
            object["item"] = .string(item)
            object["reason"] = .string(reason)
        case .move(let item, let date):
            object["event"] = "move"
            object["item"] = .string(item)
            object["date"] = .string(date.description)
        case .pause(let from, let until):
            object["event"] = "pause"
            object["from"] = .string(from.description)
            object["until"] = until.map { .string($0.description) }
        case .resume(let date):
            object["event"] = "resume"
            object["date"] = .string(date.description)
        case .rest(let days):
            object["event"] = "rest"
            object["days"] = .array(days.map { .string(PlanShape.weekdays[$0 - 1]) })
        case .add(let exercise, let after):
            object["event"] = "add"
            object["item"] = .string(exercise)
            object["after"] = .string(after)
        case .read(let reading, let asSummary):
            object["event"] = "read"
            object["reading"] = .string(reading)
            object["as_summary"] = .bool(asSummary)
        case .checkIn(let block, let file, let fix):
            object["event"] = "check-in"
            object["block"] = .integer(block)
            object["file"] = .string(file)
            object["fix"] = fix.map(JSONValue.string)
        case .skill(let id, let level, let evidence, let override):
            object["event"] = "skill"
            object["skill"] = .string(id)
            object["level"] = .string(level.rawValue)
            object["evidence"] = .array(evidence.map(JSONValue.string))
            object["override"] = override.map(JSONValue.string)
        case .diagram(let file, let sha256):
            object["event"] = "diagram"
            object["file"] = .string(file)
            object["sha256"] = .string(sha256)
        case .time(let minutes, let item):
            object["event"] = "time"
            object["minutes"] = .integer(minutes)
            object["item"] = item.map(JSONValue.string)
        case .reveal(let has):
            object["event"] = "reveal"
            object["has"] = .array(has.map(JSONValue.string))
        case .reflection(let isFirst, let file, let sha256):
            object["event"] = "reflection"
            object["first"] = .bool(isFirst)
            object["file"] = .string(file)
            object["sha256"] = .string(sha256)
        case .undo(let id):
            object["event"] = "undo"
            object["of"] = .string(id)
        }
        return .object(object)
    }

    /// Reads a line of the journal.
    ///
    /// - Throws: what is missing or wrong, with its line.
    package init(_ node: DocumentNode) throws(DocumentError) {
        func text(_ key: String) throws(DocumentError) -> String {
            guard let text = node[key]?.text else {
                throw node.error(
                    .missingKey, "the event has no text '\(key)'",
                    suggestion: "restore the line from git, or delete it")
            }
            return text
        }
        func date(_ key: String) throws(DocumentError) -> CalendarDate {
            let written = try text(key)
            guard let date = CalendarDate(written) else {
                throw (node[key] ?? node).error(
                    "'\(written)' is no date", suggestion: "write it as YYYY-MM-DD")
            }
            return date
        }
        func optional(_ key: String) -> String? { node[key]?.text }
        func texts(_ key: String) -> [String] { (node[key]?.items ?? []).compactMap(\.text) }
        let kind: Kind
        switch try text("event") {
        case "start": kind = .start(try date("date"))
        case "done":
            kind = .done(
                item: try text("item"), override: optional("override"),
                evidence: texts("evidence"))
        case "skip": kind = .skip(item: try text("item"), reason: try text("reason"))
        case "move": kind = .move(item: try text("item"), to: try date("date"))
        case "pause":
            kind = .pause(
                from: try date("from"), until: node["until"] == nil ? nil : try date("until"))
        case "resume": kind = .resume(try date("date"))
        case "rest":
            kind = .rest(
                texts("days").compactMap { PlanShape.weekdays.firstIndex(of: $0) }.map { $0 + 1 })
        case "add": kind = .add(exercise: try text("item"), after: try text("after"))
        case "read":
            kind = .read(
                reading: try text("reading"), asSummary: node["as_summary"]?.bool ?? false)
        case "check-in":
            kind = .checkIn(
                block: node["block"]?.integer ?? 0, file: try text("file"), fix: optional("fix"))
        case "skill":
            guard let level = SkillLevel(rawValue: try text("level")) else {
                throw (node["level"] ?? node).error(
                    "no level is called that",
                    suggestion: SkillLevel.allCases.map(\.rawValue).joined(separator: ", "))
            }
            kind = .skill(
                id: try text("skill"), level: level, evidence: texts("evidence"),
                override: optional("override"))
        case "diagram": kind = .diagram(file: try text("file"), sha256: try text("sha256"))
        case "time":
            kind = .time(minutes: node["minutes"]?.integer ?? 0, item: optional("item"))
        case "reveal": kind = .reveal(has: texts("has"))
        case "reflection":
            kind = .reflection(
                isFirst: node["first"]?.bool ?? false, file: try text("file"),
                sha256: try text("sha256"))
        case "undo": kind = .undo(of: try text("of"))
        case let word:
            throw (node["event"] ?? node).error(
                "'\(word)' is no event of this version of the program",
                suggestion: "update the program, or delete the line")
        }
        self.init(
            id: try text("id"), at: Timestamp(milliseconds: Int64(node["at"]?.integer ?? 0)),
            on: try date("on"), kind: kind)
    }
}
