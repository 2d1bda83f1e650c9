import LanguageModel
import Testing
import Workspace

@Suite struct ScorerDocumentTests {
    /// A small vocabulary of the shape that Evaluation gives.
    static let vocabulary = ScorerVocabulary([
        .init(
            name: "contains", summary: "Contains a text.",
            arguments: .either([.label, .list(.text, minimum: 1)]), standsAlone: false),
        .init(name: "equals", summary: "Equals a text.", arguments: .label, standsAlone: false),
        .init(
            name: "refusal", summary: "Refuses.",
            arguments: .either([
                .boolean,
                .object(
                    ObjectShape(
                        "the arguments of 'refusal'", "",
                        fields: [.optional("strict", .boolean, "Strictly.")])),
            ])),
        .init(name: "not-applicable", summary: "A kind whose own name begins with not-."),
    ])

    func read(_ yaml: String) throws -> (scorers: [ScorerDocument], errors: [DocumentError]) {
        var errors = DocumentErrorCollector()
        let node = try DocumentNode(yaml: yaml, path: "s.yaml")
        return (ScorerDocument.read(node, Self.vocabulary, into: &errors), errors.errors)
    }

    @Test("Every way to write a scorer is read")
    func forms() throws {
        let (scorers, errors) = try read(
            """
            - refusal
            - not-refusal
            - {contains: [a, b], weight: 0.5, name: both}
            - not-contains: c
            - not-applicable
            - {any: [{contains: x}, {all: [{contains: y}, refusal]}], threshold: 0.5, weight: 2}
            - contains: d
            - contains: e
            """)
        #expect(errors.isEmpty)
        #expect(
            scorers.map(\.name) == [
                "refusal", "not-refusal", "both", "not-contains", "not-applicable", "any",
                "contains", "contains-2",
            ])
        #expect(scorers.map(\.negated) == [false, true, false, true, false, false, false, false])
        #expect(scorers[2].weight == 0.5)
        #expect(scorers[2].arguments.items.compactMap(\.text) == ["a", "b"])
        #expect(scorers[5].threshold == 0.5)
        #expect(scorers[5].members.map(\.kind) == ["contains", "all"])
        #expect(scorers[5].members[1].members.map(\.word) == ["contains", "refusal"])
        #expect(scorers[3].arguments.location == SourceLocation(line: 4, column: 17))
    }

    @Test(
        "A wrong scorer is refused at its place, with what was meant",
        arguments: [
            ("- containz: a", "1:3 there is no scorer 'containz'", "did you mean 'contains'?"),
            ("- refusl", "1:3 there is no scorer 'refusl'", "did you mean 'refusal'?"),
            ("- contains", "1:3 'contains' needs arguments", "write {contains: …}"),
            (
                "- {contains: a, equals: b}",
                "1:17 a scorer has one kind, here 'contains' and 'equals'",
                "write them as two scorers of the list"
            ),
            (
                "- {contains: a, wieght: 2}", "1:17 unknown key 'wieght' in a scorer",
                "did you mean 'weight'?"
            ),
            ("- {contains: a, weight: -1}", "1:25 expected a number at least 0, found -1", ""),
            (
                "- {contains: a, threshold: 0.5}",
                "1:28 'threshold' beside 'contains' has no meaning",
                "put it into the arguments of 'contains'"
            ),
            ("- {weight: 2}", "1:3 a scorer needs a kind", "for example {contains: \"Paris\"}"),
            (
                "- {any: []}", "1:9 'any' takes a list of scorers",
                "write any: [{contains: a}, {contains: b}]"
            ),
            ("- [1]", "1:3 expected a scorer, found a list", ""),
            (
                "contains: a", "1:1 expected a list of scorers, found a mapping",
                "write scorers: [{contains: …}]"
            ),
            (
                "- {refusal: {strct: true}}",
                "1:14 unknown key 'strct' in the arguments of 'refusal'", "did you mean 'strict'?"
            ),
            (
                "- {contains: a, name: x}\n- {equals: b, name: x}",
                "2:4 another scorer is already named 'x'", "give one of the two another name"
            ),
        ])
    func refused(yaml: String, message: String, suggestion: String) throws {
        let errors = try read(yaml).errors
        #expect(errors.map { "\($0.line):\($0.column) \($0.message)" } == [message])
        #expect((errors.first?.suggestion ?? "") == suggestion)
    }

    @Test("Sets within sets are bounded")
    func deep() throws {
        let yaml =
            "- " + String(repeating: "{all: [", count: 20) + "refusal"
            + String(repeating: "]}", count: 20)
        #expect(try read(yaml).errors.map(\.code) == [.limit])
    }

    @Test("Equal scorers have equal hashes; arguments, weight and name change them")
    func hashes() throws {
        let scorers = try read(
            "- contains: a\n- {contains: b, name: contains-x}\n- {contains: a, weight: 2}"
        ).scorers
        let again = try read("- {\"contains\": 'a'}").scorers
        #expect(scorers[0].contentHash == again[0].contentHash)
        #expect(Set(scorers.map(\.contentHash)).count == 3)
    }
}
