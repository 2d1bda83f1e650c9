import LanguageModel
import Statistics
import Testing
import Workspace

@Suite struct TemplateTests {
    func render(_ text: String, _ variables: [String: JSONValue] = [:]) throws -> String {
        try Template(text, path: "prompts/p.md").render(variables)
    }

    @Test("An undefined name is an error with place, line, caret and what was meant")
    func undefinedName() throws {
        let template = try Template("Hello,\n  {{ qestion }}!", path: "prompts/p.md")
        let error = #expect(throws: DocumentError.self) {
            try template.render(["question": "x", "truth": "y"])
        }
        #expect(
            error?.description == """
                prompts/p.md:2:6: error: 'qestion' is not defined
                      {{ qestion }}!
                         ^
                did you mean 'question'?
                """)
        #expect(error?.code == .undefined)
    }

    @Test("Places count from where the template stands in its file")
    func offset() {
        let error = #expect(throws: DocumentError.self) {
            try Template("ab {{ 1 + }}", path: "p.md", at: SourceLocation(line: 7, column: 3))
        }
        #expect(error?.line == 7)
        #expect(error?.column == 13)
    }

    @Test(
        "A fault of a template in a YAML value is shown where it stands",
        arguments: [
            ("a: 1\nreply: \"x {{ nope }}\"\n", 2, 14), ("reply: x {{ nope }}\n", 1, 13),
            ("reply: |\n  first\n  x {{ nope }}\n", 3, 8),
        ])
    func yaml(text: String, line: Int, column: Int) throws {
        let node = try #require(try DocumentNode(yaml: text, path: "m.yaml")["reply"])
        let template = try Template(node)
        let error = #expect(throws: DocumentError.self) { try template.render([:]) }
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.file == "m.yaml")
    }

    @Test("Values are never rendered again")
    func injection() throws {
        let hostile: JSONValue = "{{ secret }}{% for x in range(9) %}x{% endfor %}{# #}"
        #expect(
            try render("<{{ q }}>{{ q | upper | lower | trim }}", ["q": hostile, "secret": "s"])
                == "<\(hostile.string ?? "")>\(hostile.string ?? "")")
    }

    @Test(
        "Nunjucks' own words are understood",
        arguments: [
            ("{{ (ctx | load).tone }}", "formal"), ("{{ d | dump }}", #"{"a":1,"b":"x"}"#),
            ("{{ d | dump(2) }}", "{\n  \"a\": 1,\n  \"b\": \"x\"\n}"),
            ("{% if name === 'Ada' %}y{% elseif name !== 'Bob' %}n{% endif %}", "y"),
            ("{{ xs.length }}{{ name.length }}", "33"), ("{{ name | safe }}", "Ada"),
            ("{% for k, v in d %}{{ k }}={{ v }};{% endfor %}", "a=1;b=x;"),
            ("Tone: {{ (ctx | load)['tone'] | upper }}", "Tone: FORMAL"),
        ])
    func nunjucks(template: String, output: String) throws {
        let variables: [String: JSONValue] = [
            "ctx": #"{"tone": "formal"}"#, "d": ["a": 1, "b": "x"], "name": "Ada",
            "xs": [1, 2, 3],
        ]
        #expect(try render(template, variables) == output)
    }

    @Test("The names that a template takes from outside are known before it is filled in")
    func names() throws {
        let template = try Template(
            "{{ a.b }}{% for x in xs %}{{ x }}{{ loop.index }}{{ y }}{% endfor %}"
                + "{% set z = c %}{{ z }}{{ w | default('') }}{{ range(2) }}", path: "p")
        #expect(template.names == ["a", "c", "w", "xs", "y"])
        #expect(try Template("plain", path: "p").constant == "plain")
        #expect(try Template("", path: "p").constant == "")
        #expect(try Template("{{ a }}", path: "p").constant == nil)
    }

    @Test(
        "What would take forever or all memory is stopped",
        arguments: [
            "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
            "{{ range(1000000000000) }}",
            "{% set x = 'aaaaaaaaaa' %}" + String(repeating: "{% set x = x ~ x %}", count: 60),
            "{% for a in range(99999) %}{{ 'aaaaaaaaaaaaaaaaaaaa' | indent(1000, true) }}{% endfor %}",
            "{{ ('x' | indent(1000, true)) | replace(' ', 'y' | indent(1000, true)) | replace(' ', 'z' | indent(1000, true)) }}",
            "{{ range(90000) | join(range(9000) | join) }}", "{{ 9.0 ** 999 }}",
        ])
    func bounded(text: String) {
        let error = #expect(throws: DocumentError.self) { try self.render(text) }
        #expect(error?.code == .limit || error?.code == .invalidValue)
    }

    @Test("Nesting is bounded, so that a hostile template cannot exhaust the stack")
    func deep() {
        for text in [
            "{{ " + String(repeating: "(", count: 100_000),
            "{{ " + String(repeating: "-", count: 100_000) + "1 }}",
            "{{ " + String(repeating: "not ", count: 100_000) + "1 }}",
            String(repeating: "{% if 1 %}", count: 100_000),
            "{{ " + String(repeating: "[", count: 100_000) + " }}",
            "{{ 1" + String(repeating: " if 1 else 1", count: 100_000) + " }}",
        ] {
            #expect(throws: DocumentError.self) { try self.render(text) }
        }
    }

    @Test("CRLF and a final line feed stay as they are")
    func lineEnds() throws {
        #expect(try render("a\r\n{{ x }}\r\n", ["x": "b"]) == "a\r\nb\r\n")
    }

    @Test("Mutated templates give output or an error, never a crash or a hang")
    func fuzzed() {
        let seeds = TemplateJinjaTests.rows.map(\.template)
        let pieces = [
            "{{", "}}", "{%", "%}", "{#", "#}", "|", "(", ")", "'", "if", "for", "\0", "é", "-",
            "9",
        ]
        var generator = CounterGenerator(seed: 20_261_124, stream: 1)
        var outcomes = [0, 0]
        for _ in 0..<6_000 {
            var scalars = Array((seeds.randomElement(using: &generator) ?? "").unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0...scalars.count, using: &generator)
                if Bool.random(using: &generator), place < scalars.count {
                    scalars.remove(at: place)
                } else {
                    let piece = pieces.randomElement(using: &generator) ?? ""
                    scalars.insert(contentsOf: Array(piece.unicodeScalars), at: place)
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            do {
                _ = try Template(String(text), path: "fuzz.md").render(TemplateJinjaTests.variables)
                outcomes[0] += 1
            } catch {
                #expect(error.line > 0)
                outcomes[1] += 1
            }
        }
        #expect(outcomes[0] > 300)
        #expect(outcomes[1] > 300)
    }
}
