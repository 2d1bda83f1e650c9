import Portfolio
import Testing
import Workspace

@Suite("The plan as a calendar file")
struct PlanCalendarTests {
    private func ics() throws -> String {
        let lab = try Lab(plan: "title: \"Tage, Wochen; Übung\\\\mehr\"\nrest-days: [sunday]\n")
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        return PlanCalendar.ics(desk.schedule, stamp: Timestamp(milliseconds: 1_795_516_200_000))
    }

    @Test("Every line ends in CR LF and has at most 75 octets, and unfolded lines are whole")
    func folding() throws {
        let text = try ics()
        #expect(text.hasSuffix("END:VCALENDAR\r\n"))
        let lines = Array(text.utf8).split(separator: 0x0A)
        for line in lines {
            #expect(line.last == 0x0D)
            #expect(line.count - 1 <= 75)
            // No scalar is cut apart.
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
        let unfolded = String(
            decoding: Array(text.utf8).replacing(Array("\r\n ".utf8), with: []), as: UTF8.self)
        let names = Set(
            unfolded.unicodeScalars.split(separator: "\n").map { line in
                String(String.UnicodeScalarView(line.prefix { $0 != ":" && $0 != ";" }))
            })
        #expect(
            names == [
                "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "UID",
                "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP",
            ])
        #expect(unfolded.contains("X-WR-CALNAME:Tage\\, Wochen\\; Übung\\\\mehr\r\n"))
        #expect(unfolded.contains("DTSTAMP:20261124T103000Z"))
    }

    @Test("An item over a day of rest is two events, and the end is the day after")
    func stretches() throws {
        let text = try ics()
        // instructgpt: Saturday 28 November and, after a Sunday, Monday 30 November.
        let first = text.contains(
            "UID:instructgpt-1@plan.conduct\r\nDTSTAMP:20261124T103000Z\r\n"
                + "DTSTART;VALUE=DATE:20261128\r\nDTEND;VALUE=DATE:20261129")
        let second = text.contains(
            "UID:instructgpt-2@plan.conduct\r\nDTSTAMP:20261124T103000Z\r\n"
                + "DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201")
        #expect(first && second)
        let begins = text.split(separator: "\r\n").count { $0 == "BEGIN:VEVENT" }
        let ends = text.split(separator: "\r\n").count { $0 == "END:VEVENT" }
        #expect(begins == ends)
        #expect(text.split(separator: "\r\n").count { $0.hasPrefix("UID:check-in-") } == 12)
    }
}
