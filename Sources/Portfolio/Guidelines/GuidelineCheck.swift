package import Evaluation
import LanguageModel
import Workspace

/// Checks annotation guidelines: whether each rule names an item that forced it, and whether a
/// paragraph is somebody else's.
///
/// A rule is a list item, or a heading of the third level with what stands below it, under a heading
/// of the second level that speaks of rules or of deciding ("Rules", "How to decide"); without such a
/// heading every list item is one. It names an item in a code span: a record's id (`smp_…`, `itm_…`,
/// `fnd_…`), a case (`case:NAME`), or a file of the workspace.
package struct GuidelineCheck: Sendable {
    /// A rule with what forced it.
    package struct Rule: Sendable, Hashable {
        package var text: String
        package var line: Int
        /// What stands in its code spans.
        package var names: [String]
    }

    package let file: String
    package let rules: [Rule]
    /// Paragraphs of twenty words and more.
    private let paragraphs: [(line: Int, text: String)]

    package init(markdown text: String, file: String) {
        self.file = file
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let sections = HeadingScanner.sections(lines, firstLine: 1)
        let hasRules = sections.contains { $0.level == 2 && Self.isAboutRules($0.title) }
        var rules: [Rule] = []
        var isInside = !hasRules
        func items(_ section: [Substring], from line: Int) {
            for (offset, raw) in section.enumerated() {
                let words = String(raw).trimmed
                let isItem =
                    words.hasPrefix("- ") || words.hasPrefix("* ")
                    || words.prefix { $0.isNumber }.isEmpty == false
                        && words.drop { $0.isNumber }.hasPrefix(". ")
                if isItem {
                    rules.append(Rule(text: words, line: line + offset, names: Self.spans(words)))
                } else if !words.isEmpty, let last = rules.indices.last,
                    rules[last].line >= line, raw.first == " "
                {
                    // The second line of an item.
                    rules[last].text += " " + words
                    rules[last].names += Self.spans(words)
                }
            }
        }
        if !hasRules { items(lines, from: 1) }
        for section in sections where hasRules {
            if section.level <= 2 {
                isInside = section.level == 2 && Self.isAboutRules(section.title)
            }
            guard isInside else { continue }
            if section.level == 3 {
                let body = section.body.joined(separator: "\n")
                rules.append(
                    Rule(text: section.title, line: section.line, names: Self.spans(body)))
            } else {
                items(section.body, from: section.bodyLine)
            }
        }
        self.rules = rules
        var paragraphs: [(line: Int, text: String)] = []
        var current: (line: Int, text: String)?
        for (index, raw) in lines.enumerated() {
            let line = String(raw).trimmed
            if line.isEmpty || line.hasPrefix("#") {
                if let current { paragraphs.append(current) }
                current = nil
            } else {
                current = (current?.line ?? index + 1, (current.map { $0.text + " " } ?? "") + line)
            }
        }
        if let current { paragraphs.append(current) }
        self.paragraphs = paragraphs.filter { Self.words(of: $0.text).count >= 20 }
    }

    private static func isAboutRules(_ title: String) -> Bool {
        let lower = title.lowercased()
        return lower.contains("rule") || lower.contains("decide") || lower.contains("decision")
    }

    private static func spans(_ text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element).trimmed }
            .filter { !$0.isEmpty }
    }

    /// What there is to say of the rules.
    ///
    /// - Parameter isThere: whether a name leads to an item.
    package func messages(isThere: (String) async -> Bool) async -> [CheckMessage] {
        var messages: [CheckMessage] = []
        if rules.isEmpty {
            messages.append(
                CheckMessage(
                    .warning, "no-rules", file: file, "no rule is found",
                    advice: "write the rules as a list below '## Rules'"))
        }
        for rule in rules {
            var found = 0
            for name in rule.names {
                if await isThere(name) {
                    found += 1
                } else if Self.isName(name) {
                    messages.append(
                        CheckMessage(
                            .error, "unknown-item", file: file, line: rule.line, subject: name,
                            "`\(name)` leads to nothing here",
                            advice: "name a sample, a case, a finding or a file of this workspace"))
                }
            }
            guard found == 0 else { continue }
            messages.append(
                CheckMessage(
                    .error, "rule-without-item", file: file, line: rule.line,
                    subject: String(rule.text.prefix(60)),
                    "the rule '\(rule.text.prefix(60))' names no item that forced it",
                    advice: "add one in a code span, such as `case:NAME` or a sample's id; a rule "
                        + "that no item forced may not be needed"))
        }
        return messages
    }

    /// Whether a code span means an item rather than a word of the text.
    private static func isName(_ text: String) -> Bool {
        if text.hasPrefix("case:") { return true }
        let prefix = text.prefix(3)
        return text.dropFirst(3).first == "_" && RecordKind(rawValue: String(prefix)) != nil
    }

    // MARK: - Copies

    /// Paragraphs that share most of their word sequences with somebody's text.
    ///
    /// Runs of five words, case and punctuation aside: half of them in one text of another makes a
    /// paragraph that one's own it is not.
    package func copies(of texts: [(name: String, text: String)]) -> [CheckMessage] {
        let known = texts.map { (name: $0.name, runs: Self.runs(of: $0.text)) }
        return paragraphs.compactMap { paragraph in
            let own = Self.runs(of: paragraph.text)
            guard !own.isEmpty else { return nil }
            let shares = known.map { other in
                (other.name, Double(own.intersection(other.runs).count) / Double(own.count))
            }
            guard let most = shares.max(by: { $0.1 < $1.1 }), most.1 >= 0.5 else { return nil }
            let percent = Int((most.1 * 100).rounded())
            return CheckMessage(
                .error, "copied-paragraph", file: file, line: paragraph.line, subject: most.0,
                "\(percent)% of this paragraph's runs of five words stand in \(most.0)",
                advice: "say it in your own words, or quote it and name the source")
        }
    }

    private static func words(of text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    private static func runs(of text: String) -> Set<[String]> {
        let words = words(of: text)
        guard words.count >= 5 else { return [] }
        return Set((0...(words.count - 5)).map { Array(words[$0..<$0 + 5]) })
    }
}
