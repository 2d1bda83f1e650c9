import Evaluation
import Portfolio
import Testing
import Workspace

@Suite("Rehearsal") struct PracticeTests {
    @Test("Sections share a talk by their words, none less than half of an equal share")
    func sections() throws {
        let words = Array(repeating: "word", count: 90).joined(separator: " ")
        let plan = try TalkPlan(
            markdown: "# T\n\n## Long\n\n\(words)\n\n## Short\n\nten <!-- not these words -->\n",
            title: "t", minutes: 5)
        #expect(plan.sections.map(\.title) == ["Long", "Short"])
        #expect(abs(plan.sections.reduce(0) { $0 + $1.length } - 300) < 1e-9)
        // 90 of 91 words and at least a quarter, brought to a sum of one.
        let long = 90.0 / 91
        #expect(abs(plan.sections[0].length - 300 * long / (long + 0.25)) < 1e-9)
        #expect(plan.words == 650...750)
        #expect(throws: PortfolioError.self) {
            try TalkPlan(markdown: "## One\n", title: "t", minutes: 5)
        }
        let given = try TalkPlan(
            title: "t", minutes: 5,
            sections: [.init(title: "a", length: 60), .init(title: "b", length: 0)])
        #expect(given.sections.map(\.length) == [60, 240])
        #expect(throws: PortfolioError.self) {
            try TalkPlan(title: "t", minutes: 1, sections: [.init(title: "a", length: 61)])
        }
    }

    @Test("The clock marks sections, tells what is left and what is over") func clock() throws {
        var timer = TalkTimer(
            try TalkPlan(
                title: "t", minutes: 5,
                sections: [.init(title: "a", length: 60), .init(title: "b", length: 240)]))
        #expect(timer.line(at: 42) == "1/2 a  0:42 of 5:00  section ends in 0:18")
        timer.mark(at: 75)
        #expect(timer.line(at: 306) == "2/2 b  5:06 of 5:00  section over by 0:06")
        timer.mark(at: 310)
        timer.mark(at: 400)
        #expect(timer.splits == [75, 235])
        #expect(timer.current == nil)
        #expect(TalkTimer.isInTime(330, of: 300) && TalkTimer.isInTime(270, of: 300))
        #expect(!TalkTimer.isInTime(331, of: 300) && !TalkTimer.isInTime(269, of: 300))
    }

    @Test("Each skill of the lexicon has a question, and names are unique") func questions() throws
    {
        let folder = try WorkspaceFolder(root: "/tmp")
        let questions = try PracticeQuestion.all(in: folder)
        #expect(Set(questions.map(\.id)).count == questions.count)
        #expect(questions.count { $0.origin == .plan } == 3)
        let skills = try RoleLexicon.read(in: folder).skills.map(\.id)
        for skill in skills {
            #expect(questions.contains { $0.skills.contains(skill) }, "\(skill)")
        }
        for skill in questions.flatMap(\.skills) { #expect(skills.contains(skill), "\(skill)") }
    }

    @Test(
        "An interviewer's check has as many items as a check needs, half of them shorter when good")
    func items() {
        let items = InterviewerCheck.check.items
        #expect(items.count >= JudgeCompetence.minimumItems)
        let shorter = items.count { $0.good.count < $0.bad.count }
        #expect(abs(shorter * 2 - items.count) <= 2, "\(shorter)")
        #expect(InterviewerCheck.check.contentHash != JudgeCompetenceCheck(.comparing).contentHash)
    }
}
