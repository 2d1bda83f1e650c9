import Testing
import Workspace

@Suite("Days of the calendar")
struct CalendarDateTests {
    @Test(
        "A date is read, and its weekday and day number are right",
        arguments: [
            ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2024-02-29", 19_782, 4),
            ("2026-11-24", 20_781, 2), ("2100-03-01", 47_541, 1),
        ])
    func reads(text: String, days: Int, weekday: Int) throws {
        let date = try day(text)
        #expect(date.days == days)
        #expect(date.weekday == weekday)
        #expect(date.description == text)
    }

    @Test(
        "What the calendar does not have is no date",
        arguments: [
            "2027-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-01",
            "26-01-01", "2026-01-01x", "", "2026/01/01", "２０２６-01-01",
        ])
    func refuses(text: String) { #expect(CalendarDate(text) == nil) }

    @Test("Counting on passes every day of four hundred years once")
    func counts() throws {
        var date = try day("1999-12-31")
        for _ in 0..<146_097 {
            let next = date.adding(1)
            let (year, month, number) = next.parts
            #expect(CalendarDate(year: year, month: month, day: number) == next)
            date = next
        }
        #expect(date.description == "2399-12-31")
    }

    @Test("One moment is two days in two zones")
    func zones() throws {
        // 2026-11-24T10:30:00Z
        let moment = Timestamp(milliseconds: 1_795_516_200_000)
        #expect(CalendarDate(moment, secondsFromUTC: 0).description == "2026-11-24")
        #expect(CalendarDate(moment, secondsFromUTC: 14 * 3600).description == "2026-11-25")
        #expect(CalendarDate(moment, secondsFromUTC: -12 * 3600).description == "2026-11-23")
        #expect(
            CalendarDate(Timestamp(milliseconds: -1), secondsFromUTC: 0).description == "1969-12-31"
        )
    }
}
