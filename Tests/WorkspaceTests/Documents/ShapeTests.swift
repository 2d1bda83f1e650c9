import LanguageModel
import Testing
import Workspace

@Suite struct ShapeTests {
    static let model = Shape.tagged(
        TaggedShape(
            "a model", key: "provider", "Who runs it",
            cases: [
                (
                    "openai",
                    ObjectShape(
                        "an openai model", "", fields: [.required("model", .text, "Its name")])
                ),
                ("echo", ObjectShape("an echo model", "", fields: [])),
            ]))

    static let shape = Shape.object(
        ObjectShape(
            "a suite", "Cases",
            fields: [
                .required("suite", .label, "Its name"),
                .optional("epochs", .integer(1...100), "Repeats", default: 1),
                .optional("threshold", .fraction, "Bound"),
                .optional("prompts", .list(.text, minimum: 1), "Templates"),
                .optional("reducer", .choice([.init("mean", "m"), .init("mode", "m")]), "How"),
                .optional("models", .map(model), "Models"),
                .optional("flag", .boolean, "A flag"),
                .optional("file", .text, "A file"),
                .optional("inline", .text, "A text"),
            ],
            atMostOne: [["file", "inline"]]))

    static func check(_ yaml: String) throws -> [DocumentError] {
        var errors = DocumentErrorCollector()
        shape.check(try DocumentNode(yaml: yaml, path: "s.yaml"), into: &errors)
        return errors.errors
    }

    @Test("One pass reports every error with its place and what was meant")
    func several() throws {
        let errors = try Self.check(
            """
            suit: x
            epochs: 0
            threshold: 1.5
            prompts: plain.md
            reducer: maen
            models: {a: {provider: opnai}, b: {provider: openai, modl: x}}
            flag: yes
            """)
        #expect(
            errors.map {
                "\($0.line):\($0.column) \($0.code) \($0.message) | \($0.suggestion ?? "")"
            }
                == [
                    "1:1 unknownKey unknown key 'suit' in a suite | did you mean 'suite'?",
                    "2:9 invalidValue expected a whole number from 1 to 100, found 0 | ",
                    "3:12 invalidValue expected a number from 0 to 1, found 1.5 | ",
                    "4:10 wrongKind expected a list, found the text 'plain.md' | write it as a list: [plain.md]",
                    "5:10 invalidValue 'maen' is none of mean, mode | did you mean 'mean'?",
                    "6:24 invalidValue 'opnai' is none of openai, echo | did you mean 'openai'?",
                    "6:54 unknownKey unknown key 'modl' in an openai model | did you mean 'model'?",
                    "6:35 missingKey an openai model needs the key 'model' | model: Its name",
                    "7:7 wrongKind expected true or false, found the text 'yes' | write true",
                    "1:1 missingKey a suite needs the key 'suite' | suite: Its name",
                ])
    }

    @Test("A document that fits gives no error")
    func fitting() throws {
        #expect(try Self.check("{suite: 5, epochs: 3, models: {e: {provider: echo}}}").isEmpty)
    }

    @Test("Two keys of which one may be there are refused together")
    func exclusive() throws {
        let errors = try Self.check("{suite: x, file: a, inline: b}")
        #expect(errors.map(\.message) == ["a suite takes only one of 'file' and 'inline'"])
    }

    @Test("Errors beyond fifty are dropped")
    func bounded() throws {
        let keys = (0..<500).map { "zzzzzzzzzz\($0): 1" }.joined(separator: "\n")
        #expect(try Self.check("suite: x\n" + keys).count == 50)
    }

    @Test(
        "The word that was meant is found, and no other",
        arguments: [
            ("promts", "prompts"), ("propmts", "prompts"), ("model", "models"),
            ("Scorers", "scorers"), ("xyz", nil), ("", nil),
        ])
    func spelling(word: String, meant: String?) {
        let known = ["suite", "prompts", "models", "scorers"]
        #expect(Spelling.nearest(to: word, among: known) == meant)
    }

    @Test("The JSON Schema says what the checks say")
    func schema() {
        let schema = Self.shape.jsonSchema(title: "Suite", summary: "Cases")
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["required"] == ["suite"])
        #expect(schema["additionalProperties"] == false)
        #expect(
            schema["properties"]?["epochs"]
                == [
                    "type": "integer", "minimum": 1, "maximum": 100, "default": 1,
                    "description": "Repeats",
                ])
        let models = schema["properties"]?["models"]?["additionalProperties"]
        #expect(models?["oneOf"]?.array?.count == 2)
        #expect(models?["oneOf"]?[0]?["properties"]?["provider"]?["const"] == "openai")
    }
}
