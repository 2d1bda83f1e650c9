import LanguageModel

/// Puts a reply together from the Messages API's events.
struct AnthropicStream: StreamAssembler {
    private struct Block {
        var json: [String: JSONValue]
        var text = ""
    }

    private var blocks: [Int: Block] = [:]
    private var model: String?
    private var stopReason: String?
    private var usage: [String: JSONValue] = [:]
    private var hasStarted = false
    private var isDone = false

    mutating func take(_ event: ServerEvent, _ client: ServiceClient) throws -> String {
        var json: JSONValue
        do { json = try JSONValue(parsing: event.data) } catch {
            throw CallFailure(
                error: AnthropicReply.malformed(
                    "with an event that is broken at \(error)", client))
        }
        if let key = client.key, key.occurs(in: event.data) { json = key.redacting(json) }
        if let failure = client.embeddedFailure(json) { throw failure }
        switch json["type"]?.string {
        case "message_start":
            hasStarted = true
            model = json["message"]?["model"]?.string
            usage = json["message"]?["usage"]?.object ?? [:]
        case "content_block_start":
            guard let index = json["index"]?.int, let block = json["content_block"]?.object else {
                throw CallFailure(error: AnthropicReply.malformed("with an odd block", client))
            }
            blocks[index] = Block(json: block)
            return block["type"]?.string == "text" ? block["text"]?.string ?? "" : ""
        case "content_block_delta": return take(delta: json)
        case "message_delta":
            stopReason = json["delta"]?["stop_reason"]?.string ?? stopReason
            usage.merge(json["usage"]?.object ?? [:]) { old, new in new.isNull ? old : new }
        case "message_stop": isDone = true
        default: break  // ping, content_block_stop, and what may come later.
        }
        return ""
    }

    private mutating func take(delta json: JSONValue) -> String {
        guard let index = json["index"]?.int, let delta = json["delta"] else { return "" }
        switch delta["type"]?.string {
        case "text_delta":
            let piece = delta["text"]?.string ?? ""
            blocks[index, default: Block(json: ["type": "text"])].text += piece
            return piece
        case "input_json_delta":
            blocks[index]?.text += delta["partial_json"]?.string ?? ""
        case "thinking_delta":
            blocks[index]?.text += delta["thinking"]?.string ?? ""
        default: break
        }
        return ""
    }

    func reply() throws -> ModelReply? {
        guard hasStarted, isDone || stopReason != nil else { return nil }
        var parts: [ContentPart] = []
        var calls: [ToolCall] = []
        var reasoning = ""
        for (_, block) in blocks.sorted(by: { $0.key < $1.key }) {
            switch block.json["type"]?.string {
            case "text": parts.append(.text((block.json["text"]?.string ?? "") + block.text))
            case "tool_use":
                let arguments =
                    block.text.isEmpty
                    ? block.json["input"] ?? [:]
                    : (try? JSONValue(parsing: block.text)) ?? .string(block.text)
                calls.append(
                    ToolCall(
                        id: block.json["id"]?.string ?? "", name: block.json["name"]?.string ?? "",
                        arguments: arguments))
            case "thinking": reasoning += (block.json["thinking"]?.string ?? "") + block.text
            case "redacted_thinking": break
            default: parts.append(.other(.object(block.json)))
            }
        }
        if parts.isEmpty, calls.isEmpty { parts = [.text("")] }
        return ModelReply(
            message: Message(role: .assistant, parts: parts, toolCalls: calls),
            finishReason: AnthropicReply.finishReason(stopReason),
            usage: AnthropicReply.usage(.object(usage)), servedModel: model,
            reasoning: reasoning.isEmpty ? nil : reasoning)
    }

    static func whole(_ json: JSONValue, _ client: ServiceClient) throws -> ModelReply {
        try AnthropicReply.read(json, from: client)
    }
}
