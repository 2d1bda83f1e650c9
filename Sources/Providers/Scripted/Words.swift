/// Looks for whole words, compared scalar by scalar.
enum Words {
    /// Whether `needle`, without white space at its ends, stands in `text` as whole words.
    static func contains(_ text: String, _ needle: String) -> Bool {
        let needle = Array(needle.trimmed.unicodeScalars)
        let text = Array(text.unicodeScalars)
        guard let first = needle.first, let last = needle.last, needle.count <= text.count else {
            return false
        }
        for start in 0...(text.count - needle.count) where text[start] == first {
            let end = start + needle.count
            guard text[start..<end].elementsEqual(needle) else { continue }
            let opens = start == 0 || !isWord(text[start - 1]) || !isWord(first)
            let closes = end == text.count || !isWord(text[end]) || !isWord(last)
            if opens && closes { return true }
        }
        return false
    }

    /// How many words a text has, at least 1.
    static func count(_ text: String) -> Int {
        max(1, text.unicodeScalars.split { $0.properties.isWhitespace }.count)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
    }
}
