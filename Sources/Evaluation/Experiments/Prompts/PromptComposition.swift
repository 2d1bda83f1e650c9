import Workspace

/// How the parts of a prompt become the text of a system and a user message.
///
/// One pure function, used on rendered texts for the model and on templates for what is stored and
/// shown.
struct PromptComposition: Sendable, Hashable {
    /// Texts at the beginning of the system message.
    var opening: [String] = []
    /// The instructions, those of the base prompt first.
    var instructions: [String] = []
    /// Texts above and below the question.
    var before: [String] = []
    var after: [String] = []
    var structure = LevelChange.Structure.plain
    var position = LevelChange.Position.system

    /// The system message; empty for none.
    var system: String {
        let parts = opening + (position == .system || position == .both ? [instructionBlock] : [])
        return joined(parts)
    }

    /// The user's message around a question.
    func user(_ question: String) -> String {
        var parts = before + [marked(question, "question", "Question")] + after
        switch position {
        case .system: break
        case .before: parts.insert(instructionBlock, at: 0)
        case .after, .both: parts.append(instructionBlock)
        }
        return joined(parts)
    }

    /// The question of an example, marked as that of a case is.
    func exampleQuestion(_ question: String) -> String {
        marked(question, "question", "Question")
    }

    private var instructionBlock: String {
        marked(joined(instructions), "instructions", "Instructions")
    }

    private func marked(_ text: String, _ tag: String, _ heading: String) -> String {
        if text.isEmpty { return "" }
        return switch structure {
        case .plain: text
        case .markdown: "## \(heading)\n\n\(text)"
        case .xml: "<\(tag)>\n\(text)\n</\(tag)>"
        }
    }

    private func joined(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}
