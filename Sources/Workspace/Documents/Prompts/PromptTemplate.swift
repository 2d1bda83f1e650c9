package import LanguageModel

/// A prompt: messages that are templates, with the levels of the factors that it stands for.
package struct PromptTemplate: Sendable, Hashable {
    /// One message.
    package struct Part: Sendable, Hashable {
        package let role: MessageRole
        package let template: Template

        package init(
            role: MessageRole, template: Template
        ) {
            self.role = role
            self.template = template
        }
    }

    /// Unique in its suite.
    package var id: String
    /// The level of each factor: `{length: short, persona: none}`.
    package var factors: [String: JSONValue]
    /// The messages, in order; at least one.
    package var parts: [Part]
    /// A note for people.
    package var note: String?
    /// The file that it was read from; nil for one written in a suite.
    package var file: String?

    package init(
        id: String, factors: [String: JSONValue] = [:], parts: [Part], note: String? = nil,
        file: String? = nil
    ) {
        self.id = id
        self.factors = factors
        self.parts = parts
        self.note = note
        self.file = file
    }

    /// The templates as a list of `{role, content}`: what its hash covers.
    package var content: JSONValue {
        .array(
            parts.map {
                ["role": .string($0.role.rawValue), "content": .string($0.template.text)]
            })
    }

    /// SHA-256 of the content's canonical JSON.
    package var contentHash: String { SHA256.hex(content.serializedBytes()) }

    /// The names that its templates take from a case's variables, in alphabetical order.
    package var names: [String] { Set(parts.flatMap(\.template.names)).sorted() }

    /// The messages for a case's variables.
    ///
    /// - Throws: the first name that is not given or other fault, at its place in the file.
    package func render(_ variables: [String: JSONValue]) throws(DocumentError) -> [Message] {
        var messages: [Message] = []
        messages.reserveCapacity(parts.count)
        for part in parts {
            messages.append(Message(part.role, try part.template.render(variables)))
        }
        return messages
    }
}
