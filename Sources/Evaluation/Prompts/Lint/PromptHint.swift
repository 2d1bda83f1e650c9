package import LanguageModel

/// Something about a prompt that its vendors' public guidance would have otherwise.
package struct PromptHint: Sendable, Hashable {
    /// How sure it is that this is a fault.
    package enum Severity: String, Sendable, CaseIterable {
        /// Very likely a mistake: a tag that is never closed, a variable that nobody fills.
        case warning
        /// Advice that may not fit this prompt.
        case advice
    }

    /// The rule, in kebab-case.
    package let rule: PromptRule
    /// From 1 in the prompt's file; 0 for the whole prompt.
    package let line: Int
    /// What was found, one sentence.
    package let message: String

    package var severity: Severity { rule.severity }

    /// The hint as `--json` prints it.
    package var json: JSONValue {
        [
            "rule": .string(rule.rawValue), "severity": .string(severity.rawValue),
            "line": .integer(line), "message": .string(message),
            "reason": .string(rule.reason), "source": .string(rule.source),
        ]
    }
}
