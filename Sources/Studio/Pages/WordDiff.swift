import Reports

/// Two texts side by side with the words marked that only one of them has.
enum WordDiff {
    /// The most words of a text that are compared; longer texts stand as they are.
    static let limit = 1_200

    /// - Returns: the old text with deletions marked, the new one with insertions; nil where a
    ///   text is too long to be compared.
    static func marked(_ old: String, _ new: String) -> (old: Markup, new: Markup)? {
        let (old, new) = (pieces(old), pieces(new))
        guard old.count <= limit, new.count <= limit else { return nil }
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        return (
            markup(old, removed, "<del>", "</del>"), markup(new, inserted, "<ins>", "</ins>")
        )
    }

    /// Words, and what stands between them.
    private static func pieces(_ text: String) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var kind: Int?
        for index in text.indices {
            let character = text[index]
            let next = character.isWhitespace ? 0 : character.isLetter || character.isNumber ? 1 : 2
            // Marks stand alone, so that a changed comma does not change its word.
            if let now = kind, now != next || next == 2 {
                pieces.append(text[start..<index])
                start = index
            }
            kind = next
        }
        if start < text.endIndex { pieces.append(text[start...]) }
        return pieces
    }

    private static func markup(
        _ pieces: [Substring], _ marked: Set<Int>, _ open: Markup, _ close: Markup
    ) -> Markup {
        var output = Markup()
        var isOpen = false
        for (index, piece) in pieces.enumerated() {
            let isMarked = marked.contains(index)
            if isMarked != isOpen {
                output += isMarked ? open : close
                isOpen = isMarked
            }
            output += "\(String(piece))"
        }
        return isOpen ? output + close : output
    }
}
