/// A byte-level BPE tokenizer: text to token ids and back, by a model file's own vocabulary and
/// merges.
///
/// Ids equal those of the Hugging Face tokenizer that the file was converted from, with one
/// exception: text is never normalised, because a tokenizer that changes text could not give it
/// back (Qwen2's composes characters first).
public struct Tokenizer: Sendable {
    let table: TokenTable
    let merges: MergeTable
    /// The token of each single byte, or −1 where the vocabulary has none.
    let byteIDs: [Int32]
    let rules: PreTokenizer
    /// Whether a piece that is a token by itself is not merged step by step.
    let prefersWholePieces: Bool
    let specials: SpecialTokens

    /// The token that begins every text, where the model has one.
    public let beginningID: Int32?
    /// Whether the model expects `beginningID` before raw text.
    public let addsBeginning: Bool
    /// The tokens after which generation ends: end of text, of turn, of message.
    public let endIDs: Set<Int32>
    /// The token named as end of sequence, where the file names one.
    public let endOfSequenceID: Int32?
    /// The token that fills up batches, where the file names one.
    public let paddingID: Int32?

    /// How many tokens there are; ids are 0..<count.
    public var count: Int { table.count }
    /// The control, unknown and user-defined tokens: never produced from plain text.
    public var specialIDs: Set<Int32> { specials.ids }

    /// The id of a special token, such as `<|im_end|>`.
    public func specialID(_ name: String) -> Int32? { specials.id(named: Array(name.utf8)) }

    // MARK: Encoding

    /// The tokens of a text.
    ///
    /// No token is added at the beginning or end.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - parsingSpecials: whether names of special tokens in the text become those tokens. Never
    ///     say so for text that somebody else wrote: it could then end its own turn.
    /// - Complexity: O(n log n) in the longest run without a break, else O(n).
    public func encode(_ text: String, parsingSpecials: Bool) -> [Int32] {
        var text = text
        return text.withUTF8 { bytes in
            var output: [Int32] = []
            output.reserveCapacity(bytes.count / 3 + 4)
            var merger = BytePairMerger(merges: merges, byteIDs: byteIDs)
            var position = 0
            while parsingSpecials, let special = specials.next(in: bytes, from: position) {
                append(bytes[position..<special.range.lowerBound], &merger, &output)
                output.append(special.id)
                position = special.range.upperBound
            }
            append(bytes[position...], &merger, &output)
            return output
        }
    }

    /// The tokens of a raw prompt: special tokens are parsed, and the model's beginning token
    /// comes first where the model expects one and the text does not begin with it.
    public func encodePrompt(_ text: String) -> [Int32] {
        let ids = encode(text, parsingSpecials: true)
        guard addsBeginning, let beginningID, ids.first != beginningID else { return ids }
        return [beginningID] + ids
    }

    /// The characters of a text that the vocabulary cannot write: it lacks one of their bytes.
    ///
    /// They are lost in encoding. A vocabulary learnt without all 256 bytes has such characters;
    /// SmolLM2's lacks six control characters and the unassigned planes 4 to 11.
    public func unrepresentable(in text: String) -> Set<Unicode.Scalar> {
        if !byteIDs.contains(-1) { return [] }
        return Set(
            text.unicodeScalars.filter { scalar in
                UTF8.encode(scalar)?.contains { byteIDs[Int($0)] < 0 } ?? false
            })
    }

    /// The pieces that plain text is cut into before byte pairs are merged; no token crosses them.
    public func pieces(of text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            let scanner = PieceScanner(bytes: bytes, rules: rules)
            var pieces: [String] = []
            var start = 0
            while start < bytes.count {
                let end = scanner.end(from: start)
                pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
                start = end
            }
            return pieces
        }
    }

    private func append(
        _ segment: Slice<UnsafeBufferPointer<UInt8>>, _ merger: inout BytePairMerger,
        _ output: inout [Int32]
    ) {
        let bytes = UnsafeBufferPointer(rebasing: segment)
        let scanner = PieceScanner(bytes: bytes, rules: rules)
        var start = 0
        while start < bytes.count {
            let end = scanner.end(from: start)
            let piece = UnsafeBufferPointer(rebasing: bytes[start..<end])
            if prefersWholePieces, let id = table.find(piece) {
                output.append(id)
            } else {
                merger.append(piece, to: &output)
            }
            start = end
        }
    }

    // MARK: Decoding

    /// The bytes of a token; a special token's are its name.
    ///
    /// - Parameter id: any number; one that is no token has no bytes.
    public func bytes(of id: Int32) -> [UInt8] {
        guard id >= 0, id < table.count else { return [] }
        return Array(table.bytes[table.range(of: Int(id))])
    }

    /// The text of tokens; bytes that are not UTF-8 become U+FFFD.
    public func decode(_ ids: [Int32]) -> String {
        var bytes: [UInt8] = []
        for id in ids where id >= 0 && id < table.count {
            bytes += table.bytes[table.range(of: Int(id))]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
