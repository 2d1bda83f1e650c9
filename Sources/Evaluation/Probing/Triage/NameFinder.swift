/// Finds people's names in a log by what stands around them, and replaces them everywhere in it.
///
/// A name has no form, so this is no complete search. It learns a name from a field that is called
/// one, from a list of the user's, from a title, a greeting, an introduction or the end of a letter,
/// and from about two hundred given names that are no English words. What it has learned once, it
/// replaces wherever it stands with a capital letter.
package struct NameFinder: Sendable {
    /// A word with its place, in Unicode scalars.
    private struct Word {
        var text: String
        var range: Range<Int>
        var isCapital: Bool
        var lower: String
    }

    /// The number of the name that a word belongs to, by the word in lower case.
    private var numbers: [String: Int] = [:]
    /// What cues suggested, until the whole log is known.
    private var suggested: [[String]] = []
    /// Words that the log writes with a small letter.
    private var common: Set<String> = []
    /// How many names were replaced at least once.
    private var used: [Int] = []

    package init() {}

    /// How many different names were replaced.
    package var count: Int { used.count }

    // MARK: - Learning

    /// Takes a name as one, whatever stands around it.
    package mutating func add(_ name: String) {
        let words = Self.words(of: Array(name.unicodeScalars))
        guard (1...5).contains(words.count), words.contains(where: { $0.lower.count >= 2 }) else {
            return
        }
        learn(words.map(\.lower))
    }

    /// Reads a text of the log for names; call `settle` after the last.
    package mutating func read(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        let words = Self.words(of: scalars)
        for (index, word) in words.enumerated() {
            if !word.isCapital { common.insert(word.lower) }
            let name = Self.capitals(words, from: index + 1, scalars)
            if word.isCapital, Self.given.contains(word.lower) {
                // The surname follows at once, or not at all.
                suggested.append(
                    [word.lower] + Self.capitals(words, from: index + 1, scalars))
            } else if let most = Self.cue(words, index, scalars), !name.isEmpty {
                suggested.append(Array(name.prefix(most)))
            }
        }
    }

    /// Decides on what was read: a word that the log also writes small is no name.
    package mutating func settle() {
        for words in suggested {
            let names = words.prefix {
                Self.given.contains($0) || Self.particles.contains($0)
                    || (!common.contains($0) && !Self.never.contains($0) && $0.count >= 2)
            }
            guard names.contains(where: { !Self.particles.contains($0) }) else { continue }
            learn(Array(names))
        }
        suggested = []
    }

    private mutating func learn(_ words: [String]) {
        let known = words.compactMap { numbers[$0] }.first
        let number = known ?? (numbers.values.max() ?? 0) + 1
        for word in words
        where numbers[word] == nil && word.count >= 2 && !Self.particles.contains(word) {
            numbers[word] = number
        }
    }

    // MARK: - Replacing

    /// The text with learned names replaced: `[name-1]`.
    package mutating func mask(_ text: String) -> String {
        guard !numbers.isEmpty else { return text }
        let scalars = Array(text.unicodeScalars)
        let words = Self.words(of: scalars)
        var output = String.UnicodeScalarView()
        var copied = 0
        var index = 0
        while index < words.count {
            let word = words[index]
            guard word.isCapital, let number = numbers[word.lower] else {
                index += 1
                continue
            }
            // Other words of the same name belong to it, with initials and particles between them.
            var end = index
            var place = index
            while place + 1 < words.count, Self.isJoined(words[place], words[place + 1], scalars) {
                let next = words[place + 1].lower
                let isOwn = numbers[next] == number
                guard isOwn || next.count == 1 || Self.particles.contains(next) else { break }
                place += 1
                if isOwn { end = place }
            }
            output.append(contentsOf: scalars[copied..<word.range.lowerBound])
            output.append(contentsOf: "[name-\(self.place(of: number))]".unicodeScalars)
            copied = words[end].range.upperBound
            index = end + 1
        }
        guard copied > 0 else { return text }
        output.append(contentsOf: scalars[copied...])
        return String(output)
    }

    /// Names are numbered in the order in which they are met.
    private mutating func place(of number: Int) -> Int {
        if let place = used.firstIndex(of: number) { return place + 1 }
        used.append(number)
        return used.count
    }

    // MARK: - Words

    private static func words(of scalars: [Unicode.Scalar]) -> [Word] {
        var words: [Word] = []
        var index = 0
        while index < scalars.count {
            guard scalars[index].properties.isAlphabetic else {
                index += 1
                continue
            }
            let start = index
            while index < scalars.count,
                scalars[index].properties.isAlphabetic
                    || (index + 1 < scalars.count && scalars[index + 1].properties.isAlphabetic
                        && ("-’'".unicodeScalars.contains(scalars[index])))
            {
                index += 1
            }
            var end = index
            // A possessive is no part of the name.
            if end - start > 2, scalars[end - 1] == "s",
                scalars[end - 2] == "'" || scalars[end - 2] == "’"
            {
                end -= 2
            }
            let text = String(String.UnicodeScalarView(scalars[start..<end]))
            words.append(
                Word(
                    text: text, range: start..<end,
                    isCapital: scalars[start].properties.isUppercase, lower: text.lowercased()))
        }
        return words
    }

    /// Whether two words stand side by side: blanks, one point of an initial, nothing else.
    private static func isJoined(_ first: Word, _ second: Word, _ scalars: [Unicode.Scalar]) -> Bool
    {
        let gap = scalars[first.range.upperBound..<second.range.lowerBound]
        return gap.count <= 2 && gap.contains(" ")
            && gap.allSatisfy { $0 == " " || ($0 == "." && first.text.count == 1) }
    }

    /// The capitalised words that stand side by side from an index on, particles among them.
    private static func capitals(
        _ words: [Word], from index: Int, _ scalars: [Unicode.Scalar]
    ) -> [String] {
        var found: [String] = []
        var place = index
        while place < words.count, found.count < 4 {
            if place > index, !isJoined(words[place - 1], words[place], scalars) { break }
            if place == index, index > 0, !follows(words[index - 1], words[index], scalars) {
                break
            }
            let word = words[place]
            let isParticle = particles.contains(word.lower)
            // "Maria van der Berg": particles are written small.
            guard word.isCapital || isParticle else { break }
            if never.contains(word.lower) || titles.contains(word.lower), !isParticle { break }
            found.append(word.lower)
            place += 1
        }
        return found
    }

    /// Whether a name may follow a cue over this gap: blanks, a colon, a point or a line's end.
    private static func follows(_ cue: Word, _ word: Word, _ scalars: [Unicode.Scalar]) -> Bool {
        scalars[cue.range.upperBound..<word.range.lowerBound]
            .allSatisfy { " .:,\n\r\t".unicodeScalars.contains($0) }
            && word.range.lowerBound - cue.range.upperBound <= 4
    }

    /// How many words of a name a cue that ends here announces; nil where it is none.
    private static func cue(_ words: [Word], _ index: Int, _ scalars: [Unicode.Scalar]) -> Int? {
        guard index + 1 < words.count else { return nil }
        let gap = scalars[words[index].range.upperBound..<words[index + 1].range.lowerBound]
        let hasLineEnd = gap.contains("\n")
        let hasComma = gap.contains(",")
        let word = words[index].lower
        func before(_ steps: Int) -> String { index >= steps ? words[index - steps].lower : "" }
        if titles.contains(word), words[index].isCapital, !hasComma, !hasLineEnd { return 3 }
        switch word {
        case "is" where before(1) == "name" && !hasComma: return 3
        case "name" where gap.contains(":"): return 3
        case "me" where before(1) == "call" && !hasComma: return 2
        case "is" where before(1) == "this" && !hasComma && !hasLineEnd:
            // "This is Anna Smith", not "This is Great".
            return capitals(words, from: index + 1, scalars).count >= 2 ? 3 : nil
        case "am" where before(1) == "i" && !hasComma && !hasLineEnd:
            return capitals(words, from: index + 1, scalars).count >= 2 ? 3 : nil
        case "dear": return hasLineEnd ? nil : 3
        case "hi", "hello", "hey": return hasLineEnd ? nil : 2
        case "regards", "sincerely", "faithfully", "thanks", "cheers", "best", "yours":
            return hasLineEnd ? 3 : nil
        default: return nil
        }
    }

    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "herr", "frau", "señor",
        "señora", "monsieur", "madame",
    ]
    private static let particles: Set<String> = [
        "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "la", "le", "al", "el",
        "bin", "ibn", "ben", "zu", "y",
    ]
    /// Words that cues are often followed by and that name nobody.
    private static let never: Set<String> = [
        "i", "the", "a", "an", "my", "your", "our", "we", "you", "it", "this", "that", "there",
        "sir", "madam", "team", "all", "everyone", "everybody", "support", "customer", "service",
        "assistant", "bot", "agent", "friend", "friends", "guys", "again", "please", "thanks",
        "thank", "no", "yes", "ok", "okay", "not", "sorry", "and", "or", "but", "so", "if", "in",
        "on", "at", "to", "for", "from", "of", "is", "are", "was", "can", "could", "would", "do",
        "does", "did", "how", "what", "why", "when", "where", "who", "which", "january", "february",
        "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "english", "german", "french", "spanish", "american", "british",
    ]
}
