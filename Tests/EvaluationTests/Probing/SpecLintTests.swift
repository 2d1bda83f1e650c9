import Evaluation
import LanguageModel
import Testing
import Workspace

@Suite("Linting a specification") struct SpecLintTests {
    /// A clause with nothing to complain about but what a test changes.
    static func spec(
        heading: String = "### Rule {#rule must authority=developer overridable-by=none}",
        statement: String = "The assistant names the source of a figure.",
        why: String = "**Why.** Figures without a source can't be checked.",
        more: String = ""
    ) -> String {
        """
        # Sources

        \(heading)

        \(statement)

        \(why)

        **Permitted.** A figure that the person gave.
        **Prohibited.** A figure from nowhere.
        **Ambiguous.** A figure that everybody knows: name it as such.
        **Reasoning.** consequentialist: errors are found · deontological: honesty · virtue: care · contractualist: fair · disagreement: none
        \(more)
        **Example (good).** User: How many? Assistant: Nine, says the 2020 census.
        **Example (bad).** User: How many? Assistant: Nine.
        """
    }

    static let tested = SpecTests(tests: [
        "rule": ClausePolarity.Kind.allCases.map {
            SpecTests.Test(
                caseID: $0.rawValue, suite: "s", suitePath: "suites/s.yaml", polarity: $0,
                isNamed: true)
        }
    ])

    func lint(_ text: String, _ tests: SpecTests? = tested) throws -> [CheckMessage] {
        let spec = try Spec(markdown: text, path: "specs/s.md")
        return SpecLint(spec, text: text, tests: tests).messages()
    }

    @Test("A clause with everything has nothing to say") func clean() throws {
        #expect(try lint(Self.spec()) == [])
    }

    @Test(
        "Each fault is found, alone, with its place",
        arguments: [
            (spec(why: ""), "missing-rationale", CheckMessage.Severity.error, 3, 1),
            (
                spec(why: "**Why.** <!-- What goes wrong without it? -->"), "missing-rationale",
                .error, 3, 1
            ),
            (spec(statement: ""), "missing-statement", .error, 3, 1),
            (
                spec(heading: "### Rule {#rule authority=developer overridable-by=none}"),
                "missing-modality", .error, 3, 1
            ),
            (
                spec(statement: "The assistant names appropriate sources."), "vague-word",
                .warning, 5, 21
            ),
            (
                spec(statement: "The assistant understands what a source is."),
                "untestable-state", .warning, 5, 15
            ),
            (
                spec(statement: "The assistant should name a source."), "modality-mismatch",
                .warning, 5, 15
            ),
        ])
    func faults(
        _ text: String, _ rule: String, _ severity: CheckMessage.Severity, _ line: Int,
        _ column: Int
    ) throws {
        let found = try lint(text)
        #expect(found.map(\.rule) == [rule])
        #expect(found.first?.severity == severity)
        #expect(found.first?.line == line)
        #expect(found.first?.column == column)
    }

    @Test(
        "A must wants a positive, a negative and a benign-twin case",
        arguments: ClausePolarity.Kind.allCases)
    func kinds(_ missing: ClausePolarity.Kind) throws {
        var tests = Self.tested
        tests.tests["rule"]?.removeAll { $0.polarity == missing }
        let found = try lint(Self.spec(), tests)
        #expect(found.map(\.rule) == ["missing-test"])
        #expect(found.first?.message.contains(missing.rawValue) == true)
        #expect(found.hasErrors)
    }

    @Test("A clause that nothing could show kept or broken is untestable") func untestable() throws
    {
        let text = "# S\n### R {#r should authority=user overridable-by=none}\nBe kind.\n"
        let rules = try lint(text, SpecTests()).map(\.rule)
        #expect(rules.contains("untestable"))
    }

    static func conflicting(_ pairs: [(String, String)]) -> String {
        let ids = ["a", "b", "c"]
        return "# S\n"
            + ids.map { id in
                let conflicts = pairs.filter { $0.0 == id }.map { "#\($0.1) yields: because" }
                let text = conflicts.joined(separator: " · ")
                return """
                    ### \(id) {#\(id) may authority=user overridable-by=none}
                    The assistant may do \(id).
                    **Why.** It helps.
                    **Reasoning.** consequentialist: x · deontological: x · virtue: x · contractualist: x · disagreement: none
                    \(text.isEmpty ? "" : "**Conflicts.** \(text)")
                    **Example (good).** User: x Assistant: y

                    """
            }.joined()
    }

    @Test("Priorities in a circle are named once, as a path") func circle() throws {
        let text = Self.conflicting([("a", "b"), ("b", "c"), ("c", "a")])
        let found = try lint(text, nil).filter { $0.severity == .error }
        #expect(found.map(\.rule) == ["cyclic-priority"])
        #expect(found.first?.message.contains("#a over #b over #c over #a") == true)
        #expect(try lint(Self.conflicting([("a", "b"), ("b", "c")]), nil).hasErrors == false)
    }

    @Test("A lower level may not win over a rule that only higher ones override")
    func authority() throws {
        let text = """
            # S
            ### High {#high must authority=root overridable-by=none}
            The assistant tells the truth.
            ### Low {#low may authority=user overridable-by=none}
            The assistant may play along.
            **Conflicts.** #high yields: it is more fun
            """
        #expect(try lint(text, nil).contains { $0.rule == "priority-against-authority" })
    }

    @Test("A benign twin of a matched group counts for every clause of the group")
    func twins() throws {
        let text = Self.spec().replacing(
            "# Sources",
            with: "---\npolarity: {tag: kind, negative: [pushed], benign-twin: [twin]}\n---\n#")
        let spec = try Spec(markdown: text, path: "specs/s.md")
        func one(_ id: String, _ kind: String, _ clauses: [String]) -> Case {
            Case(
                id: id, clauses: clauses, tags: ["kind": kind, "pair": "p1"],
                content: .object([:]))
        }
        let suite = Workspace.Suite(
            name: "s", cases: [one("x", "pushed", ["rule"]), one("y", "twin", [])],
            groupBy: "tags.pair", file: "suites/s.yaml")
        let tests = SpecTests(spec, suites: [suite])
        #expect(tests.count("rule", .negative) == 1)
        #expect(tests.count("rule", .benignTwin) == 1)
        #expect(tests.count("rule", .positive) == 0)
    }
}
