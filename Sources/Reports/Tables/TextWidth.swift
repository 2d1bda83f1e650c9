/// How many terminal columns text takes.
///
/// A character is 0 columns when it only modifies others, 2 when it is East Asian wide or shown
/// as an emoji (UAX #11, UTS #51), else 1. Characters, not scalars, are measured: a family emoji
/// of seven scalars takes two columns.
package enum TextWidth {
    /// The columns of a text.
    package static func columns(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns($1) }
    }

    /// The columns of one character.
    package static func columns(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.value < 0x7F {
            return scalars.contains("\u{FE0F}") ? 2 : first.value < 0x20 ? 0 : 1
        }
        if scalars.count > 1 {
            if scalars.contains("\u{FE0F}") || first.properties.isEmojiPresentation { return 2 }
            if isRegionalIndicator(first) { return 2 }
        }
        return scalars.reduce(0) { max($0, columns($1)) }
    }

    /// The columns of one scalar by itself.
    package static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator,
            .paragraphSeparator, .surrogate:
            return scalar == "\u{AD}" ? 1 : 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return isWide(scalar.value) ? 2 : 1
    }

    /// The text cut to at most this many columns, ending in `…` where it was cut.
    package static func truncated(_ text: String, to limit: Int) -> (text: String, wasCut: Bool) {
        guard columns(text) > limit else { return (text, false) }
        guard limit > 1 else { return (limit == 1 ? "…" : "", true) }
        var kept = ""
        var used = 0
        for character in text {
            let width = columns(character)
            if used + width > limit - 1 { break }
            kept.append(character)
            used += width
        }
        return (kept + "…", true)
    }

    /// The text with spaces added up to a width.
    package static func padded(_ text: String, to width: Int, alignment: Table.Alignment) -> String
    {
        let space = max(width - columns(text), 0)
        switch alignment {
        case .leading: return text + String(repeating: " ", count: space)
        case .trailing: return String(repeating: " ", count: space) + text
        }
    }

    /// The text broken at spaces into lines of at most this many columns; a longer word is split,
    /// an interval such as `[−10.0, −4.1]` is not.
    package static func wrapped(_ text: String, to width: Int) -> [String] {
        guard width > 0 else { return [text] }
        var lines: [String] = []
        var line = ""
        for word in words(of: text, within: width) {
            var word = word
            if !line.isEmpty, columns(line) + 1 + columns(word) <= width {
                line += " " + word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while columns(word) > width {
                var head = ""
                while let next = word.first, columns(head) + columns(next) <= width {
                    head.append(word.removeFirst())
                }
                if head.isEmpty { head.append(word.removeFirst()) }
                lines.append(head)
            }
            line = word
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// The words between spaces, the two ends of an interval as one word where it fits.
    private static func words(of text: String, within width: Int) -> [String] {
        var words: [String] = []
        for word in text.split(separator: " ") {
            if let last = words.last, last.hasPrefix("["), last.hasSuffix(","),
                !last.contains(" "), columns(last) + 1 + columns(String(word)) <= width
            {
                words[words.count - 1] = last + " " + word
            } else {
                words.append(String(word))
            }
        }
        return words
    }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    /// East_Asian_Width W and F, from Unicode's EastAsianWidth.txt, joined into ranges.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case ..<0x1100: false
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
            0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
            0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
            0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
