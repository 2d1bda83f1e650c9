import LanguageModel
import Workspace

/// Words that leave a rule open, and what is open about them.
///
/// The list is ours; it follows what requirements engineers call weak phrases and ambiguous
/// adverbs (ISO/IEC/IEEE 29148:2018, section 5.2.7, names the classes).
enum VagueWords {
    /// A word or phrase in lower case with the question that it leaves open.
    static let all: [(phrase: String, question: String)] = [
        ("appropriate", "appropriate by whose standard?"),
        ("appropriately", "appropriate by whose standard?"),
        ("inappropriate", "inappropriate by whose standard?"),
        ("reasonable", "what would be unreasonable?"),
        ("reasonably", "what would be unreasonable?"),
        ("suitable", "suitable for what?"),
        ("adequate", "enough for what?"),
        ("sufficient", "enough for what?"),
        ("sufficiently", "enough for what?"),
        ("generally", "when not?"), ("usually", "when not?"), ("normally", "when not?"),
        ("typically", "when not?"), ("mostly", "when not?"), ("often", "how often, and when not?"),
        ("sometimes", "when?"), ("occasionally", "when?"), ("rarely", "when?"),
        ("where possible", "who decides what is possible?"),
        ("when possible", "who decides what is possible?"),
        ("if possible", "who decides what is possible?"),
        ("as needed", "who decides what is needed?"),
        ("if necessary", "who decides what is necessary?"),
        ("when necessary", "who decides what is necessary?"),
        ("as far as possible", "how far is that?"),
        ("try to", "does an attempt that fails keep the rule?"),
        ("tries to", "does an attempt that fails keep the rule?"),
        ("attempt to", "does an attempt that fails keep the rule?"),
        ("aim to", "does an aim that is missed keep the rule?"),
        ("aims to", "does an aim that is missed keep the rule?"),
        ("strive to", "does an aim that is missed keep the rule?"),
        ("strives to", "does an aim that is missed keep the rule?"),
        ("be mindful", "what does a reader see of it?"),
        ("be careful", "what does a reader see of it?"),
        ("take care", "what does a reader see of it?"),
        ("and so on", "what else?"), ("etc", "what else?"), ("among others", "which others?"),
        ("various", "which?"), ("certain", "which?"), ("some cases", "which cases?"),
        ("too much", "how much?"), ("too long", "how long?"), ("too many", "how many?"),
        ("brief", "how many words?"), ("concise", "how many words?"), ("timely", "how soon?"),
        ("nice", "what does a reader see of it?"), ("natural", "what does a reader see of it?"),
        ("good quality", "measured how?"), ("high quality", "measured how?"),
        ("user-friendly", "measured how?"), ("as expected", "expected by whom?"),
    ]

    /// States of mind: no transcript shows them.
    static let inner: Set<String> = [
        "understand", "understands", "feel", "feels", "believe", "believes", "want", "wants",
        "intend", "intends", "know", "knows", "care", "cares", "realise", "realises", "realize",
        "realizes", "consider", "considers", "value", "values", "remember", "remembers",
    ]
}

/// A word with its place.
struct PlacedWord: Sendable, Hashable {
    /// In lower case, without punctuation at its ends.
    var text: String
    /// The column of its first scalar, from 1.
    var column: Int
    /// Whether a sentence or clause ends after it.
    var endsPhrase: Bool

    /// The words of a line: runs of letters, digits, apostrophes and hyphens.
    static func words(of line: some StringProtocol) -> [PlacedWord] {
        var words: [PlacedWord] = []
        var text = String.UnicodeScalarView()
        var start = 0
        func close(at column: Int, ends: Bool) {
            if !text.isEmpty {
                words.append(
                    PlacedWord(
                        text: String(text).lowercased(), column: start, endsPhrase: ends))
                text = String.UnicodeScalarView()
            } else if ends, !words.isEmpty {
                words[words.count - 1].endsPhrase = true
            }
        }
        var column = 0
        for scalar in line.unicodeScalars {
            column += 1
            let isWord =
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || (!text.isEmpty && (scalar == "-" || scalar == "'" || scalar == "\u{2019}"))
            if isWord {
                if text.isEmpty { start = column }
                text.append(scalar)
            } else {
                close(at: column, ends: ".;:!?".unicodeScalars.contains(scalar))
            }
        }
        close(at: column, ends: true)
        return words
    }
}
