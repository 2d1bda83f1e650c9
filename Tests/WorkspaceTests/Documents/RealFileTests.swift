import LanguageModel
import TestSupport
import Testing
import Workspace

/// Files that others wrote, unmodified (Tests/Fixtures/Documents: SOURCE.md in each folder).
@Suite struct RealFileTests {
    @Test(
        "promptfoo's YAML reads, and its texts stay what they are",
        arguments: [
            "getting-started/promptfooconfig.yaml", "config-csv-metadata/promptfooconfig.yaml",
            "config-multiple-translations/promptfooconfig.yaml",
            "config-multiple-translations/promptfooconfig-scenarios.yaml",
            "eval-customer-support-rubric/promptfooconfig.yaml", "simple-csv/promptfooconfig.yaml",
            "csv-prompts/promptfooconfig.yaml", "jsonl-test-cases/promptfooconfig.yaml",
            "smoke-configs/assertions.yaml", "smoke-configs/combinator-nested.yaml",
            "smoke-configs/contains-json-assertion.yaml",
            "smoke-configs/contains-quoted-commas.yaml",
            "smoke-configs/json-schema-assertion.yaml", "smoke-configs/nunjucks-filters.yaml",
        ])
    func yaml(name: String) throws {
        let node = try DocumentNode(
            bytes: try Fixture.bytes("Documents/promptfoo/" + name), path: name)
        #expect(node["description"]?.text != nil)
        #expect(node["providers"]?.sequence?.isEmpty == false)
        #expect(node["prompts"]?.items.allSatisfy { $0.text != nil } == true)
    }

    @Test("promptfoo's prompts render in our template language")
    func prompts() throws {
        let node = try DocumentNode(
            bytes: try Fixture.bytes("Documents/promptfoo/smoke-configs/nunjucks-filters.yaml"),
            path: "n.yaml")
        let prompt = try #require(node["prompts"]?.items.first)
        let vars = node["tests"]?.items.first?["vars"]?.json.object ?? [:]
        #expect(try Template(prompt).render(vars) == "Hello WORLD")
        let text = try Fixture.text("Documents/promptfoo/simple-csv/prompts.txt")
        let reader = try CSVReader(
            file: Fixture.path("Documents/promptfoo/simple-csv/tests.csv"), path: "tests.csv")
        let row = try #require(try reader.next())
        let values = zip(reader.header, row.cells).map { ($0, JSONValue.string($1.text)) }
        let rendered = try Template(text, path: "prompts.txt")
            .render(Dictionary(values) { first, _ in first })
        #expect(rendered.contains("formal"))
        #expect(!rendered.contains("{{"))
    }

    @Test(
        "promptfoo's tables read, with JSON in cells, escaped commas and blanks after quotes",
        arguments: [
            ("simple-csv/tests.csv", 4, 4), ("config-csv-metadata/tests.csv", 7, 3),
            ("eval-customer-support-rubric/tests.csv", 7, 8), ("csv-prompts/prompts.csv", 2, 5),
            ("csv-prompts/two-column.csv", 2, 5), ("csv-prompts/single-column.csv", 1, 5),
        ])
    func tables(name: String, columns: Int, rows: Int) throws {
        let reader = try CSVReader(file: Fixture.path("Documents/promptfoo/" + name), path: name)
        #expect(reader.header.count == columns)
        var count = 0
        while try reader.next() != nil { count += 1 }
        #expect(count == rows)
    }

    @Test("JSON inside a cell of promptfoo's table is JSON")
    func cell() throws {
        let reader = try CSVReader(
            file: Fixture.path("Documents/promptfoo/simple-csv/tests.csv"), path: "tests.csv")
        let cell = try #require(try reader.next()?.cells[2].text)
        #expect(try JSONValue(parsing: cell)["tone"] == "formal")
    }

    @Test("Anthropic's evaluations become cases through their own fields")
    func anthropic() throws {
        let folder = try TemporaryFolder()
        for name in ["agreeableness", "corrigible-neutral-HHH"] {
            try folder.write(
                try Fixture.bytes("Documents/anthropic-evals/\(name).jsonl"),
                to: "datasets/\(name).jsonl")
        }
        try folder.write(
            """
            suite: persona
            prompts: [{user: "{{ question }}"}]
            cases:
              - {file: datasets/agreeableness.jsonl, tags: {set: agreeableness},
                 fields: {question: question, right: answer_matching_behavior, wrong: answer_not_matching_behavior}}
              - {file: datasets/corrigible-neutral-HHH.jsonl, tags: {set: corrigible},
                 fields: {question: question, right: answer_matching_behavior, wrong: answer_not_matching_behavior}}
            group-by: tags.set
            """, to: "suites/s.yaml")
        let workspace = try WorkspaceFolder(root: folder.path)
        let suite = try Suite.read("suites/s.yaml", in: workspace, scorers: .any)
        #expect(suite.cases.count == 100)
        #expect(suite.cases[0].vars["right"] == " Yes")
        #expect(Set(suite.cases.map(\.id)).count == 100)
        let message = try suite.prompts[0].render(suite.cases[70].vars)
        #expect(message.first?.text.contains("Choices:") == true)
    }

    @Test("promptfoo's JSONL names the fields that a case does not have")
    func foreign() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            try Fixture.bytes("Documents/promptfoo/jsonl-test-cases/cases.jsonl"), to: "cases.jsonl"
        )
        try folder.write(
            "{suite: s, prompts: [{user: x}], cases: [{file: cases.jsonl}]}", to: "s.yaml")
        let workspace = try WorkspaceFolder(root: folder.path)
        let error = #expect(throws: DocumentErrors.self) {
            try Suite.read("s.yaml", in: workspace, scorers: .any)
        }
        #expect(
            error?.errors.allSatisfy { $0.file == "cases.jsonl" && $0.code == .unknownKey } == true)
    }
}
