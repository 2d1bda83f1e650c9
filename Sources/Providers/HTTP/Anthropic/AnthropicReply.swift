import LanguageModel

/// Reads the Messages API's message object.
enum AnthropicReply {
    /// - Throws: `ProviderError.malformedResponse` for an object without what the protocol
    ///   promises.
    static func read(_ json: JSONValue, from client: ServiceClient) throws(ProviderError)
        -> ModelReply
    {
        guard let blocks = json["content"]?.array else {
            throw malformed("without content", client)
        }
        var parts: [ContentPart] = []
        var calls: [ToolCall] = []
        var reasoning = ""
        for block in blocks {
            switch block["type"]?.string {
            case "text": parts.append(.text(block["text"]?.string ?? ""))
            case "tool_use":
                calls.append(
                    ToolCall(
                        id: block["id"]?.string ?? "", name: block["name"]?.string ?? "",
                        arguments: block["input"] ?? [:]))
            case "thinking": reasoning += block["thinking"]?.string ?? ""
            case "redacted_thinking": break
            default: parts.append(.other(block))
            }
        }
        if parts.isEmpty, calls.isEmpty { parts = [.text("")] }
        return ModelReply(
            message: Message(role: .assistant, parts: parts, toolCalls: calls),
            finishReason: finishReason(json["stop_reason"]?.string),
            usage: usage(json["usage"]), servedModel: json["model"]?.string,
            reasoning: reasoning.isEmpty ? nil : reasoning)
    }

    static func malformed(_ what: String, _ client: ServiceClient) -> ProviderError {
        ProviderError(
            .malformedResponse, "\(client.name) sent an answer \(what)",
            advice: "check that base-url leads to Anthropic's Messages API", status: 200)
    }

    static func finishReason(_ name: String?) -> FinishReason {
        switch name {
        case "end_turn"?, "stop_sequence"?: .stop
        case "max_tokens"?, "model_context_window_exceeded"?: .length
        case "tool_use"?: .toolCalls
        case "refusal"?: .contentFilter
        default: .other
        }
    }

    /// Cached tokens are counted apart by the API; here the input is all of the prompt.
    static func usage(_ json: JSONValue?) -> TokenUsage? {
        guard let json, let fresh = json["input_tokens"]?.int, fresh >= 0 else { return nil }
        let written = max(0, json["cache_creation_input_tokens"]?.int ?? 0)
        let read = json["cache_read_input_tokens"]?.int.map { max(0, $0) }
        return TokenUsage(
            input: fresh.addingSaturated(written).addingSaturated(read ?? 0),
            output: max(0, json["output_tokens"]?.int ?? 0), cachedInput: read)
    }
}
