import LanguageModel
package import Workspace

/// A published policy as a specification: its sentences that permit, demand or forbid become clauses.
///
/// It reads headings, list items and sentences of a text in one form (`#` headings, `- ` items). The
/// modality comes from the sentence's own words (must, may not, do not, should …) or, for a list
/// item without any, from the heading or sentence above the list ("Prohibited uses", "You agree not
/// to:"). What says neither is left out and listed. Reasons are not made up: lint names the clauses
/// that give none.
package struct PolicyImport: Sendable {
    /// A sentence that became a clause.
    package struct Rule: Sendable, Hashable {
        package var id: String
        package var title: String
        package var modality: Clause.Modality
        package var text: String
        /// The headings above, the outermost first.
        package var path: [String]
        package var line: Int
    }

    package private(set) var rules: [Rule] = []
    /// Sentences and items that say neither what must be nor what may: line and text.
    package private(set) var leftOut: [(line: Int, text: String)] = []

    /// Reads a text.
    package init(text: String) {
        var headings: [(level: Int, title: String)] = []
        var above: Clause.Modality?
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let line = String(raw).trimmed
            guard !line.isEmpty else { continue }
            if line.hasPrefix("#") {
                let level = line.prefix { $0 == "#" }.count
                let title = String(line.dropFirst(level)).trimmed
                headings.removeAll { $0.level >= level }
                headings.append((level, title))
                above = Self.listed(title)
                continue
            }
            let isItem = line.hasPrefix("- ") || line.hasPrefix("* ")
            let words = isItem ? String(line.dropFirst(2)).trimmed : line
            if isItem {
                take(words, Self.modality(of: words) ?? above, index + 1, headings.map(\.title))
                continue
            }
            for sentence in Self.sentences(words) {
                let own = Self.modality(of: sentence)
                if sentence.hasSuffix(":") {
                    // It announces a list.
                    above = Self.listed(sentence) ?? own
                } else {
                    take(sentence, own, index + 1, headings.map(\.title))
                }
            }
        }
    }

    private mutating func take(
        _ text: String, _ modality: Clause.Modality?, _ line: Int, _ path: [String]
    ) {
        guard let modality, text.split(separator: " ").count >= 2 else {
            leftOut.append((line, text))
            return
        }
        let words = text.lowercased().split { !($0.isLetter || $0.isNumber) || !$0.isASCII }
            .map(String.init)
        let useful = words.filter { !Self.small.contains($0) }
        let stem = useful.prefix(5).joined(separator: "-")
        var id = stem.isEmpty ? "rule" : stem
        var number = 2
        while rules.contains(where: { $0.id == id }) {
            id = "\(stem.isEmpty ? "rule" : stem)-\(number)"
            number += 1
        }
        let most = text.split(separator: " ").prefix(9).joined(separator: " ")
        let title = most.filter { !"{}#*:;.".contains($0) }
        rules.append(
            Rule(id: id, title: title, modality: modality, text: text, path: path, line: line))
    }

    private static let small: Set<String> = [
        "the", "a", "an", "of", "to", "or", "and", "in", "for", "with", "that", "any", "you", "we",
        "your", "our", "do", "not", "must", "may", "should", "never", "is", "are", "be", "it", "by",
        "on", "as", "this", "us", "will", "shall", "don", "t",
    ]

    /// What a heading or an announcing sentence makes of the items below it.
    static func listed(_ text: String) -> Clause.Modality? {
        let lower = " " + text.lowercased().replacing("’", with: "'") + " "
        let forbids = [
            "prohibit", "not to ", "don't", "do not", "disallow", "not allowed", "forbidden",
            "never", "not permitted", "may not", "must not", "shall not", "will not", "not use",
            "unacceptable", "restricted use",
        ]
        if forbids.contains(where: { lower.contains($0) }) { return .mustNot }
        if ["should not", "avoid"].contains(where: { lower.contains($0) }) { return .shouldNot }
        if ["permitted", "allowed", "acceptable use", " may "].contains(where: {
            lower.contains($0)
        }) {
            return .may
        }
        if ["must", "require", "obligation", "shall"].contains(where: { lower.contains($0) }) {
            return .must
        }
        return ["should", "expect", "encourage"].contains { lower.contains($0) } ? .should : nil
    }

    /// What a sentence's own words say; the earliest word decides.
    static func modality(of sentence: String) -> Clause.Modality? {
        let lower = " " + sentence.lowercased().replacing("’", with: "'") + " "
        let cues: [(String, Clause.Modality)] = [
            (" must not ", .mustNot), (" may not ", .mustNot), (" shall not ", .mustNot),
            (" cannot ", .mustNot), (" can't ", .mustNot), (" do not ", .mustNot),
            (" don't ", .mustNot), (" never ", .mustNot), (" is prohibited", .mustNot),
            (" are prohibited", .mustNot), (" not allowed", .mustNot), (" not permitted", .mustNot),
            (" will not ", .mustNot), (" should not ", .shouldNot), (" shouldn't ", .shouldNot),
            (" avoid ", .shouldNot), (" must ", .must), (" shall ", .must), (" always ", .must),
            (" required to ", .must), (" should ", .should), (" is expected to ", .should),
            (" are expected to ", .should), (" may ", .may), (" is allowed", .may),
            (" are allowed", .may), (" is permitted", .may), (" are permitted", .may),
        ]
        var first: (place: String.Index, length: Int, modality: Clause.Modality)?
        for (cue, modality) in cues {
            guard let range = lower.firstRange(of: cue) else { continue }
            let isEarlier =
                first.map {
                    range.lowerBound < $0.place
                        || (range.lowerBound == $0.place && cue.count > $0.length)
                } ?? true
            if isEarlier { first = (range.lowerBound, cue.count, modality) }
        }
        return first?.modality
    }

    private static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            current.append(character)
            let ends = character == "." || character == "!" || character == "?" || character == ":"
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            let short = index >= 2 && (characters[index - 2] == " " || characters[index - 2] == ".")
            if ends, next == " ", !(character == "." && short) {
                sentences.append(current.trimmed)
                current = ""
            }
        }
        if !current.trimmed.isEmpty { sentences.append(current.trimmed) }
        return sentences
    }

    /// The clauses as a specification of ours.
    ///
    /// - Parameters:
    ///   - source: where the text is from, in the user's words.
    ///   - licence: whether it may be quoted, in the user's words.
    package func markdown(name: String, source: String, licence: String) -> String {
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
        let note =
            "Read from \(source) by conduct spec import --policy"
            + (licence.isEmpty ? "." : "; \(licence).")
        var text = "---\nspec: \(quoted(name))\nnote: \(quoted(note))\n---\n# \(name)\n"
        var path: [String] = []
        for rule in rules {
            for (depth, title) in rule.path.enumerated()
            where depth >= path.count || path[depth] != title {
                let marks = String(repeating: "#", count: min(depth + 2, 5))
                text += "\n\(marks) \(title.filter { !"{}".contains($0) })\n"
            }
            path = rule.path
            let marks = String(repeating: "#", count: min(path.count + 2, 6))
            text += "\n\(marks) \(rule.title) {#\(rule.id) \(rule.modality.rawValue)}\n\n"
            let isMarkup = rule.text.hasPrefix("#") || rule.text.hasPrefix("<!--")
            text += (isMarkup ? "\\" : "") + rule.text + "\n"
        }
        return text
    }
}
