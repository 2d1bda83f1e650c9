/// How hard a text is to read: the Flesch–Kincaid grade.
///
/// Definition: 0.39 × words per sentence + 11.8 × syllables per word − 15.59, about the school
/// years in the United States that a reader needs. Made for English. Syllables are counted as
/// groups of vowels, less a silent final e, at least one a word.
/// (J. P. Kincaid and others 1975, https://apps.dtic.mil/sti/citations/ADA006655.)
///
/// Worked number: "The cat sat on the mat." has 6 words, 1 sentence, 6 syllables: −1.45.
package enum ReadingLevel {
    /// The grade; nil for fewer than 100 words, where it says nothing.
    package static func grade(words: [String], sentences: Int) -> Double? {
        guard words.count >= 100, sentences > 0 else { return nil }
        return value(words: words, sentences: sentences)
    }

    /// The grade of any text with at least one word and sentence.
    package static func value(words: [String], sentences: Int) -> Double {
        let syllables = words.reduce(0) { $0 + Self.syllables(of: $1) }
        return 0.39 * Double(words.count) / Double(sentences)
            + 11.8 * Double(syllables) / Double(words.count) - 15.59
    }

    /// Groups of vowels, less a silent final e.
    static func syllables(of word: String) -> Int {
        let letters = Array(word.lowercased().unicodeScalars)
        let vowels: Set<Unicode.Scalar> = ["a", "e", "i", "o", "u", "y"]
        var count = 0
        var wasVowel = false
        for letter in letters {
            let isVowel = vowels.contains(letter)
            if isVowel, !wasVowel { count += 1 }
            wasVowel = isVowel
        }
        if letters.count > 2, letters.last == "e", !vowels.contains(letters[letters.count - 2]),
            letters[letters.count - 2] != "l"
        {
            count -= 1
        }
        return max(1, count)
    }
}
