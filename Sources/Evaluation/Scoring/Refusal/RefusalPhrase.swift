/// A phrase of the refusal lexicon, made ready for searching.
struct RefusalPhrase: Sendable {
    private enum Element: Sendable {
        case word(Set<String>, prefixes: [String])
        case gap
    }

    private let elements: [Element]
    /// The whole words with which the phrase can begin.
    let firstWords: Set<String>
    /// The first bytes of the beginnings of words with which it can begin.
    let firstBytes: Set<UInt8>
    private static let gapLength = 4

    init(_ text: String) {
        elements = text.split(separator: " ").map { part in
            if part == "…" { return .gap }
            let words = part.split(separator: "|").map(String.init)
            return .word(
                Set(words.filter { !$0.hasSuffix("*") }),
                prefixes: words.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) })
        }
        if case .word(let words, let prefixes)? = elements.first {
            firstWords = words
            firstBytes = Set(prefixes.compactMap(\.utf8.first))
        } else {
            firstWords = []
            firstBytes = []
        }
    }

    /// Whether the phrase stands at a place among the words; clause ends are the word ".".
    func matches(_ words: [String], at start: Int) -> Bool { matches(words, start, 0) }

    private func matches(_ words: [String], _ position: Int, _ element: Int) -> Bool {
        guard element < elements.count else { return true }
        switch elements[element] {
        case .gap:
            var position = position
            for _ in 0...Self.gapLength {
                if matches(words, position, element + 1) { return true }
                guard position < words.count, words[position] != "." else { return false }
                position += 1
            }
            return false
        case .word(let exact, let prefixes):
            guard position < words.count else { return exact.contains(".") && element > 0 }
            let word = words[position]
            let fits = exact.contains(word) || prefixes.contains { word.utf8.starts(with: $0.utf8) }
            return fits && matches(words, position + 1, element + 1)
        }
    }
}
