/// Which of several answers that an output mentions decides.
enum ChoiceMention: String, Sendable, Hashable, CaseIterable {
    case first, last, only

    var summary: String {
        switch self {
        case .first: "the first one: for answers that begin with the answer"
        case .last: "the last one: for reasoning that ends with the answer"
        case .only: "a wrong one anywhere fails"
        }
    }
}

/// Where an output mentions one of several answers.
struct Mention: Sendable, Hashable {
    /// The number of the answer.
    var answer: Int
    /// Where it stands, in UTF-8 bytes of the folded text.
    var range: Range<Int>
    /// Whether a negation stands right before it.
    var isNegated: Bool
}

/// Finds the mentions of answers in an output.
enum MentionFinder {
    /// All mentions, in order; one inside a longer one is left out.
    ///
    /// - Parameters:
    ///   - answers: case folded texts.
    ///   - text: the case folded output.
    static func mentions(of answers: [String], in text: String) -> [Mention] {
        var found: [Mention] = []
        for (number, answer) in answers.enumerated() {
            for start in ScalarText.byteOffsets(of: answer, in: text) {
                let range = start..<(start + answer.utf8.count)
                if isWhole(range, answer, in: text) {
                    found.append(Mention(answer: number, range: range, isNegated: false))
                }
            }
        }
        found.sort {
            ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count)
        }
        var kept: [Mention] = []
        for mention in found where mention.range.upperBound > (kept.last?.range.upperBound ?? -1) {
            var mention = mention
            mention.isNegated = isNegated(at: mention.range.lowerBound, in: text)
            kept.append(mention)
        }
        return kept
    }

    /// Whether what stands at a range is no part of longer words.
    private static func isWhole(_ range: Range<Int>, _ answer: String, in text: String) -> Bool {
        let scalars = text.unicodeScalars
        let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
        let end = text.utf8.index(text.startIndex, offsetBy: range.upperBound)
        func joins(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool {
            // In scripts without spaces a word ends anywhere.
            let (a, b) = (WordBreakClass(a), WordBreakClass(b))
            return b == .extend || a.joins(b) && a != .katakana && a != .unspaced
        }
        if start > scalars.startIndex, let first = answer.unicodeScalars.first,
            joins(scalars[scalars.index(before: start)], first)
        {
            return false
        }
        if end < scalars.endIndex, let last = answer.unicodeScalars.last,
            joins(last, scalars[end])
        {
            return false
        }
        return true
    }

    /// Words of negation; those of two words are told by the second with the first.
    private static let negations: Set<String> = [
        "not", "isn't", "isnt", "aren't", "wasn't", "never", "neither", "nor", "nicht", "kein",
        "keine", "keinen", "pas", "jamais", "nunca", "não", "niet", "geen", "inte", "не", "nie",
        "değil", "不是", "并非", "ليس", "ليست", "नहीं",
    ]
    private static let pairs: Set<[String]> = [
        ["rather", "than"], ["instead", "of"], ["other", "than"], ["anstatt", "von"],
        ["plutôt", "que"],
        ["au", "lieu"], ["en", "lugar"], ["no", "es"], ["non", "è"],
    ]
    private static let fillers: Set<String> = [
        "a", "an", "the", "in", "at", "of", "really", "actually", "just", "die", "der", "das",
        "la", "le", "el", "il", "een", "de",
    ]
    private static let reach = 48

    /// Whether one of the two words before a place, articles aside, negates it in its clause.
    private static func isNegated(at offset: Int, in text: String) -> Bool {
        let bytes = text.utf8
        let end = bytes.index(text.startIndex, offsetBy: offset)
        let start = bytes.index(end, offsetBy: -min(offset, reach))
        let before = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
        var clause = String.UnicodeScalarView(before)
        if let stop = before.lastIndex(where: { ",.;:!?\n，。；：！？、()".unicodeScalars.contains($0) }) {
            clause = String.UnicodeScalarView(before[before.index(after: stop)...])
        }
        let trimmed = ScalarText.trimmed(String(clause))
        if ["不是", "并非", "不", "非"].contains(where: { ScalarText.ends(trimmed, with: $0) }) {
            return true
        }
        let words = clause.split { !WordBreakClass($0).isWordlike && $0 != "'" && $0 != "’" }
            .map { String($0).replacing("’", with: "'") }.filter { !fillers.contains($0) }
        guard let last = words.last else { return false }
        if negations.contains(last) { return true }
        guard words.count >= 2 else { return false }
        return pairs.contains([words[words.count - 2], last])
    }
}
