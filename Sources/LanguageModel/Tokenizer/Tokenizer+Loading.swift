extension Tokenizer {
    /// Reads the tokenizer of a model file.
    ///
    /// - Throws: `ModelFileError` when the file has none, one of another kind (SentencePiece,
    ///   WordPiece) or with other splitting rules, or one that contradicts itself.
    public init(_ file: GGUFFile) throws(ModelFileError) {
        let reader = TokenizerReader(file: file)
        rules = try reader.rules()
        let tokens = try reader.tokens()
        let named = try reader.namedIDs(count: tokens.count)
        let kinds = try reader.kinds(count: tokens.count, named: named)

        var table = TokenTable(capacity: tokens.count)
        var specials = SpecialTokens()
        var byteIDs = [Int32](repeating: -1, count: 256)
        var bytes: [UInt8] = []
        for (index, token) in tokens.enumerated() {
            bytes.removeAll(keepingCapacity: true)
            let kind = kinds[index]
            // A special token is its name; so is a plain one with characters of no byte, which
            // no text can produce.
            let isPlain =
                kind == .normal && ByteAlphabet.append(bytesOf: token.utf8, to: &bytes)
                && !bytes.isEmpty
            if !isPlain { bytes = Array(token.utf8) }
            if kind.isSpecial { specials.insert(bytes, id: Int32(index)) }
            if let twin = table.append(bytes, isFindable: isPlain) {
                throw reader.malformed("tokens \(twin) and \(index) are both '\(token)'")
            }
            if isPlain, bytes.count == 1 { byteIDs[Int(bytes[0])] = Int32(index) }
        }
        self.table = table
        self.specials = specials
        self.byteIDs = byteIDs
        merges = try reader.merges(over: table)

        if case .llama3(digits: 3) = rules {
            prefersWholePieces = true
        } else {
            prefersWholePieces = false
        }
        beginningID = named.beginning
        addsBeginning =
            named.beginning != nil
            && (file.metadata["tokenizer.ggml.add_bos_token"]?.bool ?? prefersWholePieces)
        endOfSequenceID = named.end
        paddingID = named.padding
        endIDs = named.ends.union(
            TokenizerReader.endNames.compactMap { specials.id(named: Array($0.utf8)) })
    }
}

/// What a file says about a token.
enum TokenKind: Int {
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6

    var isSpecial: Bool {
        switch self {
        case .unknown, .control, .userDefined: true
        case .normal, .unused, .byte: false
        }
    }
}

/// Reads the `tokenizer.ggml.*` keys, each with an error of its own.
private struct TokenizerReader {
    let file: GGUFFile

    /// What tokens that end a turn or a text are called.
    static let endNames = [
        "<|endoftext|>", "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|end|>",
        "<end_of_turn>", "<|EOT|>", "</s>",
    ]

    func rules() throws(ModelFileError) -> PreTokenizer {
        guard let model = file.metadata["tokenizer.ggml.model"]?.string else {
            throw malformed("has no tokenizer (tokenizer.ggml.model)")
        }
        guard model == "gpt2" else {
            let kind = ["llama": "SentencePiece", "bert": "WordPiece", "t5": "Unigram"][model]
            throw unsupported(
                "has a \(kind ?? "'\(model)'") tokenizer, but Conduct reads byte-level BPE (gpt2)")
        }
        let known = PreTokenizer.named.keys.sorted().joined(separator: ", ")
        guard let name = file.metadata["tokenizer.ggml.pre"]?.string else {
            throw malformed(
                "does not say how text is split (tokenizer.ggml.pre); Conduct knows \(known)")
        }
        guard let rules = PreTokenizer.named[name] else {
            throw unsupported("splits text by the rules '\(name)'; Conduct knows \(known)")
        }
        return rules
    }

    func tokens() throws(ModelFileError) -> [String] {
        guard let tokens = file.metadata["tokenizer.ggml.tokens"]?.strings, !tokens.isEmpty else {
            throw malformed("has no vocabulary (tokenizer.ggml.tokens, an array of strings)")
        }
        guard tokens.count <= 1 << 24, tokens.reduce(0, { $0 + $1.utf8.count }) < 1 << 31 else {
            throw malformed("has a vocabulary of \(tokens.count) tokens, which is too large")
        }
        return tokens
    }

    func kinds(count: Int, named: NamedIDs) throws(ModelFileError) -> [TokenKind] {
        guard let value = file.metadata["tokenizer.ggml.token_type"] else {
            return (0..<count).map { named.special.contains(Int32($0)) ? .control : .normal }
        }
        guard let numbers = value.ints, numbers.count == count else {
            throw malformed(
                "tokenizer.ggml.token_type is \(value.kind), but one number for each of \(count) "
                    + "tokens was expected")
        }
        var kinds: [TokenKind] = []
        kinds.reserveCapacity(count)
        for (index, number) in numbers.enumerated() {
            guard let kind = TokenKind(rawValue: number) else {
                throw malformed("token \(index) is of the type \(number); types are 1 to 6")
            }
            kinds.append(kind)
        }
        return kinds
    }

    func merges(over table: TokenTable) throws(ModelFileError) -> MergeTable {
        guard let lines = file.metadata["tokenizer.ggml.merges"]?.strings else {
            throw malformed("has no merges (tokenizer.ggml.merges, an array of strings)")
        }
        var merges = MergeTable(capacity: lines.count)
        var bytes: [UInt8] = []
        for (rank, line) in lines.enumerated() {
            bytes.removeAll(keepingCapacity: true)
            let text = line.utf8
            // Spaces are written as Ġ, so the only one there is parts the two tokens.
            guard let space = text.firstIndex(of: UInt8(ascii: " ")),
                ByteAlphabet.append(bytesOf: text[..<space], to: &bytes)
            else { throw malformed("merge \(rank) is '\(line)', not two tokens") }
            let split = bytes.count
            guard ByteAlphabet.append(bytesOf: text[text.index(after: space)...], to: &bytes) else {
                throw malformed("merge \(rank) is '\(line)', not two tokens")
            }
            let found = bytes.withUnsafeBufferPointer { all in
                (
                    left: table.find(UnsafeBufferPointer(rebasing: all[..<split])),
                    right: table.find(UnsafeBufferPointer(rebasing: all[split...])),
                    whole: table.find(all)
                )
            }
            guard let left = found.left, let right = found.right, let whole = found.whole else {
                throw malformed("merge \(rank), '\(line)', names what is not in the vocabulary")
            }
            guard
                merges.insert(
                    UInt32(left), UInt32(right), rank: UInt32(rank), result: UInt32(whole))
            else { throw malformed("merge \(rank), '\(line)', is there twice") }
        }
        return merges
    }

    /// The tokens that the metadata names by id.
    struct NamedIDs {
        var beginning: Int32?
        var end: Int32?
        var padding: Int32?
        /// All that end a text or a turn.
        var ends: Set<Int32> = []
        /// All that are control tokens in a file that has no list of types.
        var special: Set<Int32> = []
    }

    func namedIDs(count: Int) throws(ModelFileError) -> NamedIDs {
        var named = NamedIDs()
        named.beginning = try id("bos_token_id", count)
        named.end = try id("eos_token_id", count)
        named.padding = try id("padding_token_id", count)
        let turn = try id("eot_token_id", count)
        let message = try id("eom_token_id", count)
        named.ends = Set([named.end, turn, message].compactMap(\.self))
        named.special = named.ends.union([named.beginning, named.padding].compactMap(\.self))
        return named
    }

    private func id(_ key: String, _ count: Int) throws(ModelFileError) -> Int32? {
        guard let value = file.metadata["tokenizer.ggml." + key] else { return nil }
        guard let id = value.int, (0..<count).contains(id) else {
            throw malformed("tokenizer.ggml.\(key) is not one of the \(count) tokens")
        }
        return Int32(id)
    }

    func malformed(_ message: String) -> ModelFileError {
        ModelFileError(.malformed, path: file.path, message)
    }

    func unsupported(_ message: String) -> ModelFileError {
        ModelFileError(.unsupported, path: file.path, message)
    }
}
