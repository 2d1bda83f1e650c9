package import LanguageModel

/// A passage of a text, held by its words and its surroundings so that it survives edits.
package struct SpanAnchor: Sendable, Hashable {
    /// The passage.
    package var exact: String
    /// What stood in front of it and behind it, up to 32 scalars each.
    package var prefix: String
    package var suffix: String
    /// Where it began, in Unicode scalars: a hint among equal passages.
    package var start: Int

    private static let context = 32

    /// The anchor of a passage.
    package init(_ range: Range<Int>, in text: String) {
        let scalars = Array(text.unicodeScalars)
        let range = range.clamped(to: 0..<scalars.count)
        func string(_ range: Range<Int>) -> String {
            String(String.UnicodeScalarView(scalars[range]))
        }
        exact = string(range)
        prefix = string(max(0, range.lowerBound - Self.context)..<range.lowerBound)
        suffix = string(range.upperBound..<min(scalars.count, range.upperBound + Self.context))
        start = range.lowerBound
    }

    /// Where an anchor was found again.
    package enum Place: Sendable, Hashable {
        /// Word for word.
        case exact(Range<Int>)
        /// Changed in a few words.
        case changed(Range<Int>)
        /// Nowhere.
        case lost
    }

    /// The place of the passage in a text that may have been edited.
    ///
    /// Equal passages are told apart by what surrounds them, then by nearness to where it was. A
    /// passage that is not there word for word is looked for by its words, in order: at least
    /// three of four must be there.
    package func place(in text: String) -> Place {
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(exact.unicodeScalars)
        guard !wanted.isEmpty else { return .lost }
        var best: (range: Range<Int>, score: Int, distance: Int)?
        var from = 0
        while from + wanted.count <= scalars.count {
            guard let first = scalars[from...].firstIndex(of: wanted[0]) else { break }
            if scalars[first...].starts(with: wanted) {
                let range = first..<first + wanted.count
                let score = surroundings(range, scalars)
                let distance = abs(first - start)
                if best.map({ (score, -distance) > ($0.score, -$0.distance) }) ?? true {
                    best = (range, score, distance)
                }
            }
            from = first + 1
        }
        if let best { return .exact(best.range) }
        return changed(in: text)
    }

    /// How many scalars around a place are as they were.
    private func surroundings(_ range: Range<Int>, _ scalars: [Unicode.Scalar]) -> Int {
        let before = zip(prefix.unicodeScalars.reversed(), scalars[..<range.lowerBound].reversed())
            .prefix { $0 == $1 }.count
        let after = zip(suffix.unicodeScalars, scalars[range.upperBound...])
            .prefix { $0 == $1 }.count
        return before + after
    }

    private func changed(in text: String) -> Place {
        let wanted = RoleWord.words(of: exact).map(\.lower)
        let words = RoleWord.words(of: text)
        guard wanted.count >= 3, words.count >= 2 else { return .lost }
        var best: (range: Range<Int>, share: Double)?
        let bag = Set(wanted)
        for first in words.indices where bag.contains(words[first].lower) {
            // A passage may have grown by half.
            let window = words[first...].prefix(wanted.count + wanted.count / 2)
            let (matched, last) = Self.common(wanted, window.map(\.lower))
            guard matched > 0 else { continue }
            let share = 2 * Double(matched) / Double(wanted.count + last + 1)
            let isEnough = Double(matched) >= 0.75 * Double(wanted.count)
            if isEnough, share > best?.share ?? 0 {
                let end = window[window.startIndex + last].range.upperBound
                best = (words[first].range.lowerBound..<end, share)
            }
        }
        return best.map { .changed($0.range) } ?? .lost
    }

    /// The length of the longest common subsequence, and the last place of it in the second.
    private static func common(_ first: [String], _ second: [String]) -> (count: Int, last: Int) {
        var row = [Int](repeating: 0, count: second.count + 1)
        var last = 0
        for word in first {
            var diagonal = 0
            for (index, other) in second.enumerated() {
                let above = row[index + 1]
                row[index + 1] = word == other ? diagonal + 1 : max(above, row[index])
                diagonal = above
            }
        }
        if let most = row.last, most > 0 { last = (row.firstIndex(of: most) ?? 1) - 1 }
        return (row.last ?? 0, max(0, last))
    }

    /// The anchor as JSON.
    package var json: JSONValue {
        [
            "exact": .string(exact), "prefix": .string(prefix), "suffix": .string(suffix),
            "start": .integer(start),
        ]
    }

    /// Reads an anchor; nil where a part is missing.
    package init?(json: JSONValue) {
        guard let exact = json["exact"]?.string, !exact.isEmpty else { return nil }
        self.exact = exact
        prefix = json["prefix"]?.string ?? ""
        suffix = json["suffix"]?.string ?? ""
        start = json["start"]?.int ?? 0
    }
}
