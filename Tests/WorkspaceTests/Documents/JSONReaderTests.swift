import LanguageModel
import Testing
import Workspace

@Suite struct JSONReaderTests {
    @Test(
        "A value means what JSONValue reads",
        arguments: [
            #"{"a": [1, -0, 1.5, 1e3, 123456789012], "b": {"c": null, "d": true, "e": false}}"#,
            #""é \u00e9 \ud83d\ude00 \n \" \\ \/""#, "[]", "{}", " 0 ", #"["\ud800", "\ud800x"]"#,
            #"[1e-7, 5e-324, 1.7976931348623157e308]"#,
        ])
    func equal(text: String) throws {
        #expect(try DocumentNode(json: text, path: "f.json").json == JSONValue(parsing: text))
    }

    @Test("Keys keep their order and every value its place")
    func places() throws {
        let node = try DocumentNode(
            json: "{\"b\": 1,\n \"a\": [\"ü\", 2]}", path: "f.jsonl", firstLine: 7)
        #expect(node.entries.map(\.key) == ["b", "a"])
        #expect(node.entry("a")?.location == SourceLocation(line: 8, column: 2))
        #expect(node["a"]?.items.last?.location == SourceLocation(line: 8, column: 13))
        #expect(node["b"]?.location == SourceLocation(line: 7, column: 7))
    }

    @Test(
        "A wrong text is refused where it goes wrong",
        arguments: [
            ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("{\"a\" 1}", 1, 6), ("[1] x", 1, 5),
            ("{\"a\": 1,\n \"a\": 2}", 2, 2), ("'a'", 1, 1), ("[01]", 1, 3), ("\"a\n\"", 1, 3),
            ("\"\\x\"", 1, 3), ("[1e999]", 1, 2), ("nul", 1, 1), ("\"\\u00g0\"", 1, 4),
        ])
    func refused(text: String, line: Int, column: Int) {
        let error = #expect(throws: DocumentError.self) {
            try DocumentNode(json: text, path: "f.json")
        }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test("Deep nesting is refused, not followed")
    func deep() {
        let text = String(repeating: "[", count: 1_000_000)
        let error = #expect(throws: DocumentError.self) {
            try DocumentNode(json: text, path: "f.json")
        }
        #expect(error?.code == .limit)
    }

    @Test("In JSON a key of two words may be written with underscores")
    func snakeCase() throws {
        let node = try DocumentNode(json: #"{"base_url": 1, "model-name": 2}"#, path: "f.json")
        #expect(node["base-url"]?.integer == 1)
        #expect(node["model-name"]?.integer == 2)
        #expect(try DocumentNode(yaml: "base_url: 1", path: "f.yaml")["base-url"] == nil)
    }
}
