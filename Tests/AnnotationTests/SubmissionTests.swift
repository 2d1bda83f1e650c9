import Annotation
import Foundation
import LanguageModel
import Testing
import Workspace

@Suite("Taking judgments")
struct SubmissionTests {
    private static let yes = "{id: ok, kind: choice, options: [\"y\", \"n\"]}"

    @Test("Fifty people posting at once, each judgment twice, lose nothing and double nothing")
    func fifty() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await workspace.desk(
            workspace.project(
                Self.yes, items: LabelWorkspace.numbers(4), annotators: "{overlap: all}"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let person = "person-\(number)"
                    for _ in 0..<4 {
                        guard let next = try await desk.next(for: person) else { break }
                        var submission = Submission(next, annotator: person)
                        submission.answers = ["ok": number % 2 == 0 ? "y" : "n"]
                        let sent = submission
                        async let first = desk.submit(sent)
                        async let second = desk.submit(sent)
                        let both = try await [first, second]
                        #expect(both[0].id == both[1].id)
                    }
                }
            }
            try await group.waitForAll()
        }
        let records = try await workspace.store.reader.records(.annotation, named: "test")
        #expect(records.count == 200)
        #expect(Set(records.map { "\($0.author)/\($0.links[0].target)" }).count == 200)
        let journal = JudgmentJournal(folder: workspace.folder.root + "/judgments")
        let (lines, complaints) = try journal.records()
        #expect(lines.count == 200 && complaints.isEmpty)
        #expect(Set(lines.compactMap { $0["id"]?.string }).count == 200)
    }

    @Test("Two desks on one store see each other's judgments, as two processes do")
    func twoDesks() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(Self.yes, items: LabelWorkspace.numbers(2))
        let one = try await workspace.desk(path)
        let other = try await LabellingDesk.open(
            path, in: workspace.folder, store: Store.open(at: workspace.folder.storePath))
        try await one.judgeAll(as: "ana") { _, _ in ["ok": "y"] }
        #expect(try await other.next(for: "ben") == nil)
        #expect(try await other.state().current.count == 2)
    }

    @Test("A ticket outlives the desk that gave it, and names one item alone")
    func restart() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(Self.yes, items: LabelWorkspace.numbers(5))
        let next = try await #require(workspace.desk(path).next(for: "ana"))
        let later = try await workspace.desk(path)
        var submission = Submission(next, annotator: "ana")
        submission.answers = ["ok": "y"]
        let taken = try await later.submit(submission)
        #expect(taken.id == next.ticket)
        #expect(try await later.submit(submission) == taken)
        for change in ["handle", "person"] {
            var forged = submission
            if change == "handle" { forged.handle = "0" } else { forged.annotator = "ben" }
            let sent = forged
            await #expect(throws: AnnotationError.self) { try await later.submit(sent) }
        }
        submission.ticket = await later.newID()
        let reused = submission
        await #expect(throws: AnnotationError.self) { try await later.submit(reused) }
        #expect(try await later.state().judgments.count == 1)
    }

    @Test("The same item under a second ticket is refused unless it was due again")
    func secondTicket() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(Self.yes, items: LabelWorkspace.numbers(1))
        let one = try await workspace.desk(path)
        let other = try await workspace.desk(path)
        let first = try await #require(one.next(for: "ana"))
        let second = try await #require(other.next(for: "ana"))
        for (desk, next, isTaken) in [(one, first, true), (other, second, false)] {
            var submission = Submission(next, annotator: "ana")
            submission.answers = ["ok": "y"]
            do {
                _ = try await desk.submit(submission)
                #expect(isTaken)
            } catch let error as AnnotationError {
                #expect(!isTaken && error.code == .conflict)
            }
        }
    }

    @Test("A store that was lost is rebuilt from the journal, judgments and all")
    func rebuilt() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(Self.yes, items: LabelWorkspace.numbers(3))
        let before = try await workspace.desk(path)
        try await before.judgeAll(as: "ana") { _, _ in ["ok": "y"] }
        let fresh = try Store.inMemory()
        let result = try await fresh.rebuildRecords(
            from: JudgmentJournal(folder: workspace.folder.root + "/judgments"))
        #expect(result.added == 3 && result.complaints.isEmpty)
        let after = try await LabellingDesk.open(path, in: workspace.folder, store: fresh)
        #expect(try await after.state().current == before.state().current)
        #expect(try await after.next(for: "ana") == nil)
    }

    @Test("Whether a suggestion was visible and touched is recorded, and hidden ones are not shown")
    func suggestions() async throws {
        for shown in [true, false] {
            let workspace = try LabelWorkspace()
            let items: [JSONValue] = [
                ["text": "one", "suggestions": ["ok": ["value": "n", "agent": "m", "score": 0.9]]]
            ]
            let desk = try await workspace.desk(
                workspace.project(
                    Self.yes, items: items,
                    annotators: "{suggestions: \(shown ? "shown" : "hidden")}"))
            let next = try await #require(desk.next(for: "ana"))
            #expect(next.suggestions == (shown ? ["ok": "n"] : [:]))
            var submission = Submission(next, annotator: "ana")
            submission.answers = ["ok": "n"]
            submission.touched = ["ok"]
            let judgment = try await desk.submit(submission)
            #expect(judgment.suggestionsVisible == (shown ? ["ok"] : []))
            #expect(judgment.suggestionsTouched == (shown ? ["ok"] : []))
            let stored = Judgment(try await workspace.store.reader.record(judgment.id))
            #expect(stored == judgment)
        }
    }

    @Test("Personal links name their person and nobody else")
    func links() throws {
        let workspace = try LabelWorkspace()
        let links = try PersonalLinks(folder: workspace.folder)
        let token = links.token(project: "p", annotator: "ana")
        #expect(token.count == 32)
        #expect(links.annotator(of: token, project: "p", among: ["ben", "ana"]) == "ana")
        #expect(links.annotator(of: token, project: "q", among: ["ben", "ana"]) == nil)
        #expect(
            try PersonalLinks(folder: workspace.folder).token(project: "p", annotator: "ana")
                == token)
        #expect(
            try PersonalLinks(folder: LabelWorkspace().folder)
                .token(project: "p", annotator: "ana") != token)
    }
}
