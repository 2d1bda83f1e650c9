/// Why a conversation cannot be put into a model's chat template.
public struct ChatTemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The message at fault, from 1; nil when it is the conversation as a whole.
    public let message: Int?
    /// One sentence for the user.
    public let reason: String

    /// "message 3: reason".
    public var description: String { message.map { "message \($0): \(reason)" } ?? reason }
}
