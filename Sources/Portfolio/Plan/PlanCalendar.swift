package import Workspace

/// The plan as a calendar file (RFC 5545).
package enum PlanCalendar {
    /// The whole file: an all-day event for each unbroken stretch of days of each item, and one for
    /// each check-in and audit.
    ///
    /// - Parameter stamp: when it was made.
    package static func ics(_ schedule: PlanSchedule, stamp: Timestamp) -> String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Conduct//Plan//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:\(escaped(schedule.plan.title))",
        ]
        for entry in schedule.entries {
            for (index, run) in runs(entry.dates).enumerated() {
                lines += event(
                    id: "\(entry.item.id)-\(index + 1)", first: run.lowerBound,
                    last: run.upperBound, summary: title(entry), note: note(entry), stamp: stamp)
            }
        }
        for block in schedule.plan.blocks {
            guard let end = schedule.end(of: block) else { continue }
            lines += event(
                id: "check-in-\(block.number)", first: end, last: end,
                summary: "Check-in: \(block.title)", note: "conduct plan check-in", stamp: stamp)
        }
        for day in schedule.plan.auditDays {
            guard let date = schedule.date(ofDay: day) else { continue }
            lines += event(
                id: "audit-\(day)", first: date, last: date, summary: "Look at the roles again",
                note: "conduct role audit", stamp: stamp)
        }
        lines.append("END:VCALENDAR")
        return lines.map { folded($0) + "\r\n" }.joined()
    }

    private static func title(_ entry: PlanSchedule.Entry) -> String {
        let mark =
            switch entry.status {
            case .open: ""
            case .done: "Done: "
            case .skipped: "Left out: "
            }
        return "\(mark)\(entry.item.id) (\(entry.item.dayText))"
    }

    private static func note(_ entry: PlanSchedule.Entry) -> String {
        ([entry.item.focus]
            + entry.item.tasks.map { $0.text + ($0.command.map { ": \($0)" } ?? "") })
            .joined(separator: "\n")
    }

    private static func event(
        id: String, first: CalendarDate, last: CalendarDate, summary: String, note: String,
        stamp: Timestamp
    ) -> [String] {
        [
            "BEGIN:VEVENT", "UID:\(id)@plan.conduct", "DTSTAMP:\(utc(stamp))",
            "DTSTART;VALUE=DATE:\(compact(first))",
            // The end is the first day after.
            "DTEND;VALUE=DATE:\(compact(last.adding(1)))", "SUMMARY:\(escaped(summary))",
            "DESCRIPTION:\(escaped(note))", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]
    }

    /// Unbroken stretches of days.
    static func runs(_ dates: [CalendarDate]) -> [ClosedRange<CalendarDate>] {
        var runs: [ClosedRange<CalendarDate>] = []
        for date in dates {
            if let last = runs.last, last.upperBound.adding(1) == date {
                runs[runs.count - 1] = last.lowerBound...date
            } else {
                runs.append(date...date)
            }
        }
        return runs
    }

    private static func compact(_ date: CalendarDate) -> String {
        date.description.filter { $0 != "-" }
    }

    /// `20261124T080000Z`.
    private static func utc(_ stamp: Timestamp) -> String {
        let text = stamp.description.prefix { $0 != "." }
        return text.filter { $0 != "-" && $0 != ":" } + "Z"
    }

    /// TEXT values (3.3.11): backslash, semicolon and comma escaped, line ends as `\n`.
    static func escaped(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                output.append("\\")
                output.append(scalar)
            case "\n": output.append(contentsOf: "\\n".unicodeScalars)
            default:
                if scalar.properties.generalCategory != .control { output.append(scalar) }
            }
        }
        return String(output)
    }

    /// A line of at most 75 octets, the rest on lines that begin with a space (3.1); no scalar is
    /// cut apart.
    static func folded(_ line: String) -> String {
        var output = String.UnicodeScalarView()
        var octets = 0
        for scalar in line.unicodeScalars {
            let size = UTF8.width(scalar)
            if octets + size > 75 {
                output.append(contentsOf: "\r\n ".unicodeScalars)
                octets = 1
            }
            output.append(scalar)
            octets += size
        }
        return String(output)
    }
}
