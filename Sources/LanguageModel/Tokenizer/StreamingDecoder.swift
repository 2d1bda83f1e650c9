/// Turns tokens into text as they arrive, holding back bytes that do not yet make a whole scalar.
///
/// What it returns, joined, equals `Tokenizer.decode` of all the ids at once.
///
/// ```swift
/// var decoder = StreamingDecoder(tokenizer)
/// for id in ids { print(decoder.append(id), terminator: "") }
/// print(decoder.finish())
/// ```
public struct StreamingDecoder: Sendable {
    private let tokenizer: Tokenizer
    private var pending: [UInt8] = []

    /// Starts at the beginning of a text.
    public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    /// Adds a token.
    ///
    /// - Returns: the text that is complete now; empty when the token ends inside a scalar.
    public mutating func append(_ id: Int32) -> String {
        pending += tokenizer.bytes(of: id)
        let ready = pending.count - Self.unfinished(pending)
        defer { pending.removeFirst(ready) }
        return String(decoding: pending[..<ready], as: UTF8.self)
    }

    /// Ends the text.
    ///
    /// - Returns: U+FFFD for bytes that were held back and now will never be whole, else nothing.
    public mutating func finish() -> String {
        defer { pending.removeAll() }
        return String(decoding: pending, as: UTF8.self)
    }

    /// How many bytes at the end could be the beginning of a scalar that goes on.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let byte = bytes[bytes.count - length]
            if byte & 0xC0 == 0x80 { continue }
            let expected =
                switch byte {
                case 0xC2..<0xE0: 2
                case 0xE0..<0xF0: 3
                case 0xF0..<0xF5: 4
                default: 0
                }
            return length < expected ? length : 0
        }
        return 0
    }
}
