/// The text of a role brought into one form: headings as `## `, list items as `- `, paragraphs on
/// one line each, an empty line between what is not one list.
package enum RoleText {
    /// The longest text that is read, in Unicode scalars; a job description has a few thousand.
    package static let limit = 400_000

    /// A plain text, a Markdown text or what another format gave, in one form.
    ///
    /// - Parameter isWrapped: whether lines may be broken inside sentences, as in text and PDF.
    package static func normalised(_ text: String, isWrapped: Bool) -> String {
        var lines: [Line] = []
        for piece in clean(text).unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            lines.append(Line(String(String.UnicodeScalarView(piece))))
        }
        if isWrapped { lines = unwrapped(lines) }
        markHeadings(&lines)
        var output: [String] = []
        var wasBullet = false
        for line in lines where line.kind != .blank {
            let isBullet = line.kind == .bullet
            if !output.isEmpty, !(isBullet && wasBullet) { output.append("") }
            switch line.kind {
            case .heading: output.append("## " + line.text)
            case .bullet: output.append("- " + line.text)
            default: output.append(line.text)
            }
            wasBullet = isBullet
        }
        return output.joined(separator: "\n")
    }

    /// The text without white space at its ends.
    package static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    /// Line ends as line feeds, spaces as spaces, no characters that steer or hide.
    private static func clean(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar {
            case "\r": output.append("\n")
            case "\n": if !wasReturn { output.append("\n") }
            case "\u{0C}", "\u{0B}", "\u{2028}", "\u{2029}", "\u{85}": output.append("\n")
            case "\t", "\u{A0}", "\u{202F}", "\u{2007}": output.append(" ")
            case "\u{AD}", "\u{FEFF}": break
            // The bullets of symbol fonts, as PDFs carry them.
            case "\u{F0B7}", "\u{F0A7}", "\u{F0D8}": output.append("•")
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse: break
                default: output.append(scalar)
                }
            }
            wasReturn = scalar == "\r"
        }
        return String(output)
    }

    private struct Line {
        enum Kind { case blank, heading, bullet, text }
        var kind: Kind
        var text: String
        /// How far it was indented.
        var indent: Int
        /// How long the line was as written, indentation included.
        var width: Int

        init(_ raw: String) {
            let scalars = Array(raw.unicodeScalars)
            indent = scalars.prefix { $0 == " " }.count
            width = scalars.count
            var text = RoleText.collapsed(raw)
            kind = text.isEmpty ? .blank : .text
            if text.hasPrefix("#") {
                let bare = text.drop { $0 == "#" }
                if bare.first == " " {
                    kind = .heading
                    text = RoleText.trimmed(String(bare))
                }
            } else if let rest = Self.bullet(text) {
                kind = .bullet
                text = rest
            } else if text.hasPrefix("**"), text.hasSuffix("**"), text.count > 4 {
                kind = .heading
                text = String(text.dropFirst(2).dropLast(2))
            }
            if text.isEmpty { kind = .blank }
            self.text = text
        }

        /// What follows a list mark; nil where there is none.
        private static func bullet(_ text: String) -> String? {
            let marks: Set<Unicode.Scalar> = [
                "-", "*", "•", "·", "–", "—", "▪", "■", "●", "○", "◦", "‣", "⁃", "+", "➢", "►", "✓",
            ]
            let scalars = text.unicodeScalars
            guard let first = scalars.first else { return nil }
            if marks.contains(first) {
                let rest = String(scalars.dropFirst())
                guard rest.hasPrefix(" ") || !first.isASCII else { return nil }
                return RoleText.trimmed(rest)
            }
            let digits = scalars.prefix { ("0"..."9").contains($0) }
            guard (1...2).contains(digits.count) else { return nil }
            let rest = scalars.dropFirst(digits.count)
            guard let mark = rest.first, mark == "." || mark == ")",
                rest.dropFirst().first == " "
            else { return nil }
            return RoleText.trimmed(String(String.UnicodeScalarView(rest.dropFirst(2))))
        }
    }

    /// Runs of spaces as one, none at the ends.
    static func collapsed(_ text: String) -> String {
        text.unicodeScalars.split { $0.properties.isWhitespace }
            .map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    }

    /// Joins lines that a margin broke.
    private static func unwrapped(_ lines: [Line]) -> [Line] {
        var output: [Line] = []
        for line in lines {
            guard line.kind == .text, let last = output.last else {
                output.append(line)
                continue
            }
            guard last.kind == .text || last.kind == .bullet, continues(line, last) else {
                output.append(line)
                continue
            }
            var joined = last
            joined.text += last.text.hasSuffix("-") && !last.text.hasSuffix(" -") ? "" : " "
            joined.text += line.text
            joined.width = line.width
            output[output.count - 1] = joined
        }
        return output
    }

    private static func continues(_ line: Line, _ last: Line) -> Bool {
        let ends = last.text.unicodeScalars.last.map { ".:!?".unicodeScalars.contains($0) } ?? false
        let startsLow = line.text.unicodeScalars.first?.properties.isLowercase ?? false
        // An indented line under a list item belongs to it, whatever it begins with.
        if last.kind == .bullet, line.indent > last.indent, !ends || startsLow { return true }
        if startsLow { return !last.text.hasSuffix(":") }
        return !ends && last.width >= 55
    }

    /// A short line that nothing ends, with a list or an empty line behind it, is a heading.
    private static func markHeadings(_ lines: inout [Line]) {
        for index in lines.indices where lines[index].kind == .text {
            let text = lines[index].text
            let words = text.split(separator: " ").count
            guard words <= 8, text.unicodeScalars.count <= 64,
                text.unicodeScalars.first?.properties.isLowercase != true
            else { continue }
            let isAlone = index == 0 || lines[index - 1].kind != .text
            let next = lines.indices.contains(index + 1) ? lines[index + 1].kind : .blank
            let endsOpen =
                !(text.unicodeScalars.last.map { ".,;!".unicodeScalars.contains($0) } ?? false)
            guard isAlone, endsOpen else { continue }
            if text.hasSuffix(":") || next == .bullet || next == .blank {
                lines[index].kind = .heading
            }
        }
        for index in lines.indices where lines[index].kind == .heading {
            while lines[index].text.hasSuffix(":") { lines[index].text.removeLast() }
        }
    }
}
