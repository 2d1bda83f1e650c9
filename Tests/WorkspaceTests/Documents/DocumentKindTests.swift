import LanguageModel
import Testing
import Workspace

@Suite struct DocumentKindTests {
    @Test(
        "Every kind has a JSON Schema whose references lead somewhere",
        arguments: DocumentKind.allCases)
    func schema(kind: DocumentKind) throws {
        let schema = kind.jsonSchema(ScorerDocumentTests.vocabulary)
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["description"]?.string?.isEmpty == false)
        let definitions = schema["$defs"]?.object ?? [:]
        for reference in Self.references(schema) {
            let name = try #require(reference.split(separator: "/").last.map(String.init))
            #expect(definitions[name] != nil)
        }
    }

    @Test("The examples in a kind's schema fit the kind", arguments: DocumentKind.allCases)
    func examples(kind: DocumentKind) {
        let shape = kind.shape(ScorerDocumentTests.vocabulary)
        let examples = kind.jsonSchema(ScorerDocumentTests.vocabulary)["examples"]?.array ?? []
        #expect(!examples.isEmpty)
        for example in examples {
            var errors = DocumentErrorCollector()
            shape.check(DocumentNode(example), into: &errors)
            #expect(errors.errors.isEmpty)
        }
    }

    @Test("Every key of every kind says what it is for", arguments: DocumentKind.allCases)
    func described(kind: DocumentKind) {
        for property in Self.properties(kind.jsonSchema(ScorerDocumentTests.vocabulary)) {
            #expect(property["description"]?.string?.isEmpty == false || property["$ref"] != nil)
        }
    }

    private static func references(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            return members.flatMap { key, value in
                key == "$ref" ? [value.string ?? ""] : references(value)
            }
        case .array(let items): return items.flatMap(references)
        default: return []
        }
    }

    private static func properties(_ value: JSONValue) -> [JSONValue] {
        switch value {
        case .object(let members):
            let own = members["properties"]?.object.map { Array($0.values) } ?? []
            return own + members.values.flatMap(properties)
        case .array(let items): return items.flatMap(properties)
        default: return []
        }
    }
}
