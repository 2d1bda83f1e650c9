import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Levels applied to prompts")
struct AssembledPromptTests {
    private let item = EvalPlan.Case(
        id: "c", ordinal: 0, content: .null, vars: ["question": "What is 2 + 2?"], messages: [],
        turns: [], tags: [:], clauses: [], groupKey: nil, scorers: [])

    private func base() throws -> PromptTemplate {
        PromptTemplate(
            id: "p",
            parts: [
                .init(role: .system, template: try Template("Be kind.", path: "p")),
                .init(role: .user, template: try Template("{{ question }}", path: "p")),
            ])
    }

    private func messages(_ change: (inout LevelChange) throws -> Void) throws -> [String] {
        var level = LevelChange()
        try change(&level)
        let prompt = AssembledPrompt(
            base: try base(), changes: [level],
            examples: [.init(vars: ["question": "1?"], answer: "one")], seed: 0)
        return try prompt.render(item).messages.map { "\($0.role.rawValue): \($0.text)" }
    }

    @Test("Without a change the prompt is the base prompt with its examples")
    func unchanged() throws {
        #expect(
            try messages { $0.exampleCount = 0 } == [
                "system: Be kind.", "user: What is 2 + 2?",
            ])
        #expect(
            try messages { _ in } == [
                "system: Be kind.", "user: 1?", "assistant: one", "user: What is 2 + 2?",
            ])
    }

    @Test("Instructions move, and structure marks them and the question")
    func positionAndStructure() throws {
        let moved = try messages {
            $0.exampleCount = 0
            $0.position = .after
            $0.structure = .xml
        }
        #expect(
            moved == [
                "user: <question>\nWhat is 2 + 2?\n</question>\n\n"
                    + "<instructions>\nBe kind.\n</instructions>"
            ])
        let both = try messages {
            $0.exampleCount = 0
            $0.position = .both
            $0.structure = .markdown
        }
        #expect(
            both == [
                "system: ## Instructions\n\nBe kind.",
                "user: ## Question\n\nWhat is 2 + 2?\n\n## Instructions\n\nBe kind.",
            ])
    }

    @Test("Texts of levels are templates at their places, in the order of places")
    func fragments() throws {
        let shown = try messages { change in
            change.exampleCount = 0
            for place in LevelChange.Place.allCases {
                change.fragments.append(
                    .init(
                        place: place,
                        template: try Template("[\(place.rawValue) {{ x }}]", path: "t")))
            }
            change.variables = ["x": 7]
        }
        #expect(
            shown == [
                "system: [opening 7]\n\nBe kind.\n\n[instructions 7]",
                "user: [before 7]\n\nWhat is 2 + 2?\n\n[after 7]",
            ])
    }

    @Test("A case's own conversation keeps its turns; the last question alone is marked")
    func conversation() throws {
        var talk = item
        talk.vars = [:]
        talk.messages = [Message(.user, "Hi"), Message(.assistant, "Hello"), Message(.user, "Go")]
        var level = LevelChange()
        level.structure = .xml
        let prompt = AssembledPrompt(base: try base(), changes: [level], examples: [], seed: 0)
        #expect(
            try prompt.render(talk).messages.map(\.text) == [
                "<instructions>\nBe kind.\n</instructions>", "Hi", "Hello",
                "<question>\nGo\n</question>",
            ])
    }
}
