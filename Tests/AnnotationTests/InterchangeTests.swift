import Annotation
import LanguageModel
import Testing
import Workspace

@Suite("Interchange")
struct InterchangeTests {
    private static let config = """
        <View><Header value="Prompt"/><Text name="prompt" value="$prompt"/>
        <Text name="a1" value="$answer1"/><Text name="a2" value="$answer2"/>
        <Pairwise name="pw" toName="a1,a2"/></View>
        """
    private static let tasks = """
        [{"id": 7, "data": {"prompt": "p", "answer1": "one", "answer2": "two"}, "meta": {"k": 1},
          "odd": true, "predictions": [286],
          "annotations": [
            {"id": 5678, "completed_by": {"email": "ana@x.org"}, "was_cancelled": false,
             "ground_truth": true, "lead_time": 4.288, "created_at": "2026-03-01T10:00:00.250Z",
             "unknown": [1], "parent_prediction": 3,
             "result": [{"id": "r1", "from_name": "pw", "to_name": "pw", "type": "pairwise",
                         "origin": "manual", "value": {"selected": "left"}}]},
            {"id": 5679, "completed_by": 42, "was_cancelled": true, "result": []}]},
         {"id": 8, "data": {"prompt": "q", "answer1": "three", "answer2": "four"},
          "annotations": []}]
        """

    private static func imported(
        _ workspace: LabelWorkspace, config: String, tasks text: String
    ) async throws -> (LabellingDesk, [String]) {
        let read = try LabelStudioConfig(xml: config, path: "c.xml")
        let tasks = try LabelStudioTasks(json: text, path: "t.json")
        try workspace.folder.write("# g\n", to: "labels/ls.md")
        try workspace.folder.write(
            tasks.dataset(read).map(JSONLines.line).joined(), to: "datasets/ls.jsonl")
        try workspace.folder.write(
            read.document(name: "ls", dataset: "datasets/ls.jsonl"), to: "labels/ls.yaml")
        let desk = try await workspace.desk("labels/ls.yaml")
        let (judgments, notes) = tasks.judgments(
            for: try await desk.state(), annotator: "me", source: "t.json")
        _ = try await desk.take(judgments)
        return (desk, notes)
    }

    @Test("Tasks and annotations of Label Studio come back exactly as they went in")
    func roundTrip() async throws {
        let workspace = try LabelWorkspace()
        let (desk, notes) = try await Self.imported(
            workspace, config: Self.config, tasks: Self.tasks)
        #expect(notes.count == 1 && notes[0].contains("predictions"))
        let queue = try await desk.state()
        let vote = try #require(queue.current.first { !$0.isSkip })
        #expect(vote.annotator == "ana@x.org" && vote.answers == ["pw": "a"])
        #expect(vote.elapsed == 4288)
        #expect(vote.created.description == "2026-03-01T10:00:00.250Z")
        #expect(queue.current.first { $0.isSkip }?.annotator == "user-42")
        let exported = LabelStudioTasks(queue)
        let original = try JSONValue(parsing: Self.tasks)
        #expect(JSONValue.array(exported.tasks) == original)
        // And once more, from what was exported.
        let (again, _) = try await Self.imported(
            LabelWorkspace(), config: Self.config, tasks: exported.text)
        #expect(LabelStudioTasks(try await again.state()).text == exported.text)
        let (judgments, _) = exported.judgments(for: queue, annotator: "me", source: "t.json")
        #expect(try await desk.take(judgments) == 0)
    }

    @Test("Our own judgments travel with all that Label Studio has no place for, and back")
    func own() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(
            "{id: better, kind: pairwise}", items: LabelWorkspace.pairs(4),
            annotators: "{repeats: 0.5, overlap: all}")
        let desk = try await workspace.desk(path)
        try await desk.judgeAll(as: "ana") { _, _ in ["better": "tie"] }
        var submission = Submission(try await #require(desk.next(for: "ben")), annotator: "ben")
        submission.cantTell = ["better"]
        submission.note = "hm"
        _ = try await desk.submit(submission)
        let queue = try await desk.state()
        let text = LabelStudioTasks(queue).text
        let config = desk.project.labelStudioConfig(items: queue.items)
        #expect(config.xml.contains("<Choices name=\"better\" toName=\"left,right\""))
        // Into the same project without its judgments.
        let other = try LabelWorkspace()
        let same = try await other.desk(
            other.project(
                "{id: better, kind: pairwise}", items: LabelWorkspace.pairs(4),
                annotators: "{repeats: 0.5, overlap: all}"))
        let (judgments, notes) = try LabelStudioTasks(json: text, path: "t.json")
            .judgments(for: try await same.state(), annotator: "me", source: "t.json")
        #expect(notes.isEmpty)
        #expect(try await same.take(judgments) == queue.current.count)
        #expect(try await same.state().current == queue.current)
        #expect(LabelStudioTasks(try await same.state()).text == text)
    }

    @Test("Marked parts are found by code points and by UTF-16 units, whichever fits their text")
    func spans() async throws {
        let config = """
            <View><Labels name="l" toName="t"><Label value="X"/></Labels><Text name="t" value="$text"/></View>
            """
        func task(_ start: Int, _ end: Int) -> String {
            """
            {"id": \(start), "data": {"text": "\(start) 👩 abc"}, "annotations": [{"completed_by": {"email": "a"},
            "result": [{"from_name": "l", "to_name": "t", "type": "labels",
            "value": {"start": \(start), "end": \(end), "text": "abc", "labels": ["X"]}}]}]}
            """
        }
        let (desk, notes) = try await Self.imported(
            LabelWorkspace(), config: config,
            tasks: "[\(task(4, 7)), \(task(5, 8)), \(task(1, 4))]")
        #expect(notes.count == 1 && notes[0].contains("stands elsewhere"), "\(notes)")
        let found = try await desk.state().current.compactMap { $0.answers["l"]?.array?.first }
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0["start"] == 4 && $0["end"] == 7 && $0["text"] == "abc" })
    }

    @Test(
        "A task file that is none is refused with the task's number",
        arguments: ["[{\"data\": {}}, {\"x\": 1}]", "[1]", "{\"tasks\": []}", "[", "null"])
    func refused(text: String) {
        #expect(throws: DocumentError.self) { try LabelStudioTasks(json: text, path: "t.json") }
    }

    @Test("Argilla's ranks, shared ones too, are kept in both directions")
    func argilla() async throws {
        let workspace = try LabelWorkspace()
        let items: [JSONValue] = [["id": "r1", "answers": ["x", "y", "z"]]]
        let path = try workspace.project("{id: order, kind: ranking}", items: items)
        let desk = try await workspace.desk(path)
        let text = """
            {"id": "r1", "fields": {}, "responses": {"order": [{"user_id": "ana", "status": "submitted",
            "value": [{"value": "answer_2", "rank": 1}, {"value": "answer_1", "rank": 2}, {"value": "answer_3", "rank": 2}]},
            {"user_id": "ben", "status": "draft", "value": []}]}}
            """.split(separator: "\n").joined()
        let (judgments, notes) = try ArgillaRecords(text: text, path: "r.jsonl")
            .judgments(for: try await desk.state(), source: "r.jsonl")
        #expect(notes.count == 1)
        #expect(judgments.map(\.answers) == [["order": [["b"], ["a", "c"]]]])
        _ = try await desk.take(judgments)
        let back = ArgillaRecords(try await desk.state()).records[0]
        #expect(
            back["responses"]?["order"]?[0]?["value"]
                == [
                    ["value": "answer_2", "rank": 1], ["value": "answer_1", "rank": 2],
                    ["value": "answer_3", "rank": 2],
                ])
    }

    @Test("JSONL takes all judgments along, replaced ones too; a foreign line is named")
    func jsonLines() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(
            "{id: ok, kind: choice, options: [\"y\", \"n\"]}", items: LabelWorkspace.numbers(3))
        let desk = try await workspace.desk(path)
        try await desk.judgeAll(as: "ana") { _, _ in ["ok": "y"] }
        let queue = try await desk.state()
        let text = JudgmentRows.jsonLines(queue)
        let read = try JudgmentRows.read(jsonLines: text, path: "j.jsonl", for: queue)
        #expect(Set(read) == Set(queue.judgments.values))
        let error = #expect(throws: DocumentError.self) {
            try JudgmentRows.read(jsonLines: text + "{}\n", path: "j.jsonl", for: queue)
        }
        #expect(error?.line == 4)
        #expect(JudgmentRows.csv(queue).split(separator: "\r\n").count == 4)
    }

    @Test("A table of ratings becomes judgments; a wrong cell is named by its row")
    func table() async throws {
        let workspace = try LabelWorkspace()
        let path = try workspace.project(
            "{id: ok, kind: rating, levels: 5}", items: LabelWorkspace.numbers(2))
        let desk = try await workspace.desk(path)
        let queue = try await desk.state()
        let read = try JudgmentRows.read(
            csv: "source,annotator,ok\nn0,ana,4\nn1,ben,2\n", path: "good.csv", for: queue)
        #expect(read.map(\.answers) == [["ok": 4], ["ok": 2]])
        let error = #expect(throws: DocumentError.self) {
            try JudgmentRows.read(
                csv: "source,annotator,ok\nn0,ana,4\nn1,ben,9\n", path: "bad.csv", for: queue)
        }
        #expect(error?.line == 3)
    }
}
