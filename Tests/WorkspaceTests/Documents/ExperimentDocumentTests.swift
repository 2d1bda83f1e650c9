import LanguageModel
import Testing
import Workspace

@Suite("Experiment documents")
struct ExperimentDocumentTests {
    static let suite = """
        suite: instructions
        models: [smollm2]
        prompts: [{id: plain, system: "Be kind.", user: "{{ question }} {{ register }}"}]
        cases:
          - {id: one, vars: {question: "q1"}, tags: {topic: a}}
          - {id: two, vars: {question: "q2"}, tags: {topic: b}}
        scorers: [{contains: x, name: format-followed}]
        """

    func read(_ yaml: String, suite: String = suite) throws -> ExperimentDocument {
        let folder = try TemporaryFolder()
        try folder.write(suite, to: "suites/s.yaml")
        try folder.write(yaml, to: "experiments/e.yaml")
        return try ExperimentDocument.read(
            "experiments/e.yaml", in: try WorkspaceFolder(root: folder.path),
            scorers: ScorerDocumentTests.vocabulary, configuration: .builtIn)
    }

    static let head = """
        experiment: e
        question: Why?
        outcome: {suite: suites/s.yaml, scorer: format-followed}

        """

    @Test("The example of the format is read: built-in factors, design and analysis")
    func formatExample() throws {
        let document = try read(
            Self.head + """
                hypotheses: ["longer prompts lower precision"]
                factors: {length: [none, short, medium, long], temperature: [0, 0.7]}
                design: {kind: full-factorial, repeats: 4, held-out: 0.3}
                analysis: {model: logit, cluster: case, tests: [length], correction: holm, alpha: 0.05}
                """)
        #expect(document.factors.map(\.name) == ["length", "temperature"])
        #expect(document.factors[0].levels.map(\.label) == ["none", "short", "medium", "long"])
        #expect(document.factors[1].levels[1].change.parameters?.temperature == 0.7)
        #expect(document.factors[0].levels[0].change.fragments.isEmpty)
        #expect(document.design.repeats == 4)
        #expect(document.design.heldOut == 0.3)
        #expect(document.analysis.model == .logit)
        #expect(document.analysis.tests == [["length"]])
        #expect(document.model == "smollm2")
        #expect(Set(document.files.keys) == ["experiments/e.yaml", "suites/s.yaml"])
    }

    @Test("Levels of one's own change texts, variables, parameters, models and prompts")
    func customLevels() throws {
        let document = try read(
            Self.head + """
                factors:
                  register: [formal, casual]
                  warmth: {at: before, levels: {none: "", warm: "Be warm, {{ question }}."}}
                  heat: {levels: {cold: {parameters: {temperature: 0}}, hot: {parameters: {temperature: 1}}}}
                design: {kind: one-factor}
                analysis: {tests: [register, warmth]}
                """)
        #expect(document.factors.map(\.kind) == [.variable, .custom, .custom])
        #expect(document.factors[0].levels[1].change.variables == ["register": "casual"])
        #expect(document.factors[1].levels[1].change.fragments.first?.place == .before)
        #expect(document.analysis.model == .linear)
    }

    @Test("Groups are what is independent where the suite has them")
    func groups() throws {
        let grouped = Self.suite + "\ngroup-by: tags.topic\n"
        let text = Self.head + "factors: {tone: [neutral, blunt]}\ndesign: {kind: full-factorial}\n"
        #expect(try read(text, suite: grouped).analysis.cluster == .group)
        #expect(try read(text).analysis.cluster == .case)
    }

    @Test(
        "Bad documents are refused at their line with what to do",
        arguments: [
            (
                "factors: {lenght: [none, short]}\ndesign: {kind: full-factorial}",
                "experiments/e.yaml:4:11: error: 'lenght' is no built-in factor, and no prompt "
                    + "uses {{ lenght }}"
            ),
            (
                "factors: {length: [none, tiny]}\ndesign: {kind: full-factorial}",
                "experiments/e.yaml:4:26: error: the text 'tiny' is no level of the built-in "
                    + "factor 'length'"
            ),
            (
                "factors: {length: [none]}\ndesign: {kind: full-factorial}",
                "experiments/e.yaml:4:19: error: expected at least 2 items"
            ),
            (
                "factors: {length: [none, none]}\ndesign: {kind: full-factorial}",
                "experiments/e.yaml:4:26: error: the level 'none' is listed twice"
            ),
            (
                "factors: {tone: [neutral, blunt]}\ndesign: {kind: half-factorial}",
                "experiments/e.yaml:5:16: error: 'half-factorial' is none of full-factorial, "
                    + "fractional-factorial, one-factor, latin-square"
            ),
            (
                "factors: {tone: [neutral, blunt]}\ndesign: {kind: full-factorial}\n"
                    + "analysis: {tests: [length]}",
                "experiments/e.yaml:6:20: error: there is no factor 'length'"
            ),
            (
                "factors: {length: [none, short, long], tone: [neutral, blunt]}\n"
                    + "design: {kind: fractional-factorial, resolution: 3}",
                "experiments/e.yaml:4:19: error: a fraction needs two levels of each factor, and "
                    + "'length' has 3"
            ),
            (
                "factors: {tone: [neutral, blunt]}\n"
                    + "design: {kind: latin-square}",
                "experiments/e.yaml:5:9: error: a Latin square has three factors with equally "
                    + "many levels; here are tone (2)"
            ),
            (
                "factors: {tone: [neutral, blunt], length: [none, long]}\n"
                    + "design: {kind: one-factor}\nanalysis: {tests: [tone * length]}",
                "experiments/e.yaml:6:19: error: a one-factor design cannot tell the interaction "
                    + "tone × length"
            ),
            (
                "factors: {few-shot: [0, 2]}\ndesign: {kind: full-factorial}",
                "experiments/e.yaml:1:1: error: the few-shot factors need examples"
            ),
            (
                "factors: {few-shot: [0, 1]}\ndesign: {kind: full-factorial}\n"
                    + "examples: [{vars: {question: q1}, answer: a}]",
                "experiments/e.yaml:6:12: error: this example is the case 'one': showing it would "
                    + "give the answer away"
            ),
            (
                "factors: {temperature: [0, 1], heat: {levels: {a: {parameters: {temperature: 0}}, "
                    + "b: {parameters: {temperature: 2}}}}}\ndesign: {kind: full-factorial}",
                "experiments/e.yaml:4:32: error: 'heat' and 'temperature' both change the "
                    + "parameter temperature"
            ),
            (
                "factors: {model: [smollm2, nobody]}\ndesign: {kind: full-factorial}",
                "experiments/e.yaml:4:18: error: there is no model 'nobody' in conduct.yaml"
            ),
            (
                "factors: {tone: [neutral, blunt]}\ndesign: {kind: full-factorial, repeat: 3}",
                "experiments/e.yaml:5:32: error: unknown key 'repeat'"
            ),
        ])
    func badDocuments(_ yaml: String, _ expected: String) throws {
        let errors = #expect(throws: DocumentErrors.self) { try self.read(Self.head + yaml) }
        let headlines = errors?.errors.map(\.headline) ?? []
        #expect(headlines.contains { $0.hasPrefix(expected) }, "\(headlines)")
    }

    @Test("A scorer that the suite lacks is named with those that it has")
    func unknownScorer() throws {
        let text = """
            experiment: e
            question: Why?
            outcome: {suite: suites/s.yaml, scorer: format}
            factors: {tone: [neutral, blunt]}
            design: {kind: full-factorial}
            """
        let errors = #expect(throws: DocumentErrors.self) { try self.read(text) }
        #expect(
            errors?.errors.map(\.headline) == [
                "experiments/e.yaml:3:41: error: suites/s.yaml has no scorer 'format'"
            ])
        #expect(errors?.errors.first?.suggestion == "its scorers: format-followed")
    }
}
