import LanguageModel
import Portfolio
import Reports
import Testing
import Workspace

@Suite("Check-ins and the ladder of skills")
struct CheckInTests {
    @Test("A check-in is kept, shown next time, and moves skills by evidence alone")
    func kept() async throws {
        let lab = try Lab()
        var desk = try PlanDesk(lab.folder, today: .today)
        try desk.start(.today)
        try await lab.add(.finding, 2) { ["prompt": .string("p\($0)")] }
        let finding = try #require(try await lab.store.reader.records(.finding).first)
        let checkIn = try await PlanCheckIn(desk, reader: lab.store.reader, block: 1)
        // What the block left behind is listed before anything is asked.
        #expect(checkIn.finished.map(\.count) == [2])
        #expect(checkIn.finished.first?.kind == .finding)
        let skills = try RoleLexicon.builtIn().skills.map(\.id)
        let reader = lab.store.reader
        for (step, code) in [
            ("failure-modes=practised", PortfolioError.Code.notEarned),
            ("failure-modes=practised:specs/nowhere.md", .notFound),
            ("failure-modes=practised:reading:dpo", .notFound), ("falure-modes=aware", .notFound),
        ] {
            let error = await #expect(throws: PortfolioError.self) {
                try await checkIn.check(
                    [try PlanCheckIn.Step(parsing: step, override: nil)], skills: skills,
                    reader: reader)
            }
            #expect(error?.code == code, "\(step)")
        }
        await #expect(throws: StoreError.self) {
            try await checkIn.check(
                [
                    try PlanCheckIn.Step(
                        parsing: "failure-modes=practised:fnd_00000000000000000000000000",
                        override: nil)
                ], skills: skills, reader: reader)
        }
        for text in ["failure-modes", "failure-modes=expert", "=aware", ""] {
            #expect(throws: PortfolioError.self) {
                _ = try PlanCheckIn.Step(parsing: text, override: nil)
            }
        }
        let steps = [
            try PlanCheckIn.Step(
                parsing: "failure-modes=practised:\(finding.id)", override: nil),
            try PlanCheckIn.Step(parsing: "ethics=aware", override: "took the course in 2019"),
        ]
        try await checkIn.check(steps, skills: skills, reader: reader)
        try desk.keep(
            checkIn, answers: ["shown": "Two findings.", "depth": "Skimmed the last."],
            steps: steps, fix: "read chapter two")
        let text = String(decoding: try lab.folder.read("journal/check-in-01.md"), as: UTF8.self)
        for words in [
            "Two findings.", "unaware → practised", "by override: took the course", "(no answer)",
            "To settle it: read chapter two", finding.id.description,
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(desk.state.level("failure-modes") == .practised)
        #expect(desk.state.level("rubrics") == .unaware)
        let next = try await PlanCheckIn(desk, reader: reader, block: 2)
        #expect(next.last?.block == 1)
        #expect(next.last?.text == text)
        #expect(desk.state.checkIns.last?.fix == "read chapter two")
        let ladder = SkillLadder(desk.state, lexicon: try RoleLexicon.builtIn())
        #expect(ladder.table.notes.first?.hasPrefix("1 practised, 1 aware") == true)
        // A later fall is taken without evidence, and the ladder keeps both dates.
        try await next.check(
            [try PlanCheckIn.Step(parsing: "failure-modes=aware", override: nil)], skills: skills,
            reader: reader)
    }

    @Test("While the plan rests, a check-in is of the block of what comes next")
    func resting() async throws {
        let lab = try Lab()
        var desk = try PlanDesk(lab.folder, today: .today)
        try desk.start(.today)
        try desk.move(nil, to: CalendarDate.today.adding(30))
        let checkIn = try await PlanCheckIn(desk, reader: lab.store.reader, block: nil)
        #expect(checkIn.block.number == 1)
        let before = try PlanDesk(try Lab().folder, today: .today)
        await #expect(throws: PortfolioError.self) {
            try await PlanCheckIn(before, reader: lab.store.reader, block: nil)
        }
    }

    @Test("Every row of the plan audit marked done names a test that there is")
    func audit() throws {
        let audit = PlanAudit { _ in true }
        var tests = ""
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        var open = [root]
        while let folder = open.popLast() {
            for name in try FolderNames.of(folder) {
                let path = folder + "/" + name
                if FileAccess.isFolder(path) {
                    if name != "Fixtures" { open.append(path) }
                } else if name.hasSuffix(".swift") {
                    tests += String(
                        decoding: try FileAccess.read(path, path: name), as: UTF8.self)
                }
            }
        }
        for (row, state, reason) in audit.rows {
            if state == .done {
                let proof = try #require(row.proof)
                #expect(tests.contains("\"\(proof)\""), "\(row.id): \(proof)")
            } else {
                #expect(!reason.isEmpty, "\(row.id)")
            }
        }
        #expect(Set(audit.rows.map(\.row.id)).count == audit.rows.count)
        #expect(audit.rows.count == 64)
        // Without any command nothing is done, and every row says why.
        let bare = PlanAudit { _ in false }
        #expect(bare.count(.notYet) == bare.rows.count)
        #expect(bare.rows.allSatisfy { !$0.reason.isEmpty })
    }
}
