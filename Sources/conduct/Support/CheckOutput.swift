import Evaluation
import LanguageModel
import Reports

/// Prints what a check found, and ends with 1 where it failed.
enum CheckOutput {
    /// - Parameter what: what was checked, for the last line.
    static func show(_ messages: [CheckMessage], json: Bool, what: String) throws {
        if json {
            printOut(
                JSONValue.array(
                    messages.map { message in
                        [
                            "severity": .string(message.severity.rawValue),
                            "rule": .string(message.rule), "file": .string(message.file),
                            "line": .integer(message.line), "column": .integer(message.column),
                            "subject": .string(message.subject),
                            "message": .string(message.message), "advice": .string(message.advice),
                        ]
                    }
                ).serialized())
        } else {
            let style = TerminalStyle.output
            for message in messages {
                let tone: Table.Tone =
                    switch message.severity {
                    case .error: .bad
                    case .warning: .warning
                    case .note: .muted
                    }
                let lines = message.text.split(separator: "\n", maxSplits: 1)
                printOut(style.painted(SafeText.line(String(lines.first ?? "")), tone))
                if lines.count > 1 { printOut("    " + SafeText.line(message.advice)) }
            }
            printOut("\(messages.isEmpty ? "" : "\n")\(what): \(messages.tally)")
        }
        if messages.hasErrors { throw Failure(.no) }
    }
}
