package import LanguageModel

/// One row of training data, before it becomes tokens.
package struct TrainingRow: Sendable, Hashable {
    /// A prompt or an answer: text with its markup in it, or messages for the model's template.
    package enum Text: Sendable, Hashable {
        /// Text in which special tokens are parsed.
        case raw(String)
        /// Messages whose content never is parsed for special tokens.
        case messages([Message])

        /// All text, for counting and comparing.
        package var plain: String {
            switch self {
            case .raw(let text): text
            case .messages(let messages):
                messages.map { "\($0.role.rawValue)\n\($0.text)" }.joined(separator: "\n\n")
            }
        }
    }

    /// What the row says.
    package enum Content: Sendable, Hashable {
        /// A preferred and a rejected answer to a prompt.
        case preference(prompt: Text, chosen: Text, rejected: Text, margin: Double)
        /// An answer that is good or bad.
        case labelled(prompt: Text, completion: Text, isDesirable: Bool)
        /// An answer to imitate.
        case answer(prompt: Text, completion: Text)
        /// A conversation of which the assistant's messages are imitated.
        case conversation([Message])
        /// A text that is imitated whole.
        case text(String)
    }

    /// The file that it stands in.
    package var file: String
    /// Its line, from 1.
    package var line: Int
    /// What it says.
    package var content: Content
    /// The records that it came from: a run, a preference, a vote.
    package var origins: [String]

    package init(file: String, line: Int, content: Content, origins: [String] = []) {
        self.file = file
        self.line = line
        self.content = content
        self.origins = origins
    }

    /// `file:line`.
    package var place: String { "\(file):\(line)" }

    /// What the model is asked.
    package var prompt: Text {
        switch content {
        case .preference(let prompt, _, _, _), .labelled(let prompt, _, _),
            .answer(let prompt, _):
            prompt
        case .conversation(let messages): .messages(messages.filter { $0.role != .assistant })
        case .text(let text): .raw(text)
        }
    }
}

/// A row that cannot be trained on, and why.
package struct RowFault: Sendable, Hashable, Codable {
    package var file: String
    package var line: Int
    /// One clause without a full stop.
    package var reason: String

    package init(file: String, line: Int, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// `file:line: reason`.
    package var description: String { "\(file):\(line): \(reason)" }
}
