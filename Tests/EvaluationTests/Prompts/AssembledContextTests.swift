import Evaluation
import Foundation
import LanguageModel
import Testing
import Workspace

@Suite("Assembled contexts")
struct AssembledContextTests {
    private func document(_ yaml: String) throws -> AssemblyDocument {
        let root = NSTemporaryDirectory() + "assembly-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        let folder = try WorkspaceFolder(root: root)
        try folder.write(yaml, to: "a.yaml")
        return try AssemblyDocument.read("a.yaml", in: folder)
    }

    static let yaml = """
        assembly: chat
        budget: 12
        slots:
          - {slot: system, text: "Help {{ who }} now.", required: true}
          - {slot: retrieved, variable: passages, budget: 4, keep: first, separator: " "}
          - {slot: history, variable: history, keep: last, separator: " "}
          - {slot: user, text: "{{ question }}", required: true}
        """

    /// Words, so that a reader can count along.
    private func words(_ text: String) -> Int { text.split { $0 == " " || $0 == "\n" }.count }

    @Test("Slots keep their order and budgets; required ones are counted first")
    func budgets() throws {
        let context = try AssembledContext(
            document(Self.yaml),
            variables: [
                "who": "Ann", "question": "What is it?",
                "passages": ["one two", "three", "four five"],
                "history": ["old old", "newer", "newest"],
            ], count: words)
        // 3 + 3 words are required, 3 passages' words fit 4, and 3 of 12 are left for history.
        #expect(
            context.text == "Help Ann now.\n\none two three\n\nnewer newest\n\nWhat is it?")
        #expect(context.slots.map(\.dropped) == [0, 1, 1, 0])
        #expect(context.tokens == 11)
    }

    @Test("The same document and variables give the same bytes and hash; other values another")
    func reproducible() throws {
        let document = try document(Self.yaml)
        let values: [String: JSONValue] = [
            "who": "Ann", "question": "Why?", "passages": [], "history": [],
        ]
        let one = try AssembledContext(document, variables: values, count: words)
        let two = try AssembledContext(document, variables: values, count: words)
        #expect(one.hash == two.hash)
        #expect(one.hash == SHA256.hex(one.text))
        var other = values
        other["who"] = "Bob"
        #expect(try AssembledContext(document, variables: other, count: words).hash != one.hash)
    }

    @Test("A required slot that does not fit, and a variable without a value, are errors")
    func refuses() throws {
        let document = try document(Self.yaml)
        #expect(throws: DocumentError.self) {
            try AssembledContext(document, variables: ["who": "Ann"], count: words)
        }
        let long = String(repeating: "word ", count: 20)
        do {
            _ = try AssembledContext(
                document,
                variables: [
                    "who": "Ann", "question": .string(long), "passages": [], "history": [],
                ],
                count: words)
            Issue.record("nothing was thrown")
        } catch {
            #expect(error.code == .limit)
        }
    }

    @Test("An unknown slot and an unknown key are errors with their line")
    func wrongDocument() {
        for yaml in [
            "assembly: a\nslots:\n  - {slot: sistem, text: x}\n",
            "assembly: a\nslots:\n  - {slot: system, text: x, bugdet: 3}\n",
        ] {
            do {
                _ = try document(yaml)
                Issue.record("nothing was thrown")
            } catch let errors as DocumentErrors {
                #expect(errors.errors.first?.line == 3)
            } catch {
                Issue.record("\(error)")
            }
        }
    }
}
