extension ChatTemplate {
    /// The conversation in the model's own form.
    ///
    /// - Parameters:
    ///   - messages: at least one.
    ///   - addingGenerationPrompt: whether the text ends where the assistant begins to speak.
    /// - Throws: `ChatTemplateError` for what the template has no form for.
    public func render(_ messages: [Message], addingGenerationPrompt: Bool = true)
        throws(ChatTemplateError) -> [Segment]
    {
        guard !messages.isEmpty else {
            throw ChatTemplateError(message: nil, reason: "a conversation needs a message")
        }
        var text = SegmentBuilder()
        text.markup(beginning)
        switch family {
        case .llama2, .mistral:
            try renderBrackets(Turn.list(messages, in: self), into: &text)
        default:
            let turns = try Turn.list(messages, in: self)
            for (index, turn) in turns.enumerated() {
                try render(turn, after: index > 0 ? turns[index - 1] : nil, into: &text)
                closeTools(turn, before: index + 1 < turns.count ? turns[index + 1] : nil, &text)
            }
            if addingGenerationPrompt {
                text.markup(style(of: .assistant).header)
            } else if family == .phi3 {
                text.markup(end)
            }
        }
        return text.segments
    }

    // MARK: One header, one content, one end for each message

    /// What surrounds a message: its header, the token that ends the turn, what follows.
    private func style(of role: MessageRole) -> (header: String, end: String, after: String) {
        switch family {
        case .chatML: return ("<|im_start|>\(role.rawValue)\n", "<|im_end|>", "\n")
        case .llama3: return Self.headed(role.rawValue)
        case .llama31: return Self.headed(role == .tool ? "ipython" : role.rawValue)
        case .gemma:
            let name = role == .assistant ? "model" : role.rawValue
            return ("<start_of_turn>\(name)\n", "<end_of_turn>", "\n")
        case .phi3: return ("<|\(role.rawValue)|>\n", "<|end|>", "\n")
        case .zephyr: return ("<|\(role.rawValue)|>\n", end, "\n")
        case .alpaca, .llama2, .mistral:
            switch role {
            case .system: return ("", "", "\n\n")
            case .assistant: return ("### Response:\n", end, "\n\n")
            case .user, .tool: return ("### Instruction:\n", "", "\n\n")
            }
        }
    }

    private static func headed(_ name: String) -> (header: String, end: String, after: String) {
        ("<|start_header_id|>\(name)<|end_header_id|>\n\n", "<|eot_id|>", "")
    }

    private func render(_ turn: Turn, after previous: Turn?, into text: inout SegmentBuilder)
        throws(ChatTemplateError)
    {
        let isAnswer = turn.role == .assistant
        if turn.role == .tool, tools == .hermes {
            // Results of one round stand together in one turn of the user.
            if previous?.role != .tool { text.markup("<|im_start|>user") }
            text.markup("\n<tool_response>\n")
            text.content(turn.content)
            text.markup("\n</tool_response>")
            return
        }
        let style = style(of: turn.role)
        text.markup(style.header)
        if family == .llama31, turn.role == .system {
            // The template dates itself. With a clock at hand Hugging Face writes today's date;
            // a measurement must not change overnight, so the template's own fallback stands.
            text.markup("Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n")
        }
        if turn.calls.isEmpty {
            let quotes = family == .llama31 && turn.role == .tool
            text.content(
                quotes ? JSONValue.string(turn.content).spaced : turn.content, isAnswer: isAnswer)
        } else {
            try renderCalls(of: turn, into: &text)
        }
        text.markup(style.end, isAnswer: isAnswer)
        text.markup(style.after)
    }

    private func closeTools(_ turn: Turn, before next: Turn?, _ text: inout SegmentBuilder) {
        if turn.role == .tool, tools == .hermes, next?.role != .tool { text.markup("<|im_end|>\n") }
    }

    private func renderCalls(of turn: Turn, into text: inout SegmentBuilder)
        throws(ChatTemplateError)
    {
        switch tools {
        case .none:
            throw ChatTemplateError(
                message: turn.number,
                reason: "the chat template '\(name)' has no form for tool calls; write the call "
                    + "into the message's text")
        case .hermes:
            text.content(turn.content, isAnswer: true)
            for (index, call) in turn.calls.enumerated() {
                let lead = index == 0 && turn.content.isEmpty ? "" : "\n"
                text.markup(lead + "<tool_call>\n", isAnswer: true)
                text.content(
                    "{\"name\": \"\(call.name)\", \"arguments\": \(call.arguments.spaced)}",
                    isAnswer: true)
                text.markup("\n</tool_call>", isAnswer: true)
            }
        case .llama31:
            guard turn.calls.count == 1, turn.content.isEmpty else {
                throw ChatTemplateError(
                    message: turn.number,
                    reason: "the chat template '\(name)' has room for one tool call without text")
            }
            let call = turn.calls[0]
            text.content(
                "{\"name\": \"\(call.name)\", \"parameters\": \(call.arguments.spaced)}",
                isAnswer: true)
        }
    }

    // MARK: [INST] … [/INST]

    private func renderBrackets(_ turns: [Turn], into text: inout SegmentBuilder) {
        let brackets =
            family == .mistral
            ? self.brackets : Brackets(open: "[INST] ", close: " [/INST]", answer: " ")
        for (index, turn) in turns.enumerated() {
            if turn.role == .user {
                // Llama 2 begins every exchange as if it were a text of its own.
                if family == .llama2, index > 0 { text.markup(beginning) }
                text.markup(brackets.open)
                text.content(turn.content)
                text.markup(brackets.close)
            } else {
                text.markup(brackets.answer, isAnswer: true)
                text.content(turn.content, isAnswer: true)
                if family == .llama2 { text.markup(" ", isAnswer: true) }
                text.markup(end, isAnswer: true)
                if spacesAnswers { text.markup(" ") }
            }
        }
    }
}

/// Collects segments, joining neighbours of one kind.
private struct SegmentBuilder {
    private(set) var segments: [ChatTemplate.Segment] = []

    mutating func markup(_ text: String, isAnswer: Bool = false) {
        append(text, parsesSpecials: true, isAnswer: isAnswer)
    }

    mutating func content(_ text: String, isAnswer: Bool = false) {
        append(text, parsesSpecials: false, isAnswer: isAnswer)
    }

    private mutating func append(_ text: String, parsesSpecials: Bool, isAnswer: Bool) {
        if text.isEmpty { return }
        if let last = segments.indices.last, segments[last].parsesSpecials == parsesSpecials,
            segments[last].isAnswer == isAnswer
        {
            segments[last].text += text
        } else {
            segments.append(
                ChatTemplate.Segment(
                    text: text, parsesSpecials: parsesSpecials, isAnswer: isAnswer))
        }
    }
}
