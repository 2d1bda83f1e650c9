import LanguageModel

/// Writes text completions, whole and in pieces.
struct CompletionAnswer: Sendable {
    let head: AnswerHead
    let model: any ServedModel
    let showsLogprobs: Bool

    /// A prompt that is repeated, with ln p of its tokens after the first where asked for.
    struct Echo: Sendable {
        var ids: [Int32]
        var logprobs: [Double]?
    }

    /// One whole answer.
    ///
    /// - Parameters:
    ///   - generation: nil where nothing was to be generated.
    ///   - echo: nil where the prompt is not repeated.
    func choice(_ index: Int, _ generation: Generation?, _ echo: Echo?) -> JSONValue {
        var text = ""
        var rows = TokenRows(model)
        if let echo {
            text += String(decoding: echo.ids.flatMap(model.bytes), as: UTF8.self)
            for (position, id) in echo.ids.enumerated() {
                let logprob = position == 0 ? nil : echo.logprobs.map { $0[position - 1] }
                rows.append(id, logprob, top: nil)
            }
        }
        if let generation {
            text += generation.text
            for token in GeneratedToken.all(of: generation) where !model.endIDs.contains(token.id) {
                rows.append(token.id, token.logprob, top: token.top)
            }
        }
        return [
            "index": .integer(index), "text": .string(text),
            "logprobs": showsLogprobs ? rows.json : .null,
            "finish_reason": .string((generation?.finishReason ?? .length).rawValue),
        ]
    }

    /// A piece of a streamed answer.
    func piece(_ index: Int, text: String, rows: TokenRows?, reason: FinishReason?) -> JSONValue {
        [
            "index": .integer(index), "text": .string(text),
            "logprobs": showsLogprobs ? rows?.json ?? .null : .null,
            "finish_reason": reason.map { .string($0.rawValue) } ?? .null,
        ]
    }
}

/// The columns in which the completions endpoint shows tokens.
///
/// Offsets count Unicode scalars of the text, prompt included where it is repeated; a token that
/// begins inside a scalar has the offset of that scalar.
struct TokenRows: Sendable {
    private let model: any ServedModel
    private var tokens: [JSONValue] = []
    private var logprobs: [JSONValue] = []
    private var tops: [JSONValue] = []
    private var offsets: [JSONValue] = []
    private var scalars = 0
    private var pending: [UInt8] = []

    init(_ model: any ServedModel) { self.model = model }

    /// Adds a token.
    mutating func append(_ id: Int32, _ logprob: Double?, top: [TokenLogprob.Alternative]?) {
        let bytes = model.bytes(of: id)
        tokens.append(.string(String(decoding: bytes, as: UTF8.self)))
        logprobs.append(logprob.map { .number(max($0, -9999)) } ?? .null)
        if let top {
            tops.append(
                .object(
                    Dictionary(
                        top.map { alternative in
                            let bytes = alternative.id.flatMap { Int32(exactly: $0) }
                                .map(model.bytes)
                            return (
                                bytes.map { String(decoding: $0, as: UTF8.self) }
                                    ?? alternative.token, .number(max(alternative.logprob, -9999))
                            )
                        }, uniquingKeysWith: { first, _ in first })))
        } else {
            tops.append(.null)
        }
        offsets.append(.integer(scalars))
        pending += bytes
        let whole = pending.count - Self.unfinished(pending)
        scalars += String(decoding: pending[..<whole], as: UTF8.self).unicodeScalars.count
        pending.removeFirst(whole)
    }

    /// The columns, and the same object with none of them left: for the next piece of a stream.
    mutating func take() -> TokenRows {
        let taken = self
        tokens = []
        logprobs = []
        tops = []
        offsets = []
        return taken
    }

    var json: JSONValue {
        [
            "tokens": .array(tokens), "token_logprobs": .array(logprobs),
            "top_logprobs": .array(tops), "text_offset": .array(offsets),
        ]
    }

    /// How many bytes at the end may be the beginning of a longer scalar.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let byte = bytes[bytes.count - length]
            if byte & 0xC0 == 0x80 { continue }
            let whole = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length < whole ? length : 0
        }
        return 0
    }
}
