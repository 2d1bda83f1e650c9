/// Text from bytes that may not be UTF-8.
package enum UTF8Text {
    /// The bytes as text.
    ///
    /// - Throws: an `encoding` error at the line and column of the first wrong byte.
    package static func validate(_ bytes: [UInt8], path: String, firstLine: Int = 1)
        throws(DocumentError) -> String
    {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let repaired = String(decoding: bytes, as: UTF8.self)
        // The first U+FFFD that the bytes do not spell out is where decoding failed.
        var line = firstLine
        var column = 1
        var offset = 0
        for scalar in repaired.unicodeScalars {
            let width = UTF8.width(scalar)
            if scalar == "\u{FFFD}" {
                let isSpelled =
                    offset + 3 <= bytes.count
                    && Array(bytes[offset..<offset + 3]) == [0xEF, 0xBF, 0xBD]
                if !isSpelled { break }
            }
            offset += width
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        throw DocumentError(
            .encoding, file: path, line: line, column: column, "the text is not valid UTF-8",
            suggestion: "save the file as UTF-8")
    }
}
