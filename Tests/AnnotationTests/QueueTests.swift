import Annotation
import LanguageModel
import Testing
import Workspace

@Suite("The queue")
struct QueueTests {
    private static let yes = "{id: ok, kind: choice, options: [\"y\", \"n\"]}"

    @Test("Every item gets as many judgments as wanted, and no one is asked twice")
    func overlap() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await workspace.desk(
            workspace.project(
                Self.yes, items: LabelWorkspace.numbers(12), annotators: "{overlap: 2}"))
        for person in ["ana", "ben", "eva"] {
            let taken = try await desk.judgeAll(as: person) { _, _ in ["ok": "y"] }
            #expect(Set(taken.map(\.item)).count == taken.count)
        }
        let queue = try await desk.state()
        #expect(queue.items.allSatisfy { queue.count(of: $0.id) == 2 })
        #expect(try await desk.next(for: "dan") == nil)
    }

    @Test("Named annotators share the items evenly, and every two of them meet")
    func assignment() async throws {
        let workspace = try LabelWorkspace()
        let names = ["ana", "ben", "eva", "dan"]
        let desk = try await workspace.desk(
            workspace.project(
                Self.yes, items: LabelWorkspace.numbers(60),
                annotators: "{overlap: 2, names: [ana, ben, eva, dan]}"))
        var judged: [String: Set<RecordID>] = [:]
        for person in names {
            judged[person] = Set(
                try await desk.judgeAll(as: person) { _, _ in ["ok": "y"] }.map(\.item))
        }
        #expect(judged.values.allSatisfy { $0.count == 30 })
        for (index, first) in names.enumerated() {
            for second in names[(index + 1)...] {
                #expect(judged[first]!.intersection(judged[second]!).count > 0)
            }
        }
    }

    @Test("A stranger to a project with names is refused")
    func stranger() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await workspace.desk(
            workspace.project(
                Self.yes, items: LabelWorkspace.numbers(2), annotators: "{names: [ana]}"))
        let error = await #expect(throws: AnnotationError.self) {
            try await desk.next(for: "anna")
        }
        #expect(error?.code == .forbidden)
        #expect(error?.advice == "did you mean 'ana'?")
    }

    @Test("Another annotator meets the items in another order, the same one in the same")
    func order() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(
            Self.yes, items: LabelWorkspace.numbers(20), annotators: "{overlap: all}")
        let desk = try await workspace.desk(path)
        var orders: [[RecordID]] = []
        for person in ["ana", "ben"] {
            orders.append(
                try await desk.judgeAll(as: person) { _, _ in ["ok": "y"] }.map(\.item))
        }
        #expect(orders[0] != orders[1])
        #expect(Set(orders[0]) == Set(orders[1]))
        var queue = LabelQueue(project: desk.project, items: try await desk.state().items)
        #expect(queue.next(for: "ana")?.item == orders[0][0])
    }

    @Test("A share of the items comes again, unsaid and under another handle")
    func repeats() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await workspace.desk(
            workspace.project(
                Self.yes, items: LabelWorkspace.numbers(30), annotators: "{repeats: 0.1}"))
        var handles: Set<String> = []
        var texts: [String] = []
        let taken = try await desk.judgeAll(as: "ana") { _, shown in
            handles.insert(shown.handle)
            texts.append(shown.fields[0].value.string ?? "")
            #expect(!shown.json.serialized().contains("repeat"))
            return ["ok": "y"]
        }
        #expect(taken.count == 33)
        #expect(taken.count(where: \.isRepeat) == 3)
        #expect(handles.count == 33)
        for again in taken where again.isRepeat {
            let places = taken.indices.filter { taken[$0].item == again.item }
            #expect(places.count == 2)
            #expect(places[1] - places[0] > 1)
        }
    }

    @Test("Undo brings the last item with its answers, and the new judgment takes its place")
    func undo() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await workspace.desk(
            workspace.project(Self.yes, items: LabelWorkspace.numbers(3)))
        var submission = Submission(try await #require(desk.next(for: "ana")), annotator: "ana")
        submission.answers = ["ok": "y"]
        let first = try await desk.submit(submission)
        let again = try await #require(desk.undo(for: "ana"))
        #expect(again.replaces == first.id)
        #expect(again.previous == ["ok": "y"])
        submission = Submission(again, annotator: "ana")
        submission.answers = ["ok": "n"]
        let second = try await desk.submit(submission)
        #expect(second.replaces == first.id && second.item == first.item && !second.isRepeat)
        let queue = try await desk.state()
        #expect(queue.isReplaced(first.id))
        #expect(queue.current.map(\.id) == [second.id])
        #expect(queue.judgments.count == 2)
        var forged = submission
        forged.ticket = await desk.newID()
        let sent = forged
        let error = await #expect(throws: AnnotationError.self) { try await desk.submit(sent) }
        #expect(error?.code == .notFound)
    }

    @Test("A skipped item goes to somebody else; can't tell counts as a judgment without answer")
    func skips() async throws {
        let workspace = try LabelWorkspace()
        let desk = try await workspace.desk(
            workspace.project(Self.yes, items: LabelWorkspace.numbers(1)))
        var submission = Submission(try await #require(desk.next(for: "ana")), annotator: "ana")
        submission.skip = "not in my language"
        _ = try await desk.submit(submission)
        #expect(try await desk.next(for: "ana") == nil)
        submission = Submission(try await #require(desk.next(for: "ben")), annotator: "ben")
        let empty = submission
        await #expect(throws: AnnotationError.self) { try await desk.submit(empty) }
        submission.cantTell = ["ok"]
        let judgment = try await desk.submit(submission)
        #expect(judgment.cantTell == ["ok"] && judgment.answers.isEmpty)
        #expect(try await desk.next(for: "eva") == nil)
    }

    @Test("Items of a run show neither model nor prompt nor system message")
    func blind() async throws {
        let workspace = try LabelWorkspace()
        _ = try await workspace.run(cases: 12)
        try workspace.folder.write("# Guideline\n", to: "labels/g.md")
        try workspace.folder.write(
            """
            project: blind
            guideline: labels/g.md
            questions: [{id: better, kind: pairwise}, {id: good, kind: rating, levels: 5}]
            items: {run: latest}
            """, to: "labels/blind.yaml")
        let desk = try await workspace.desk("labels/blind.yaml")
        let queue = try await desk.state()
        #expect(queue.items.count { $0.form == .pair } == 12)
        #expect(queue.items.count { $0.form == .single } == 24)
        var sides: Set<[String]> = []
        try await desk.judgeAll(as: "ana") { item, shown in
            let text = shown.json.serialized()
            for word in ["secret", "calm", "loud\"", "smp_", "run_", item.id.description] {
                #expect(!text.contains(word), "\(word) in \(text)")
            }
            if item.form == .pair {
                sides.insert(shown.answers.map { $0.contains("!") ? "loud" : "calm" })
                return ["better": "left"]
            }
            return ["good": 3]
        }
        #expect(sides.count == 2, "one answer always stands on one side")
    }

    @Test("A draw stays as it is when the source grows, and drawing more keeps what was drawn")
    func draw() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(
            Self.yes, items: LabelWorkspace.numbers(40), source: ", sample: 10")
        let ten = Set(try await workspace.desk(path).state().items.map(\.id))
        #expect(ten.count == 10)
        _ = try workspace.project(
            Self.yes, items: LabelWorkspace.numbers(40), source: ", sample: 20")
        let twenty = Set(try await workspace.desk(path).state().items.map(\.id))
        #expect(twenty.count == 20 && twenty.isSuperset(of: ten))
        #expect(try await workspace.store.reader.records(.item, named: "test").count == 20)
    }

    @Test("A judgment remembers the guideline's version; each version is kept once")
    func guideline() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(Self.yes, items: LabelWorkspace.numbers(2))
        var first = try await workspace.desk(path)
        var submission = Submission(try await #require(first.next(for: "ana")), annotator: "ana")
        submission.answers = ["ok": "y"]
        let before = try await first.submit(submission)
        try workspace.folder.write("# Think twice\n", to: "labels/test.md")
        first = try await workspace.desk(path)
        _ = try await workspace.desk(path)
        submission = Submission(try await #require(first.next(for: "ana")), annotator: "ana")
        submission.answers = ["ok": "y"]
        let after = try await first.submit(submission)
        #expect(before.guideline != after.guideline)
        let versions = try await workspace.store.reader.records(.guideline, named: "test")
        #expect(versions.count == 2)
        #expect(
            Set(versions.compactMap { $0.body["sha256"]?.string })
                == [before.guideline, after.guideline])
        let links = try await workspace.store.reader.record(after.id).links
        #expect(links.contains { $0.relation == "under" })
    }
}
