import LanguageModel
package import Workspace

/// Questions that must not be in training data, because they will measure it.
///
/// A row contains a case when the words of the case's last user message stand in a row in the
/// row's prompt; letter case, punctuation and space do not matter.
package struct HeldOutQuestions: Sendable {
    /// A row that contains a case.
    package struct Hit: Sendable, Hashable {
        package var row: TrainingRow
        package var caseID: String
    }

    private struct Entry: Sendable {
        var words: [Substring]
        var caseID: String
    }

    /// Entries by their first words.
    private var index: [String: [Entry]] = [:]
    private var whole: [String: String] = [:]
    private static let key = 4

    package init() {}

    /// The questions of a suite under each of its prompts.
    package init(_ suite: Suite) { add(suite) }

    /// The questions of several suites.
    package init(_ suites: [Suite]) {
        for suite in suites { add(suite) }
    }

    /// Adds the questions of a suite under each of its prompts.
    private mutating func add(_ suite: Suite) {
        for item in suite.cases {
            var texts = item.messages.filter { $0.role == .user }.map(\.text).suffix(1)
            for template in suite.prompts {
                if let messages = try? template.render(item.vars),
                    let last = messages.last(where: { $0.role == .user })
                {
                    texts.append(last.text)
                }
            }
            for turn in item.turns {
                if let text = try? turn.render(item.vars) { texts.append(text) }
            }
            for text in Set(texts) { add(text, caseID: item.id) }
        }
    }

    /// Adds one question.
    package mutating func add(_ text: String, caseID: String) {
        let words = Self.words(text)
        guard words.count >= Self.key else {
            if !words.isEmpty { whole[words.joined(separator: " ")] = caseID }
            return
        }
        let key = words[..<Self.key].joined(separator: " ")
        index[key, default: []].append(Entry(words: words, caseID: caseID))
    }

    /// The rows that contain a question.
    package func hits(in rows: [TrainingRow]) -> [Hit] {
        rows.compactMap { row in
            caseID(containedIn: row).map { Hit(row: row, caseID: $0) }
        }
    }

    private func caseID(containedIn row: TrainingRow) -> String? {
        let texts: [String] =
            switch row.prompt {
            case .raw(let text): [text]
            case .messages(let messages): messages.filter { $0.role == .user }.map(\.text)
            }
        for text in texts {
            let words = Self.words(text)
            if let found = whole[words.joined(separator: " ")] { return found }
            guard words.count >= Self.key else { continue }
            for start in 0...(words.count - Self.key) {
                let key = words[start..<start + Self.key].joined(separator: " ")
                for entry in index[key] ?? []
                where words[start...].starts(with: entry.words) {
                    return entry.caseID
                }
            }
        }
        return nil
    }

    /// Runs of letters and digits in lower case.
    static func words(_ text: String) -> [Substring] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }
    }
}
