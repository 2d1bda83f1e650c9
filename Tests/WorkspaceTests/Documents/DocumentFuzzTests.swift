import LanguageModel
import Statistics
import TestSupport
import Testing
import Workspace

/// Seeded mutations of real documents: an error or a value, never a crash or a hang.
@Suite struct DocumentFuzzTests {
    static func mutations(of seeds: [String], pieces: [String], stream: UInt64, count: Int)
        -> [[UInt8]]
    {
        var generator = CounterGenerator(seed: 20_261_124, stream: stream)
        return (0..<count).map { _ in
            var bytes = Array((seeds.randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0 where place < bytes.count: bytes.remove(at: place)
                case 1 where place < bytes.count:
                    bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 2:
                    let end = min(bytes.count, place + Int.random(in: 0...30, using: &generator))
                    bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
                default:
                    bytes.insert(
                        contentsOf: Array((pieces.randomElement(using: &generator) ?? "").utf8),
                        at: place)
                }
            }
            return bytes
        }
    }

    @Test("Mutated YAML reads or is refused, and what is printed of it too")
    func yaml() throws {
        let seeds =
            SampleWorkspace.files.filter { $0.path.hasSuffix(".yaml") }.map(\.content) + [
                try Fixture.text(
                    "Documents/promptfoo/config-multiple-translations/promptfooconfig.yaml"),
                try Fixture.text("Documents/promptfoo/smoke-configs/json-schema-assertion.yaml"),
                "a: &a {x: [1, 2]}\nb: {<<: *a, y: |-\n  t\n}\nc: [*a, *a, !!str 5]\n",
            ]
        let pieces = [
            "&a ", "*a", "<<: *a\n", "\n", "  ", "\t", "- ", ": ", "? ", "[", "]", "{", "}", "|\n",
            ">-\n", "'", "\"", "#", "%", "@", "!!int ", "---\n", "...\n", "\u{2028}", "\u{85}",
            "\0",
        ]
        var outcomes = [0, 0]
        for bytes in Self.mutations(of: seeds, pieces: pieces, stream: 3, count: 6_000) {
            do {
                let node = try DocumentNode(bytes: bytes, path: "fuzz.yaml")
                var errors = DocumentErrorCollector()
                for kind in DocumentKind.allCases {
                    kind.shape(ScorerDocumentTests.vocabulary).check(node, into: &errors)
                }
                _ = errors.errors.map(\.description)
                _ = try? WorkspaceConfiguration(node)
                _ = try? ScriptedModelDocument(node)
                _ = node.json.serialized()
                outcomes[0] += 1
            } catch {
                #expect(error.description.contains("fuzz.yaml"))
                outcomes[1] += 1
            }
        }
        #expect(outcomes[0] > 500)
        #expect(outcomes[1] > 500)
    }

    @Test("Mutated JSON means what JSONValue reads, or both refuse it")
    func json() throws {
        let seeds =
            try Fixture.text("Documents/promptfoo/jsonl-test-cases/cases.jsonl").split(
                separator: "\n"
            ).map(String.init) + [
                #"{"a": [1, -0.5e3, null, true], "b": "\u00e9\ud83d\ude00\n", "c": {"d": []}}"#
            ]
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\u", "\\ud83d", "1e", "-", ".", "nul", "true",
            " ", "\n", "0",
        ]
        for bytes in Self.mutations(of: seeds, pieces: pieces, stream: 4, count: 20_000) {
            guard let text = String(validating: bytes, as: UTF8.self) else { continue }
            let node = try? DocumentNode(json: text, path: "f.json")
            let value = try? JSONValue(parsing: text)
            #expect(node?.json == value)
        }
    }

    @Test("Mutated tables read or are refused")
    func csv() throws {
        let folder = try TemporaryFolder()
        let seeds = try ["simple-csv/tests.csv", "config-csv-metadata/tests.csv"].map {
            try Fixture.text("Documents/promptfoo/" + $0)
        }
        var outcomes = [0, 0]
        for bytes in Self.mutations(
            of: seeds, pieces: ["\"", ",", "\n", "\r\n", "\"\"", "\0", ";", " "], stream: 5,
            count: 1_500)
        {
            try folder.write(bytes, to: "f.csv")
            do {
                let reader = try CSVReader(file: folder.path + "/f.csv", path: "f.csv")
                while try reader.next() != nil {}
                outcomes[0] += 1
            } catch {
                #expect(error.file == "f.csv")
                outcomes[1] += 1
            }
        }
        #expect(outcomes[0] > 100)
        #expect(outcomes[1] > 100)
    }

    @Test("Mutated specifications and prompts read or are refused")
    func markdown() throws {
        let seeds =
            SampleWorkspace.files.filter { $0.path.hasSuffix(".md") }.map(\.content) + [
                SpecTests.text
            ]
        let pieces = [
            "#", "# user\n", "{#a must}", "{", "}", "**", "**Why.**", "---\n", "```\n", "<!--",
            "-->", "·", "\n", "{{", "}}", "{% if x %}", "\r",
        ]
        var outcomes = [0, 0]
        for bytes in Self.mutations(of: seeds, pieces: pieces, stream: 6, count: 6_000) {
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                _ = try Spec(markdown: text, path: "f.md").contentHash
                outcomes[0] += 1
            } catch {
                _ = error.description
                outcomes[1] += 1
            }
            _ = try? PromptTemplate(markdown: text, path: "f.md").render(["question": "x"])
        }
        #expect(outcomes[0] > 500)
        #expect(outcomes[1] > 500)
    }
}
