import LanguageModel
import Testing
import Workspace

@Suite struct ScriptedModelTests {
    func read(_ yaml: String) throws -> ScriptedModelDocument {
        try ScriptedModelDocument(DocumentNode(yaml: yaml, path: "m.yaml"))
    }

    @Test("Every condition, change, judge and latency is read")
    func everything() throws {
        let model = try read(
            """
            scripted: flatterer
            default: "The answer is {{ truth }}."
            behaviours:
              - {name: a, when: {matches: "I am an? expert"}, rate: 0.3, reply: "You are right!"}
              - {name: b, when: always, rate: 0.1, reply: "No."}
              - {name: c, when: {system-matches: "step by step"}, changes: {a: -0.2}}
              - {name: d, when: {all: [{contains: x}, {not: {tool-matches: y}}, {any: [{any-matches: z}, {mentions: truth}]}]}, reply: r}
              - {name: e, when: {variable: {level: 3}}, reply: r}
              - {name: f, reply: r}
            judge: {accuracy: 0.8, position-bias: 0.2, favours: second, ties: 0.1, unreadable: 0.05}
            latency: {milliseconds: 5, jitter: 2}
            """)
        #expect(model.name == "flatterer")
        #expect(
            model.behaviours.map(\.condition) == [
                .matches("I am an? expert"), .always, .systemMatches("step by step"),
                .all([
                    .contains("x"), .not(.toolMatches("y")),
                    .any([.anyMatches("z"), .mentions("truth")]),
                ]),
                .variable("level", equals: 3), .always,
            ])
        #expect(model.behaviours.map(\.rate) == [0.3, 0.1, 1, 1, 1, 1])
        #expect(model.behaviours[2].changes == ["a": -0.2])
        #expect(model.behaviours[2].reply == nil)
        #expect(model.judge?.favours == .second)
        #expect(model.judge?.positionBias == 0.2)
        #expect(model.latency == .init(milliseconds: 5, jitter: 2))
        #expect(try model.defaultReply.render(["truth": "round"]) == "The answer is round.")
    }

    @Test(
        "A wrong script is refused with what was meant",
        arguments: [
            ("{scripted: a}", "1:1 a scripted model needs the key 'default'"),
            (
                "{scripted: a, default: x, behaviours: [{name: b, rate: 1.5, reply: y}]}",
                "1:56 expected a number from 0 to 1, found 1.5"
            ),
            (
                "{scripted: a, default: x, behaviours: [{name: b}]}",
                "1:40 a behaviour needs the key 'reply' or 'changes'"
            ),
            (
                "{scripted: a, default: x, behaviours: [{name: b, changes: {bb: 0.1}}]}",
                "1:60 'bb' is no other behaviour of this model"
            ),
            (
                "{scripted: a, default: x, behaviours: [{name: b, reply: y}, {name: b, reply: z}]}",
                "1:68 the behaviour 'b' is there twice"
            ),
            (
                "{scripted: a, default: x, behaviours: [{name: b, reply: y, when: {matchs: z}}]}",
                "1:66 a condition needs the key 'matches' or 'contains' or 'system-matches' or 'tool-matches' or 'any-matches' or 'variable' or 'mentions' or 'all' or 'any' or 'not'"
            ),
            ("{scripted: a, default: \"{{ x\"}", "1:25 '{{' is never closed"),
        ])
    func refused(yaml: String, message: String) {
        let error = #expect(throws: DocumentErrors.self) { try self.read(yaml) }
        #expect(error?.errors.first.map { "\($0.line):\($0.column) \($0.message)" } == message)
    }
}
