package import LanguageModel
import Workspace

/// A prompt that cannot be made of a template and a case.
package struct PromptError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
}

/// A conversation that is ready to be sent, and what the user says after each answer.
package struct RenderedPrompt: Sendable, Hashable {
    /// The messages to send first; the last one is not the assistant's.
    package var messages: [Message]
    /// The user's further turns.
    package var turns: [String]

    /// Stands where a prompt could not be rendered.
    static let empty = RenderedPrompt()

    private init() {
        messages = []
        turns = []
    }

    /// Completes messages with the first turn of a case where they need one.
    init(_ messages: [Message], of item: EvalPlan.Case) throws(PromptError) {
        self.messages = messages
        turns = item.turns
        let waitsForUser =
            messages.last.map { $0.role == .system || $0.role == .assistant } ?? true
        if waitsForUser, !turns.isEmpty {
            self.messages.append(Message(.user, turns.removeFirst()))
        }
        guard self.messages.contains(where: { $0.role != .system }) else {
            throw PromptError(
                description: "case \(item.id) gives no message to send: its prompt has no user part"
            )
        }
    }
}

extension PromptTemplate {
    /// The messages for a case.
    ///
    /// The template's system messages come first, then the messages that the case brings along,
    /// then the template's other messages. A case that brings messages and no variables is a
    /// conversation of its own: of the template it takes the system messages alone.
    func rendered(for item: EvalPlan.Case) throws -> RenderedPrompt {
        var template = self
        if !item.messages.isEmpty, item.vars.isEmpty {
            template.parts = parts.filter { $0.role == .system }
        }
        let messages = try template.render(item.vars)
        let system = messages.filter { $0.role == .system }
        let others = messages.filter { $0.role != .system }
        return try RenderedPrompt(system + item.messages + others, of: item)
    }
}

extension EvalPlan.Prompt {
    /// Stands for a suite without templates: the messages are what the case says.
    static let asCaseSays = EvalPlan.Prompt(
        id: "case", factors: [:], content: ["as": "the case says"],
        render: { try RenderedPrompt($0.messages, of: $0) })
}
