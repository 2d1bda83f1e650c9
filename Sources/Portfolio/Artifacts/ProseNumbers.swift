import Workspace

/// A number in a sentence.
struct ProseNumber: Hashable {
    /// As written, with its percent sign.
    var text: String
    var value: Double
    var decimals: Int
    var isPercent: Bool
    var line: Int
    var column: Int

    /// Whether a number of the evidence, written with as many decimals, is this one; shares also
    /// match as percentages and percentage points.
    func isSupported(by numbers: [Double]) -> Bool {
        let unit = Self.powerOfTen(decimals)
        func matches(_ number: Double) -> Bool {
            (number.magnitude * unit).rounded() == (value.magnitude * unit).rounded()
        }
        return numbers.contains { number in
            (!isPercent && matches(number)) || (number.magnitude <= 1 && matches(number * 100))
        }
    }

    private static func powerOfTen(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }
}

extension Prose.Sentence {
    /// The numbers that claim something: no dates, names, section numbers or levels of intervals.
    var numbers: [ProseNumber] {
        var found: [ProseNumber] = []
        var index = 0
        while index < marks.count {
            guard Self.isDigit(marks[index].scalar) else {
                index += 1
                continue
            }
            let start = index
            var text = ""
            while index < marks.count {
                let scalar = marks[index].scalar
                let isInside =
                    (scalar == "." || scalar == ",") && index + 1 < marks.count
                    && Self.isDigit(marks[index + 1].scalar)
                guard Self.isDigit(scalar) || isInside else { break }
                if scalar != "," { text.unicodeScalars.append(scalar) }
                index += 1
            }
            let isPercent = Self.isPercent(marks, after: index)
            let end = index
            guard !isPartOfWord(start, end), !isStructural(before: start),
                !isListMarker(start, end),
                !isDate(start, end, text), let value = Double(text),
                !isIntervalLevel(end, isPercent)
            else { continue }
            let decimals = text.split(separator: ".", omittingEmptySubsequences: false)
            let written = marks[start..<end].map { String($0.scalar) }.joined()
            found.append(
                ProseNumber(
                    text: written + (isPercent ? "%" : ""), value: value,
                    decimals: decimals.count == 2 ? decimals[1].count : 0, isPercent: isPercent,
                    line: marks[start].line, column: marks[start].column))
        }
        return found
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x30 && scalar.value <= 0x39
    }

    private static func isPercent(_ marks: [Prose.Mark], after index: Int) -> Bool {
        var index = index
        if marks.indices.contains(index), marks[index].scalar.properties.isWhitespace { index += 1 }
        return marks.indices.contains(index) && marks[index].scalar == "%"
    }

    /// `GPT-4`, `A6`, `2nd`, `1.2.3`: a letter, or a hyphen behind a letter, stands beside it.
    private func isPartOfWord(_ start: Int, _ end: Int) -> Bool {
        if start > 0 {
            let before = marks[start - 1].scalar
            if before.properties.isAlphabetic || before == "_" || before == "#" { return true }
            if before == "-" || before == "." || before == "/", start > 1,
                marks[start - 2].scalar.properties.isAlphabetic
            {
                return true
            }
        }
        guard end < marks.count else { return false }
        let after = marks[end].scalar
        guard after.properties.isAlphabetic || after == "_" else { return false }
        var word = ""
        for mark in marks[end...] {
            guard mark.scalar.properties.isAlphabetic else { break }
            word.unicodeScalars.append(mark.scalar)
        }
        return !["ms", "s", "k", "m", "b", "x", "gb", "mb", "kb", "pp", "tok"].contains(
            word.lowercased())
    }

    private func isStructural(before start: Int) -> Bool {
        var word = ""
        var index = start - 1
        while index >= 0, marks[index].scalar.properties.isWhitespace { index -= 1 }
        if index >= 0, marks[index].scalar == "§" { return true }
        while index >= 0, marks[index].scalar.properties.isAlphabetic {
            word = String(marks[index].scalar) + word
            index -= 1
        }
        return Self.structural.contains(word.lowercased())
    }

    private static let structural: Set<String> = [
        "day", "days", "week", "phase", "section", "sections", "figure", "table", "step",
        "artifact", "artifacts", "chapter", "level", "version", "appendix", "page", "pages", "part",
        "question", "rule", "rank", "line", "lines", "seed", "note", "no",
    ]

    private func isListMarker(_ start: Int, _ end: Int) -> Bool {
        guard end < marks.count, marks[end].scalar == "." || marks[end].scalar == ")" else {
            return false
        }
        return marks[..<start].allSatisfy { $0.scalar.properties.isWhitespace }
    }

    /// A year by itself, or digits joined by hyphens, slashes or colons.
    private func isDate(_ start: Int, _ end: Int, _ text: String) -> Bool {
        func isJoint(_ index: Int, _ digit: Int) -> Bool {
            marks.indices.contains(index) && marks.indices.contains(digit)
                && ["-", "/", ":"].contains(marks[index].scalar)
                && Self.isDigit(marks[digit].scalar)
        }
        if isJoint(start - 1, start - 2) || isJoint(end, end + 1) { return true }
        guard text.utf8.count == 4, let year = Int(text), (1900...2100).contains(year) else {
            return false
        }
        return !Self.isPercent(marks, after: end)
    }

    /// `95% interval`: the level of an interval is a convention, not a result.
    private func isIntervalLevel(_ end: Int, _ isPercent: Bool) -> Bool {
        guard isPercent else { return false }
        var word = ""
        for mark in marks[end...].drop(while: {
            $0.scalar == "%" || $0.scalar.properties.isWhitespace
        }) {
            guard mark.scalar.properties.isAlphabetic else { break }
            word.unicodeScalars.append(mark.scalar)
        }
        return ["interval", "intervals", "confidence", "ci", "wilson"].contains(word.lowercased())
    }
}
