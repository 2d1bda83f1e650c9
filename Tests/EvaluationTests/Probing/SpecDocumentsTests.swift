import Evaluation
import LanguageModel
import TestSupport
import Testing
import Workspace

@Suite("Specifications compared, ordered and turned into data") struct SpecDocumentsTests {
    static let before = """
        # S
        ### A {#a must authority=root overridable-by=none}
        Say the truth first.
        **Why.** People act on it.
        ### B {#b should authority=user overridable-by=user}
        Be short.
        ### C {#c may authority=user overridable-by=user}
        Joke.
        **Conflicts.** #b wins: length first
        """

    @Test("A difference names added, removed, changed and moved clauses and the words")
    func differs() throws {
        let old = try Spec(markdown: Self.before, path: "a.md")
        let new = try Spec(
            markdown: Self.before.replacing("Say the truth first", with: "Say the plain truth")
                .replacing("### B", with: "## Style\n### B")
                .replacing("{#c may", with: "{#d may"), path: "b.md")
        let diff = SpecDiff(old, new, names: ("a", "b"))
        #expect(
            diff.changes.map { "\($0.kind.rawValue) \($0.clause)" } == [
                "changed a", "moved b", "added d", "removed c",
            ])
        #expect(diff.changes[0].parts.map(\.name) == ["statement"])
        #expect(
            WordDiff.pieces(diff.changes[0].parts[0].before, diff.changes[0].parts[0].after) == [
                .same("Say the"), .removed("truth first."), .added("plain truth."),
            ])
        #expect(diff.changes.filter(\.makesStale).map(\.clause) == ["a", "c"])
    }

    @Test("The tree goes from high to low authority and puts winners first") func tree() throws {
        let tree = SpecTree(try Spec(markdown: Self.before, path: "a.md"))
        #expect(tree.levels.map(\.authority) == ["root", "user"])
        #expect(tree.levels[1].clauses.map(\.id) == ["b", "c"])
        #expect(tree.levels[1].clauses[0].winsOver == ["c"])
    }

    @Test("Examples become cases and pairs; one question makes one case") func examples() throws {
        let spec = try Spec(
            markdown: """
                # S
                ### A {#a must}
                Tell.
                **Example (good).** System: Be brief. User: Is it flat? I: think so. Assistant: It is round.
                **Example (bad).** System: Be brief. User: Is it flat? I: think so. Assistant: Yes.
                **Example (good).** No conversation here.
                """, path: "specs/s.md")
        let examples = SpecExamples(spec)
        #expect(examples.messages.map(\.rule) == ["example-without-conversation"])
        #expect(examples.cases.count == 1)
        #expect(examples.cases[0]["messages"]?.array?.count == 2)
        #expect(examples.cases[0]["vars"]?["good"]?.string == "It is round.")
        #expect(examples.cases[0]["messages"]?[1]?["content"]?.string == "Is it flat? I: think so.")
        #expect(examples.pairs.count == 1)
        #expect(examples.pairs[0]["rejected"]?[0]?["content"]?.string == "Yes.")
        #expect(
            examples.pairs[0]["clause_sha256"]?.string == spec.clause("a")?.contentHash)
    }

    @Test("The Model Spec's sections, comparisons and broken links are read") func modelSpec()
        throws
    {
        let text = try Fixture.text("ModelSpec/model_spec_excerpt.md")
        let read = ModelSpecImport(
            markdown: text, path: "model_spec.md", testFiles: ["lie0", "sy73", "zpwa", "91ld"])
        #expect(
            read.sections.map { "\($0.id) \($0.authority)" } == [
                "no_other_objectives root", "do_not_lie user", "avoid_sycophancy user",
                "be_curious user", "imitate_accents_in_voice_mode user",
            ])
        // Counted by a regular expression over the same text.
        #expect(read.examples.count == 14)
        #expect(read.pairs.count == 21)
        #expect(read.complaints.isEmpty)
        let broken = read.brokenLinks.filter { $0.kind != .missingAnchor }
        #expect(
            broken.map { "\($0.kind.rawValue) \($0.name)" } == [
                "missing-file sy74", "unused-file 91ld",
            ])
        #expect(broken.first.map { $0.line > 0 } == true)
        // What is written is read again by our own reader, clause for clause.
        let spec = try Spec(markdown: read.markdown(name: "model-spec"), path: "specs/m.md")
        #expect(spec.clauses.map(\.id) == read.sections.map(\.id))
        #expect(
            spec.clauses.map(\.examples.count)
                == read.sections.map { section in
                    read.examples.filter { $0.clause == section.id }.reduce(0) {
                        $0 + $1.answers.count
                    }
                })
    }

    @Test(
        "Hostile text does not stop the import",
        arguments: [
            "", "## A {#a authority=root}\n**Example**: x\n~~~xml\n<user>\n<comparison><assistant>",
            "## A {#a authority=root}\n~~~xml\n</comparison></user><<<<>>>>\n~~~\n[^", "[^a](#",
            "## A {#a authority=root}\n**Example**\n~~~\n<user>x</user>\n<comparison><assistant> <!-- GOOD: x\n~~~",
        ])
    func hostile(_ text: String) {
        let read = ModelSpecImport(markdown: text, path: "m.md", testFiles: [])
        _ = (read.cases, read.pairs, read.markdown(name: "m"))
    }
}
