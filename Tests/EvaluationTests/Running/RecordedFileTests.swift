import Evaluation
import Foundation
import LanguageModel
import Providers
import TestSupport
import Testing
import Workspace

@Suite("A recording in a file")
struct RecordedFileTests {
    private static func open(_ lines: String) async throws -> any ModelProvider {
        try await Folder.with { root in
            try lines.write(toFile: root + "/answers.jsonl", atomically: true, encoding: .utf8)
            try "models:\n  rec: {provider: replay, file: answers.jsonl}\n".write(
                toFile: root + "/conduct.yaml", atomically: true, encoding: .utf8)
            let folder = try WorkspaceFolder(root: root)
            let catalogue = ModelCatalogue(
                try folder.configuration(), folder: folder, environment: [:],
                recordedRun: { _ in [] })
            return try await catalogue.open("rec").provider
        }
    }

    private static func ask(_ model: any ModelProvider, _ text: String, seed: UInt64 = 0)
        async throws -> String
    {
        try await model.reply(
            to: ModelRequest(messages: [Message(.user, text)], seed: seed), onText: nil
        ).message.text
    }

    @Test("Lines of prompt and output are answered as written, and nothing else is")
    func plain() async throws {
        let model = try await Self.open(
            """
            {"prompt": "Two and two?", "output": "Four."}
            {"messages": [{"role": "user", "content": "And three?"}], "response": "Seven."}

            """)
        #expect(try await Self.ask(model, "Two and two?") == "Four.")
        #expect(try await Self.ask(model, "And three?") == "Seven.")
        await #expect(throws: ProviderError.self) { try await Self.ask(model, "And four?") }
    }

    @Test("Of several answers to one conversation the sample's seed picks one, always the same")
    func several() async throws {
        let model = try await Self.open(
            """
            {"prompt": "Heads?", "output": "yes"}
            {"prompt": "Heads?", "output": "no"}

            """)
        var seen: Set<String> = []
        for seed in UInt64(0)..<8 {
            let first = try await Self.ask(model, "Heads?", seed: seed)
            #expect(try await Self.ask(model, "Heads?", seed: seed) == first)
            seen.insert(first)
        }
        #expect(seen == ["yes", "no"])
    }

    @Test("Another answer makes another model, so that no stored call stands in for it")
    func identity() async throws {
        let one = try await Self.open(#"{"prompt": "A?", "output": "1"}"# + "\n")
        let two = try await Self.open(#"{"prompt": "A?", "output": "2"}"# + "\n")
        #expect(one.identity.fileSHA256 != two.identity.fileSHA256)
    }

    @Test("A file without answers, or with a broken line, is an error that names it")
    func broken() async {
        await #expect(throws: DocumentError.self) { try await Self.open("{\"prompt\": \"A?\"}\n") }
        await #expect(throws: DocumentError.self) {
            try await Self.open("{\"prompt\": \"A?\", \"output\": \"1\"}\n{\"prompt\"\n")
        }
    }
}
