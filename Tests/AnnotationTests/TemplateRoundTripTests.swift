import Annotation
import LanguageModel
import TestSupport
import Testing
import Workspace

@Suite("Label Studio's templates there and back")
struct TemplateRoundTripTests {
    /// A template with the data of a task and what somebody answered.
    struct Template: Sendable, CustomTestStringConvertible {
        var name: String
        var data: String
        /// `[from_name, to_name, type, value]`.
        var results: [(from: String, to: String, type: String, value: String)]
        var testDescription: String { name }
    }

    static let templates = [
        Template(
            name: "text-classification", data: #"{"text": "Fine 👩‍🚀"}"#,
            results: [("sentiment", "text", "choices", #"{"choices": ["Positive"]}"#)]),
        Template(
            name: "response-grading", data: #"{"document": "long", "summary": "short"}"#,
            results: [("rating", "summary", "rating", #"{"rating": 4}"#)]),
        Template(
            name: "supervised-llm", data: #"{"prompt": "Write"}"#,
            results: [("instruction", "prompt", "textarea", #"{"text": ["Done."]}"#)]),
        Template(
            name: "human-feedback-collection",
            data: #"{"prompt": "p", "answer1": "one", "answer2": "two"}"#,
            results: [("comparison", "comparison", "pairwise", #"{"selected": "right"}"#)]),
        Template(
            name: "pairwise-classification", data: #"{"text1": "one", "text2": "two"}"#,
            results: [("pw", "pw", "pairwise", #"{"selected": "left"}"#)]),
        Template(
            name: "chatbot-assessment",
            data:
                #"{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}"#,
            results: [
                ("likert_scale", "dialogue", "rating", #"{"rating": 6}"#),
                ("hallucination", "dialogue", "choices", #"{"choices": ["No"]}"#),
            ]),
        Template(
            name: "content-moderation", data: #"{"text": "words"}"#,
            results: [
                ("content_moderation", "text", "choices", #"{"choices": ["Toxic", "Insult"]}"#),
                ("comments", "text", "textarea", #"{"text": ["why"]}"#),
            ]),
        Template(
            name: "chat_rlhf", data: #"{"chat": [{"role": "user", "content": "Hi"}]}"#,
            results: [
                ("rating", "chat", "rating", #"{"rating": 3}"#),
                ("tone", "chat", "choices", #"{"choices": ["Too formal"]}"#),
            ]),
    ]

    @Test(
        "What was answered under each template comes back as it went in, unknown parts included",
        arguments: templates)
    func roundTrip(template: Template) async throws {
        let path = "LabelStudio/\(template.name).xml"
        let config = try LabelStudioConfig(xml: try Fixture.text(path), path: path)
        let results = template.results.enumerated().map { index, result in
            """
            {"id": "r\(index)", "from_name": "\(result.from)", "to_name": "\(result.to)", \
            "type": "\(result.type)", "origin": "manual", "value": \(result.value)}
            """
        }
        let text = """
            [{"id": 1, "data": \(template.data), "meta": {}, "annotations": [{"id": 9, \
            "completed_by": {"email": "ana@x.org"}, "was_cancelled": false, "lead_time": 2.5, \
            "created_at": "2026-03-01T10:00:00.250Z", "result": [\(results.joined(separator: ", "))]}]}]
            """
        let tasks = try LabelStudioTasks(json: text, path: "t.json")
        let workspace = try LabelWorkspace()
        try workspace.folder.write("# g\n", to: "labels/ls.md")
        try workspace.folder.write(
            tasks.dataset(config).map(JSONLines.line).joined(), to: "datasets/ls.jsonl")
        try workspace.folder.write(
            config.document(name: "ls", dataset: "datasets/ls.jsonl"), to: "labels/ls.yaml")
        let desk = try await workspace.desk("labels/ls.yaml")
        let (judgments, _) = tasks.judgments(
            for: try await desk.state(), annotator: "me", source: "t.json")
        #expect(try await desk.take(judgments) == 1)
        let queue = try await desk.state()
        let known = template.results.filter { result in
            config.controls.contains { $0.question.id == result.from }
        }
        #expect(queue.current.first?.answers.count == known.count)
        // What is asked of single messages has no question here and is named as left out.
        #expect(known.count == template.results.count || !config.omitted.isEmpty)
        #expect(JSONValue.array(LabelStudioTasks(queue).tasks) == (try JSONValue(parsing: text)))
    }
}
