import LanguageModel

/// Inspect's messages as ours.
enum InspectMessages {
    /// A message: Inspect's tool calls name the function itself, where the chat APIs have an
    /// object.
    static func message(_ json: JSONValue) throws(MessageError) -> Message {
        guard var object = json.object else { return try Message(json: json) }
        if let calls = object["tool_calls"]?.array {
            object["tool_calls"] = .array(
                calls.map { call in
                    guard let name = call["function"]?.string else { return call }
                    return [
                        "id": call["id"] ?? "", "name": .string(name),
                        "arguments": call["arguments"] ?? [:],
                    ]
                })
        }
        return try Message(json: .object(object))
    }

    /// A sample with its attachments put back: long texts stand as `attachment://HASH` where they
    /// are used and once under `attachments`. Texts that name none stay as they are.
    static func attached(_ sample: JSONValue) -> JSONValue {
        guard let attachments = sample["attachments"]?.object, !attachments.isEmpty,
            var object = sample.object
        else { return sample }
        for key in ["input", "target", "choices", "messages", "output", "metadata", "scores"] {
            object[key] = object[key].map { replaced($0, attachments) }
        }
        return .object(object)
    }

    private static func replaced(_ value: JSONValue, _ attachments: [String: JSONValue])
        -> JSONValue
    {
        switch value {
        case .string(let text):
            guard text.hasPrefix("attachment://") else { return value }
            return attachments[String(text.dropFirst("attachment://".count))] ?? value
        case .array(let items): return .array(items.map { replaced($0, attachments) })
        case .object(let members):
            return .object(members.mapValues { replaced($0, attachments) })
        default: return value
        }
    }
}
