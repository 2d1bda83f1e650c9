import Evaluation
import LanguageModel
import TestSupport
import Testing
import Workspace

@Suite("JSON Schema")
struct JSONSchemaTests {
    @Test("Each keyword allows and refuses what its draft says")
    func keywords() throws {
        let rows = try Fixture.text("Scoring/schema-cases.jsonl").utf8
            .split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0) }
        #expect(rows.count == 84)
        for row in rows {
            let about = row["about"]?.string ?? ""
            let drafts = row["draft"]?.string.flatMap(SchemaDraft.init).map { [$0] }
            for draft in drafts ?? SchemaDraft.allCases {
                let schema = try JSONSchema(row["schema"] ?? .null, draft: draft)
                for value in row["valid"]?.array ?? [] {
                    let misses = try schema.misses(of: value)
                    #expect(misses.isEmpty, "\(about), draft \(draft): \(value.serialized())")
                }
                for value in row["invalid"]?.array ?? [] {
                    let misses = try schema.misses(of: value)
                    #expect(!misses.isEmpty, "\(about), draft \(draft): \(value.serialized())")
                }
            }
        }
    }

    static let faults: [(String, String)] = [
        (#"{"type": "text"}"#, "#/type: expected one of"),
        (#"{"properties": {"a": {"minimum": "1"}}}"#, "#/properties/a/minimum: expected a number"),
        (#"{"required": "a"}"#, "#/required: expected a list of texts"),
        (#"{"$ref": "https://example.org/other.json"}"#, "lies outside this schema"),
        (#"{"$ref": "file:///etc/passwd"}"#, "lies outside this schema"),
        (##"{"$ref": "#/$defs/none"}"##, "leads nowhere"),
        (##"{"$ref": "#name"}"##, "no anchor 'name'"),
        (#"{"pattern": "(a"}"#, "not a regular expression"),
        (#"{"$schema": "https://json-schema.org/draft/2019-09/schema"}"#, "neither draft 7 nor"),
        (#"{"items": [{}]}"#, "#/items: expected a schema"),
        (#"{"multipleOf": 0}"#, "above 0"), ("3", "expected a schema"),
        (#"{"allOf": []}"#, "one schema or more"),
    ]

    @Test("A schema with a fault is refused when it is read, with the place", arguments: faults)
    func faulty(text: String, message: String) throws {
        let json = try JSONValue(parsing: text)
        do {
            _ = try JSONSchema(json)
            Issue.record("\(text) was taken")
        } catch { #expect(error.description.contains(message), "\(error)") }
    }

    @Test("A suite's schema is refused at the line of its fault")
    func place() {
        let yaml =
            "json-schema:\n  schema:\n    type: object\n    properties:\n      a: {type: text}"
        let found = errors(yaml)
        #expect(found.first?.line == 5 && found.first?.column == 17, "\(found)")
    }

    @Test("A schema that refers to itself without end can't be judged by, and does not crash")
    func endless() throws {
        let schema = try JSONSchema(["$ref": "#/$defs/a", "$defs": ["a": ["$ref": "#/$defs/a"]]])
        #expect(throws: JSONSchema.Undecided.self) { try schema.misses(of: 1) }
    }

    @Test("Deep values and exploding alternatives end")
    func hostile() throws {
        let deep = try JSONValue(
            parsing: String(repeating: "[", count: 500) + String(repeating: "]", count: 500))
        let schema = try JSONSchema(["type": "array", "items": ["$ref": "#"]])
        #expect(try schema.misses(of: deep).isEmpty)
        // Two alternatives at each of 40 levels: 2^40 ways without a limit.
        let doubling = try JSONSchema([
            "type": "array",
            "anyOf": [["items": ["$ref": "#"]], ["items": ["$ref": "#"], "minItems": 0]],
        ])
        let nested = try JSONValue(
            parsing: String(repeating: "[", count: 40) + "[1]" + String(repeating: "]", count: 40))
        #expect(throws: JSONSchema.Undecided.self) { try doubling.misses(of: nested) }
    }

    @Test("A pattern that explodes leaves the output unscored")
    func pattern() async throws {
        let yaml = "json-schema: {schema: {pattern: '^(a+)+$'}}"
        let text = "\"" + String(repeating: "a", count: 60) + "b\""
        #expect(try await outcome(yaml, text).verdict == .unscored)
        #expect(try await outcome("not-" + yaml, text).verdict == .unscored)
    }

    @Test("Output is told where it misses the schema")
    func misses() async throws {
        let yaml = "json-schema: {schema: {properties: {a: {items: {type: integer}}}}}"
        let outcome = try await outcome(yaml, #"{"a": [1, "x"]}"#)
        #expect(outcome.verdict == .fail)
        #expect(outcome.reason == "#/a/1: expected integer")
    }

    @Test("A schema in a file is read, and its hash is part of the scorer's")
    func file() async throws {
        func scorer(_ content: String) throws -> ConfiguredScorer {
            try makeScorer(
                "json-schema: {file: s.json, extract: fenced}",
                in: ScorerEnvironment(readFile: { _ in content }))
        }
        let number = try scorer(#"{"type": "number"}"#)
        let subject = ScoringSubject(output: "Here:\n```json\n42\n```\n")
        #expect(await number.score(subject).verdict == .pass)
        let text = try scorer(#"{"type": "string"}"#)
        #expect(await text.score(subject).verdict == .fail)
        #expect(number.contentHash != text.contentHash)
    }
}
