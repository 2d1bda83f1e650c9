/// One thing that a check of a document found, with its place and why it matters.
package struct CheckMessage: Sendable, Hashable, Codable {
    /// How much it weighs.
    package enum Severity: String, Sendable, Hashable, Codable, CaseIterable {
        /// The check fails.
        case error
        /// Worth a look; the check passes.
        case warning
        /// Worth knowing.
        case note
    }

    package var severity: Severity
    /// The rule's name, stable: `vague-word`, `stale-evidence` …
    package var rule: String
    /// The file, relative to the workspace.
    package var file: String
    /// From 1; 0 where the whole file is meant.
    package var line: Int
    /// From 1, in Unicode scalars; 0 where the whole line is meant.
    package var column: Int
    /// What it is about: a clause's id, a section's title, an evidence's name.
    package var subject: String
    /// What is wrong: one sentence without a full stop.
    package var message: String
    /// What to do.
    package var advice: String

    package init(
        _ severity: Severity, _ rule: String, file: String, line: Int = 0, column: Int = 0,
        subject: String = "", _ message: String, advice: String = ""
    ) {
        self.severity = severity
        self.rule = rule
        self.file = file
        self.line = line
        self.column = column
        self.subject = subject
        self.message = message
        self.advice = advice
    }

    /// `file:line:column: severity: message [rule]`, and the advice on a line of its own.
    package var text: String {
        var place = file
        if line > 0 { place += ":\(line)" }
        if line > 0, column > 0 { place += ":\(column)" }
        let head = "\(place): \(severity.rawValue): \(message) [\(rule)]"
        return advice.isEmpty ? head : head + "\n    " + advice
    }
}

extension [CheckMessage] {
    /// By place; at one place the gravest first.
    package var sortedByPlace: [CheckMessage] {
        let order = CheckMessage.Severity.allCases
        return sorted { left, right in
            let ranks = (
                order.firstIndex(of: left.severity) ?? 0, order.firstIndex(of: right.severity) ?? 0
            )
            return (left.file, left.line, left.column, ranks.0, left.rule)
                < (right.file, right.line, right.column, ranks.1, right.rule)
        }
    }

    /// Whether the check fails.
    package var hasErrors: Bool { contains { $0.severity == .error } }

    /// `2 errors, 1 warning`, or `nothing to say`.
    package var tally: String {
        let parts = CheckMessage.Severity.allCases.compactMap { severity -> String? in
            let number = count { $0.severity == severity }
            guard number > 0 else { return nil }
            return "\(number) \(severity.rawValue)\(number == 1 ? "" : "s")"
        }
        return parts.isEmpty ? "nothing to say" : parts.joined(separator: ", ")
    }
}
