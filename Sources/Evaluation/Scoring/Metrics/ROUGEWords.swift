/// How ROUGE cuts a text into words.
package enum ROUGEWords: String, Sendable, Hashable, CaseIterable {
    /// As `rouge-score`: small letters, then runs of a–z and 0–9. Words of other scripts vanish.
    case ascii
    /// As `ascii`, then Porter's stemmer (NLTK's variant) on words of more than three letters.
    case stemmed
    /// The words of UAX #29, case folded: for every script; comparable with no published number.
    case unicode

    /// The words of a text, as UTF-8.
    package func tokens(_ text: String) -> [[UInt8]] {
        switch self {
        case .ascii: Self.asciiWords(text)
        case .stemmed: Self.asciiWords(text).map { $0.count > 3 ? PorterStemmer.stem($0) : $0 }
        case .unicode: WordBreaking.words(ScalarText.folded(text)).map { Array($0.utf8) }
        }
    }

    private static func asciiWords(_ text: String) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        func isWordByte(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 || byte &- 0x30 < 10 }
        func end() {
            if !word.isEmpty { words.append(word) }
            word.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                let byte = UInt8(scalar.value)
                let small = byte &- 0x41 < 26 ? byte | 0x20 : byte
                if isWordByte(small) { word.append(small) } else { end() }
            } else {
                // A few capitals outside ASCII have small forms inside it: K (Kelvin) and İ.
                for byte in scalar.properties.lowercaseMapping.utf8 {
                    if isWordByte(byte) { word.append(byte) } else { end() }
                }
            }
        }
        end()
        return words
    }
}
