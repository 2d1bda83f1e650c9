import Evaluation
import LanguageModel
import Reports

/// What a check says of a document.
enum CheckList {
    /// The messages as a list; a sentence where there are none.
    static func markup(_ messages: [CheckMessage]) -> Markup {
        guard !messages.isEmpty else { return "<p class=\"muted\">Nothing to say.</p>\n" }
        var output: Markup = "<ul class=\"findings checks\">\n"
        for message in messages {
            let (sign, tone): (String, String) =
                switch message.severity {
                case .error: ("✗", "bad")
                case .warning: ("!", "warning")
                case .note: ("i", "muted")
                }
            var place = message.file
            if message.line > 0 { place += ":\(message.line)" }
            let advice: Markup = message.advice.isEmpty ? "" : "<p>\(message.advice)</p>"
            output += """
                <li><span class="sign \(tone)" role="img" aria-label="\(message.severity.rawValue)">\(sign)</span>\
                <div>\(message.message) <span class="note">\(place) · \(message.rule)</span>\(advice)</div></li>

                """
        }
        return output + "</ul>\n"
    }

    /// The messages for scripts.
    static func json(_ messages: [CheckMessage]) -> JSONValue {
        .array(
            messages.map { message in
                [
                    "severity": .string(message.severity.rawValue), "rule": .string(message.rule),
                    "file": .string(message.file), "line": .integer(message.line),
                    "column": .integer(message.column), "subject": .string(message.subject),
                    "message": .string(message.message), "advice": .string(message.advice),
                ]
            })
    }
}
