/// Finds a phrase in the texts of roles.
package enum RolePhrase {
    /// The lines in which a phrase stands: its words in order, whatever their case and whatever
    /// white space is between them; -ise counts as -ize and behaviour as behavior.
    package static func passages(of phrase: String, in text: String) -> [RoleLine.Piece] {
        let wanted = RoleWord.words(of: phrase).map { plain($0.lower) }
        guard !wanted.isEmpty else { return [] }
        return RoleLine.lines(of: text).filter { line in
            let words = RoleWord.words(of: line.text).map { plain($0.lower) }
            guard words.count >= wanted.count else { return false }
            return (0...(words.count - wanted.count)).contains {
                words[$0..<$0 + wanted.count].elementsEqual(wanted)
            }
        }.map { RoleLine.Piece(text: $0.text, range: $0.range) }
    }

    /// One spelling for American and British words, and for what is hyphenated by some.
    private static func plain(_ word: String) -> String {
        var text = word.filter { $0 != "-" }
        for (american, british) in [("iz", "is"), ("yz", "ys"), ("vior", "viour")] {
            guard let range = text.firstRange(of: american) else { continue }
            text.replaceSubrange(range, with: british)
        }
        return text
    }
}
