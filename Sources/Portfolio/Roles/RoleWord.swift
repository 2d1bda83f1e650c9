/// A word of a role's text, or a mark that separates clauses.
package struct RoleWord: Sendable, Hashable {
    /// The word as written.
    package var text: String
    /// In lower case.
    package var lower: String
    /// Its place in the text, in Unicode scalars.
    package var range: Range<Int>
    /// Whether it is a mark: `,` `;` `:` `.` `(` `)` `—` `/`.
    package var isMark: Bool

    /// The words of a text, without marks.
    package static func words(of text: String) -> [RoleWord] {
        tokens(of: text).filter { !$0.isMark }
    }

    /// The words and marks of a text. Hyphens and apostrophes inside a word belong to it; `'ll`
    /// and `'ve` are words of their own, so that grammar can see them.
    package static func tokens(of text: String) -> [RoleWord] {
        let scalars = Array(text.unicodeScalars)
        var tokens: [RoleWord] = []
        var index = 0
        while index < scalars.count {
            let start = index
            if isWord(scalars[index]) {
                index += 1
                while index < scalars.count {
                    if isWord(scalars[index]) {
                        index += 1
                    } else if isJoiner(scalars[index]), index + 1 < scalars.count,
                        isWord(scalars[index + 1])
                    {
                        index += 2
                    } else {
                        break
                    }
                }
                append(scalars, start..<index, to: &tokens)
            } else {
                if isMark(scalars[index]) {
                    let text = String(String.UnicodeScalarView(scalars[start...start]))
                    tokens.append(
                        RoleWord(text: text, lower: text, range: start..<start + 1, isMark: true))
                }
                index += 1
            }
        }
        return tokens
    }

    private static func append(
        _ scalars: [Unicode.Scalar], _ range: Range<Int>, to tokens: inout [RoleWord]
    ) {
        func word(_ range: Range<Int>) -> RoleWord {
            let text = String(String.UnicodeScalarView(scalars[range]))
            return RoleWord(
                text: text, lower: text.lowercased(), range: range, isMark: false)
        }
        // "you'll" is "you" and "ll"; a possessive loses its s.
        let apostrophe = scalars[range].lastIndex { $0 == "'" || $0 == "’" }
        guard let apostrophe else { return tokens.append(word(range)) }
        tokens.append(word(range.lowerBound..<apostrophe))
        let rest = word(apostrophe + 1..<range.upperBound)
        if ["ll", "ve", "re", "d"].contains(rest.lower) { tokens.append(rest) }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
                || (0x61...0x7A).contains(scalar.value)
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "-" || scalar == "'" || scalar == "’" || scalar == "‑"
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        ",;:.()—–/!?".unicodeScalars.contains(scalar)
    }
}
