/// Finds letters that name options: "B", "(B)", "B) Sydney", "Answer: B", "**B**".
enum OptionLetters {
    /// The options named, by number, with the place of each letter in UTF-8 bytes.
    ///
    /// A capital counts alone in the output, in brackets or asterisks, before ")", "." or ":" at
    /// the beginning of a line, and after "answer", "option", "choice" or "letter" (with "is" or a
    /// colon between). A small letter counts alone and in brackets. "A" as an article never does.
    static func find(in text: String, count: Int) -> [(option: Int, offset: Int)] {
        let whole = ScalarText.withoutOuterPunctuation(ScalarText.trimmed(text))
        if let only = index(whole.unicodeScalars.first, count, small: true),
            whole.unicodeScalars.count == 1
        {
            return [(only, ScalarText.firstByteOffset(of: whole, in: text) ?? 0)]
        }
        let scalars = Array(text.unicodeScalars)
        var found: [(option: Int, offset: Int)] = []
        var offset = 0
        for (place, scalar) in scalars.enumerated() {
            if let option = index(scalar, count, small: true), isName(scalars, place) {
                found.append((option, offset))
            }
            offset += UTF8.width(scalar)
        }
        return found
    }

    private static func index(_ scalar: Unicode.Scalar?, _ count: Int, small: Bool) -> Int? {
        guard let scalar else { return nil }
        if ("A"..."Z").contains(scalar), scalar.value - 65 < count { return Int(scalar.value - 65) }
        guard small, ("a"..."z").contains(scalar), scalar.value - 97 < count else { return nil }
        return Int(scalar.value - 97)
    }

    private static func isName(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
        let before = place > 0 ? scalars[place - 1] : "\n"
        let after = place + 1 < scalars.count ? scalars[place + 1] : "\n"
        guard !before.properties.isAlphabetic, !after.properties.isAlphabetic, after != "'",
            after != "’"
        else { return false }
        if before == "(" || before == "[" { return after == ")" || after == "]" }
        let isCapital = scalars[place].value < 0x61
        guard isCapital else { return false }
        if before == "*", after == "*" || after == ")" || after == "." || after == ":" {
            return true
        }
        let start = scalars[..<place].lastIndex { !" \t*#>-".unicodeScalars.contains($0) }
        let isAtLineStart = start.map { scalars[$0] == "\n" } ?? true
        if isAtLineStart, ").:".unicodeScalars.contains(after) || after == "\n" { return true }
        return followsMarker(scalars, place)
    }

    private static let markers: Set<String> = ["answer", "option", "choice", "letter"]

    private static func followsMarker(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[max(0, place - 40)..<place])
        var words = view.split { !$0.properties.isAlphabetic }.map { ScalarText.folded(String($0)) }
        while let last = words.last, ["is", "the", "option", "would", "be"].contains(last),
            words.count > 1,
            !(last == "option" && words.count == 1)
        {
            if last == "option" { return true }
            words.removeLast()
        }
        guard let last = words.last, markers.contains(last) else { return false }
        // Only spaces, a colon, quotes or asterisks stand between the marker's phrase and the letter.
        let gap = scalars[..<place].reversed().prefix { !$0.properties.isAlphabetic }
        return gap.allSatisfy { " :*\"'(\n".unicodeScalars.contains($0) }
    }
}
