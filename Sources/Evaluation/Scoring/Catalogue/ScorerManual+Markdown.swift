import LanguageModel
import Workspace

extension ScorerCatalogue {
    /// The page of the documentation that lists every scorer: Documentation/scorers.md.
    package static var page: String {
        var page = """
            # Scorers

            A scorer says of a sample: pass, fail, or could not score, with a reason and a value. \
            What it could not decide is never a pass. In a suite a scorer is one line of \
            `scorers:`, its kind with its arguments, and beside them `name` and `weight`:

            ```yaml
            scorers:
              - {contains: "{{ truth }}"}
              - {judge: {rubric: rubrics/candour.md}, weight: 0.5, name: candour}
            ```

            - `not-` before a kind turns pass into fail and back; could not score stays.
            - Texts may hold `{{ name }}` for a variable of the case.
            - `target` says which text is scored: the last answer, every answer, or the transcript.
            - Text is compared and counted in Unicode scalars.

            This page is made from what the scorers say of themselves.

            """
        for group in ScorerManual.Group.allCases {
            page += "\n## \(group.rawValue)\n"
            for manual in manuals + setManuals where manual.group == group {
                page += "\n" + manual.markdown
            }
        }
        return page
    }
}

extension ScorerManual {
    /// The kind's section of the page.
    var markdown: String {
        var text = "### \(kind)\n\n\(summary)\n"
        if !notes.isEmpty { text += "\n\(notes)\n" }
        if !fields.isEmpty {
            text += "\n| argument | meaning | default |\n|---|---|---|\n"
            for field in fields { text += Self.row(field, isShorthand: field.key == shorthand) }
        }
        text += "\n```yaml\n" + examples.map { Self.line($0) + "\n" }.joined() + "```\n"
        return text
    }

    private static func row(_ field: Field, isShorthand: Bool) -> String {
        let key = "`\(field.key)`" + (isShorthand ? " (may stand alone)" : "")
        let fallback =
            field.fallback.map { "`\($0.serialized())`" } ?? (field.isRequired ? "needed" : "")
        return "| \(key) | \(field.summary)\(words(field.shape)) | \(fallback) |\n"
    }

    /// The words of an enumeration with their meanings.
    private static func words(_ shape: Shape) -> String {
        switch shape {
        case .choice(let choices):
            let list = choices.map { "`\($0.word)` \($0.summary)" }.joined(separator: "; ")
            return " " + list.replacing("|", with: "\\|") + "."
        case .either(let shapes): return shapes.first.map(words) ?? ""
        default: return ""
        }
    }

    private static func line(_ example: String) -> String {
        example.hasPrefix("{") ? "- " + example : "- {" + example + "}"
    }
}
