extension ChatTemplate {
    /// A message as the template wants it: trimmed, its system prompt where it belongs.
    struct Turn {
        let role: MessageRole
        var content: String
        let calls: [ToolCall]
        /// The message's place in the conversation, from 1; 0 for one that the template added.
        let number: Int
    }
}

extension ChatTemplate.Turn {
    /// The turns of a conversation.
    ///
    /// - Throws: `ChatTemplateError` for content that is no text, for a role that the template
    ///   does not know, and for an order that it does not take.
    static func list(_ messages: [Message], in template: ChatTemplate) throws(ChatTemplateError)
        -> [Self]
    {
        var turns: [Self] = []
        for (index, message) in messages.enumerated() {
            turns.append(try Self(message, number: index + 1, in: template))
        }
        if template.systemPlace == .own {
            if turns[0].role != .system {
                if let prompt = template.defaultSystemPrompt {
                    turns.insert(Self(system: prompt), at: 0)
                } else if template.family == .llama31 {
                    turns.insert(Self(system: ""), at: 0)
                }
            }
            return turns
        }
        try moveSystemPrompt(of: &turns, in: template)
        for (index, turn) in turns.enumerated()
        where turn.role != (index % 2 == 0 ? .user : .assistant) {
            throw ChatTemplateError(
                message: turn.number,
                reason: "the chat template '\(template.name)' takes messages of user and assistant "
                    + "by turns, the user first, but this one is the \(turn.role.rawValue)'s")
        }
        return turns
    }

    private init(system: String) {
        (role, content, calls, number) = (.system, system, [], 0)
    }

    private init(_ message: Message, number: Int, in template: ChatTemplate)
        throws(ChatTemplateError)
    {
        for case .other(let part) in message.parts {
            throw ChatTemplateError(
                message: number,
                reason: "content of the type '\(part["type"]?.string ?? "?")' cannot be given to a "
                    + "model of text")
        }
        let knows =
            switch (template.family, message.role) {
            case (.phi3, .tool), (.zephyr, .tool), (.alpaca, .tool): false
            case (.alpaca, .system): number == 1
            default: true
            }
        guard knows else {
            throw ChatTemplateError(
                message: number,
                reason: "the chat template '\(template.name)' has no place here for a message of "
                    + "the role '\(message.role.rawValue)'")
        }
        role = message.role
        calls = message.toolCalls
        self.number = number
        let trims =
            switch template.trims {
            case .nothing: false
            case .answers: message.role == .assistant
            // Llama 3.1 quotes what a tool gave, as it is.
            case .everything: !(template.family == .llama31 && message.role == .tool)
            }
        content = trims ? message.text.trimmed : message.text
    }

    /// Puts a leading system message in front of a user's.
    private static func moveSystemPrompt(of turns: inout [Self], in template: ChatTemplate)
        throws(ChatTemplateError)
    {
        guard turns[0].role == .system else { return }
        guard template.systemPlace != .nowhere else {
            throw ChatTemplateError(
                message: 1,
                reason: "the chat template '\(template.name)' of this model has no system prompt; "
                    + "put its text into the user's message")
        }
        let system = turns.removeFirst()
        let target =
            template.systemPlace == .firstUser
            ? turns.firstIndex { $0.role == .user } : turns.lastIndex { $0.role == .user }
        guard let target else {
            throw ChatTemplateError(
                message: 1,
                reason: "the chat template '\(template.name)' puts the system prompt into a user's "
                    + "message, but there is none")
        }
        turns[target].content =
            template.family == .llama2
            ? "<<SYS>>\n\(system.content)\n<</SYS>>\n\n\(turns[target].content)"
            : "\(system.content)\n\n\(turns[target].content)"
    }
}

extension String {
    /// The text without white space at its ends, as Python's `str.strip` and Jinja's `trim` do.
    fileprivate var trimmed: String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
        }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension JSONValue {
    /// JSON with a space after each comma and colon, as templates written for Python expect it.
    var spaced: String {
        switch self {
        case .array(let items): "[" + items.map(\.spaced).joined(separator: ", ") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
                .map { JSONValue.string($0.key).serialized() + ": " + $0.value.spaced }
                .joined(separator: ", ") + "}"
        default: serialized()
        }
    }
}
