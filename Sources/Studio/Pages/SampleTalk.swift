import LanguageModel
import Reports
import Workspace

/// A sample's whole conversation.
struct SampleTalk {
    let facts: SampleFacts

    /// The most Unicode scalars of one message that are shown.
    static let limit = 200_000

    var markup: Markup {
        let sample = facts.sample
        var output: Markup = "<div class=\"talk\">"
        for (index, message) in sample.transcript.enumerated() {
            let isAnswer = index >= sample.promptCount && message.role == .assistant
            let role = isAnswer ? "answer" : message.role.rawValue
            let style = isAnswer ? "answer" : message.role.rawValue
            let text = message.text
            let length = text.unicodeScalars.count
            let long: Markup = length > 6_000 ? " long" : ""
            output += """
                <article class="turn \(style)"><h3>\(role)</h3>\
                <pre class="text\(long)" tabindex="0">\(Self.cut(text, length))</pre>
                """
            for case .other(let part) in message.parts {
                output += """
                    <details class="more"><summary>\(part["type"]?.string ?? "other content")</summary>\
                    <pre class="text">\(Self.cut(part.serialized()))</pre></details>
                    """
            }
            for call in message.toolCalls {
                output += """
                    <p class="role">calls <b>\(call.name)</b></p>\
                    <pre class="text">\(Self.cut(call.arguments.serialized()))</pre>
                    """
            }
            output += "</article>"
        }
        if let failure = sample.failure {
            output += """
                <div class="banner" role="note"><p><b>No answer</b> (\(failure.code)): \
                \(failure.message)</p></div>
                """
        }
        return output + "</div>"
    }

    private static func cut(_ text: String, _ length: Int? = nil) -> String {
        let length = length ?? text.unicodeScalars.count
        guard length > limit else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
            + " … [\(NumberText.count(length - limit)) more characters]"
    }
}
