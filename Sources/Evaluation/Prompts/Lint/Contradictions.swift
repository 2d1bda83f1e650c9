import LanguageModel

/// Instructions of one prompt that cannot both be followed, as far as words show it.
enum Contradictions {
    /// Words that ask for one thing, and words that ask for its opposite.
    private static let opposites: [(what: String, one: [String], other: [String])] = [
        (
            "length",
            ["be brief", "be concise", "be short", "briefly", "concisely", "in one sentence"],
            [
                "in detail", "be thorough", "be comprehensive", "at length", "detailed answer",
                "be detailed", "exhaustive",
            ]
        ),
        (
            "markup",
            [
                "no markdown", "never use markdown", "do not use markdown", "don't use markdown",
                "plain text",
            ], ["use markdown", "use bullet", "bullet points", "use headings", "use a table"]
        ),
        (
            "what else is said",
            ["only json", "json only", "nothing but json", "only the answer", "nothing else"],
            ["explain your", "show your reasoning", "step by step", "give your reasons"]
        ),
        ("tone", ["be formal", "formal tone"], ["be casual", "casual tone", "informal"]),
        (
            "questions", ["never ask", "do not ask", "don't ask"],
            ["ask for clarification", "ask a clarifying", "ask clarifying"]
        ),
    ]

    static func hints(_ lines: [PromptLine]) -> [PromptHint] {
        var hints: [PromptHint] = []
        for (what, one, other) in opposites {
            guard let first = lines.first(where: { says($0, one) }),
                let second = lines.first(where: { says($0, other, unless: one) })
            else { continue }
            hints.append(
                PromptHint(
                    rule: .contradiction, line: max(first.number, second.number),
                    message: "two instructions on \(what) exclude each other: "
                        + "“\(shown(first))” (line \(first.number)) and “\(shown(second))” "
                        + "(line \(second.number))"))
        }
        return hints + alwaysAndNever(lines)
    }

    private static func says(
        _ line: PromptLine, _ phrases: [String], unless opposite: [String] = []
    )
        -> Bool
    {
        phrases.contains { line.lowered.contains($0) }
            && !opposite.contains { line.lowered.contains($0) }
    }

    /// "Always x y" beside "never x y": the same two words after each.
    private static func alwaysAndNever(_ lines: [PromptLine]) -> [PromptHint] {
        func following(_ word: Substring) -> [(key: [Substring], line: PromptLine)] {
            lines.compactMap { line in
                guard let place = line.words.firstIndex(of: word), place + 2 < line.words.count
                else { return nil }
                return (Array(line.words[(place + 1)...(place + 2)]), line)
            }
        }
        let never = following("never")
        return following("always").compactMap { key, line in
            guard let other = never.first(where: { $0.key == key }) else { return nil }
            return PromptHint(
                rule: .contradiction, line: max(line.number, other.line.number),
                message: "“always \(key.joined(separator: " "))” (line \(line.number)) and “never "
                    + "\(key.joined(separator: " "))” (line \(other.line.number)) exclude each other"
            )
        }
    }

    private static func shown(_ line: PromptLine) -> String {
        line.text.count > 60 ? line.text.prefix(59) + "…" : line.text
    }
}

/// Placeholders in notations that templates do not fill.
enum Placeholders {
    /// The placeholders of a line.
    static func found(in text: String) -> [String] {
        var found: [String] = []
        for (open, close) in [("[", "]"), ("${", "}"), ("<", ">")] {
            var rest = Substring(text)
            while let start = rest.firstRange(of: open) {
                let inner = rest[start.upperBound...]
                guard let end = inner.firstRange(of: close) else { break }
                let word = inner[..<end.lowerBound]
                if isPlaceholder(word, open: open) { found.append(open + word + close) }
                rest = inner[end.upperBound...]
            }
        }
        let words = text.split { !($0.isLetter || $0.isNumber) }
        found += ["TODO", "TBD", "FIXME", "XXX"].filter { words.contains(Substring($0)) }
        return found
    }

    private static func isPlaceholder(_ word: Substring, open: String) -> Bool {
        guard !word.isEmpty, word.count <= 60 else { return false }
        if open == "${" { return word.allSatisfy { $0.isLetter || $0 == "_" || $0.isNumber } }
        let lowered = word.lowercased()
        let starts = ["insert ", "your ", "add ", "enter ", "fill ", "paste ", "name of "]
        if starts.contains(where: { lowered.hasPrefix($0) }) { return true }
        // Capitals in square brackets are the commonest way to mark a gap.
        return open == "[" && word.count > 2 && word.contains(where: \.isLetter)
            && word.allSatisfy { ($0.isLetter && $0.isUppercase) || $0 == "_" || $0 == " " }
    }
}
