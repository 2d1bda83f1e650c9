/// Porter's suffix stripping (Porter 1980, doi:10.1108/eb046814) with the extensions of NLTK's
/// default mode, which `rouge-score` uses: twelve irregular words, short words in -ies and -ied
/// kept apart, -y changed only after a consonant, and -fulli and -logi in step 2.
package struct PorterStemmer {
    private var word: [UInt8]

    /// The stem of a word of small ASCII letters and digits.
    package static func stem(_ word: [UInt8]) -> [UInt8] {
        if let known = irregular[word] { return known }
        guard word.count > 2 else { return word }
        var stemmer = PorterStemmer(word: word)
        stemmer.plurals()
        stemmer.pastAndProgressive()
        stemmer.finalY()
        stemmer.doubleSuffixes()
        stemmer.apply(Self.thirdStep) { stem, _ in stem.measure > 0 }
        stemmer.apply(Self.fourthStep) { stem, suffix in
            stem.measure > 1
                && (suffix != "ion" || stem.last == UInt8(ascii: "s")
                    || stem.last == UInt8(ascii: "t"))
        }
        stemmer.finalE()
        if stemmer.ends("ll"), Stem(stemmer.word.dropLast()).measure > 1 {
            stemmer.word.removeLast()
        }
        return stemmer.word
    }

    private func ends(_ suffix: String) -> Bool {
        word.count >= suffix.utf8.count && word.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    private func stem(without suffix: String) -> Stem {
        Stem(word.dropLast(suffix.utf8.count))
    }

    private mutating func replace(_ suffix: String, with ending: String) {
        word.removeLast(suffix.utf8.count)
        word.append(contentsOf: ending.utf8)
    }

    /// Applies the first rule whose suffix the word has, if its condition holds.
    private mutating func apply(_ rules: [(String, String)], where holds: (Stem, String) -> Bool) {
        for (suffix, ending) in rules where ends(suffix) {
            if holds(stem(without: suffix), suffix) { replace(suffix, with: ending) }
            return
        }
    }

    /// Step 1a.
    private mutating func plurals() {
        if ends("ies"), word.count == 4 {
            replace("ies", with: "ie")
        } else {
            apply([("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")]) { _, _ in true }
        }
    }

    /// Step 1b.
    private mutating func pastAndProgressive() {
        if ends("ied") { return replace("ied", with: word.count == 4 ? "ie" : "i") }
        if ends("eed") {
            if stem(without: "eed").measure > 0 { replace("eed", with: "ee") }
            return
        }
        let suffixes = ["ed", "ing"]
        guard let suffix = suffixes.first(where: { ends($0) && stem(without: $0).hasVowel }) else {
            return
        }
        replace(suffix, with: "")
        let rest = Stem(word)
        if ends("at") || ends("bl") || ends("iz") {
            word.append(UInt8(ascii: "e"))
        } else if rest.endsInDoubleConsonant {
            let keep = Array("lsz".utf8)
            if let last = word.last, !keep.contains(last) { word.removeLast() }
        } else if rest.measure == 1, rest.endsInShortSyllable {
            word.append(UInt8(ascii: "e"))
        }
    }

    /// Step 1c.
    private mutating func finalY() {
        guard ends("y") else { return }
        let stem = self.stem(without: "y")
        if stem.count > 1, stem.isConsonant(at: stem.count - 1) { replace("y", with: "i") }
    }

    /// Step 2.
    private mutating func doubleSuffixes() {
        while ends("alli"), stem(without: "alli").measure > 0 { replace("alli", with: "al") }
        apply(Self.secondStep) { stem, suffix in
            // In -logi the l counts with the stem, so that short stems as in "geology" work.
            suffix == "logi" ? Stem(stem.bytes + [UInt8(ascii: "l")]).measure > 0 : stem.measure > 0
        }
    }

    /// Step 5a.
    private mutating func finalE() {
        guard ends("e") else { return }
        let stem = self.stem(without: "e")
        if stem.measure > 1 || (stem.measure == 1 && !stem.endsInShortSyllable) {
            word.removeLast()
        }
    }

    private static let secondStep = [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"),
        ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"),
        ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"), ("logi", "log"),
    ]

    private static let thirdStep = [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"),
        ("ful", ""), ("ness", ""),
    ]

    private static let fourthStep = [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion",
        "ou", "ism", "ate", "iti", "ous", "ive", "ize",
    ].map { ($0, "") }

    private static let irregular: [[UInt8]: [UInt8]] = [
        "sky": "sky", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie",
        "news": "news", "innings": "inning", "inning": "inning", "outings": "outing",
        "outing": "outing", "cannings": "canning", "canning": "canning", "howe": "howe",
        "proceed": "proceed", "exceed": "exceed", "succeed": "succeed",
    ].reduce(into: [:]) { $0[Array($1.key.utf8)] = Array($1.value.utf8) }
}

/// A word's beginning, seen as consonants and vowels.
private struct Stem {
    let bytes: [UInt8]
    private let consonants: [Bool]

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        var flags: [Bool] = []
        flags.reserveCapacity(self.bytes.count)
        for byte in self.bytes {
            switch byte {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
                UInt8(ascii: "u"):
                flags.append(false)
            // A y is a consonant at the start and after a vowel.
            case UInt8(ascii: "y"): flags.append(!(flags.last ?? false))
            default: flags.append(true)
            }
        }
        consonants = flags
    }

    var count: Int { bytes.count }
    var last: UInt8? { bytes.last }
    var hasVowel: Bool { consonants.contains(false) }
    func isConsonant(at index: Int) -> Bool { consonants[index] }

    /// How many times a vowel is followed by a consonant.
    var measure: Int { zip(consonants, consonants.dropFirst()).count { !$0 && $1 } }

    var endsInDoubleConsonant: Bool {
        count >= 2 && bytes[count - 1] == bytes[count - 2] && consonants[count - 1]
    }

    /// Whether it ends consonant, vowel, consonant other than w, x, y; or is vowel, consonant.
    var endsInShortSyllable: Bool {
        if count == 2 { return !consonants[0] && consonants[1] }
        guard count >= 3, let last else { return false }
        return consonants[count - 3] && !consonants[count - 2] && consonants[count - 1]
            && !Array("wxy".utf8).contains(last)
    }
}
