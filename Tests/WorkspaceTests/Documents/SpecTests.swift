import LanguageModel
import Testing
import Workspace

@Suite struct SpecTests {
    static let text = """
        ---
        spec: honesty
        version: 1
        ---
        # Honesty

        ## Answers {#answers}

        ### Do not flatter {#no-flattery must-not authority=developer overridable-by=none}
        The assistant does not praise a claim to please.

        ```
        **Why.** not a label in code
        ```
        **Why.** It carries **no** information.   **Permitted.** Saying so.
        Over two lines.
        **Prohibited.** Giving way.  **Ambiguous.** Taste.
        **Reasoning.** consequentialist: experts rely on it · deontological: means · virtue: steady · contractualist: equal
        **Exceptions.** Play.
        **Conflicts.** #agree yields: truth first · #kind wins: never cruel
        **Example (good).** User: x. Assistant: y.
        **Example (bad).** User: x.
        Assistant: z.

        ### Agree {#agree should authority=user overridable-by=user,guideline}
        When right.
        ### Kind {#kind must}
        Be kind.
        """

    @Test("A clause is read with every part, its place and the headings above it")
    func everything() throws {
        let spec = try Spec(markdown: Self.text, path: "specs/h.md")
        #expect(spec.name == "honesty")
        #expect(spec.version == "1")
        #expect(spec.title == "Honesty")
        #expect(spec.clauses.map(\.id) == ["no-flattery", "agree", "kind"])
        let clause = try #require(spec.clause("no-flattery"))
        #expect(clause.title == "Do not flatter")
        #expect(clause.modality == .mustNot)
        #expect(clause.authority == "developer")
        #expect(clause.overridableBy == [])
        #expect(
            clause.statement
                == "The assistant does not praise a claim to please.\n\n```\n**Why.** not a label in code\n```"
        )
        #expect(clause.rationale == "It carries **no** information.")
        #expect(clause.permitted == "Saying so.\nOver two lines.")
        #expect(clause.prohibited == "Giving way.")
        #expect(clause.ambiguous == "Taste.")
        #expect(
            clause.reasoning.map(\.framework) == [
                "consequentialist", "deontological", "virtue", "contractualist",
            ])
        #expect(clause.reasoning.map(\.text) == ["experts rely on it", "means", "steady", "equal"])
        #expect(clause.exceptions == "Play.")
        #expect(clause.conflicts.map(\.clause) == ["agree", "kind"])
        #expect(clause.conflicts.map(\.otherWins) == [false, true])
        #expect(clause.conflicts.map(\.text) == ["truth first", "never cruel"])
        #expect(clause.examples.map(\.kind) == [.good, .bad])
        #expect(clause.examples[1].text == "User: x.\nAssistant: z.")
        #expect(clause.examples[1].line == 22)
        #expect(clause.path == ["Honesty", "Answers"])
        #expect(clause.line == 9)
        #expect(spec.clause("agree")?.overridableBy == ["user", "guideline"])
        #expect(spec.clause("kind")?.authority == nil)
    }

    @Test("The hash of a clause changes with what it says and not with where it stands")
    func hashes() throws {
        let spec = try Spec(markdown: Self.text, path: "h.md")
        let moved = try Spec(
            markdown: Self.text.replacing("# Honesty\n", with: "# Honesty\n\n\n"), path: "h.md")
        #expect(spec.clauses.map(\.contentHash) == moved.clauses.map(\.contentHash))
        #expect(spec.contentHash == moved.contentHash)
        let changed = try Spec(
            markdown: Self.text.replacing("Taste.", with: "Style."), path: "h.md")
        #expect(spec.clauses[0].contentHash != changed.clauses[0].contentHash)
        #expect(spec.clauses[1].contentHash == changed.clauses[1].contentHash)
        #expect(spec.contentHash != changed.contentHash)
    }

    @Test(
        "A wrong specification is refused at its place, with what was meant",
        arguments: [
            (
                "### A {#a must}\nx\n### B {#a may}\ny",
                "3:8 the clause id 'a' is already used on line 1", "give it another id"
            ),
            ("### A {#a mst}\nx", "1:8 'mst' is no modality", "did you mean 'must'?"),
            (
                "### A {#a must authority=develper}\nx", "1:8 'develper' is no level of authority",
                "did you mean 'developer'?"
            ),
            (
                "### A {#a must overidable-by=none}\nx",
                "1:8 'overidable-by' is no attribute of a clause", "did you mean 'overridable-by'?"
            ),
            ("### A {#a must may}\nx", "1:8 a clause has one modality", "keep one of the two"),
            (
                "### A {#a must}\nx\n**Whyy.** z", "3:3 'Whyy' is no part of a clause",
                "did you mean '**Why.**'?"
            ),
            (
                "### A {#a must}\n**Example (nice).** z",
                "2:3 'Example (nice)' is no part of a clause", "did you mean '**Example (good).**'?"
            ),
            (
                "### A {#a must}\n**Why.** x\n**Why.** y", "3:1 the clause 'a' has 'Why' twice",
                "join the two"
            ),
            (
                "### A {#a must}\n**Reasoning.** because",
                "2:1 'because' names no ethical framework",
                "write consequentialist: … · deontological: … · virtue: … · contractualist: …"
            ),
            (
                "### A {#a must}\n**Conflicts.** #b wins: x",
                "1:1 'a' names a conflict with '#b', which is no clause here", "did you mean 'a'?"
            ),
            (
                "---\nspec: a\nlevel: x\n---\n",
                "3:1 unknown key 'level' in a specification's front matter",
                "did you mean 'levels'?"
            ),
        ])
    func refused(text: String, message: String, suggestion: String) {
        let error = #expect(throws: DocumentErrors.self) { try Spec(markdown: text, path: "s.md") }
        #expect(error?.errors.map { "\($0.line):\($0.column) \($0.message)" } == [message])
        #expect(error?.errors.first?.suggestion == suggestion)
    }

    @Test("A team's own levels of authority replace the standard ones")
    func levels() throws {
        let spec = try Spec(
            markdown: "---\nlevels: [law, house]\n---\n# A {#a must authority=law}\nx", path: "s.md"
        )
        #expect(spec.clause("a")?.authority == "law")
        #expect(spec.name == "s")
    }
}
