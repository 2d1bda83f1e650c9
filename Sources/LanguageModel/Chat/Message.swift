/// Who speaks a message of a conversation.
public enum MessageRole: String, Sendable, Hashable, Codable, CaseIterable {
    case system, user, assistant, tool
}

/// One piece of a message's content.
public enum ContentPart: Sendable, Hashable {
    /// Plain text.
    case text(String)
    /// Anything else (an image, a document …), kept as the JSON it came in.
    case other(JSONValue)
}

/// A function call that a model asked for.
public struct ToolCall: Sendable, Hashable, Codable {
    /// The call's id, which the tool's answer repeats.
    public var id: String
    /// The function's name.
    public var name: String
    /// The arguments: an object, or a string where the model wrote no valid JSON.
    public var arguments: JSONValue

    /// Makes a tool call.
    public init(id: String, name: String, arguments: JSONValue) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// One message of a conversation.
public struct Message: Sendable, Hashable {
    /// Who speaks.
    public var role: MessageRole
    /// The content, in order.
    public var parts: [ContentPart]
    /// The function calls that an assistant's message asks for.
    public var toolCalls: [ToolCall]
    /// For a tool's message: the call that it answers.
    public var toolCallID: String?

    /// Makes a message of any content.
    public init(
        role: MessageRole, parts: [ContentPart], toolCalls: [ToolCall] = [],
        toolCallID: String? = nil
    ) {
        self.role = role
        self.parts = parts
        self.toolCalls = toolCalls
        self.toolCallID = toolCallID
    }

    /// Makes a message of plain text.
    public init(_ role: MessageRole, _ text: String) {
        self.init(role: role, parts: [.text(text)])
    }

    /// The text parts, joined.
    public var text: String {
        var joined = ""
        for case .text(let text) in parts { joined += text }
        return joined
    }
}
