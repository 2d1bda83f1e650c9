/// GPT-2's way of writing any bytes as visible text: each byte has one character.
///
/// Printable Latin-1 characters stand for themselves; the other 68 bytes, in order, are written as
/// U+0100 and on, so that a space is `Ġ` and a line feed `Ċ`. Vocabularies and merges are stored
/// this way. Source: `bytes_to_unicode` in https://github.com/openai/gpt-2 (src/encoder.py).
enum ByteAlphabet {
    /// The byte of each scalar below U+0144, or −1.
    private static let bytesOfScalars: [Int16] = {
        var table = [Int16](repeating: -1, count: 0x144)
        var next = 0x100
        for byte in 0..<256 {
            let isPrintable =
                (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
            if isPrintable {
                table[byte] = Int16(byte)
            } else {
                table[next] = Int16(byte)
                next += 1
            }
        }
        return table
    }()

    /// Appends the bytes that a text stands for.
    ///
    /// - Returns: false, with nothing appended, when a character is not of the alphabet.
    static func append(bytesOf text: some Sequence<UInt8>, to output: inout [UInt8]) -> Bool {
        let start = output.count
        var lead: Int?
        for unit in text {
            // Every character of the alphabet is one or two bytes of UTF-8.
            let scalar: Int
            if let high = lead {
                scalar = (high & 0x1F) << 6 | Int(unit & 0x3F)
                lead = nil
            } else if unit < 0x80 {
                scalar = Int(unit)
            } else {
                lead = Int(unit)
                if unit < 0xE0 { continue }
                scalar = bytesOfScalars.count
            }
            guard scalar < bytesOfScalars.count, bytesOfScalars[scalar] >= 0 else {
                output.removeSubrange(start...)
                return false
            }
            output.append(UInt8(bytesOfScalars[scalar]))
        }
        return true
    }
}
