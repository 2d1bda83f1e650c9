/// One line of a role's text with its place.
package struct RoleLine: Sendable, Hashable {
    /// What the line is.
    package enum Kind: Sendable, Hashable { case heading, bullet, paragraph }

    /// A part of a line with its place in the whole text, in Unicode scalars.
    package struct Piece: Sendable, Hashable {
        package var text: String
        package var range: Range<Int>
    }

    package var kind: Kind
    /// The line without its mark.
    package var text: String
    /// The place of `text`, in Unicode scalars.
    package var range: Range<Int>

    var whole: Piece { Piece(text: text, range: range) }

    /// The lines of a text that are not empty.
    package static func lines(of text: String) -> [RoleLine] {
        var lines: [RoleLine] = []
        var start = 0
        for piece in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            let scalars = Array(piece)
            defer { start += scalars.count + 1 }
            var mark = 0
            var kind = Kind.paragraph
            if scalars.first == "#" {
                kind = .heading
                mark = scalars.prefix { $0 == "#" }.count
            } else if scalars.starts(with: "- ".unicodeScalars) {
                kind = .bullet
                mark = 1
            }
            let lead = scalars.dropFirst(mark).prefix { $0.properties.isWhitespace }.count
            var end = scalars.count
            while end > mark + lead, scalars[end - 1].properties.isWhitespace { end -= 1 }
            guard end > mark + lead else { continue }
            lines.append(
                RoleLine(
                    kind: kind,
                    text: String(String.UnicodeScalarView(scalars[(mark + lead)..<end])),
                    range: (start + mark + lead)..<(start + end)))
        }
        return lines
    }

    /// The pieces that end after scalars for which the rule holds, or at the line's end.
    func split(where ends: ([Unicode.Scalar], Int) -> Bool) -> [Piece] {
        let scalars = Array(text.unicodeScalars)
        var pieces: [Piece] = []
        var start = 0
        func close(_ end: Int) {
            var (from, to) = (start, end)
            while from < to, scalars[from].properties.isWhitespace { from += 1 }
            while to > from, scalars[to - 1].properties.isWhitespace || scalars[to - 1] == ";" {
                to -= 1
            }
            start = end
            guard from < to else { return }
            pieces.append(
                Piece(
                    text: String(String.UnicodeScalarView(scalars[from..<to])),
                    range: (range.lowerBound + from)..<(range.lowerBound + to)))
        }
        for index in scalars.indices where ends(scalars, index) { close(index + 1) }
        close(scalars.count)
        return pieces
    }
}
