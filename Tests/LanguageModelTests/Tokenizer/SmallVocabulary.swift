import LanguageModel

/// A tokenizer small enough to write down: all 256 bytes, a few merges, a few special tokens.
struct SmallVocabulary {
    var model = "gpt2"
    var rules: String? = "gpt-2"
    /// Merges, as files write them.
    var merges = ["h i", "Ġ hi", "Ċ Ċ"]
    /// Special tokens with their kinds: 2 unknown, 3 control, 4 user-defined.
    var specials: [(String, Int32)] = [("<|end|>", 3), ("<|end|>x", 4), ("<unk>", 2)]
    /// Metadata to add or replace.
    var set: [String: GGUFValue] = [:]
    /// Metadata to leave out.
    var removed: Set<String> = []

    /// GPT-2's character of each byte.
    static let alphabet: [String] = {
        var next: UInt32 = 0x100
        return (UInt32(0)..<256).map { byte in
            let isVisible =
                (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
            defer { if !isVisible { next += 1 } }
            return Unicode.Scalar(isVisible ? byte : next).map { String(Character($0)) } ?? ""
        }
    }()

    /// The first special token's id.
    var firstSpecial: Int32 { Int32(256 + merges.count) }

    func file() throws(ModelFileError) -> GGUFFile {
        let merged = merges.map { $0.split(separator: " ").joined() }
        let tokens = Self.alphabet + merged + specials.map(\.0)
        let kinds = Array(repeating: Int32(1), count: 256 + merges.count) + specials.map(\.1)
        var values: [(String, GGUFValue)] = [
            ("tokenizer.ggml.model", .string(model)),
            ("tokenizer.ggml.tokens", .array(.string(tokens))),
            ("tokenizer.ggml.token_type", .array(.int32(kinds))),
            ("tokenizer.ggml.merges", .array(.string(merges))),
        ]
        if let rules { values.append(("tokenizer.ggml.pre", .string(rules))) }
        values += set.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var writer = GGUFWriter()
        for (key, value) in values where !removed.contains(key) { writer.set(key, value) }
        return try GGUFFile(bytes: writer.serialized())
    }

    func tokenizer() throws(ModelFileError) -> Tokenizer { try Tokenizer(file()) }
}
