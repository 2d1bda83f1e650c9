/// A document as the public may read it.
///
/// What stands between the comments `<!-- private -->` and `<!-- end private -->`, each on a line
/// of its own, is replaced by a sentence that says so; lines keep their numbers.
package enum PublicText {
    /// The text without its private passages, and how many there were.
    ///
    /// - Throws: the line of a passage that never ends, of an end without a beginning, or of a
    ///   passage that begins within another.
    package static func withheld(from text: String) throws(Unbalanced) -> (
        text: String, passages: Int
    ) {
        var passages = 0
        var opened: Int?
        var lines: [String] = []
        for (index, scalars) in text.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            let line = String(scalars)
            switch line.trimmed {
            case "<!-- private -->":
                guard opened == nil else { throw Unbalanced(line: index + 1, isOpen: true) }
                opened = index + 1
                passages += 1
                lines.append(notice)
            case "<!-- end private -->":
                guard opened != nil else { throw Unbalanced(line: index + 1, isOpen: false) }
                opened = nil
                lines.append("")
            default: lines.append(opened == nil ? line : "")
            }
        }
        if let opened { throw Unbalanced(line: opened, isOpen: true) }
        return (lines.joined(separator: "\n"), passages)
    }

    /// What stands in the place of a passage.
    static let notice = "*A private passage is withheld here.*"

    /// A private passage without its other end.
    package struct Unbalanced: Error, Sendable, Hashable {
        package var line: Int
        /// Whether the beginning stands alone.
        package var isOpen: Bool
    }
}
