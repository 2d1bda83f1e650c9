import LanguageModel
import Testing
import Workspace

@Suite struct SuiteTests {
    static let prompt = "# user\n{{ question }}\n"

    func read(_ yaml: String, files: [String: String] = [:]) throws -> Suite {
        let folder = try TemporaryFolder()
        try folder.write(yaml, to: "suites/s.yaml")
        try folder.write(Self.prompt, to: "prompts/plain.md")
        for (name, text) in files { try folder.write(text, to: name) }
        return try Suite.read(
            "suites/s.yaml", in: try WorkspaceFolder(root: folder.path),
            scorers: ScorerDocumentTests.vocabulary, configuration: .builtIn)
    }

    func errors(_ yaml: String, files: [String: String] = [:]) throws -> [String] {
        let error = #expect(throws: DocumentErrors.self) { try self.read(yaml, files: files) }
        return error?.errors.map(\.headline) ?? []
    }

    @Test("Every key of a suite is read")
    func everything() throws {
        let suite = try read(
            """
            suite: all-keys
            note: for the test
            spec: specs/a.md
            models: [smollm2]
            prompts: [prompts/plain.md, {id: inline, factors: {length: short}, system: "Be brief.", user: "{{ question }}"}]
            cases:
              - {id: one, clauses: [a], tags: {intent: x, level: 3}, vars: {question: "q1", zip: 012}, weight: 2,
                 scorers: [{contains: q}, {contains: r}]}
              - messages: [{role: user, content: hi}, {role: assistant, content: null, tool_calls: [{id: t1, function: {name: f, arguments: "{}"}}]}, {role: tool, tool_call_id: t1, content: "4"}]
                turns: ["And now {{ n }}?"]
                vars: {n: 5}
                tags: {intent: y}
              - {file: datasets/a.jsonl, tags: {intent: z}, clauses: [a]}
              - {file: datasets/b.csv, tags: {intent: w}}
            scorers: [{contains: x}]
            epochs: {count: 4, reducer: pass@2}
            group-by: tags.intent
            parameters: {temperature: 0.5}
            """,
            files: [
                "specs/a.md": "### A {#a must}\nDo.\n",
                "datasets/a.jsonl":
                    "{\"vars\": {\"question\": \"q2\"}}\n\n{\"id\": \"three\", \"vars\": {\"question\": \"q3\"}, \"tags\": {\"intent\": \"own\"}}",
                "datasets/b.csv":
                    "id,question,tags.topic,expected,clauses,weight\r\ncsv1,\"a, \"\"b\"\"\nc\",t,contains: x,a,0.5\r\n,q4,,refusal,,\r\n",
            ])
        #expect(suite.name == "all-keys")
        #expect(suite.prompts.map(\.id) == ["plain", "inline"])
        #expect(suite.prompts[1].factors == ["length": "short"])
        #expect(suite.cases.count == 6)
        #expect(suite.epochs == EpochPlan(count: 4, reducer: .passAt(2)))
        #expect(suite.parameters?.temperature == 0.5)
        let one = suite.cases[0]
        #expect(one.id == "one")
        #expect(one.tags == ["intent": "x", "level": "3"])
        #expect(one.vars == ["question": "q1", "zip": "012"])
        #expect(suite.scorers(of: one).map(\.name) == ["contains", "contains-2", "contains-3"])
        #expect(one.content["tags"]?["level"] == "3")
        #expect(suite.cases[1].messages.map(\.role) == [.user, .assistant, .tool])
        #expect(suite.cases[1].messages[1].toolCalls.first?.name == "f")
        #expect(try suite.cases[1].turns[0].render(suite.cases[1].vars) == "And now 5?")
        #expect(suite.cases[2].id == "c-" + suite.cases[2].contentHash.prefix(12))
        #expect(suite.cases[2].tags == ["intent": "z"])
        #expect(suite.cases[3].tags == ["intent": "own"])
        #expect(suite.cases[3].clauses == ["a"])
        #expect(suite.cases[4].vars["question"] == "a, \"b\"\nc")
        #expect(suite.cases[4].weight == 0.5)
        #expect(suite.cases[4].scorers.map(\.kind) == ["contains"])
        #expect(suite.cases[4].scorers.first?.arguments.text == "x")
        #expect(suite.cases[5].scorers.map(\.kind) == ["refusal"])
        #expect(suite.group(of: suite.cases[5]) == "w")
        #expect(suite.files.count == 5)
        var changed = suite
        changed.note = "other"
        #expect(changed.contentHash == suite.contentHash)
        changed.parameters?.topK = 3
        #expect(changed.contentHash != suite.contentHash)
    }

    @Test("A case's id without a name comes of its content alone")
    func ids() throws {
        let a = try read(
            "{suite: s, prompts: [prompts/plain.md], cases: [{vars: {question: x, b: 1}}]}")
        let b = try read(
            "suite: other\nprompts: [prompts/plain.md]\ncases:\n  - note: other\n    vars: {\"b\": 1, question: 'x'}\n"
        )
        #expect(a.cases[0].id == b.cases[0].id)
        #expect(a.cases[0].id == "c-" + SHA256.hex(#"{"vars":{"b":1,"question":"x"}}"#).prefix(12))
    }

    @Test("Records with fields of their own become variables")
    func fields() throws {
        let suite = try read(
            """
            suite: s
            prompts: [prompts/plain.md]
            cases: [{file: d.jsonl, fields: {question: statement, right: answer}, limit: 1}]
            """,
            files: [
                "d.jsonl":
                    "{\"statement\": \"x\", \"answer\": \" Yes\", \"more\": 1}\n{\"statement\": \"y\", \"answer\": \" No\"}\n"
            ])
        #expect(suite.cases.map(\.vars) == [["question": "x", "right": " Yes"]])
    }

    @Test("Errors of a suite and its files come together, each at its place")
    func together() throws {
        let found = try errors(
            """
            suite: s
            spec: specs/a.md
            models: [smolm2]
            prompts: [prompts/plain.md, prompts/plain.md, prompts/none.md]
            cases:
              - {id: a, clauses: [flattery], vars: {question: x}}
              - {id: a, vars: {question: y}}
              - {vras: {question: y}}
              - datasets/a.jsonl
              - file: datasets/a.jsonl
            group-by: tags.intent
            epochs: {count: 2, reducer: at-least-3}
            """,
            files: [
                "specs/a.md": "### A {#no-flattery must}\nDo.\n",
                "datasets/a.jsonl":
                    "{\"vars\": {\"question\": 1}}\n{\"vars\": {\"question\": 1}}\n{\"tags\": 3,\"vars\": {}}\n{\n{\"vars\": {\"question\": 9}}\n",
            ])
        #expect(
            found == [
                "datasets/a.jsonl:2:1: error: the case repeats the one at datasets/a.jsonl:1",
                "datasets/a.jsonl:3:10: error: expected a mapping, found the number 3",
                "datasets/a.jsonl:4:2: error: expected a key in double quotes",
                "suites/s.yaml:3:10: error: there is no model 'smolm2' in conduct.yaml",
                "suites/s.yaml:4:29: error: another prompt already has the id 'plain'",
                "suites/s.yaml:4:47: error: prompts/none.md: there is no such file",
                "suites/s.yaml:6:5: error: specs/a.md has no clause 'flattery', which the case 'a' names",
                "suites/s.yaml:7:5: error: the case id 'a' is already used at suites/s.yaml:6",
                "suites/s.yaml:8:5: error: a case needs the key 'vars' or 'messages' or 'turns'",
                "suites/s.yaml:8:6: error: unknown key 'vras' in a case",
                "suites/s.yaml:9:5: error: expected a case, found the text 'datasets/a.jsonl'",
                "suites/s.yaml:11:11: error: 5 of 5 cases have no 'tags.intent', the first at suites/s.yaml:6",
                "suites/s.yaml:12:29: error: at-least-3 needs at least 3 epochs; there are 2",
            ])
    }

    @Test("Variables without a prompt are refused; conversations need none")
    func promptless() throws {
        #expect(
            try errors("{suite: s, cases: [{id: a, vars: {q: 1}}]}").first?.contains(
                "has no prompts") == true)
        #expect(
            try read("{suite: s, cases: [{messages: [{role: user, content: hi}]}]}").prompts.isEmpty
        )
    }

    @Test("A file outside the workspace is not read")
    func outside() throws {
        let found = try errors(
            "{suite: s, prompts: [prompts/plain.md], cases: [{file: ../../etc/passwd}]}")
        #expect(found.count == 1)
        #expect(found.first?.contains("leads out of the workspace") == true)
    }

    @Test(
        "Faults of a table are reported with line and column",
        arguments: [
            ("a,b\n1\n", "d.csv:2: error: the row has 1 cells; the header has 2"),
            ("a,b\n1,2,3\n", "d.csv:2:5: error: the row has 3 cells; the header has 2"),
            ("a,a\n1,2\n", "d.csv:1:3: error: two columns are named 'a'"),
            ("a,\n1,2\n", "d.csv:1:3: error: a column has no name"),
            (
                "a,b\nx \"y\",2\n",
                "d.csv:2:3: error: a quote stands inside a cell that does not begin with one"
            ),
            ("a,b\n\"x\"y,2\n", "d.csv:2:4: error: text follows a closing quote"),
            ("a,b\n1,\"x\n\n", "d.csv:2:3: error: the quote that opens here is never closed"),
            ("", "d.csv:1: error: the file is empty"),
            ("a,weight\n1,heavy\n", "d.csv:2:3: error: expected a number, found the text 'heavy'"),
            (
                "a,__expected\n1,2\n",
                "d.csv:1: error: column 2, '__expected', is a promptfoo column"
            ),
        ])
    func table(text: String, message: String) throws {
        let found = try errors(
            "{suite: s, prompts: [prompts/plain.md], cases: [{file: d.csv}]}",
            files: ["d.csv": text])
        #expect(found == [message])
    }

    @Test(
        "Reducers are read and printed alike",
        arguments: ["mean", "median", "mode", "max", "at-least-2", "pass@3", "pass^4"])
    func reducers(text: String) {
        #expect(EpochReducer(text)?.description == text)
    }

    @Test(
        "What is no reducer is none",
        arguments: [
            "", "avg", "pass@", "pass@0", "at-least--1", "pass@99999999999999999999", "pass@+1",
        ])
    func noReducer(text: String) {
        #expect(EpochReducer(text) == nil)
    }
}
