/// How text is cut into pieces before byte pairs are merged; a token never crosses a piece.
///
/// The two families are the regular expressions of GPT-2 and Llama 3, scanned by hand: Swift's
/// `Regex` is far too slow for every byte that a model reads.
enum PreTokenizer: Sendable, Hashable {
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    ///
    /// With `isolatesDigits`, each numeric character is first cut out as a piece of its own, and
    /// the expression sees only what lies between (Hugging Face's `Digits` before `ByteLevel`).
    case gpt2(isolatesDigits: Bool)
    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,k}| ?[^\s\p{L}\p{N}]+[\r\n]*`
    /// `|\s*[\r\n]+|\s+(?!\S)|\s+`, with k numeric characters to a piece.
    case llama3(digits: Int)

    /// The rules under the names that files give in `tokenizer.ggml.pre`.
    static let named: [String: PreTokenizer] = [
        "smollm": .gpt2(isolatesDigits: true),
        "gpt-2": .gpt2(isolatesDigits: false),
        "llama-bpe": .llama3(digits: 3),
        "llama3": .llama3(digits: 3),
        "llama-v3": .llama3(digits: 3),
        "qwen2": .llama3(digits: 1),
    ]
}

/// Cuts UTF-8 text into pieces.
struct PieceScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let rules: PreTokenizer

    /// The end of the piece that begins at `start`.
    ///
    /// - Parameter start: the beginning of a scalar, before the end of the text.
    func end(from start: Int) -> Int {
        switch rules {
        case .gpt2(let isolatesDigits): gpt2(start, isolatesDigits)
        case .llama3(let digits): llama3(start, digits)
        }
    }

    // MARK: Families

    private func gpt2(_ start: Int, _ isolatesDigits: Bool) -> Int {
        if let end = contraction(start, ignoringCase: false) { return end }
        let first = scalar(start)
        if isolatesDigits, first.kind == .number { return first.end }
        // An optional space, then a run of one class.
        var (kind, runStart) = (first.kind, first.end)
        if bytes[start] == UInt8(ascii: " "), first.end < bytes.count {
            let second = scalar(first.end)
            if second.kind != .space, !(isolatesDigits && second.kind == .number) {
                (kind, runStart) = (second.kind, second.end)
            }
        }
        if kind != .space { return run(of: kind, from: runStart) }
        let end = run(of: .space, from: first.end)
        // Where digits were cut out, the text seen by the expression ends before each of them.
        if isolatesDigits, end < bytes.count, scalar(end).kind == .number { return end }
        return whitespace(start, first.end, end)
    }

    private func llama3(_ start: Int, _ digits: Int) -> Int {
        if let end = contraction(start, ignoringCase: true) { return end }
        let first = scalar(start)
        switch first.kind {
        case .letter: return run(of: .letter, from: first.end)
        case .number:
            var end = first.end
            for _ in 1..<digits where end < bytes.count {
                let next = scalar(end)
                guard next.kind == .number else { break }
                end = next.end
            }
            return end
        case .space, .other: break
        }
        // One character that is no line end may lead a run of letters.
        if !isLineEnd(start), first.end < bytes.count, scalar(first.end).kind == .letter {
            return run(of: .letter, from: first.end)
        }
        if first.kind == .other { return lineEnds(from: run(of: .other, from: first.end)) }
        if bytes[start] == UInt8(ascii: " "), first.end < bytes.count,
            scalar(first.end).kind == .other
        {
            return lineEnds(from: run(of: .other, from: first.end))
        }
        // White space up to its last line end, if it has one.
        let end = run(of: .space, from: first.end)
        var last = end
        while last > start, !isLineEnd(last - 1) { last -= 1 }
        return last > start ? last : whitespace(start, first.end, end)
    }

    // MARK: Parts

    /// `\s+(?!\S)|\s+`: all white space at the end of the text; elsewhere all but the last
    /// character, which is left to lead the next piece, unless it is alone.
    private func whitespace(_ start: Int, _ firstEnd: Int, _ end: Int) -> Int {
        guard end < bytes.count else { return end }
        var last = end - 1
        while bytes[last] & 0xC0 == 0x80 { last -= 1 }
        return last > start ? last : firstEnd
    }

    private func contraction(_ start: Int, ignoringCase: Bool) -> Int? {
        guard bytes[start] == UInt8(ascii: "'"), start + 1 < bytes.count else { return nil }
        let lower: UInt8 = ignoringCase ? 0x20 : 0
        let first = bytes[start + 1]
        switch first | lower {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
            return start + 2
        default: break
        }
        guard start + 2 < bytes.count else { return nil }
        let second = bytes[start + 2]
        switch (first | lower, second | lower) {
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "l"), UInt8(ascii: "l")):
            return start + 3
        default: break
        }
        // U+017F, the long s, folds to s where case is ignored.
        return ignoringCase && first == 0xC5 && second == 0xBF ? start + 3 : nil
    }

    private func run(of kind: ScalarClass, from start: Int) -> Int {
        var end = start
        while end < bytes.count {
            let next = scalar(end)
            guard next.kind == kind else { break }
            end = next.end
        }
        return end
    }

    private func lineEnds(from start: Int) -> Int {
        var end = start
        while end < bytes.count, isLineEnd(end) { end += 1 }
        return end
    }

    private func isLineEnd(_ index: Int) -> Bool { bytes[index] == 0x0A || bytes[index] == 0x0D }

    /// The class and the end of the scalar at an index; the text is valid UTF-8.
    private func scalar(_ index: Int) -> (kind: ScalarClass, end: Int) {
        let lead = bytes[index]
        let value: UInt32
        let length: Int
        switch lead {
        case 0..<0x80: (value, length) = (UInt32(lead), 1)
        case 0x80..<0xE0: (value, length) = (UInt32(lead & 0x1F) << 6 | tail(index + 1), 2)
        case 0xE0..<0xF0:
            value = UInt32(lead & 0x0F) << 12 | tail(index + 1) << 6 | tail(index + 2)
            length = 3
        default:
            value =
                UInt32(lead & 0x07) << 18 | tail(index + 1) << 12 | tail(index + 2) << 6
                | tail(index + 3)
            length = 4
        }
        return (Unicode.Scalar(value).map(ScalarClass.init) ?? .other, index + length)
    }

    private func tail(_ index: Int) -> UInt32 { UInt32(bytes[index] & 0x3F) }
}
