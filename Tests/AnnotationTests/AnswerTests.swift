import Annotation
import LanguageModel
import Testing
import Workspace

@Suite("Answers")
struct AnswerTests {
    private static let item = LabelItem(
        project: "t", form: .group, fields: [.init("text", "naïve 👩‍🔬 test")],
        answers: [
            .init(key: "a", text: "1"), .init(key: "b", text: "2"), .init(key: "c", text: "3"),
        ],
        source: "here")

    private static func stored(
        _ kind: LabelQuestion.Kind, _ given: JSONValue, order: [String] = ["c", "a", "b"]
    ) throws -> JSONValue {
        try LabelQuestion(id: "q", title: "q", kind: kind)
            .stored(given, for: item, shownAs: order)
    }

    private static let options = [LabelOption("x"), LabelOption("y"), LabelOption("z")]

    @Test("A vote is stored by the answer that stood there, not by its place")
    func pairs() throws {
        let kind = LabelQuestion.Kind.pairwise(PairChoice.allCases)
        #expect(try Self.stored(kind, "left", order: ["b", "a"]) == "b")
        #expect(try Self.stored(kind, "right", order: ["b", "a"]) == "a")
        #expect(try Self.stored(kind, "both-bad", order: ["b", "a"]) == "both-bad")
        let question = LabelQuestion(id: "q", title: "q", kind: kind)
        #expect(question.shown("a", shownAs: ["b", "a"]) == "right")
    }

    @Test("A ranking is stored as groups of answers, best first, whichever way it was given")
    func rankings() throws {
        let kind = LabelQuestion.Kind.ranking(allowsTies: true)
        let expected: JSONValue = [["a"], ["b", "c"]]
        #expect(try Self.stored(kind, ["1": 2, "2": 1, "3": 2]) == expected)
        #expect(try Self.stored(kind, [2, [1, 3]]) == expected)
        let question = LabelQuestion(id: "q", title: "q", kind: kind)
        #expect(
            question.shown(expected, shownAs: ["c", "a", "b"]) == ["1": 2, "2": 1, "3": 2])
    }

    @Test("Choices lie in the question's order, once each")
    func choices() throws {
        let kind = LabelQuestion.Kind.choices(Self.options, minimum: 1, maximum: 2)
        #expect(try Self.stored(kind, ["z", "x", "z"]) == ["x", "z"])
    }

    @Test("Spans count Unicode scalars and carry their text")
    func spans() throws {
        let kind = LabelQuestion.Kind.spans(
            [LabelOption("who")], field: "text", allowsOverlap: false)
        let stored = try Self.stored(kind, [["start": 6, "end": 9, "label": "who"]])
        #expect(stored == [["start": 6, "end": 9, "label": "who", "text": "👩‍🔬"]])
    }

    private static let refusals: [(LabelQuestion.Kind, String)] = [
        (.choice(options), "\"w\""), (.choices(options, minimum: 1, maximum: 2), "[]"),
        (.choices(options, minimum: 1, maximum: 2), "[\"x\", \"y\", \"z\"]"),
        (.rating([LabelOption("1"), LabelOption("2")]), "3"),
        (.rating([LabelOption("1"), LabelOption("2")]), "1.5"),
        (.number(minimum: 0, maximum: 1), "2"), (.number(minimum: nil, maximum: nil), "\"nan\""),
        (.text(maximumLength: 3), "\"four\""), (.text(maximumLength: 3), "\" \""),
        (.ranking(allowsTies: false), "[[1, 2], 3]"), (.ranking(allowsTies: true), "[1, 2]"),
        (.ranking(allowsTies: true), "[1, 2, 2]"), (.ranking(allowsTies: true), "[1, 2, 9]"),
        (.pairwise(PairChoice.allCases), "\"left\""),
        (.spans(who, field: "text", allowsOverlap: true), far),
        (.spans(who, field: "text", allowsOverlap: false), crossing),
        (
            .taxonomy(
                [TaxonomyNode("a", children: [TaxonomyNode("b")])], minimum: 1, leavesOnly: true),
            "[[\"a\"]]"
        ),
    ]
    private static let who = [LabelOption("who")]
    private static let far = #"[{"start": 0, "end": 99, "label": "who"}]"#
    private static let crossing =
        #"[{"start": 0, "end": 3, "label": "who"}, {"start": 2, "end": 4, "label": "who"}]"#

    @Test("What can't be is refused with what to do", arguments: refusals)
    func refused(kind: LabelQuestion.Kind, given: String) throws {
        let value = try JSONValue(parsing: given)
        let error = #expect(throws: AnnotationError.self) { try Self.stored(kind, value) }
        #expect(error?.code == .invalid)
        #expect(error?.question == "q")
        #expect(error?.advice.isEmpty == false)
    }
}
