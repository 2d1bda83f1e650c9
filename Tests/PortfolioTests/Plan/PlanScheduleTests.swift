import Portfolio
import Testing
import Workspace

@Suite("The plan on the calendar")
struct PlanScheduleTests {
    private func order(_ desk: PlanDesk) -> [String] { desk.schedule.entries.map(\.item.id) }

    private func isInOrder(_ desk: PlanDesk) -> Bool {
        let dates = desk.schedule.entries.flatMap(\.dates)
        return zip(dates, dates.dropFirst()).allSatisfy { $0 < $1 }
    }

    @Test("Ninety days from a start end on the ninetieth, over a leap day too")
    func plain() throws {
        for (start, end) in [
            ("2026-11-24", "2027-02-21"), ("2028-01-01", "2028-03-30"),
            ("2027-01-01", "2027-03-31"),
        ] {
            let lab = try Lab()
            var desk = try lab.desk(start)
            try desk.start(try day(start))
            #expect(desk.schedule.end?.description == end)
            #expect(desk.schedule.entries.flatMap(\.dates).count == 90)
            #expect(desk.schedule.date(ofDay: 1)?.description == start)
            #expect(isInOrder(desk))
        }
    }

    @Test("Nothing is planned on days of rest, and the rest moves along")
    func rests() throws {
        let lab = try Lab(plan: "rest-days: [saturday, sunday]\n")
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let dates = desk.schedule.entries.flatMap(\.dates)
        #expect(dates.count == 90)
        #expect(dates.allSatisfy { $0.weekday < 6 })
        // 90 working days from a Tuesday: eighteen weeks.
        #expect(desk.schedule.end?.description == "2027-03-29")
    }

    @Test("Days of rest that change later leave the past where it was")
    func laterRests() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        var later = try lab.desk("2026-12-05")
        let before = later.schedule.entries.flatMap(\.dates).filter { $0 < later.today }
        try later.record(.rest([6, 7]))
        let after = later.schedule.entries.flatMap(\.dates).filter { $0 < later.today }
        #expect(before == after)
        #expect(
            later.schedule.entries.flatMap(\.dates).filter { $0 > later.today }
                .allSatisfy { $0.weekday < 6 })
    }

    @Test("Twelve days late: moving the rest keeps the order, loses nothing, and undo restores it")
    func slips() async throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let first = try desk.item("collect-roles")
        try desk.done(first, findings: [], override: nil)
        var late = try lab.desk("2026-12-06")
        // Twelve days have passed, two of them were done.
        #expect(late.schedule.behind == 10)
        let before = late.schedule.entries
        try late.move(nil, to: late.today)
        #expect(late.schedule.behind == 0)
        #expect(order(late) == before.map(\.item.id))
        #expect(late.schedule.entries.flatMap(\.dates).count == 90)
        #expect(isInOrder(late))
        #expect(late.schedule.entry("collect-roles")?.first.description == "2026-11-24")
        #expect(late.schedule.current?.first == late.today)
        let event = try late.undo(nil)
        #expect(event.summary.hasPrefix("move"))
        #expect(late.schedule.entries == before)
        // The history has everything, the undo too.
        let lines = String(decoding: try lab.folder.read("journal/plan.jsonl"), as: UTF8.self)
            .split(separator: "\n").count
        #expect(lines == 4)
    }

    @Test("An item moves back over closed ones alone")
    func moves() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let techniques = try desk.item("instructgpt")
        let error = #expect(throws: PortfolioError.self) {
            try desk.move(techniques, to: try day("2026-11-25"))
        }
        #expect(error?.advice?.contains("2026-11-28") == true)
        try desk.skip(try desk.item("collect-roles"), reason: "did it last year")
        try desk.skip(try desk.item("constitutional-ai"), reason: "know it well")
        try desk.move(techniques, to: try day("2026-11-24"))
        #expect(desk.schedule.entry("instructgpt")?.first.description == "2026-11-24")
        #expect(desk.schedule.entry("define-role")?.first.description == "2026-11-26")
        #expect(desk.schedule.behind == 0)
    }

    @Test("A pause stops the clock: nothing falls due, and what is open moves along")
    func pauses() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        try desk.pause(from: desk.today, until: nil)
        #expect(throws: PortfolioError.self) { try desk.pause(from: desk.today, until: nil) }
        let later = try lab.desk("2026-12-10")
        #expect(later.schedule.behind == 0)
        #expect(later.schedule.date(ofDay: 1)?.description == "2026-12-11")
        var back = try lab.desk("2026-12-15")
        try back.resume()
        #expect(back.schedule.date(ofDay: 1)?.description == "2026-12-15")
        #expect(throws: PortfolioError.self) { try back.resume() }
        try back.pause(from: try day("2026-12-20"), until: try day("2027-01-04"))
        #expect(back.schedule.date(ofDay: 6)?.description == "2027-01-04")
        #expect(isInOrder(back))
        // A pause with an end can be ended before it.
        var early = try lab.desk("2026-12-22")
        try early.resume()
        #expect(early.schedule.date(ofDay: 6)?.description == "2026-12-22")
        #expect(throws: PortfolioError.self) { try early.resume() }
    }

    @Test("A changed start before any work lays everything out anew")
    func restart() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        try desk.start(try day("2027-01-04"))
        #expect(desk.schedule.date(ofDay: 1)?.description == "2027-01-04")
        #expect(desk.schedule.behind == 0)
    }

    @Test("The clock raises exactly four audits, each until the roles were looked at")
    func audits() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        var raised: [Int] = []
        var audits: [CalendarDate] = []
        for offset in 0..<120 {
            let today = try day("2026-11-24").adding(offset)
            let schedule = try PlanDesk(lab.folder, today: today).schedule
            for due in schedule.auditsDue(audits: audits) {
                raised.append(due.day)
                audits.append(today)
            }
        }
        #expect(raised == [1, 31, 61, 87])
    }

    @Test("Check-ins fall due at the twelve ends of blocks")
    func checkIns() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let ends = desk.plan.blocks.map(\.days.upperBound)
        #expect(ends == [7, 14, 21, 30, 37, 44, 51, 60, 67, 74, 84, 90])
        for (index, end) in ends.enumerated() {
            let date = try day("2026-11-24").adding(end - 1)
            let before = try PlanDesk(lab.folder, today: date.adding(-1)).schedule.checkInsDue.count
            let after = try PlanDesk(lab.folder, today: date).schedule.checkInsDue.count
            #expect(before == index)
            #expect(after == index + 1)
        }
    }

    @Test("A switched-in exercise takes its days and what follows moves along")
    func exercises() throws {
        let lab = try Lab()
        var desk = try lab.desk("2026-11-24")
        try desk.start(try day("2026-11-24"))
        let before = try #require(desk.schedule.end)
        _ = try desk.add("agents", after: nil)
        #expect(desk.schedule.end == before.adding(2))
        #expect(desk.schedule.entries.flatMap(\.dates).count == 92)
        let place = try #require(order(desk).firstIndex(of: "agents"))
        #expect(order(desk)[place - 1] == "coverage-matrix")
        #expect(throws: PortfolioError.self) { _ = try desk.add("agents", after: nil) }
        _ = try desk.undo(nil)
        #expect(desk.schedule.end == before)
    }
}
