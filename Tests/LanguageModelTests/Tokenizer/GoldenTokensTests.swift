import LanguageModel
import TestSupport
import Testing

/// Token ids of other programs on real text.
@Suite struct GoldenTokensTests {
    /// The embedded model's tokenizer under given splitting rules.
    static func tokenizer(rules: String? = nil) throws -> Tokenizer {
        let file = try EmbeddedModelFile.open()
        guard let rules else { return try Tokenizer(file) }
        var writer = GGUFWriter()
        for key in file.metadataKeys where key.hasPrefix("tokenizer.") {
            writer.set(key, try #require(file.metadata[key]))
        }
        writer.set("tokenizer.ggml.pre", .string(rules))
        return try Tokenizer(GGUFFile(bytes: writer.serialized()))
    }

    static func lines(_ name: String) throws -> [JSONValue] {
        try Fixture.text("LanguageModel/" + name).split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
    }

    @Test("Every golden text has the ids that transformers gives it")
    func golden() throws {
        let tokenizer = try Self.tokenizer()
        let lines = try Self.lines("tokens.jsonl")
        #expect(lines.count == 29)
        for line in lines {
            let text = try #require(line["text"]?.string)
            let ids = tokenizer.encode(text, parsingSpecials: true).map(Int.init)
            #expect(ids == line["ids"]?.array?.compactMap(\.int), "\(text)")
            #expect(
                tokenizer.decode(ids.map(Int32.init)).unicodeScalars.elementsEqual(
                    text.unicodeScalars))
        }
    }

    @Test(
        "Hard text is cut and encoded as Hugging Face's tokenizers does under every set of rules",
        arguments: ["gpt-2", "smollm", "llama-bpe", "qwen2"])
    func pieces(rules: String) throws {
        let tokenizer = try Self.tokenizer(rules: rules)
        let lines = try Self.lines("pieces.jsonl").filter { $0["rules"]?.string == rules }
        #expect(lines.count > 300)
        for line in lines {
            let text = try #require(line["text"]?.string)
            let pieces = tokenizer.pieces(of: text).map { Array($0.utf8) }
            #expect(
                pieces == line["pieces"]?.array?.compactMap { $0.string.map { Array($0.utf8) } },
                "\(line["text"]?.serialized() ?? "")")
            let ids = tokenizer.encode(text, parsingSpecials: false).map(Int.init)
            #expect(
                ids == line["ids"]?.array?.compactMap(\.int), "\(line["text"]?.serialized() ?? "")")
        }
    }

    @Test("The embedded model's special tokens are what its file says")
    func specials() throws {
        let tokenizer = try Self.tokenizer()
        #expect(tokenizer.count == 49152)
        #expect(tokenizer.specialIDs == Set(0...16))
        #expect(tokenizer.specialID("<|im_start|>") == 1)
        #expect(tokenizer.specialID("Hello") == nil)
        #expect(tokenizer.beginningID == 1)
        #expect(!tokenizer.addsBeginning)
        #expect(tokenizer.endOfSequenceID == 2)
        #expect(tokenizer.endIDs == [0, 2])
        #expect(tokenizer.bytes(of: 1) == Array("<|im_start|>".utf8))
        #expect(tokenizer.bytes(of: -1) == [] && tokenizer.bytes(of: 49152) == [])
    }

    @Test("The characters that the embedded model cannot write are named")
    func unrepresentable() throws {
        let tokenizer = try Self.tokenizer()
        #expect(
            tokenizer.unrepresentable(in: "a\u{4}b\u{80000}c \u{1D}é")
                == ["\u{4}", "\u{80000}", "\u{1D}"])
        #expect(tokenizer.unrepresentable(in: "\u{0}\n\t\u{7F}\u{10FFFF}🙂").isEmpty)
    }
}
