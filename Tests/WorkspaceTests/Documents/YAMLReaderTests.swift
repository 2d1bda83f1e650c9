import LanguageModel
import Testing
import Workspace

@Suite struct YAMLReaderTests {
    @Test("Every value and key knows its line and column, counted in scalars")
    func places() throws {
        let node = try DocumentNode(
            yaml: "\u{FEFF}a: 1\r\n\"ä\": {b: [x, \"é\u{2028}\", y]}\n", path: "p.yaml")
        #expect(node["a"]?.location == SourceLocation(line: 1, column: 4))
        let inner = try #require(node["ä"])
        #expect(node.entry("ä")?.location == SourceLocation(line: 2, column: 1))
        #expect(inner.location == SourceLocation(line: 2, column: 6))
        #expect(inner.entry("b")?.location == SourceLocation(line: 2, column: 7))
        // U+2028 does not end a line, whatever YAML 1.1 thought of it.
        #expect(inner["b"]?.items.map(\.column) == [11, 14, 20])
        #expect(inner["b"]?.items.map(\.line) == [2, 2, 2])
    }

    @Test("Anchors, aliases and merge keys work; a mapping's own keys win, then the first merged")
    func merging() throws {
        let node = try DocumentNode(
            yaml: """
                a: &a {x: 1, y: 2}
                b: &b {x: 3, z: 4}
                c: {<<: [*a, *b], y: 5}
                d: *a
                "<<": text
                """, path: "p.yaml")
        #expect(node["c"]?.json == ["x": 1, "y": 5, "z": 4])
        #expect(node["d"]?.json == ["x": 1, "y": 2])
        #expect(node["<<"]?.text == "text")
    }

    @Test("Keys are texts as they were written")
    func keys() throws {
        let node = try DocumentNode(yaml: "{1: a, 012: b, true: c, ~: d, 'e f': g}", path: "p")
        #expect(node.entries.map(\.key) == ["1", "012", "true", "~", "e f"])
    }

    @Test(
        "An empty text, comments alone and a null are null", arguments: ["", "# c\n", "~", "---\n"])
    func empty(text: String) throws {
        #expect(try DocumentNode(yaml: text, path: "p").isNull)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let text: String
        let rendered: String
        var testDescription: String { "\(rendered.prefix { $0 != "\n" })" }
    }

    static let wrong: [Wrong] = [
        Wrong(
            text: "a: 1\nb: 2\na: 3\n",
            rendered: """
                f.yaml:3:1: error: the key 'a' appears twice in one mapping
                    a: 3
                    ^
                keep one of the two
                """),
        Wrong(
            text: "a: b: c\n",
            rendered: """
                f.yaml:1:5: error: mapping values are not allowed in this context
                    a: b: c
                        ^
                put a text that contains ': ' in quotes
                """),
        Wrong(
            text: "a:\n\t- b\n",
            rendered: """
                f.yaml:2:1: error: found character that cannot start any token while scanning for \
                the next token
                    \t- b
                    ^
                indent with spaces: YAML does not allow tabs
                """),
        Wrong(
            text: "a: [1, 2\nb: 3\n",
            rendered: """
                f.yaml:2:2: error: did not find expected ',' or ']' while parsing a flow sequence \
                that begins on line 1
                    b: 3
                     ^
                close the [ or { of this line
                """),
        Wrong(
            text: "a: *b\n",
            rendered: """
                f.yaml:1:4: error: no anchor '&b' stands before this alias
                    a: *b
                       ^
                """),
        Wrong(
            text: "a: 1\n---\nb: 2\n",
            rendered: """
                f.yaml:2:1: error: a second document begins here; one is expected
                    ---
                    ^
                remove the line '---' or move what follows to a file of its own
                """),
        Wrong(
            text: "prompt: {{ question }}\n",
            rendered: """
                f.yaml:1:10: error: a key must be a text, not a list or a mapping
                    prompt: {{ question }}
                             ^
                put template braces in quotes: "{{ name }}"
                """),
        Wrong(
            text: "a: !secret x\n",
            rendered: """
                f.yaml:1:4: error: the tag '!secret' is not known here
                    a: !secret x
                       ^
                remove it, or put the text in quotes if it begins with '!'
                """),
        Wrong(
            text: "a: \"\u{1}\"\n",
            rendered: """
                f.yaml:1:5: error: control characters are not allowed
                    a: "\u{FFFD}"
                        ^
                """),
    ]

    @Test("An unreadable text is refused with place, line, caret and advice", arguments: wrong)
    func refused(row: Wrong) {
        let error = #expect(throws: DocumentError.self) {
            try DocumentNode(yaml: row.text, path: "f.yaml")
        }
        #expect(error?.description == row.rendered)
    }

    @Test("Bytes that are not UTF-8 are refused at their place")
    func encoding() {
        let error = #expect(throws: DocumentError.self) {
            try DocumentNode(bytes: Array("a: 1\nb: é".utf8) + [0xFF, 0x41], path: "f.yaml")
        }
        #expect(error?.code == .encoding)
        #expect(error?.line == 2)
        #expect(error?.column == 5)
    }

    @Test("An alias bomb is refused at once")
    func aliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let error = #expect(throws: DocumentError.self) {
            try DocumentNode(yaml: text, path: "bomb.yaml")
        }
        #expect(error?.code == .limit)
    }

    @Test("A bomb used as a key is refused at once")
    func keyBomb() {
        let text = "a: &a [1, 2]\n? *a\n: 1\n"
        #expect(throws: DocumentError.self) { try DocumentNode(yaml: text, path: "bomb.yaml") }
    }

    @Test("Nesting beyond the limit is refused, however it is written")
    func deep() {
        let texts = [
            String(repeating: "[", count: 5000), String(repeating: "{a: ", count: 5000),
            String(repeating: "- ", count: 5000) + "x",
            (1...5000).reduce("a0: &a0 [x]\n") { $0 + "a\($1): &a\($1) [*a\($1 - 1)]\n" },
        ]
        for text in texts {
            #expect(throws: DocumentError.self) { try DocumentNode(yaml: text, path: "deep.yaml") }
        }
    }

    @Test("A file beyond the size limit is refused with advice")
    func large() {
        var limits = DocumentLimits()
        limits.bytes = 10
        let error = #expect(throws: DocumentError.self) {
            try DocumentNode(yaml: "aaaaaaaaaaaa", path: "f.yaml", limits: limits)
        }
        #expect(error?.code == .limit)
    }
}
