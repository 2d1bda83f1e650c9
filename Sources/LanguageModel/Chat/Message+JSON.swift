/// Messages in the shape that the chat APIs share: `{"role", "content", "tool_calls"?,
/// "tool_call_id"?}`, content a string or a list of parts.
extension Message: Codable {
    /// The message as JSON; content that is one text part is a plain string.
    public var json: JSONValue {
        var object: [String: JSONValue] = ["role": .string(role.rawValue)]
        if parts.count == 1, case .text(let text) = parts[0] {
            object["content"] = .string(text)
        } else if parts.isEmpty {
            object["content"] = toolCalls.isEmpty ? .string("") : .null
        } else {
            object["content"] = .array(
                parts.map { part in
                    switch part {
                    case .text(let text): ["type": "text", "text": .string(text)]
                    case .other(let value): value
                    }
                })
        }
        if !toolCalls.isEmpty {
            object["tool_calls"] = .array(
                toolCalls.map { call in
                    let arguments: JSONValue =
                        if case .string = call.arguments { call.arguments } else {
                            .string(call.arguments.serialized())
                        }
                    return [
                        "id": .string(call.id), "type": "function",
                        "function": ["name": .string(call.name), "arguments": arguments],
                    ]
                })
        }
        if let toolCallID { object["tool_call_id"] = .string(toolCallID) }
        return .object(object)
    }

    /// Reads a message.
    ///
    /// - Throws: `MessageError` that says which field is wrong.
    public init(json: JSONValue) throws(MessageError) {
        guard case .object(let object) = json else {
            throw MessageError("a message is an object with role and content")
        }
        guard let name = object["role"]?.string else {
            throw MessageError("a message needs a role: system, user, assistant or tool")
        }
        guard let role = MessageRole(rawValue: name == "developer" ? "system" : name) else {
            throw MessageError(
                "unknown role '\(name)'; expected system, user, assistant or tool")
        }
        var parts: [ContentPart] = []
        switch object["content"] {
        case .string(let text)?: parts = [.text(text)]
        case .null?, nil: break
        case .array(let items)?:
            for item in items {
                if item["type"]?.string == "text", let text = item["text"]?.string {
                    parts.append(.text(text))
                } else {
                    parts.append(.other(item))
                }
            }
        default: throw MessageError("content must be a string or a list of parts")
        }
        var calls: [ToolCall] = []
        for item in object["tool_calls"]?.array ?? [] {
            guard let name = item["function"]?["name"]?.string ?? item["name"]?.string else {
                throw MessageError("a tool call needs a function name")
            }
            let raw = item["function"]?["arguments"] ?? item["arguments"] ?? .object([:])
            let arguments = raw.string.flatMap { try? JSONValue(parsing: $0) } ?? raw
            calls.append(ToolCall(id: item["id"]?.string ?? "", name: name, arguments: arguments))
        }
        self.init(
            role: role, parts: parts, toolCalls: calls,
            toolCallID: object["tool_call_id"]?.string)
    }

    /// Decodes the chat APIs' shape.
    public init(from decoder: any Decoder) throws {
        try self.init(json: JSONValue(from: decoder))
    }

    /// Encodes the chat APIs' shape.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}

/// What is wrong with a message.
public struct MessageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence for the user.
    public let description: String

    init(_ description: String) { self.description = description }
}
