import LanguageModel

/// Reads how far a text praises or blames, by words alone.
///
/// Each word of the lexicon counts with its strength. A negator up to five words before it in the
/// same clause turns and weakens it, two of them cancel, and a negator is spent on the first word
/// that it meets, or on several joined by "or" or "and"; a word of degree just before it scales it;
/// in a sentence with "but" what follows counts more than what came before. The sum s becomes
/// (1 + s/√(s² + 15)) / 2, as in Hutto and Gilbert 2014 (doi:10.1609/icwsm.v8i1.14550), whose
/// lexicon and rules are others.
package struct SentimentReader: Sendable {
    /// What was found in a text.
    package struct Reading: Sendable, Hashable {
        /// From 0 (all blame) to 1 (all praise); one half where nothing or as much speaks for both.
        package var share: Double
        /// The words that counted, each with what it counted.
        package var words: [(word: String, value: Double)] {
            zip(found, values).map { ($0, $1) }
        }
        /// Whether there was a word of any kind.
        package var hasWords: Bool

        fileprivate var found: [String] = []
        fileprivate var values: [Double] = []
    }

    /// How many words before a word a negator reaches it.
    private static let reach = 5
    /// What turning leaves of a word's strength.
    private static let turned = -0.75

    package init() {}

    /// Reads a text.
    package func read(_ text: String) -> Reading {
        let sentences = Self.sentences(text)
        var reading = Reading(share: 0.5, hasWords: sentences.contains { !$0.isEmpty })
        for sentence in sentences { read(sentence, into: &reading) }
        let sum = reading.values.reduce(0, +)
        reading.share = (1 + sum / (sum * sum + 15).squareRoot()) / 2
        return reading
    }

    private func read(_ clauses: [[String]], into reading: inout Reading) {
        var hits: [(word: String, value: Double, isAfter: Bool)] = []
        var isAfter = false
        for clause in clauses {
            var index = 0
            // Where negators begin to reach: each is spent on the first word that it meets.
            var open = 0
            while index < clause.count {
                defer { index += 1 }
                let word = clause[index]
                if SentimentLexicon.contrasts.contains(word) {
                    isAfter = true
                    continue
                }
                var strength = SentimentLexicon.strengths[word]
                var name = word
                var end = index
                if index + 1 < clause.count,
                    let pair = SentimentLexicon.pairs[word + " " + clause[index + 1]]
                {
                    (strength, name, end) = (pair, word + " " + clause[index + 1], index + 1)
                }
                if let strength, strength != 0 {
                    let before = clause[max(open, index - Self.reach)..<index]
                    let degree = index > 0 ? SentimentLexicon.degrees[clause[index - 1]] : nil
                    var value = strength * (degree ?? 1)
                    if Self.isTurned(Array(before)) { value *= Self.turned }
                    hits.append((name, value, isAfter))
                    if !Self.goesOn(clause, after: end), !SentimentLexicon.negators.contains(word) {
                        open = end + 1
                    }
                }
                index = end
            }
        }
        let hasContrast = hits.contains(where: \.isAfter)
        for hit in hits {
            reading.found.append(hit.word)
            reading.values.append(hasContrast ? hit.value * (hit.isAfter ? 1.5 : 0.5) : hit.value)
        }
    }

    /// Whether "or", or "and" with another word of the lexicon, carries a negator on.
    private static func goesOn(_ clause: [String], after end: Int) -> Bool {
        guard end + 2 < clause.count else { return false }
        return clause[end + 1] == "or"
            || (clause[end + 1] == "and" && SentimentLexicon.strengths[clause[end + 2]] != nil)
    }

    /// Whether an odd number of negators stands among the words before.
    private static func isTurned(_ before: [String]) -> Bool {
        var count = 0
        for (place, word) in before.enumerated() {
            let next = place + 1 < before.count ? before[place + 1] : nil
            if let next, SentimentLexicon.exemptions.contains(next) { continue }
            if SentimentLexicon.negators.contains(word) || word.hasSuffix("n't") { count += 1 }
            if let next, SentimentLexicon.negatingPairs.contains(word + " " + next) { count += 1 }
        }
        return count % 2 == 1
    }

    /// Sentences of clauses of words in lower case; a comma, colon or dash ends a clause.
    private static func sentences(_ text: String) -> [[[String]]] {
        var sentences: [[[String]]] = [[]]
        var clause: [String] = []
        var word = ""
        func endWord() {
            if !word.isEmpty { clause.append(word) }
            word = ""
        }
        func endClause() {
            endWord()
            if !clause.isEmpty { sentences[sentences.count - 1].append(clause) }
            clause = []
        }
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case ".", "!", "?", "\n", "…":
                endClause()
                if !sentences[sentences.count - 1].isEmpty { sentences.append([]) }
            case ",", ";", ":", "(", ")", "—", "–", "\"": endClause()
            case "'", "’": if !word.isEmpty { word.append("'") }
            default:
                if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    word.unicodeScalars.append(scalar)
                } else {
                    endWord()
                }
            }
        }
        endClause()
        return sentences
    }
}
